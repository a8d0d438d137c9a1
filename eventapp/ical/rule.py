"""Rule: one recurrence rule (RFC 5545, section 3.3.10), checked, kept in one form, and expanded by dateutil in bounds.

A rule is text. Its UNTIL is kept as wall time of the event, as all its starts are; eventapp.ical.writing
says it in UTC, as the RFC wants it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import rrule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")

RANGES = {
    "BYSECOND": (0, 60),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
}
PARTS = ("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", *list(RANGES)[3:], "WKST")
BYDAY = re.compile(r"([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)")
UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?")

LONGEST = 1_000
"""How many characters a rule may have."""

END_OF_TIME = "8900"
"""A rule until that year, or one after it, goes on for ever; there is no day after the year 9000 here."""

MOST_COUNTED = 10_000
"""The most occurrences a rule may ask for."""

MOST_STEPS = 10_300
"""How many days, weeks, months or years are looked at for one that the rule names: some 28 years of days."""

MOST_IN_SPAN = 1_000
"""How many starts one look finds for one rule: more than one for each hour of a month."""

Parts = dict[str, str]


def parts_of(rule: str) -> Parts:
    """The parts of a rule by name.

    :raises ValueError: when it is no rule, saying what is wrong with it.
    """
    if len(rule) > LONGEST:
        raise ValueError(f"The rule by which it repeats is longer than {LONGEST} characters.")
    parts: Parts = {}
    for pair in rule.upper().strip().strip(";").split(";"):
        name, equals, value = pair.strip().partition("=")
        if name not in PARTS or not equals or name in parts:
            raise ValueError(f"A rule by which it repeats can’t have {pair or 'nothing'!r} in it.")
        parts[name] = value.strip()
    for name, value in parts.items():
        _check(name, value)
    if "FREQ" not in parts:
        raise ValueError("The rule by which it repeats does not say how often.")
    _check_together(parts)
    return parts


def _check(name: str, value: str) -> None:
    values = value.split(",")
    match name:
        case "FREQ":
            good = value in FREQUENCIES
        case "UNTIL":
            good = UNTIL.fullmatch(value) is not None
        case "COUNT":
            good = _whole(value) and int(value) <= MOST_COUNTED
        case "INTERVAL":
            good = _whole(value)
        case "WKST":
            good = value in DAYS
        case "BYDAY":
            good = all(BYDAY.fullmatch(v) for v in values)
        case _:
            least, most = RANGES[name]
            good = all(
                re.fullmatch(r"[+-]?\d{1,3}", v) and least <= int(v) <= most and (int(v) or least == 0) for v in values
            )
    if not good:
        raise ValueError(f"A rule by which it repeats can’t have {name}={value[:100]} in it.")


def _whole(value: str) -> bool:
    return re.fullmatch(r"\d{1,6}", value) is not None and int(value) > 0


def _check_together(parts: Parts) -> None:
    frequency = parts["FREQ"]
    numbered = any(len(day) > len("MO") for day in parts.get("BYDAY", "").split(","))
    by = [name for name in parts if name.startswith("BY")]
    wrong = {
        "COUNT and UNTIL": "COUNT" in parts and "UNTIL" in parts,
        "a numbered weekday": numbered and (frequency not in {"YEARLY", "MONTHLY"} or "BYWEEKNO" in parts),
        "BYWEEKNO": "BYWEEKNO" in parts and frequency != "YEARLY",
        "BYYEARDAY": "BYYEARDAY" in parts and frequency in {"MONTHLY", "WEEKLY", "DAILY"},
        "BYMONTHDAY": "BYMONTHDAY" in parts and frequency == "WEEKLY",
        "BYSETPOS alone": by == ["BYSETPOS"],
    }
    for what, is_wrong in wrong.items():
        if is_wrong:
            raise ValueError(f"A rule by which it repeats ({frequency.lower()}) can’t have {what} in it.")


def normal(rule: str, start: date | datetime, timezone: str) -> str:
    """A rule in the one way it is kept in: its parts in order, its UNTIL as wall time.

    :param start: the first start: a day, or a wall time.
    :raises ValueError: when it is no rule, or names no start in some 28 years.
    """
    parts = parts_of(rule)
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    if parts.get("UNTIL", "") >= END_OF_TIME:
        del parts["UNTIL"]
    if "UNTIL" in parts:
        parts["UNTIL"] = _wall_until(parts["UNTIL"], isinstance(start, datetime), timezone)
    text = ";".join(f"{name}={parts[name]}" for name in PARTS if name in parts)
    bounded(text, wall(start))
    return text


def _wall_until(until: str, timed: bool, timezone: str) -> str:
    """UNTIL as wall time, such as has an instant; for whole days as a day."""
    moment = moment_of(until)
    zone = ZoneInfo(timezone)
    if until.endswith("Z") and (timed or moment.time() != time()):  # others write the midnight of a day in UTC
        moment = moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None, fold=0)
    if not timed:
        return f"{moment:%Y%m%d}"
    return f"{moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone):%Y%m%dT%H%M%S}"


def moment_of(until: str) -> datetime:
    """The wall time that an UNTIL is written as; of a day its last second.

    :raises ValueError: when there is no such day or time.
    """
    day, _, clock = until.removesuffix("Z").partition("T")
    return datetime.strptime(day + (clock or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - wall time


def wall(start: date | datetime) -> datetime:
    """A day as its midnight; a wall time as it is."""
    return start if isinstance(start, datetime) else datetime.combine(start, time())


@lru_cache(maxsize=16_384)
def bounded(rule: str, start: datetime) -> datetime | None:
    """A time after which the rule names no start: its UNTIL, or the last that its COUNT allows; None for never.

    :raises ValueError: when it names no start at all, or one can't count as far.
    """
    parts = parts_of(rule)
    if "UNTIL" in parts:
        return max(start, moment_of(parts["UNTIL"]))
    if not expands(rule):
        return None if "COUNT" not in parts else start
    count = int(parts.get("COUNT", 1))
    found = list(islice(_walk(parts, start, start, MOST_STEPS + count), count))
    if found and found[0] != start and "COUNT" in parts:
        found = [start, *found[: count - 1]]  # the first start counts, whether the rule names it or not
    if not found or len(found) < count:
        raise ValueError("The rule by which it repeats never comes to pass, or not as often as it says.")
    return found[-1] if "COUNT" in parts else None


def expands(rule: str) -> bool:
    """Whether its starts are worked out: those of each minute or second are not, for nobody could see them."""
    return "FREQ=MINUTELY" not in rule and "FREQ=SECONDLY" not in rule


@lru_cache(maxsize=16_384)
def in_span(rule: str, start: datetime, year: int, month: int) -> tuple[datetime, ...]:
    """The starts that the rule names in a month; for rules of months and years, and 0 as the month, in a year."""
    parts = parts_of(rule)
    low = datetime(year, month or 1, 1)  # noqa: DTZ001 - wall time
    high = datetime(year + (month in {0, 12}), month % 12 + 1 if month else 1, 1)  # noqa: DTZ001 - wall time
    last = bounded(rule, start)
    if high <= start or (last is not None and last < low):
        return ()
    near, steps = _near(parts, start, low, high)
    found = (s for s in _walk(parts, start, near, steps, high) if s >= low and (last is None or s <= last))
    return tuple(islice(found, MOST_IN_SPAN))


def span_of(rule: str, moment: datetime) -> tuple[int, int]:
    """The year and the month that :func:`in_span` wants for the starts around a moment."""
    return moment.year, 0 if rule.startswith(("FREQ=YEARLY", "FREQ=MONTHLY")) else moment.month


def _near(parts: Parts, start: datetime, low: datetime, high: datetime) -> tuple[datetime, int]:
    """Where to begin for what is in [low, high): whole intervals after ``start``; and for how many steps."""
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", 1))
    if frequency in {"YEARLY", "MONTHLY"}:
        unit = interval * (12 if frequency == "YEARLY" else 1)
        months = (low.year - start.year) * 12 + low.month - start.month
        skipped = (months // unit - 1) * unit
        if skipped <= 0:
            return start, 12 // unit + months // unit + 3 if months > 0 else 12 // unit + 3
        first = start.year * 12 + start.month - 1 + skipped
        month = 1 if frequency == "YEARLY" else first % 12 + 1
        return start.replace(year=first // 12, month=month, day=1), 12 // unit + 3
    length = {"WEEKLY": timedelta(weeks=1), "DAILY": timedelta(days=1), "HOURLY": timedelta(hours=1)}[frequency]
    skipped = ((low - start) // (length * interval) - 1) * interval
    near = start + length * max(0, skipped)
    return near, (high - near) // (length * interval) + 2


class _Steps(int):
    """The interval of a rule, which ends the walk when it was gone too often.

    dateutil looks at the end of a span only when it has found something, and goes on to the year 9999
    for a rule that names nothing. It adds the interval once for each step, or multiplies it for weeks.
    """

    left: int

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _EndOfWalk

    def __radd__(self, other: int) -> int:
        self._step()
        return other + int(self)

    def __mul__(self, other: Any) -> int:
        self._step()
        return int(self) * int(other)

    __rmul__ = __mul__


class _EndOfWalk(Exception):
    """All steps are gone."""


def _walk(
    parts: Parts, start: datetime, near: datetime, steps: int, high: datetime | None = None
) -> Iterator[datetime]:
    """The starts from ``near`` on, to below ``high``, for as many steps at the most."""
    interval = _Steps(parts.get("INTERVAL", "1"))
    interval.left = steps
    try:
        for found in rrule.rrule(dtstart=near, interval=interval, **_arguments(parts, start)):
            if high is not None and found >= high:
                return
            yield found
    except (_EndOfWalk, OverflowError):
        return


def _arguments(parts: Parts, start: datetime) -> dict[str, Any]:
    """The rule as dateutil takes it, with all said that it leaves to the first start."""
    frequency = parts["FREQ"]
    arguments: dict[str, Any] = {
        name.lower(): [int(v) for v in parts[name].split(",")] for name in RANGES if name in parts
    }
    if "BYDAY" in parts:
        arguments["byweekday"] = [_weekday(day) for day in parts["BYDAY"].split(",")]
    arguments.setdefault("bysecond", None if frequency == "SECONDLY" else [start.second])
    arguments.setdefault("byminute", None if frequency in {"MINUTELY", "SECONDLY"} else [start.minute])
    if frequency in {"YEARLY", "MONTHLY", "WEEKLY", "DAILY"}:
        arguments.setdefault("byhour", [start.hour])
    if not arguments.keys() & {"byweekno", "byyearday", "bymonthday", "byweekday"}:
        if frequency == "YEARLY":
            arguments.setdefault("bymonth", [start.month])
        if frequency in {"YEARLY", "MONTHLY"}:
            arguments["bymonthday"] = [start.day]
        if frequency == "WEEKLY":
            arguments["byweekday"] = [start.weekday()]
    return {"freq": FREQUENCIES.index(frequency), "wkst": DAYS.index(parts.get("WKST", "MO")), **arguments}


def _weekday(day: str) -> Any:
    number, name = day[:-2], day[-2:]
    return rrule.weekday(DAYS.index(name), int(number) if number else None)
