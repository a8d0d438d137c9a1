"""Expansion: the starts of a series in a span of time, by python-dateutil, at a cost set by the span.

A series is never walked from its beginning: its start is moved by whole intervals to just before the
span. And dateutil, which looks for a match to the year 9999 if there is none, is stopped at the end of
the span. What was found is kept by chunks of a month or a year, as they are asked for again and again.
"""

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from math import ceil
from typing import Any

from dateutil import rrule

from eventapp.models.recurrence import Recurrence
from eventapp.models.rule import FREQUENCIES, Rule, parse
from eventapp.models.when import DAY, LAST_YEAR
from eventapp.models.wrong import Wrong

DENSEST = 32
"""How many times a day a series may happen and still be expanded: so no chunk holds more than 1,000 starts."""
FARTHEST = datetime(LAST_YEAR, 1, 1)  # noqa: DTZ001 - wall time
"""Where even a series without end does."""
PATIENCE = {"YEARLY": 2_000, "MONTHLY": 10_000, "WEEKLY": 25_000, "DAILY": 50_000, "HOURLY": 50_000}
"""How many intervals are looked at to count, or to find out whether a rule ever happens: about 0.1 s of work."""
_UNITS = {"WEEKLY": timedelta(weeks=1), "DAILY": DAY, "HOURLY": timedelta(hours=1)}


def starts(
    start: date | datetime, recurrence: Recurrence, since: date | datetime, until: date | datetime
) -> list[date | datetime]:
    """When the event starts, from ``since`` to before ``until``: in order, each once, of the type of ``start``.

    The start of the event is the first of them, even where no rule names it (RFC 5545, section 3.8.5.3).
    Of a series that is not expanded (:func:`expands`) only its start and the further dates are there.
    """
    since, until = max(start, _alike(start, since)), _alike(start, until)
    found = set(between(recurrence.also, since, until))
    if since == start < until:
        found.add(start)
    if expands(recurrence):
        alone = len(recurrence.rules) == 1 and not recurrence.also
        for text in recurrence.rules:
            end = recurrence.last if alone and recurrence.last is not None else end_of(start, text)
            found.update(_of_rule(start, text, end, since, until))
    return sorted(moment for moment in found if not _among(recurrence.never, moment))


