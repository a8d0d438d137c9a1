"""Undo: the last change of an event, or the event itself when it has just come, is taken back."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.ical import Occurrence
from eventapp.models import DeletedEvent, Event, Permission
from eventapp.views import parts
from eventapp.views.facts import facts
from eventapp.views.occurrence import looked_at
from eventapp.views.returning import back, onward, see

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
    """Take back what was done last. Where something else was done since, nothing changes, and that is said."""
    seen = request.POST.get("version")
    came = request.POST.get("what") in CAME
    if seen != context.version or not (came or can_undo(context)):
        return _refused(context, request)
    if came:
        return _away(request, context.__parent__.delete(context.__name__, request.now))
    if part := parts.changed_since(context, request.now):
        return _refused(context, request, part)
    context.undo()
    return _turned(context, request, parts.follow(context, request.now))


def _refused(event: Event, request: Request, part: Event | DeletedEvent | None = None) -> dict[str, Any]:
    """Why not, and what would have been lost."""
    request.response.status_int = 409
    shown = part.event if isinstance(part, DeletedEvent) else part or event
    there = part is not None and part.__parent__.deleted_at is None  # a deleted calendar has no pages
    path = onward(request, request.resource_path(part)) if there else ""
    found = facts(Occurrence.once(shown), request)
    return {"event": event, "part": part, "path": path, "shown": shown, "facts": found}


def _turned(event: Event, request: Request, part: Event | None) -> HTTPSeeOther:
    """To where one was, or to the page of the event. Where its part came again, that is what was done."""
    if not request.way_back:
        return see(request, event, done="undone")
    turned = "saved" if request.POST.get("what") == "undone" else "undone"
    told = part if part is not None and to_undo(part) is event else event
    return back(request, looked_at(told, request.POST.get("at", "")), **{turned: str(told.__name__)})


@view_config(context=DeletedEvent, name="undo", request_method="POST", permission=Permission.EDIT)
def undo_deleted(context: DeletedEvent, request: Request) -> Any:
    """An event that came and is gone is as was asked for. Any other way, its page says that it is deleted."""
    return _away(request, context) if request.POST.get("what") in CAME else see(request, context)


def _away(request: Request, deleted: DeletedEvent) -> HTTPSeeOther:
    """To where one was, else to the page of what is deleted now."""
    return back(request, deleted=deleted.__name__) if request.way_back else see(request, deleted)


def to_undo(event: Event) -> Event | None:
    """The event whose last change made this one what it is; None when there is nothing to take back."""
    whole = parts.whole_of(event) if event.before is None else None
    return whole or (event if can_undo(event) else None)


def can_undo(event: Event) -> bool:
    """Whether it said something else before, for a person who looks at it."""
    return event.before is not None and event.before.version != event.version
