"""Copying: the form of a new event, filled in from one that there is: ``add?copy=ID``."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request

from eventapp.forms import EventForm
from eventapp.models import Calendar
from eventapp.models.event import new_id


def copied(calendar: Calendar, request: Request) -> EventForm | None:
    """The form for a copy of the event that the address names; None when it names none.

    :raises HTTPNotFound: when there is no such event in that calendar.
    """
    name = request.GET.get("copy")
    if name is None:
        return None
    if name not in calendar:
        raise HTTPNotFound()
    form = EventForm.of(calendar.get(name))
    form.id.data, form.version.data = new_id(), ""
    if form.end_date.data == form.start_date.data:
        form.end_date.data = None  # so that another day is changed in one place
    return form
