"""Moving: an event that was dropped elsewhere on a page of time begins there, or ends there.

What is dropped is a day, or a time as the reader's clocks show it; the event keeps its own zone.
"""

from datetime import date, datetime, time
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPConflict, HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.i18n import _
from eventapp.ical import Occurrence
from eventapp.models import DeletedEvent, Event, Permission, When
from eventapp.models.when import DAY
from eventapp.views.editing import Editing
from eventapp.views.facts import facts
from eventapp.views.occurrence import occurrence_of
from eventapp.views.reader import Reader, reader_of
from eventapp.views.returning import back, onward, see


@view_config(
    context=Event,
    name="move",
    request_method="POST",
    permission=Permission.EDIT,
    renderer="eventapp:templates/event_form.jinja2",
)
def move(context: Event, request: Request) -> Any:
    """Save the new time. Of a recurring event the form asks first which ones are meant."""
    dropped = {name: request.POST.get(name, "") for name in ("at", "start", "end")}
    try:
        shown = occurrence_of(context, dropped["at"])
    except HTTPNotFound:  # the event is at other times now
        raise HTTPConflict() from None
    when = context.when if shown is None else shown.when
    try:
        when = moved(when, reader_of(request), dropped["start"], dropped["end"])
    except (ValueError, OverflowError):
        raise HTTPBadRequest(_("An event can’t be put there. Nothing was changed.")) from None
    if context.recurrence:
        query = {name: value for name, value in dropped.items() if value}
        return HTTPSeeOther(onward(request, request.resource_path(context, "edit", query=query)))
    if request.POST.get("version") != context.version:
        request.response.status_int = 409
        editing = Editing(request, context.__parent__, context)
        editing.put(when)
        return editing.page() | {"meanwhile": facts(Occurrence.once(context), request)}
    if when == context.when:
        return back(request)
    context.change(when=when)
    return back(request, Occurrence.once(context), saved=str(context.__name__))


@view_config(context=DeletedEvent, name="move", request_method="POST", permission=Permission.EDIT)
def move_deleted(context: DeletedEvent, request: Request) -> HTTPSeeOther:
    """Its page says that it is deleted."""
    return see(request, context)


def moved(when: When, reader: Reader, start: str = "", end: str = "") -> When:
    """The time of something that was put elsewhere. Whole days stay whole days, and its own zone counts.

    :param start: a day or wall time of the reader's, such as 2026-11-27T12:30; empty where it begins as before.
        A day alone leaves the time of day as it is read.
    :param end: likewise; of days it is the last one. Empty where it stays as long as it is, by wall time.
    :raises ValueError: when that is no time; OverflowError, when it is further away than any.
    """
    if not start and not end:
        raise ValueError("Nothing was said.")
    if isinstance(when.start, datetime):
        return _timed(when, reader, start, end)
    first = _wall(start, time()).date() if start else when.start
    if not end:
        return when.at(first)
    last = _wall(end, time()).date()
    if last < first:
        raise ValueError("The end must not be before the start.")
    return When(first, last + DAY if last > first else None, when.timezone, when.floating)


def _timed(when: When, reader: Reader, start: str, end: str) -> When:
    def own(wall: datetime) -> datetime:  # in the same zone nothing is worked out: an hour left out is as in the form
        return wall.replace(tzinfo=reader.zone).astimezone(when.zone).replace(tzinfo=None, fold=0)

    begins, ends = (moment.astimezone(reader.zone) for moment in (when.starts_at, when.ends_at))
    new = when.at(own(_wall(start, begins.time()))) if start else when
    if not end:
        return new
    last = _wall(end, ends.time())
    if "T" not in end and ends.time() == time():  # the last day that it is on is the one before
        last += DAY
    return When(new.start, own(last), when.timezone, when.floating)


def _wall(text: str, otherwise: time) -> datetime:
    """What a text says; a day alone at the time of day that it has otherwise."""
    wall = datetime.fromisoformat(text) if "T" in text else datetime.combine(date.fromisoformat(text), otherwise)
    if wall.tzinfo is not None:
        raise ValueError("Give wall time without an offset.")
    return wall
