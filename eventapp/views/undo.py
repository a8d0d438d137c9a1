"""Undo: the last change of an event, or the event itself when it has just come, is taken back."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.traversal import find_interface
from pyramid.view import view_config

from eventapp.ical import Occurrence
from eventapp.models import Calendar, DeletedEvent, Event, Permission, User
from eventapp.views.facts import facts
from eventapp.views.occurrence import looked_at
from eventapp.views.returning import back, see

CAME = frozenset({"added", "restored"})
"""What is undone by deleting the event; anything else that was done is a change of it."""


@view_config(
    context=Event,
    name="undo",
    request_method="POST",
    permission=Permission.EDIT,
    renderer="eventapp:templates/undo_refused.jinja2",
)
def undo(context: Event, request: Request) -> Any:
    """Take back what was done last. Where something else was done meanwhile, nothing changes, and that is said."""
    seen = request.POST.get("version")
    came = request.POST.get("what") in CAME
    if seen != context.version or not (came or can_undo(context)):
        request.response.status_int = 409
        return {"event": context, "facts": facts(Occurrence.once(context), request)}
    if came:
        return _away(request, context.__parent__.delete(context.__name__, request.now))
    context.undo()
    _with_part(context, request)
    if request.way_back:
        turned = "saved" if request.POST.get("what") == "undone" else "undone"
        return back(request, looked_at(context, request.POST.get("at", "")), **{turned: str(context.__name__)})
    return see(request, context, done="undone")


@view_config(context=DeletedEvent, name="undo", request_method="POST", permission=Permission.EDIT)
def undo_deleted(context: DeletedEvent, request: Request) -> Any:
    """An event that came and is gone is as was asked for. Any other way, its page says that it is deleted."""
    return _away(request, context) if request.POST.get("what") in CAME else see(request, context)


def _away(request: Request, deleted: DeletedEvent) -> HTTPSeeOther:
    """To where one was, else to the page of what is deleted now."""
    return back(request, deleted=deleted.__name__) if request.way_back else see(request, deleted)


def _with_part(event: Event, request: Request) -> None:
    """The event that the change made of the later occurrences goes with it, and comes again with it."""
    part = event.split_off
    for calendar in _calendars(event):  # it may have been put into another one
        if part in calendar:
            calendar.delete(part, request.now)
        elif calendar.get_deleted(part, request.now) is not None:
            calendar.restore(part)


def to_undo(event: Event) -> Event | None:
    """The event whose last change made this one what it is; None when there is nothing to take back."""
    wholes = [calendar.get(event.split_from) for calendar in _calendars(event)] if event.before is None else []
    whole = next((one for one in wholes if isinstance(one, Event) and one.split_off == event.__name__), None)
    return whole or (event if can_undo(event) else None)


def _calendars(event: Event) -> list[Calendar]:
    owner: User = find_interface(event, User)
    return owner.all_calendars()


def can_undo(event: Event) -> bool:
    """Whether it said something else before, for a person who looks at it."""
    return event.before is not None and event.before.version != event.version
