"""Days: on which days something is on, for pages that count and show nothing else of it.

It is what :func:`eventapp.ical.occurrences.between` finds, without an Occurrence for each and in no
order: a year may have thousands.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.ical.occurrences import of_event, starting_days
from eventapp.ical.patience import Patience
from eventapp.ical.recurrence import starts
from eventapp.models import Calendar, Event, When
from eventapp.models.when import DAY

Days = tuple[date, date]
"""The first one and the last, inclusive."""


def days_between(
    calendars: Iterable[Calendar], first: date, last: date, zone: ZoneInfo, patience: Patience | None = None
) -> Iterator[Days]:
    """The days of each event that is on from the first day to the last, both inclusive.

    :param zone: that of the reader, whose days they are.
    :param patience: as :func:`eventapp.ical.occurrences.between` has it.
    """
    since, until = (datetime.combine(day, time(), zone) for day in (first, last + DAY))
    patience = patience or Patience()
    for calendar in calendars:
        for event in calendar.between(since, until):
            yield days_of(event.when, zone)
        for event in patience.worth(calendar.again_between(since, until), since, until):
            if event.content.changes or not (event.when.all_day or event.when.timezone == zone.key):
                yield from (days_of(found.when, zone) for found in of_event(event, since, until))
            else:
                yield from _of_series(event, first, last)


def days_of(when: When, zone: ZoneInfo) -> Days:
    """The days of which it has a part, where clocks show the time of ``zone``: midnight ends a day."""
    if when.all_day:
        return when.first_day, when.last_day
    if when.timezone == zone.key:
        return _by_wall(when.start, when.end)
    start, end = when.starts_at, when.ends_at
    last = end - timedelta.resolution if end > start else end
    return start.astimezone(zone).date(), last.astimezone(zone).date()


def _of_series(event: Event, first: date, last: date) -> Iterator[Days]:
    """Those of a recurring event whose wall times are those of the reader."""
    when = event.when
    length = when.last_day - when.first_day
    if when.all_day:
        found = starts(when.start, event.recurrence, *starting_days(when, first, last + DAY))
        yield from ((start, start + length) for start in found)
        return
    window = [datetime.combine(day, time()) for day in starting_days(when, first, last + DAY)]
    long = None if when.end is None else when.end - when.start
    for start in starts(when.start, event.recurrence, *window):
        days = _by_wall(start, None if long is None else start + long)
        if days[1] >= first:
            yield days


def _by_wall(start: Any, end: Any) -> Days:
    """The same for wall times, which are the reader's."""
    if end is None or end == start:
        return start.date(), start.date()
    return start.date(), (end - timedelta.resolution).date()
