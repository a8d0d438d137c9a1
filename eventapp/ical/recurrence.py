"""Recurrence: the starts of a recurring event (RFC 5545, section 3.8.5), worked out for the span that is looked at."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

from eventapp.ical.rule import bounded, expands, in_span, normal, parts_of, span_of, wall
from eventapp.models import Recurrence

Start = TypeVar("Start", date, datetime)
Starts = tuple[date | datetime, ...]

MOST_RULES = 10
MOST_DATES = 10_000
MOST_SLOTS = 50


def recurrence(
    start: date | datetime,
    rules: Iterable[str] = (),
    also: Iterable[date | datetime] = (),
    never: Iterable[date | datetime] = (),
    timezone: str = "UTC",
) -> Recurrence:
    """How an event repeats, checked.

    :param start: its first start: a day, or a wall time in ``timezone``. It is one of the starts whatever
        the rules say, unless ``never`` has it.
    :raises ValueError: when that can't be kept, with the reason in words for people.
    """
    texts = tuple(dict.fromkeys(normal(rule, start, timezone) for rule in rules))
    further, left_out = tuple(sorted(set(also))), tuple(sorted(set(never)))
    if len(texts) > MOST_RULES or len(further) > MOST_DATES or len(left_out) > MOST_DATES:
        raise ValueError("It repeats by too many rules or on too many days of their own.")
    if not texts and not further:
        return Recurrence()
    ends = [bounded(text, wall(start)) for text in texts]
    last: datetime | None = None
    if None not in ends:
        last = max(wall(start), *(end for end in ends if end), *map(wall, further))
    return Recurrence(
        texts,
        further,
        left_out,
        last if last is None or isinstance(start, datetime) else last.date(),
        _yearly(start, texts, further),
    )


def starts(
    start: date | datetime, again: Recurrence, since: date | datetime, until: date | datetime
) -> list[date | datetime]:
    """The starts in [since, until), in their order.

    :param start: the first start; ``since`` and ``until`` are of its type.
    """
    low, high = wall(since), wall(until)
    found = {wall(further) for further in (start, *again.also)}
    for rule in again.rules:
        if expands(rule):
            found.update(_named(rule, wall(start), low, high))
    left_out = {wall(day) for day in again.never}
    chosen = sorted(moment for moment in found if low <= moment < high and moment not in left_out)
    return [*chosen] if isinstance(start, datetime) else [moment.date() for moment in chosen]


def _named(rule: str, start: datetime, low: datetime, high: datetime) -> Iterator[datetime]:
    moment = low
    last = bounded(rule, start)
    high = high if last is None else min(high, last + timedelta(seconds=1))
    while moment < high:
        year, month = span_of(rule, moment)
        yield from in_span(rule, start, year, month)
        moment = datetime(year + (month in {0, 12}), month % 12 + 1 if month else 1, 1)  # noqa: DTZ001 - wall time


def without(again: Recurrence, at: date | datetime) -> Recurrence:
    """The same without the start ``at``."""
    return Recurrence(again.rules, again.also, tuple(sorted({*again.never, at})), again.last, again.yearly)


def split(
    start: date | datetime, again: Recurrence, at: date | datetime, timezone: str
) -> tuple[Recurrence | None, Recurrence]:
    """What comes before the start ``at``, and what begins with it; None when nothing comes before.

    Rules that count go on counting where they are cut.
    """
    before = starts(start, again, start, at)
    cut = wall(at) - timedelta(seconds=1)
    until = f"{cut:%Y%m%dT%H%M%S}" if isinstance(start, datetime) else f"{cut:%Y%m%d}"
    first, second = list[str](), list[str]()
    for rule in again.rules:
        parts = parts_of(rule)
        bare = [f"{name}={value}" for name, value in parts.items() if name not in {"COUNT", "UNTIL"}]
        first.append(";".join([*bare, f"UNTIL={until}"]))
        if "COUNT" in parts:
            gone = {wall(start), *_named(rule, wall(start), wall(start), wall(at))}
            left = int(parts["COUNT"]) - len(gone)
            if left > 0:
                second.append(";".join([*bare, f"COUNT={left}"]))
        elif "UNTIL" not in parts or wall(at) <= (bounded(rule, wall(start)) or wall(at)):
            second.append(rule)
    dates = (again.also, again.never)
    also, never = (tuple(day for day in days if day < at) for days in dates)
    also_then, never_then = (tuple(day for day in days if day >= at) for days in dates)
    then = recurrence(at, second, also_then, never_then, timezone)
    return recurrence(start, first, also, never, timezone) if before else None, then


def _yearly(start: date | datetime, rules: tuple[str, ...], also: Starts) -> tuple[tuple[int, int], ...]:
    """The days of a year on which all starts are, as :class:`Recurrence` has them."""
    slots = [(day.month * 31 + day.day,) * 2 for day in also]
    for rule in rules:
        parts = parts_of(rule)
        bound = "BYMONTH" in parts or not parts.keys() & {"BYDAY", "BYMONTHDAY"}
        if parts["FREQ"] != "YEARLY" or parts.keys() & {"BYWEEKNO", "BYYEARDAY"} or not bound:
            return ()
        months = [int(month) for month in parts.get("BYMONTH", str(start.month)).split(",")]
        days = [int(day) for day in parts.get("BYMONTHDAY", str(start.day)).split(",")]
        exact = "BYDAY" not in parts and min(days) > 0
        spans = [(day, day) for day in days] if exact else [(1, 31)]
        slots += [(month * 31 + first, month * 31 + last) for month in months for first, last in spans]
    return tuple(sorted(set(slots))) if len(slots) <= MOST_SLOTS else ()
