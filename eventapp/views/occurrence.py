"""An occurrence in addresses and forms: ``?at=2026-12-01T12:30:00`` is how it is named there."""

from datetime import date, datetime

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request

from eventapp.ical import Occurrence
from eventapp.ical.occurrences import occurrence
from eventapp.models import Event
from eventapp.views.returning import onward


def occurrence_of(event: Event, at: str) -> Occurrence | None:
    """The occurrence that an address or a form names; None when it names none.

    :raises HTTPNotFound: when the event does not happen then.
    """
    if not at or not event.recurrence:
        return None
    try:
        start = date.fromisoformat(at) if event.when.all_day else datetime.fromisoformat(at)
        found = occurrence(event, start) if not isinstance(start, datetime) or start.tzinfo is None else None
    except (ValueError, OverflowError):  # what is no time, or the last one there is
        found = None
    if found is None:
        raise HTTPNotFound()
    return found


def looked_at(event: Event, at: str = "") -> Occurrence | None:
    """What of an event is to be looked at: the occurrence that is named, or the event where it happens once.

    None when there is none of that name.
    """
    try:
        return occurrence_of(event, at) or (None if event.recurrence else Occurrence.once(event))
    except HTTPNotFound:
        return None


def path_of(request: Request, occurrence: Occurrence, view: str = "") -> str:
    """The path of the page of one occurrence, or of another view of it."""
    query = None if occurrence.at is None else {"at": occurrence.at.isoformat()}
    return onward(request, request.resource_path(occurrence.event, view, query=query))
