"""The pages of a calendar and its events: list, add, show, edit, delete, restore."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.forms import EventForm
from eventapp.models import Calendar, DeletedEvent, Event, Permission, When
from eventapp.models.event import new_id
from eventapp.models.when import DAY
from eventapp.views import dates
from eventapp.views.reader import Reader, reader_of
from eventapp.views.room import has_room

PAGE = 50
"""How many events a page lists."""

FORM = "eventapp:templates/event_form.jinja2"
LIST = "eventapp:templates/events.jinja2"


def undo(calendar: Calendar, request: Request) -> DeletedEvent | None:
    """The event that was just deleted, for the page after it: the address says it, so nothing needs to be stored."""
    return calendar.get_deleted(request.GET.get("deleted", ""), request.now)


def events_page(request: Request, events: Iterator[Event]) -> dict[str, Any]:
    """One page of a list of events, and whether there are more behind it.

    :raises HTTPNotFound: when the number of the page makes no sense.
    """
    number = request.GET.get("page", "1")
    if not (number.isdecimal() and 1 <= len(number) <= 5 and int(number) >= 1):
        raise HTTPNotFound()
    start = (int(number) - 1) * PAGE
    found = list(islice(events, start, start + PAGE + 1))
    return {
        "days": dates.agenda(found[:PAGE], request.now, reader_of(request)),
        "page": int(number),
        "more": len(found) > PAGE,
    }


@view_config(context=Calendar, request_method="GET", permission=Permission.VIEW, renderer=LIST)
def coming(context: Calendar, request: Request) -> dict[str, Any]:
    page = events_page(request, context.coming(reader_of(request).now(request)))
    return {**page, "undo": undo(context, request), "calendar": context, "past": False, "count": len(context)}


@view_config(context=Calendar, name="past", request_method="GET", permission=Permission.VIEW, renderer=LIST)
def past(context: Calendar, request: Request) -> dict[str, Any]:
    page = events_page(request, context.past(reader_of(request).now(request)))
    return {**page, "undo": undo(context, request), "calendar": context, "past": True, "count": len(context)}


@view_config(
    context=Calendar,
    name="trash",
    request_method="GET",
    permission=Permission.DELETE,
    renderer="eventapp:templates/trash.jinja2",
)
def trash(context: Calendar, request: Request) -> dict[str, Any]:
    reader = reader_of(request)
    today = reader.now(request).date()
    return {
        "calendar": context,
        "rows": [
            (
                deleted,
                reader.short_date(dates.Local(deleted.event.when, reader).first, today),
                _days_left(deleted, request),
            )
            for deleted in context.deleted(request.now)
        ],
    }


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
    if not form.validate() or not has_room(request, context, form):
        request.response.status_int = 422
        return _form(form, context)
    event = Event(form.title.data, form.when, form.place.data, form.notes.data, form.id.data or None)
    context.add(event)
    return _see(request, event, done="added")


@view_config(
    context=Event, request_method="GET", permission=Permission.VIEW, renderer="eventapp:templates/event.jinja2"
)
def show(context: Event, request: Request) -> dict[str, Any]:
    return {"event": context, "facts": _facts(context, request)}


@view_config(
    context=DeletedEvent,
    request_method="GET",
    permission=Permission.DELETE,
    renderer="eventapp:templates/deleted.jinja2",
)
def show_deleted(context: DeletedEvent, request: Request) -> dict[str, Any]:
    _refuse_expired(context, request)
    request.response.status_int = 410
    facts = _facts(context.event, request)
    return {"event": context.event, "facts": facts, "deleted": context, "days_left": _days_left(context, request)}


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
        return {**_form(form, calendar, context), "meanwhile": _facts(event, request), "deleted": deleted}
    if deleted:
        calendar.restore(event.__name__)
    event.title, event.when, event.place, event.notes = values
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


def _days_left(deleted: DeletedEvent, request: Request) -> int:
    """For how many days more it is kept, the one that has begun included."""
    return -((request.now - deleted.kept_until) // DAY)


def _refuse_expired(deleted: DeletedEvent, request: Request) -> None:
    if deleted.kept_until <= request.now:
        raise HTTPNotFound()


def _see(request: Request, resource: Any, **query: str) -> HTTPSeeOther:
    return HTTPSeeOther(request.resource_path(resource, query=query or None))


def _form(form: EventForm, calendar: Calendar, event: Event | DeletedEvent | None = None) -> dict[str, Any]:
    return {"form": form, "calendar": calendar, "event": event, "meanwhile": None, "deleted": False}


def _elsewhere(when: When, reader: Reader) -> str:
    """The wall time in the event's own zone, where that is another than the reader's; with the day, where it is too."""
    if not isinstance(when.start, datetime) or when.timezone == reader.zone.key:
        return ""
    there = replace(reader, zone=when.zone)
    same_day = when.first_day == when.starts_at.astimezone(reader.zone).date()
    named = "" if same_day else f"{there.short_date(when.first_day, when.first_day)}, "
    return f"{named}{there.clock(when.starts_at)} in {when.timezone}"


def _facts(event: Event, request: Request) -> dict[str, Any]:
    """What the page of an event says about it."""
    when, reader = event.when, reader_of(request)
    local = dates.Local(when, reader)
    kind, distance = dates.distance(when, request.now, reader)
    return {
        "event": event,
        "first": reader.long_date(local.first),
        "last": "" if local.first == local.last else reader.long_date(local.last),
        "start": local.start,
        "end": local.end,
        "elsewhere": _elsewhere(when, reader),
        "kind": kind,
        "distance": distance,
        "hue": dates.hue(event.title),
        "number": dates.countdowns([event], request.now, reader, 1),
    }
