"""Schedule: the index of a calendar by time: what happens once, and what happens again and again.

What happens once is filed as what it is: by instant, or by day of the wall for whole days, which begin
when the reader's day does. A recurring event is filed by the span in which it goes on; and when it
can only fall on some days of the year, by those, so that 1,000 birthdays cost what one month has of
them. Which of its starts lie in a span of time is worked out by eventapp.ical, not here.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from heapq import merge
from itertools import chain

from persistent import Persistent

from eventapp.models.event import Event
from eventapp.models.timeindex import TimeIndex
from eventapp.models.when import DAY, LAST_YEAR

AWAY = 2 * DAY
"""No place's clock is further than this from another's: the 26 hours between -12:00 and +14:00, rounded up."""

YEAR = 12 * 31
"""How many numbers a year has, when the n-th day of month m is m * 31 + n."""

SLACK = 5
"""How far numbers can be apart that are AWAY: from 27 February to 1 March."""


class Schedule(Persistent):
    """Names of events by time. Times come in aware, in the zone of the reader."""

    def __init__(self) -> None:
        self._times = TimeIndex()  # in seconds since the epoch
        self._days = TimeIndex()  # whole days, in seconds of a clock on the wall
        self._series = TimeIndex()  # recurring ones, in seconds, from the first day to the last
        self._yearly = TimeIndex()  # recurring ones that fall on some days of the year, by the number of the day

    def add(self, event: Event) -> None:
        when, name = event.when, event.__name__
        if event.recurrence:
            self._add_series(event)
        elif when.all_day:
            self._days.add(name, _midnight(when.first_day), _midnight(when.last_day + DAY))
        else:
            self._times.add(name, int(when.starts_at.timestamp()), int(when.ends_at.timestamp()))

    def _add_series(self, event: Event) -> None:
        spans = [(event.when.first_day, event.when.last_day), *_changed(event)]
        again = event.recurrence
        if again.last is not None:
            last = event.when.at(again.last)
            spans.append((last.first_day, last.last_day))
        first = min(first for first, _ in spans)
        end = date(LAST_YEAR, 12, 31) if again.last is None else max(last for _, last in spans)
        length = (event.when.last_day - event.when.first_day).days
        if not again.yearly or length > 300:
            self._series.add(event.__name__, _midnight(first - AWAY), _midnight(end + AWAY))
            return
        days = [*again.yearly, *((_number(first), _number(first) + (last - first).days) for first, last in spans)]
        for n, (first_number, last_number) in enumerate(days):
            end_number = last_number + 1 + length + length // 28 * 3  # the most by which a month is short of 31 days
            self._yearly.add(f"{event.__name__}/{n}", first_number - SLACK, end_number + SLACK)

    def remove(self, name: str) -> None:
        for index in (self._times, self._days, self._series):
            if name in index:
                index.remove(name)
        n = 0
        while f"{name}/{n}" in self._yearly:
            self._yearly.remove(f"{name}/{n}")
            n += 1

    def coming(self, now: datetime) -> Iterator[str]:
        """Those that happen once and are not over at ``now``, by start, the earliest first."""
        days = ((_on_wall(start, now), name) for start, name in self._days.coming(_wall(now)))
        return (name for _, name in merge(self._times.coming(int(now.timestamp())), days))

    def past(self, now: datetime) -> Iterator[str]:
        """Those that happened once and are over at ``now``, by end, the latest first."""
        days = ((_on_wall(end, now), name) for end, name in self._days.past(_wall(now)))
        return (name for _, name in merge(self._times.past(int(now.timestamp())), days, reverse=True))

    def between(self, since: datetime, until: datetime) -> Iterator[str]:
        """Those that happen once and are on in [since, until), in no order."""
        return chain(
            self._times.between(int(since.timestamp()), int(until.timestamp())),
            self._days.between(_wall(since), _wall(until)),
        )

    def again_between(self, since: datetime, until: datetime) -> Iterator[str]:
        """The recurring ones that may be on in [since, until), in no order, each once."""
        yield from self._series.between(_wall(since), _wall(until))
        first, last = since.date(), until.date()
        start, end = _number(first), _number(last) + 1 + (last.year - first.year) * YEAR
        if end - start > YEAR:
            start, end = 0, 2 * YEAR
        # A year begins where another ends: what is filed near its ends is near the window from the other side
        spans = [(start + shift, end + shift) for shift in (-YEAR, 0, YEAR)]
        found = (name for start, end in spans for name in self._yearly.between(start, end))
        yield from dict.fromkeys(name.partition("/")[0] for name in found)


def _changed(event: Event) -> Iterator[tuple[date, date]]:
    return ((change.when.first_day, change.when.last_day) for change in event.content.changes)


def _number(day: date) -> int:
    return day.month * 31 + day.day


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _wall(now: datetime) -> int:
    """What the clocks around the reader show."""
    return int(now.replace(tzinfo=UTC).timestamp())


def _on_wall(seconds: int, now: datetime) -> int:
    """The instant at which the clocks around the reader show that."""
    return int(datetime.fromtimestamp(seconds, UTC).replace(tzinfo=now.tzinfo).timestamp())
