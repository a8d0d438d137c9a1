"""The pages of an event: add, show, edit, delete, restore."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.forms import EventForm
from eventapp.ical import Occurrence
from eventapp.models import Calendar, DeletedEvent, Event, Permission
from eventapp.models.event import new_id
from eventapp.views.facts import facts
from eventapp.views.lists import days_left
from eventapp.views.reader import reader_of
from eventapp.views.room import has_room

FORM = "eventapp:templates/event_form.jinja2"


@view_config(context=Calendar, name="add", request_method="GET", permission=Permission.ADD, renderer=FORM)
def add_form(context: Calendar, request: Request) -> dict[str, Any]:
    today = reader_of(request).now(request).date()
    return _form(EventForm(id=new_id(), start_date=today, timezone=request.user.timezone), context)


@view_config(
    context=Calendar, name="add", request_method="POST", throttled="add", permission=Permission.ADD, renderer=FORM
)
def add(context: Calendar, request: Request) -> Any:
    context.empty_trash(request.now)
    form = EventForm(request.POST)
    if form.id.data in context or context.get_deleted(form.id.data, request.now):
        return _see(request, context[form.id.data])  # sent twice, by a double click or with Back
    if not form.validate() or not has_room(request, form):
        request.response.status_int = 422
        return _form(form, context)
    event = Event(form.title.data, form.when, form.place.data, form.notes.data, form.id.data or None)
    context.add(event)
    return _see(request, event, done="added")


@view_config(
    context=Event, request_method="GET", permission=Permission.VIEW, renderer="eventapp:templates/event.jinja2"
)
def show(context: Event, request: Request) -> dict[str, Any]:
    return {"event": context, "facts": facts(Occurrence.once(context), request)}


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
    return _form(EventForm.of(context), context.__parent__, context)


@view_config(context=DeletedEvent, name="edit", request_method="GET", permission=Permission.EDIT)
def edit_deleted(context: DeletedEvent, request: Request) -> Any:
    return _see(request, context)


@view_config(context=Event, name="edit", request_method="POST", permission=Permission.EDIT, renderer=FORM)
@view_config(context=DeletedEvent, name="edit", request_method="POST", permission=Permission.EDIT, renderer=FORM)
def edit(context: Event | DeletedEvent, request: Request) -> Any:
    """Save an event. One that changed, or was deleted, since its form was made is shown beside what was typed."""
    deleted = isinstance(context, DeletedEvent)
    if deleted:
        _refuse_expired(context, request)
    calendar, event = context.__parent__, context.event if isinstance(context, DeletedEvent) else context
    form = EventForm(request.POST)
    if not form.validate():
        request.response.status_int = 422
        return _form(form, calendar, context)
    values = (form.title.data, form.when, form.place.data, form.notes.data)
    seen = form.version.data or context.version  # whoever names no version means the one that there is
    if seen != context.version and (deleted or values != (event.title, event.when, event.place, event.notes)):
        request.response.status_int = 409
        form.version.data = context.version
        return {
            **_form(form, calendar, context),
            "meanwhile": facts(Occurrence.once(event), request),
            "deleted": deleted,
        }
    if deleted:
        calendar.restore(event.__name__)
    event.change(**dict(zip(("title", "when", "place", "notes"), values, strict=True)))
    return _see(request, event, done="saved")


@view_config(context=Event, name="delete", request_method="POST", permission=Permission.DELETE)
@view_config(context=DeletedEvent, name="delete", request_method="POST", permission=Permission.DELETE)
def delete(context: Event | DeletedEvent, request: Request) -> Any:
    calendar = context.__parent__
    if isinstance(context, Event):
        calendar.delete(context.__name__, request.now)
    return _see(request, calendar, deleted=context.__name__)


@view_config(context=Event, name="restore", request_method="POST", permission=Permission.DELETE)
@view_config(context=DeletedEvent, name="restore", request_method="POST", permission=Permission.DELETE)
def restore(context: Event | DeletedEvent, request: Request) -> Any:
    """Take a deletion back. Doing so twice is no error: the event is there, which is what was asked for."""
    if isinstance(context, DeletedEvent):
        _refuse_expired(context, request)
        context = context.__parent__.restore(context.__name__)
    return _see(request, context, done="restored")


def _refuse_expired(deleted: DeletedEvent, request: Request) -> None:
    if deleted.kept_until <= request.now:
        raise HTTPNotFound()


def _see(request: Request, resource: Any, **query: str) -> HTTPSeeOther:
    return HTTPSeeOther(request.resource_path(resource, query=query or None))


def _form(form: EventForm, calendar: Calendar, event: Event | DeletedEvent | None = None) -> dict[str, Any]:
    return {"form": form, "calendar": calendar, "event": event, "meanwhile": None, "deleted": False}
