"""Nearest: the one occurrence of an event that stands for it, seen from a moment."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from eventapp.ical import Occurrence
from eventapp.ical.occurrences import HORIZON, MOST, end_of, is_on, of_event, start_of
from eventapp.ical.patience import Patience
from eventapp.models import Event
from eventapp.models.when import DAY, FIRST_YEAR, LAST_YEAR

FIRST_LOOK = timedelta(days=31)
LONG_AGO, FAR_OFF = datetime(FIRST_YEAR - 1, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 2, 1, 1, tzinfo=UTC)
"""Before and after all events."""


def next_of(event: Event, since: datetime, until: datetime | None, patience: Patience) -> Occurrence | None:
    """The first occurrence that is not over at ``since`` and begins before ``until``; None when there is none.

    :param since: aware, in the time zone of the reader; recurring events are looked at for ten years from it,
        or from where they begin.
    """
    if not event.recurrence:
        return Occurrence.once(event) if is_on(event.when, since, until or FAR_OFF) else None
    looked = since
    if event.when.first_day > since.date():
        looked = max(since, event.when.starts_at.astimezone(since.tzinfo) - FIRST_LOOK)
    end, last = looked + HORIZON, event.recurrence.last
    if last is not None:
        end = min(end, _after(event, last, since))
    most = MOST if event.content.changes else 1  # without any, the first one that is found is the first there is
    for low, high in _looks(looked, min(end, until or end)):
        found = [o for one in patience.worth([event], low, high) for o in islice(of_event(one, low, high), most)]
        if found:
            return found[0] if most == 1 else min(found, key=lambda o: start_of(o.when, since))
    return None


def last_of(
    event: Event, since: datetime | None, until: datetime, now: datetime, patience: Patience
) -> Occurrence | None:
    """The last occurrence that is over at ``now`` and on in [since, until); None when there is none.

    Recurring events are looked at for ten years back from ``until``, or from where they end.
    """
    if not event.recurrence:
        on = is_on(event.when, since or LONG_AGO, until) and not is_on(event.when, now, FAR_OFF)
        return Occurrence.once(event) if on else None
    high, last = until, event.recurrence.last
    if last is not None:
        high = min(until, _after(event, last, now))
    begin = event.when.starts_at.astimezone(now.tzinfo) - FIRST_LOOK
    low = max(filter(None, (since, begin, high - HORIZON)))
    for look in _looks_back(low, high):
        looked_at = (o for one in patience.worth([event], *look) for o in islice(of_event(one, *look), MOST))
        found = [o for o in looked_at if end_of(o.when, now) <= now]
        if found:
            return max(found, key=lambda o: end_of(o.when, now))
    return None


def _after(event: Event, last: date | datetime, reader: datetime) -> datetime:
    """A moment after all of it is over, changed occurrences too."""
    ends = [event.when.at(last), *(change.when for change in event.content.changes)]
    return max(when.ends_at for when in ends).astimezone(reader.tzinfo) + 2 * DAY


def _looks(low: datetime, high: datetime) -> Iterator[tuple[datetime, datetime]]:
    look = FIRST_LOOK
    while low < high:
        yield low, min(low + look, high)
        low, look = low + look, look * 2


def _looks_back(low: datetime, high: datetime) -> Iterator[tuple[datetime, datetime]]:
    look = FIRST_LOOK
    while low < high:
        yield max(high - look, low), high
        high, look = high - look, look * 2