def wall_of(moment: date | datetime) -> datetime:
    """A wall time as it is; a day as its midnight."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def expands(recurrence: Recurrence) -> bool:
    """Whether the series is expanded: not where it happens by the minute or the second, or over 32 times a day."""
    return _are_few(recurrence.rules)


@lru_cache(maxsize=4096)  # by the texts, which are compared quicker than rules
def _are_few(rules: tuple[str, ...]) -> bool:
    return sum(_times_a_day(parse(text)) for text in rules) <= DENSEST


@lru_cache(maxsize=4096)
def _by_year(text: str) -> bool:
    return _is_sparse(parse(text))


def _is_sparse(rule: Rule) -> bool:
    """Whether its starts are so few that they are kept by the year, and not by the month."""
    return rule.frequency in {"YEARLY", "MONTHLY"} and _times_a_day(rule) == 1


def between(
    moments: tuple[date | datetime, ...], since: date | datetime, until: date | datetime
) -> tuple[date | datetime, ...]:
    """Those in [since, until), of moments that are in order."""
    return moments[bisect_left(moments, since) : bisect_left(moments, until)]


def _among(moments: tuple[date | datetime, ...], moment: date | datetime) -> bool:
    at = bisect_left(moments, moment) if moments else 0
    return at < len(moments) and moments[at] == moment


def _alike(start: date | datetime, moment: date | datetime) -> date | datetime:
    """A bound, of the type of ``start``."""
    if isinstance(start, datetime):
        return moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    if not isinstance(moment, datetime):
        return moment
    return moment.date() + DAY if moment.time() > time() else moment.date()


@lru_cache(maxsize=4096)
def _times_a_day(rule: Rule) -> int:
    if rule.frequency in {"MINUTELY", "SECONDLY"}:
        return DENSEST + 1
    hours = len(rule.hours) or 1
    if rule.frequency == "HOURLY":
        hours = min(len(rule.hours) or 24, ceil(24 / rule.interval))
    return hours * (len(rule.minutes) or 1) * (len(rule.seconds) or 1)


@lru_cache(maxsize=4096)
def intervals_a_day(rule: Rule) -> float:
    """About how many intervals are looked at to expand one day; what a month or a year of them takes beside, too."""
    if _is_sparse(rule):
        return 1 / 30
    per_day = {"HOURLY": 24.0, "DAILY": 1.0}.get(rule.frequency, 1 / 7) / rule.interval
    return 1 / 3 + max(per_day, min(per_day, 1) * _times_a_day(rule))


def _of_rule(
    start: date | datetime, text: str, end: date | datetime | None, since: date | datetime, until: date | datetime
) -> Iterator[date | datetime]:
    """The starts in [since, until) that the rule names."""
    if end is not None and end < since:
        return
    by_year = _by_year(text)
    year, month = since.year, 1 if by_year else since.month
    while True:
        first = date(year, month, 1)
        if (
            first >= FARTHEST.date()
            or _alike(start, first) >= until
            or (end is not None and _alike(start, first) > end)
        ):
            return
        chunk = _chunk(start, text, end, year, 0 if by_year else month)
        yield from between(chunk, since, until)
        year, month = (year + 1, 1) if by_year or month == 12 else (year, month + 1)


@lru_cache(maxsize=8_192)
def _chunk(
    start: date | datetime, text: str, end: date | datetime | None, year: int, month: int
) -> tuple[date | datetime, ...]:
    """The starts that a rule names in a month, or in a year (month 0)."""
    first = datetime(year, month or 1, 1)  # noqa: DTZ001 - wall time
    years, months = divmod(month, 12) if month else (1, 0)
    after = datetime(year + years, months + 1, 1)  # noqa: DTZ001 - wall time
    found = walk(start, parse(text), first, after)
    return tuple(moment for moment in found if end is None or moment <= end)


def walk(
    start: date | datetime, rule: Rule, since: datetime, until: datetime, most: int | None = None
) -> Iterator[date | datetime]:
    """The starts in [since, until) that the rule names, without regard to its COUNT and UNTIL.

    :param most: how many intervals are looked at, at the most.
    """
    wall = wall_of(start)
    until = min(until, FARTHEST)
    since = max(since, wall)
    if since >= until:
        return
    # dateutil takes only the rest of the first week, so a whole one goes before
    skipped = _periods(rule, wall, since) - (rule.frequency == "WEEKLY")
    origin = _moved(rule, wall, skipped * rule.interval) if skipped > 0 else wall
    periods = _periods(rule, origin, until - timedelta.resolution)
    interval = Interval(rule.interval, periods if most is None else min(most, periods))
    try:
        found = rrule.rrule(dtstart=origin, interval=interval, **_explicit(rule, wall))
    except ValueError:  # every day at nine, but only in the hours from ten to twelve
        return
    with suppress(Enough):
        for moment in takewhile(lambda moment: moment < until, found):
            if moment >= since:
                yield moment if isinstance(start, datetime) else moment.date()


class Enough(Exception):
    """The last period was looked at."""


class Interval(int):
    """An INTERVAL that can be added only so many times.

    dateutil adds it once to come from one period to the next, and has no other way to be stopped
    while it finds nothing.
    """

    left: int

    def __new__(cls, interval: int, left: int) -> "Interval":
        self = super().__new__(cls, interval)
        self.left = left
        return self

    def __radd__(self, other: int) -> int:
        self._step()
        return other + int(self)

    def __mul__(self, other: int) -> int:  # of weeks, dateutil adds so many days
        self._step()
        return int(self) * other

    def _step(self) -> None:
        if self.left <= 0:
            raise Enough
        self.left -= 1


def _periods(rule: Rule, a: datetime, b: datetime) -> int:
    """How many intervals it is from the period in which a is to that of b, or to the last one before that."""
    match rule.frequency:
        case "YEARLY":
            units = b.year - a.year
        case "MONTHLY":
            units = (b.year - a.year) * 12 + b.month - a.month
        case "WEEKLY":
            units = ((b.date() - a.date()).days + (a.weekday() - rule.week_start) % 7) // 7
        case "DAILY":
            units = (b.date() - a.date()).days
        case _:
            units = (b - a.replace(minute=0, second=0)) // _UNITS["HOURLY"]
    return units // rule.interval


def _moved(rule: Rule, wall: datetime, units: int) -> datetime:
    """Where the period begins that is so many units later; of a week, on the same day of it."""
    hour = wall.hour if rule.frequency == "HOURLY" else 0
    wall = wall.replace(hour=hour, minute=0, second=0)
    if rule.frequency in _UNITS:
        return wall + units * _UNITS[rule.frequency]
    months = wall.year * 12 + (wall.month - 1 + units if rule.frequency == "MONTHLY" else units * 12)
    return wall.replace(year=months // 12, month=months % 12 + 1, day=1)


def _explicit(rule: Rule, wall: datetime) -> dict[str, Any]:
    """The rule as dateutil takes it, with all that it would have taken from the start of the event."""
    months, month_days, days = rule.months, rule.month_days, _weekdays(rule)
    if not rule.days_are_named:
        if rule.frequency in {"YEARLY", "MONTHLY"}:
            month_days = (wall.day,)
            months = months or ((wall.month,) if rule.frequency == "YEARLY" else ())
        elif rule.frequency == "WEEKLY":
            days = [rrule.weekday(wall.weekday())]
    hourly = rule.frequency == "HOURLY"
    return {
        "freq": FREQUENCIES.index(rule.frequency),
        "wkst": rule.week_start,
        "bysetpos": rule.positions or None,
        "bymonth": months or None,
        "bymonthday": month_days or None,
        "byyearday": rule.year_days or None,
        "byweekno": rule.weeks or None,
        "byweekday": days or None,
        "byhour": rule.hours or (None if hourly else wall.hour),
        "byminute": rule.minutes or wall.minute,
        "bysecond": rule.seconds or wall.second,
    }


def _weekdays(rule: Rule) -> list[Any]:
    """BYDAY. dateutil takes every Monday and the 2nd Tuesday for the days that are both, so every one is numbered."""
    most = (5 if rule.frequency == "MONTHLY" or rule.months else 53) if any(n for n, _ in rule.days) else 0
    return [
        rrule.weekday(day, number or None)
        for n, day in rule.days
        for number in ([n] if n or not most else range(1, most + 1))
    ]


@lru_cache(maxsize=4096)
def end_of(start: date | datetime, text: str) -> date | datetime | None:
    """Where a rule ends: its UNTIL, or its last start if it has a COUNT; None: it goes on for ever.

    :raises Wrong: when that is too far off to be counted.
    """
    rule = parse(text)
    if rule.count is None:
        return rule.until
    found = counted(start, rule, FARTHEST)
    if len(found) < rule.count:
        raise Wrong("The rule needs too long to happen ${n} times. Give it a last day instead.", n=rule.count)
    return found[-1]


def counted(start: date | datetime, rule: Rule, until: datetime) -> list[date | datetime]:
    """Its starts up to its COUNT, those of them before ``until``. The start of the event is the first (3.3.10)."""
    wall = wall_of(start)
    found = islice(walk(start, rule, wall, until, PATIENCE[rule.frequency]), rule.count)
    return sorted({start, *found})[: rule.count]


def happens(start: date | datetime, rule: Rule) -> bool:
    """Whether the rule ever names a start, as far as patience goes: the years repeat after 400 of them."""
    wall = wall_of(start)
    return any(True for _ in walk(start, rule, wall, FARTHEST, PATIENCE[rule.frequency]))
