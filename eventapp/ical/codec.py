"""The codec: events as iCalendar text, through the icalendar library."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import icalendar

from eventapp.models import Event, When

PRODUCT = "-//eventapp//eventapp//EN"


def calendar_text(events: Iterable[Event], now: datetime) -> bytes:
    """The events as one VCALENDAR (RFC 5545, section 3.4), in UTF-8, with the time zones they need.

    :param now: when it is written (DTSTAMP, section 3.8.7.2), aware.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(_component(event, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: Event, now: datetime) -> Any:
    component = icalendar.Event()
    component.add("uid", f"{event.__name__}@eventapp")
    component.add("dtstamp", now)
    component.add("summary", event.title)
    component.add("dtstart", _moment(event.when, event.when.start))
    if event.when.end is not None and event.when.end > event.when.start:  # both are days, or both times
        component.add("dtend", _moment(event.when, event.when.end))
    for name, text in (("location", event.place), ("description", event.notes)):
        if text:
            component.add(name, text)
    return component


def _moment(when: When, moment: date | datetime) -> date | datetime:
    return moment.replace(tzinfo=when.zone) if isinstance(moment, datetime) else moment
