"""Days with their times, and days from one to another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta

from eventapp.quickadd.clock import HALF_DAY
from eventapp.quickadd.dates import (
    behind_a_day,
    on_or_after,
    on_or_before,
    read_day,
    read_numbered,
    real_date,
    wall_time,
    written,
)
from eventapp.quickadd.line import Day, Days, Facts, Line, Part, Times
from eventapp.quickadd.times import MINUTES, Told, amount, one, plainly_named, told

LONGEST = timedelta(180)
"""Of days from one to another whose years are not written."""

WEEK = timedelta(7)

Tell = Callable[[Line, int, str], list[Told]]


@dataclass(frozen=True)
class Moment:
    """A day and its time, which ends there."""

    end: int
    day: Day
    told: Told


def read_moments(line: Line, at: int) -> list[Part]:
    """All that can begin there: a day, a day with times, days from one to another, so many hours from now."""
    parts = [_part(line, at, moment) for moment in _moments(line, at, told)]
    return [*_day(line, at), *_day_ahead(line, at), *parts, *_several(line, at), *_span(line, at), *_soon(line, at)]


def _day(line: Line, at: int) -> list[Part]:
    found = read_day(line, at)
    if found is None or found[1].weak:
        return []
    end, day = found
    facts = Facts(days=Days(day)) if day.exists else Facts()
    return [Part(at, end, facts, day.last, day.edge, vague=not day.exists, unclear=bool(day.half))]


def _day_ahead(line: Line, at: int) -> list[Part]:
    """A weekday and how far ahead it is: "Friday in a week" is neither of the two days."""
    found = read_day(line, at)
    gap = line.match("gap", found[0]) if found and found[1].weekday is not None else None
    ahead = read_day(line, gap.end()) if gap and line.match("ahead", gap.end()) else None
    return [Part(at, ahead[0], unclear=True)] if ahead else []


def _moments(line: Line, at: int, tell: Tell) -> list[Moment]:
    return _day_first(line, at, tell) + _time_first(line, at, tell)


def _day_first(line: Line, at: int, tell: Tell) -> list[Moment]:
    found = read_day(line, at)
    gap = line.match("gap", found[0]) if found else None
    if found is None or gap is None:
        return []
    day = found[1]
    times = tell(line, gap.end(), day.half)
    sure = day.exists and not day.weak
    return [Moment(each.end, day, each) for each in times if sure or each.led or not each.bare or each.first.named]


def _time_first(line: Line, at: int, tell: Tell) -> list[Moment]:
    moments = []
    for number, times in enumerate(tell(line, at, "")):
        gap = line.match("gap", times.end)
        found = read_day(line, gap.end()) if gap else None
        if found and not times.doubtful and (times.led or not times.bare or plainly_named(line, at, times)):
            end, day = found
            moments.append(Moment(end, day, tell(line, at, day.half)[number]))
    return moments


def _part(line: Line, at: int, moment: Moment) -> Part:
    """A number alone is a time only at the end of what is said. "5 Dec 9" is not clear where months come first."""
    day, times = moment.day, moment.told
    bare = times.bare and not times.led and moment.end == times.end
    either_order = bare and not line.day_first and line.match("day_month", at) is not None
    twelve = bool(day.half) and times.first.minutes // 60 == HALF_DAY // 60
    unclear = either_order or twelve or times.doubtful or line.match("zone", moment.end) is not None
    facts = Facts(days=Days(day), times=times.times) if day.exists else Facts()
    last = bare or times.doubtful or (day.last and moment.end != times.end)
    return Part(at, moment.end, facts, last, vague=not day.exists, unclear=unclear)


def _several(line: Line, at: int) -> list[Part]:
    """Days from one to another: "27-30 Nov", "Nov 27-30", "27 Nov to 3 Dec", "Fri - Sun"."""
    led = line.match("from", at)
    start = led.end() if led else at
    parts = []
    for reader in (_days_of_a_month, _month_and_days, _day_to_day):
        found = reader(line, start)
        if found and line.ends(found[0]):
            end, first, last = found
            days = resolved(line, first, last)
            facts = Facts(days=Days(*days)) if days and days[0] != days[1] else Facts()
            parts.append(Part(at, end, facts, vague=facts.days is None))
    return parts


def _days_of_a_month(line: Line, at: int) -> tuple[int, Day, Day] | None:
    found = line.match("days_of_month", at)
    last = read_numbered(line, found.end()) if found else None
    if found is None or last is None:
        return None
    end, day = last
    if day.yearly:
        return end, written(line, found["first"], day.yearly[0], None), day
    return end, Day(real_date(day.fixed.year, day.fixed.month, int(found["first"])) if day.fixed else None), day


def _month_and_days(line: Line, at: int) -> tuple[int, Day, Day] | None:
    found = line.match("month_days", at)
    if found is None or behind_a_day(line, at):
        return None
    month = line.language.months[found["month"]]
    first, last = (written(line, found[name], month, found["year"]) for name in ("first", "last"))
    return found.end(), first, last


def _day_to_day(line: Line, at: int) -> tuple[int, Day, Day] | None:
    first = read_day(line, at, whole=False)
    to = line.match("to", first[0]) if first else None
    last = read_day(line, to.end()) if to else None
    return (last[0], first[1], last[1]) if first and last else None


def resolved(line: Line, first: Day, last: Day) -> tuple[Day, Day] | None:
    """Both as dates, in order. A first day without a year comes before the last: it may be over already."""
    today = line.now.date()
    if first.yearly and last.weekday is None:
        end = on_or_after(last, today)
        start = on_or_before(*first.yearly, end) if end else None
    else:
        start = on_or_after(first, today)
        end = on_or_after(last, start) if start else None
    if start is None or end is None or start > end:
        return None
    dated = first.fixed is not None and last.fixed is not None
    return (Day(start), Day(end)) if dated or end - start <= LONGEST else None


def _span(line: Line, at: int) -> list[Part]:
    """From a day and a time to a day and a time: "28 Nov 23:30 - 29 Nov 02:10"."""
    led = line.match("from", at)
    start = led.end() if led else at
    moments = [(first, line.match("to", first.end)) for first in _moments(line, start, _unfinished)]
    return [
        _span_part(line, at, first, last) for first, to in moments if to for last in _moments(line, to.end(), _finished)
    ]


def _unfinished(line: Line, at: int, half: str) -> list[Told]:
    return [found for found in [one(line, at, half, whole=False)] if found]


def _finished(line: Line, at: int, half: str) -> list[Told]:
    return [found for found in [one(line, at, half)] if found]


def _span_part(line: Line, at: int, first: Moment, last: Moment) -> Part:
    days = resolved(line, first.day, last.day)
    if days is None or not days[0].fixed or not days[1].fixed:
        return Part(at, last.end, vague=True)
    times = Times(first.told.times.start, last.told.times.start)
    start, end = wall_time(days[0].fixed, times.start), wall_time(days[1].fixed, last.told.times.start)
    if first.day.weekday is not None and last.day.weekday is not None and start < line.now:
        days = Day(days[0].fixed + WEEK), Day(days[1].fixed + WEEK)
    facts = Facts(days=Days(*days, span=True), times=times) if start < end else Facts()
    return Part(at, last.end, facts, last=last.told.bare and not last.told.led, vague=start >= end)


def _soon(line: Line, at: int) -> list[Part]:
    """So many minutes or hours from now, to the minute, over changes of the clock too."""
    found = line.match("ahead", at)
    if found is None or not line.ends(found.end()):
        return []
    count, unit = amount(line, found, "1")
    if unit not in {"minutes", "hours"}:
        return []
    then = line.instant.astimezone(UTC) + timedelta(minutes=count * MINUTES[unit])
    wall = then.astimezone(line.instant.tzinfo).replace(second=0, microsecond=0, tzinfo=None)
    return [Part(at, found.end(), Facts(instant=wall), edge=True)]
