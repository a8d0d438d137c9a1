"""Reminders: when each is due, some minutes before its occurrence starts (VALARM, RFC 5545, section 3.6.6)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import nsmallest
from itertools import chain, islice

from eventapp.ical.occurrences import MOST, Occurrence, end_of, of_event, start_of
from eventapp.ical.patience import Patience
from eventapp.models import Calendar, Event
from eventapp.models.when import DAY

FURTHEST = timedelta(weeks=4)
"""How long before a start a reminder can be; other calendars offer no longer ones, and the form here a week."""

GRACE = timedelta(minutes=10)
"""For how long what has no length is not over."""

MOST_OF_ONE = 10
"""How many reminders of one event are told, the nearest to its start: one with thousands hides no other."""

MINUTE = timedelta(minutes=1)
MINUTES_A_DAY = DAY // MINUTE


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of one occurrence.

    :param due: the instant (UTC) at which to remind.
    :param until: the instant (UTC) from which it is too late.
    """

    occurrence: Occurrence
    due: datetime
    until: datetime


def reminders(calendars: Iterable[Calendar], since: datetime, now: datetime, until: datetime) -> list[Reminder]:
    """Those that are due in [since, until) and not too late at ``now``, in the order in which they are due.

    :param now: aware, in the time zone of the reader, whose days whole days are.
    """
    patience = Patience()
    found = chain.from_iterable(_of_calendar(calendar, patience, now, until) for calendar in calendars)
    wanted = [one for one in islice(found, MOST) if since <= one.due < until and now < one.until]
    return sorted(wanted, key=lambda one: (one.due, str(one.occurrence.event.__name__)))


def _of_calendar(calendar: Calendar, patience: Patience, now: datetime, until: datetime) -> Iterator[Reminder]:
    since, furthest = now - GRACE, until + FURTHEST + DAY  # one more, as clocks change
    for event in calendar.between(since, furthest):
        for minutes in _minutes(event):
            yield _reminder(Occurrence.once(event), minutes, now)
    for event in patience.worth(calendar.again_between(since, furthest), since, furthest):
        before = _minutes(event)
        if before:
            for occurrence in of_event(event, since, until + max(before) * MINUTE + DAY):
                yield from (_reminder(occurrence, minutes, now) for minutes in before)


def _minutes(event: Event) -> list[int]:
    return nsmallest(MOST_OF_ONE, {minutes for minutes in event.content.reminders if minutes * MINUTE <= FURTHEST})


def _reminder(occurrence: Occurrence, minutes: int, reader: datetime) -> Reminder:
    start, end = start_of(occurrence.when, reader), end_of(occurrence.when, reader)
    return Reminder(occurrence, _before(start, minutes, occurrence, reader), end if end > start else start + GRACE)


def _before(start: datetime, minutes: int, occurrence: Occurrence, reader: datetime) -> datetime:
    """So long before a start. Days are days of the wall, also where clocks change (RFC 5545, section 3.3.6)."""
    when = occurrence.when
    days, rest = divmod(minutes, MINUTES_A_DAY)
    wall = start.astimezone(reader.tzinfo if when.all_day else when.zone)
    return (wall - days * DAY).astimezone(UTC) - rest * MINUTE
