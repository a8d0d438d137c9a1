"""The pages of an event: add, show, edit, delete, restore."""

from contextlib import suppress
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.forms import EventForm
from eventapp.i18n import _, reason
from eventapp.ical import Occurrence, series
from eventapp.ical.occurrences import nearest
from eventapp.models import Calendar, DeletedEvent, Event, Permission, Wrong
from eventapp.models.event import new_id
from eventapp.views import prefill
from eventapp.views.copying import copied
from eventapp.views.editing import Editing
from eventapp.views.facts import facts
from eventapp.views.lists import days_left
from eventapp.views.moving import moved
from eventapp.views.occurrence import looked_at, occurrence_of
from eventapp.views.reader import reader_of
from eventapp.views.returning import back, see
from eventapp.views.room import has_room

FORM = "eventapp:templates/event_form.jinja2"


@view_config(context=Calendar, name="add", request_method="GET", permission=Permission.ADD, renderer=FORM)
def add_form(context: Calendar, request: Request) -> dict[str, Any]:
    today = reader_of(request).now(request).date()
    editing = Editing(request, context, copy=copied(context, request))
    if editing.copy is None:
        editing.begin(id=new_id(), timezone=request.user.timezone, **prefill.start(request, today))
    return editing.page()


@view_config(
    context=Calendar, name="add", request_method="POST", throttled="add", permission=Permission.ADD, renderer=FORM
)
def add(context: Calendar, request: Request) -> Any:
    context.empty_trash(request.now)
    editing = Editing(request, context, copy=copied(context, request))
    name = editing.form.id.data
    for calendar in request.user.all_calendars():
        if name in calendar or calendar.get_deleted(name, request.now):
            return see(request, calendar[name])  # sent twice, by a double click or with Back
    if not editing.validate() or not has_room(request, editing.form):
        request.response.status_int = 422
        return editing.page()
    event = Event.of(editing.edit.content(), name=name)
    editing.target.add(event)
    return _done(request, event, "added", editing.edit.to_see(event))


@view_config(
    context=Event, request_method="GET", permission=Permission.VIEW, renderer="eventapp:templates/event.jinja2"
)
def show(context: Event, request: Request) -> dict[str, Any]:
    shown = occurrence_of(context, request.GET.get("at", "")) or nearest(context, reader_of(request).now(request))
    return {"event": context, "facts": facts(shown, request), "shown": shown}


@view_config(
    context=DeletedEvent,
    request_method="GET",
    permission=Permission.DELETE,
    renderer="eventapp:templates/deleted.jinja2",
)
def show_deleted(context: DeletedEvent, request: Request) -> dict[str, Any]:
    _refuse_expired(context, request)
    request.response.status_int = 410
    found = Occurrence.once(context.event)
    return {
        "event": context.event,
        "facts": facts(found, request),
        "deleted": context,
        "days_left": days_left(context, request),
    }


@view_config(context=Event, name="edit", request_method="GET", permission=Permission.EDIT, renderer=FORM)
def edit_form(context: Event, request: Request) -> dict[str, Any]:
    """The form, with the time at which it was dropped on a page of time, where the address says one."""
    shown = occurrence_of(context, request.GET.get("at", ""))
    editing, when = Editing(request, context.__parent__, context, shown), (shown or context).when
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    if start or end:
        with suppress(ValueError, OverflowError):
            editing.put(moved(when, reader_of(request), start, end))
    return editing.page()


@view_config(context=DeletedEvent, name="edit", request_method="GET", permission=Permission.EDIT)
@view_config(context=DeletedEvent, name="delete", request_method="GET", permission=Permission.DELETE)
def form_of_deleted(context: DeletedEvent, request: Request) -> HTTPSeeOther:
    """There is none: its page says that it is deleted, to whoever comes from a page of before."""
    return see(request, context)


