"""Days as people write them, one at a time. A day that the calendar does not have is found, and exists not."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from eventapp.quickadd.line import Day, Line
from eventapp.quickadd.times import amount

FIRST_YEAR, LAST_YEAR = 1900, 2199  # of those that are written out: "5 Dec 1730" is rather a time

Found = tuple[int, Day] | None


def on_or_after(day: Day, first: date) -> date | None:
    """The first such day from ``first`` on; a whole date as it is. None when neither year has it (29 Feb)."""
    if day.weekday is not None:
        return first + timedelta((day.weekday - first.weekday()) % 7)
    if day.yearly is None:
        return day.fixed
    this_year = real_date(first.year, *day.yearly)
    return this_year if this_year and this_year >= first else real_date(first.year + 1, *day.yearly)


def on_or_before(month: int, day: int, last: date) -> date | None:
    """The last day of that month and number up to ``last``."""
    this_year = real_date(last.year, month, day)
    return this_year if this_year and this_year <= last else real_date(last.year - 1, month, day)


def read_day(line: Line, at: int, whole: bool = True) -> Found:
    """The day that is written there, and where it ends. After "on" no word means anything else than a day.

    :param whole: whether a word must end there too; a dash may follow otherwise.
    """
    on = line.match("on", at)
    for reader in READERS:
        found = reader(line, on.end() if on else at)
        if found and (line.ends(found[0]) or not whole):
            return found[0], replace(found[1], weak=found[1].weak and not on)
    return _on_the_nth(line, at)


def read_numbered(line: Line, at: int) -> Found:
    """A day and its month, the day first."""
    found = _dotted(line, at) or _day_month(line, at)
    return found if found and line.ends(found[0]) else None


def wall_time(day: date, minutes: int) -> datetime:
    """So many minutes after that midnight, as a clock on a wall counts them."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def written(line: Line, day: str, month: int, year: str | None) -> Day:
    """The day of that number; without a year the coming one. 31 November is no day, nor 29 February without leap."""
    if year:
        in_reach = FIRST_YEAR <= int(year) <= LAST_YEAR
        return Day(real_date(int(year), month, int(day)) if in_reach else None)
    coming = Day(yearly=(month, int(day)))
    return coming if on_or_after(coming, line.now.date()) else Day()


def real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(line: Line, at: int) -> Found:
    found = line.match("iso", at)
    return found and (found.end(), written(line, found["day"], int(found["month"]), found["year"]))


def _dotted(line: Line, at: int) -> Found:
    found = line.match("dotted", at)
    return found and (found.end(), written(line, found["day"], int(found["month"]), found["year"]))


def _slashed(line: Line, at: int) -> Found:
    found = line.match("slashed", at)
    if found is None:
        return None
    day, month = (found["first"], found["second"]) if line.day_first else (found["second"], found["first"])
    coming = written(line, day, int(month), found["year"])
    return found.end(), Day(coming.fixed, None, coming.yearly, weak=not found["year"])


def _day_month(line: Line, at: int) -> Found:
    found = line.match("day_month", at)
    if found is None:
        return None
    small = line.typed[found.start("month")] == line.low[found.start("month")]
    return found.end(), _named(line, found, may_be_a_word=small)


def _month_day(line: Line, at: int) -> Found:
    found = line.match("month_day", at)
    if found is None or (behind_a_day(line, at) and not (found["nth"] or found["year"])):
        return None
    return found.end(), _named(line, found, may_be_a_word=not found["nth"])


def behind_a_day(line: Line, at: int) -> bool:
    """Whether the month there belongs to the number before it: "5 Dec 3 people"."""
    number = line.patterns["number"].search(line.low, max(at - 5, 0), at)
    return number is not None and 1 <= int(number["day"]) <= 31


def _named(line: Line, found: re.Match[str], may_be_a_word: bool) -> Day:
    day = written(line, found["day"], line.language.months[found["month"]], found["year"])
    weak = found["month"] in line.language.weak_months and may_be_a_word and not found["year"]
    return Day(day.fixed, None, day.yearly, last=weak)


def _on_the_nth(line: Line, at: int) -> Found:
    """On that day of this month, or of the next."""
    found = line.match("on_the_nth", at)
    if found is None or not line.ends(found.end()):
        return None
    today, number = line.now.date(), int(found["day"])
    first_of_next = (today.replace(day=1) + timedelta(31)).replace(day=1)
    month = today if number >= today.day else first_of_next
    return found.end(), Day(real_date(month.year, month.month, number), last=True)


def _near(line: Line, at: int) -> Found:
    if tonight := line.match("tonight", at):
        words = tonight.group().split()
        half = line.language.parts_of_day.get(words[-1], "pm")
        return tonight.end(), Day(line.now.date(), half=half)
    found = line.match("near", at)
    if found is None:
        return None
    day = line.now.date() + timedelta(line.language.near_days[found["near"]])
    return found.end(), Day(day, half=line.language.parts_of_day.get(found["part"] or "", ""))


def _weekday(line: Line, at: int) -> Found:
    """A weekday: the coming one, today included. "Next Friday" is that of the next week, from Monday on."""
    found = line.match("weekday", at)
    if found is None:
        return None
    number, half = line.language.weekdays[found["weekday"]], line.language.parts_of_day.get(found["part"] or "", "")
    if found["next"] or found["week"]:
        today = line.now.date()
        return found.end(), Day(today + timedelta(7 - today.weekday() + number), half=half)
    weak = found["weekday"] in line.language.weak_weekdays and not (found["this"] or half)
    return found.end(), Day(weekday=number, half=half, weak=weak)


def _weekday_and_date(line: Line, at: int) -> Found:
    """A weekday and its date, which must agree. "Friday the 13th" says no month, and may be a film."""
    found = line.match("weekday_and", at)
    if found is None:
        return None
    for reader in WITH_A_MONTH:
        if after := reader(line, found.end()):
            end, day = after
            real = on_or_after(day, line.now.date())
            agrees = real is not None and real.weekday() == line.language.weekdays[found["weekday"]]
            return end, Day(real if agrees else None)
    nth = line.match("weekday_nth", at)
    return nth and (nth.end(), Day())


def _ahead(line: Line, at: int) -> Found:
    """In some days, weeks, months or years."""
    found = line.match("ahead", at)
    count, unit = amount(line, found, "1") if found else (0, "")
    if found is None or unit in {"minutes", "hours"} or count % 1:
        return None
    today, number = line.now.date(), int(count)
    if unit in {"days", "weeks"}:
        return found.end(), Day(today + timedelta(number * (7 if unit == "weeks" else 1)), edge=True)
    months = today.month - 1 + number * (12 if unit == "years" else 1)
    return found.end(), Day(real_date(today.year + months // 12, months % 12 + 1, today.day), edge=True)


WITH_A_MONTH: tuple[Callable[[Line, int], Found], ...] = (_iso, _dotted, _slashed, _day_month, _month_day)
READERS = (_weekday_and_date, _near, _ahead, *WITH_A_MONTH, _weekday)
