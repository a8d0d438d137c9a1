"""Copying: the form of a new event, filled in from one that there is: ``add?copy=ID&day=2026-11-27&time=12:00``."""

from contextlib import suppress

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request

from eventapp.ical import series
from eventapp.models import Calendar, Event
from eventapp.views.moving import moved
from eventapp.views.reader import reader_of


def copied(calendar: Calendar, request: Request) -> Event | None:
    """The event that the address names, with all that it says, at the day and time that the address says.

    What can't be read of those is left out. None when the address names no event, or one that went while the form
    was filled in.

    :raises HTTPNotFound: when a form is asked for, and there is no such event in that calendar.
    """
    name, day, time = (request.GET.get(part, "") for part in ("copy", "day", "time"))
    event: Event | None = calendar.get(name) if name else None
    if event is None:
        if "copy" in request.GET and request.method == "GET":
            raise HTTPNotFound()
        return None
    content = event.content
    if day:
        with suppress(ValueError, OverflowError):
            when = moved(event.when, reader_of(request), f"{day}T{time}" if time else day)
            content = series.change_all(content, event.when, when)
    return Event.of(content)
