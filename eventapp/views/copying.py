"""Copying: the form of a new event, filled in from one that there is: ``add?copy=ID``."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request

from eventapp.models import Calendar, Event


def copied(calendar: Calendar, request: Request) -> Event:
    """The event that the address names.

    :raises HTTPNotFound: when there is no such event in that calendar.
    """
    event: Event | None = calendar.get(request.GET["copy"])
    if event is None:
        raise HTTPNotFound()
    return event
