"""Rule: one RRULE (RFC 5545, section 3.3.10), read from its text, checked, and written again in one form."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from eventapp.models.wrong import Wrong

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST, MOST = 1_000, 10_000
"""Characters of a rule, and its COUNT, at the most."""

# part → its field, its least and its greatest number, and whether -1 may mean the last one
_NUMBERS = {
    "BYSECOND": ("seconds", 0, 60, False),
    "BYMINUTE": ("minutes", 0, 59, False),
    "BYHOUR": ("hours", 0, 23, False),
    "BYMONTHDAY": ("month_days", 1, 31, True),
    "BYYEARDAY": ("year_days", 1, 366, True),
    "BYWEEKNO": ("weeks", 1, 53, True),
    "BYMONTH": ("months", 1, 12, False),
    "BYSETPOS": ("positions", 1, 366, True),
}
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_MOMENT = re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII)


@dataclass(frozen=True)
class Rule:
    """The parts of a rule; an empty one is not there.

    :param until: a day, wall time (naive), or an instant (aware).
    :param days: BYDAY, each as (n, weekday): (0, 1) is every Tuesday, (2, 1) the second, (-1, 1) the last.
    :param week_start: 0 for Monday to 6 for Sunday.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    seconds: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    def __str__(self) -> str:
        """The rule as RFC 5545 writes it, in one order, without what goes without saying."""
        parts = [("FREQ", self.frequency)]
        if self.until is not None:
            parts.append(("UNTIL", _written(self.until)))
        if self.count is not None:
            parts.append(("COUNT", str(self.count)))
        if self.interval != 1:
            parts.append(("INTERVAL", str(self.interval)))
        parts += [(part, _list(getattr(self, _NUMBERS[part][0]))) for part in ("BYSECOND", "BYMINUTE", "BYHOUR")]
        parts.append(("BYDAY", ",".join(f"{n or ''}{WEEKDAYS[day]}" for n, day in self.days)))
        parts += [(part, _list(getattr(self, _NUMBERS[part][0]))) for part in list(_NUMBERS)[3:]]
        if self.week_start:
            parts.append(("WKST", WEEKDAYS[self.week_start]))
        return ";".join(f"{part}={value}" for part, value in parts if value)

    @property
    def days_are_named(self) -> bool:
        """Whether the rule says on which days; else the start of the event does."""
        return bool(self.days or self.month_days or self.year_days or self.weeks)

    @property
    def weeks_count(self) -> bool:
        """Whether it matters with which day a week begins: where some are left out, and others have two of its days."""
        return self.frequency == "WEEKLY" and self.interval > 1 and len(self.days) > 1


@lru_cache(maxsize=4096)
def parse(text: str) -> Rule:
    """The rule of that text.

    :raises Wrong: when RFC 5545 knows no such rule.
    """
    if len(text) > LONGEST:
        raise Wrong("The rule is too long: use ${most} characters or fewer.", most=LONGEST)
    parts: dict[str, str] = {}
    for part in "".join(text.upper().split()).strip(";").split(";"):
        name, _, value = part.partition("=")
        if name in parts:
            raise Wrong("The rule says ${name} twice.", name=name)
        parts[name] = value
    fields: dict[str, Any] = {"frequency": _frequency(parts.pop("FREQ", ""))}
    for name, value in parts.items():
        field, found = _part(name, value)
        fields[field] = found
    rule = Rule(**fields)
    _check(rule)
    return rule


def _frequency(value: str) -> str:
    if value not in FREQUENCIES:
        raise Wrong("The rule must say how often, such as FREQ=WEEKLY; it says “${value}”.", value=value[:20])
    return value


def _part(name: str, value: str) -> tuple[str, Any]:
    """The field and the value of one part."""
    if name in _NUMBERS:
        field, least, greatest, signed = _NUMBERS[name]
        numbers = {_number(name, number, least, greatest, signed) for number in value.split(",")}
        if field == "seconds":
            numbers = {min(number, 59) for number in numbers}  # a leap second is the one before it (section 3.3.10)
        return field, tuple(sorted(numbers))
    if name == "BYDAY":
        return "days", tuple(sorted({_day(day) for day in value.split(",")}, key=lambda day: (day[1], day[0])))
    if name == "WKST":
        if value not in WEEKDAYS:
            raise Wrong("WKST must be a weekday such as MO, not “${value}”.", value=value[:20])
        return "week_start", WEEKDAYS.index(value)
    if name == "INTERVAL":
        return "interval", _number(name, value, 1, 999_999_999)
    if name == "COUNT":
        return "count", _number(name, value, 1, MOST)
    if name == "UNTIL":
        return "until", _moment(value)
    raise Wrong("The rule has a part that is not known here: “${name}”.", name=name[:20])


def _number(name: str, text: str, least: int, greatest: int, signed: bool = False) -> int:
    number = int(text) if _NUMBER.fullmatch(text) else None
    if number is None or not least <= (abs(number) if signed else number) <= greatest:
        raise Wrong(
            "${name} must be from ${least} to ${greatest}, not “${text}”.",
            name=name,
            least=least,
            greatest=greatest,
            text=text[:20],
        )
    return number


def _day(text: str) -> tuple[int, int]:
    match = _DAY.fullmatch(text)
    n = int(match[1] or 0) if match else 0
    if not match or (match[1] and not 1 <= abs(n) <= 53):
        raise Wrong("BYDAY must name weekdays such as TU, 2TU or -1FR, not “${text}”.", text=text[:20])
    return n, WEEKDAYS.index(match[2])


def _moment(text: str) -> date | datetime:
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        moment = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007 - wall time
    except ValueError:
        raise Wrong("UNTIL must be a day or a time such as 20261127T123000Z, not “${text}”.", text=text[:20]) from None
    if text.endswith("Z"):
        return moment.replace(tzinfo=UTC)
    return moment if "T" in text else moment.date()


def _written(moment: date | datetime) -> str:
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}".rjust(8, "0")
    return f"{moment:%Y%m%dT%H%M%S}".rjust(15, "0") + ("Z" if moment.tzinfo else "")


def _list(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


def _check(rule: Rule) -> None:
    """What section 3.3.10 forbids of parts that are right one by one."""
    frequency, numbered = rule.frequency, any(n for n, _ in rule.days)
    wrong = {
        Wrong("COUNT and UNTIL can't be together."): rule.count is not None and rule.until is not None,
        Wrong("BYWEEKNO needs FREQ=YEARLY."): rule.weeks and frequency != "YEARLY",
        Wrong("BYYEARDAY can't be with FREQ=${frequency}.", frequency=frequency): rule.year_days
        and frequency in {"DAILY", "WEEKLY", "MONTHLY"},
        Wrong("BYMONTHDAY can't be with FREQ=WEEKLY."): rule.month_days and frequency == "WEEKLY",
        Wrong("A numbered weekday such as 2TU needs FREQ=MONTHLY or FREQ=YEARLY."): numbered
        and frequency not in {"MONTHLY", "YEARLY"},
        Wrong("A numbered weekday such as 2TU can't be with BYWEEKNO."): numbered and rule.weeks,
        Wrong("BYSETPOS needs another part that begins with BY."): rule.positions
        and not (rule.days_are_named or rule.months or rule.hours or rule.minutes or rule.seconds),
    }
    for error, holds in wrong.items():
        if holds:
            raise error