@view_config(context=Event, name="edit", request_method="POST", permission=Permission.EDIT, renderer=FORM)
@view_config(context=DeletedEvent, name="edit", request_method="POST", permission=Permission.EDIT, renderer=FORM)
def edit(context: Event | DeletedEvent, request: Request) -> Any:
    """Save an event. One that changed, or was deleted, since its form was made is shown beside what was typed."""
    deleted = isinstance(context, DeletedEvent)
    if deleted:
        _refuse_expired(context, request)
    calendar, event = context.__parent__, context.event if isinstance(context, DeletedEvent) else context
    try:
        shown = occurrence_of(event, request.POST.get("at", ""))
        gone = False
    except HTTPNotFound:  # the event is at other times now
        shown, gone = None, True
    editing = Editing(request, calendar, event, shown)
    form = editing.form
    if not editing.validate():
        request.response.status_int = 422
        return editing.page() | {"event": context}
    seen = form.version.data or context.version  # whoever names no version means the one that there is
    if gone or (seen != context.version and (deleted or editing.edit.content() != event.content)):
        request.response.status_int = 409
        form.version.data, form.at.data = context.version, "" if gone else form.at.data
        meanwhile = facts(shown or nearest(event, reader_of(request).now(request)), request)
        return editing.page() | {"event": context, "meanwhile": meanwhile, "deleted": deleted}
    if deleted:
        calendar.restore(event.__name__)
    before = event.content
    saved = editing.edit.save(event, editing.target)
    if request.way_back and saved.event.content == before:
        return back(request, done="saved")  # nothing that could be undone
    at = {"at": form.at.data} if editing.scope == "one" and saved.at else {}
    return _done(request, saved.event, "saved", saved, **at)


@view_config(
    context=Event,
    name="delete",
    request_method="GET",
    permission=Permission.DELETE,
    renderer="eventapp:templates/delete.jinja2",
)
def delete_form(context: Event, request: Request) -> Any:
    """Which occurrences of a recurring event to delete."""
    shown = occurrence_of(context, request.GET.get("at", "")) or nearest(context, reader_of(request).now(request))
    return see(request, context) if shown.at is None else _ask(context, request, shown)


def _ask(event: Event, request: Request, shown: Occurrence, problem: str = "") -> dict[str, Any]:
    form = EventForm(scope="one", at=shown.at and shown.at.isoformat())
    form.scope.label.text = _("What to delete")
    return {"event": event, "facts": facts(shown, request), "shown": shown, "form": form, "problem": problem}


@view_config(
    context=Event,
    name="delete",
    request_method="POST",
    permission=Permission.DELETE,
    renderer="eventapp:templates/delete.jinja2",
)
@view_config(context=DeletedEvent, name="delete", request_method="POST", permission=Permission.DELETE)
def delete(context: Event | DeletedEvent, request: Request) -> Any:
    calendar = context.__parent__
    if isinstance(context, DeletedEvent):
        return _gone(request, context)
    shown, scope = occurrence_of(context, request.POST.get("at", "")), request.POST.get("scope", "all")
    cut = {"one": series.leave_out, "following": series.end_before}.get(scope)
    if cut is not None and shown is None:  # it does not repeat any more: nobody asked for all of it
        return see(request, context)
    left = None
    if cut is not None and shown is not None and shown.at is not None:
        try:
            left = cut(context.content, shown.at)
        except Wrong as error:  # it can't be cut there
            request.response.status_int = 422
            return _ask(context, request, shown, reason(error))
    if left is None:
        return _gone(request, calendar.delete(context.__name__, request.now))
    context.content = left
    return _done(request, context, "left-out")


@view_config(context=Event, name="restore", request_method="POST", permission=Permission.DELETE)
@view_config(context=DeletedEvent, name="restore", request_method="POST", permission=Permission.DELETE)
def restore(context: Event | DeletedEvent, request: Request) -> Any:
    """Take a deletion back. Doing so twice is no error: the event is there, which is what was asked for."""
    if isinstance(context, DeletedEvent):
        _refuse_expired(context, request)
        context = context.__parent__.restore(context.__name__)
    return _done(request, context, "restored", looked_at(context))


def _refuse_expired(deleted: DeletedEvent, request: Request) -> None:
    if deleted.kept_until <= request.now:
        raise HTTPNotFound()


def _done(request: Request, event: Event, what: str, found: Occurrence | None = None, **query: str) -> HTTPSeeOther:
    """To the page from which the event was opened, else to that of the event; what was done is said there."""
    if request.way_back:
        return back(request, found, **{what: str(event.__name__)})
    return see(request, event, **query, done=what)


def _gone(request: Request, deleted: DeletedEvent) -> HTTPSeeOther:
    """Likewise after a deletion, else to the list of the calendar."""
    said = {"deleted": deleted.__name__}
    return back(request, **said) if request.way_back else see(request, deleted.__parent__, **said)
