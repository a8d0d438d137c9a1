"""The line that was typed, and what its readers find in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from eventapp.quickadd.language import Language

_BEFORE = re.compile(r"(?:^|(?<=[ (\[]))(?=[^ ])")
_AFTER = re.compile(r"(?=[ ,;!?)\]]|$)|(?=[.:](?: |$))")


@dataclass(frozen=True)
class Line:
    """A text in lower case, of the same length as the one that was typed, and what it is read with.

    :param now: the reader's wall time, naive.
    """

    typed: str
    low: str
    now: datetime
    instant: datetime
    day_first: bool
    language: Language
    patterns: Mapping[str, re.Pattern[str]]

    def match(self, name: str, at: int) -> re.Match[str] | None:
        return self.patterns[name].match(self.low, at)

    def starts(self) -> list[int]:
        """Where a word begins."""
        return [found.start() for found in _BEFORE.finditer(self.low)]

    def ends(self, at: int) -> bool:
        """Whether a word ends there."""
        return _AFTER.match(self.low, at) is not None


@dataclass(frozen=True)
class Day:
    """A day as it was written. One of the three is set, or none, when the calendar has no such day.

    :param weekday: the coming one of that name; Monday is 0.
    :param yearly: day and month without a year.
    :param half: "am" or "pm", where a part of the day was named too ("tomorrow evening").
    :param weak: whether it is a day only in the company of a time ("Sun", "12/5").
    :param last, edge: as of the Part that it becomes ("May 5", "in 3 days").
    """

    fixed: date | None = None
    weekday: int | None = None
    yearly: tuple[int, int] | None = None
    half: str = ""
    weak: bool = False
    last: bool = False
    edge: bool = False

    @property
    def exists(self) -> bool:
        return (self.fixed, self.weekday, self.yearly) != (None, None, None)


@dataclass(frozen=True)
class Days:
    """A day, or the first and the last of several. ``span`` when each has a time of its own."""

    first: Day
    last: Day | None = None
    span: bool = False


@dataclass(frozen=True)
class Times:
    """Minutes from the midnight before the day; the end may lie in a later day (over 1,440), or be open."""

    start: int
    end: int | None = None


@dataclass(frozen=True)
class Rule:
    """How it repeats (RFC 5545, section 3.3.10).

    :param weekdays: BYDAY, with the week of the month before each; 0 is every week.
    :param month_days: BYMONTHDAY; -1 is the last.
    """

    freq: str
    interval: int = 1
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()


@dataclass(frozen=True)
class Length:
    """How long it lasts. ``whole`` when it was given in days."""

    minutes: int = 0
    whole: bool = False


@dataclass(frozen=True)
class Facts:
    """What a part says. A fact that is None was not said."""

    days: Days | None = None
    times: Times | None = None
    instant: datetime | None = None
    rule: Rule | None = None
    since: Day | None = None
    until: Day | None = None
    count: int | None = None
    length: Length | None = None

    def said(self) -> dict[str, object]:
        facts = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in facts.items() if value is not None}


@dataclass(frozen=True)
class Part:
    """A stretch of the line and what it says.

    :param last: whether it counts only when nothing but other parts follows it.
    :param edge: whether it counts only there, or at the beginning of the line.
    :param dated: whether it counts only when another part says the day.
    :param follows: whether it counts only right behind another part.
    :param ruled: whether it counts only when another part says a rule.
    :param vague: a date that is not understood; it stays in the title, and another part must say the date.
    :param unclear: what must not be guessed: the whole line is not understood.
    """

    start: int
    end: int
    facts: Facts = field(default_factory=Facts)
    last: bool = False
    edge: bool = False
    dated: bool = False
    follows: bool = False
    ruled: bool = False
    vague: bool = False
    unclear: bool = False
