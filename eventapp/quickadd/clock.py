"""One time of day: as on a clock ("9", "6:30", "18h", "9 pm"), as it is spoken ("half past 3"), or by name ("noon")."""

import re
from dataclasses import dataclass, replace

from eventapp.quickadd.line import Line

HALF_DAY, DAY = 12 * 60, 24 * 60
AFTERNOON = range(1, 7)
"""The hours that mean the afternoon where a time is spoken, which is on a clock of 12 hours in every language."""


@dataclass(frozen=True)
class Clock:
    """A time as it was written.

    :param minutes: from midnight, as if on the clock of 24 hours.
    :param half: "am" or "pm" as written.
    :param exact: whether it can only be meant so: with a half, a leading zero, an hour over 12, a name.
    :param bare: whether it is a number alone, or a name.
    :param spoken: whether it is on the clock of 12 hours, as people say it: "half past 3".
    :param hours: whether it can be a length of time as well: "8h".
    """

    minutes: int
    half: str = ""
    exact: bool = False
    bare: bool = False
    spoken: bool = False
    hours: bool = False

    @property
    def named(self) -> bool:
        return self.bare and self.exact and self.minutes in {HALF_DAY, DAY}

    @property
    def of_24_hours(self) -> bool:
        """Whether it was written for the clock of 24 hours: with a leading zero, or over 12."""
        return self.exact and not self.half and self.minutes not in {HALF_DAY, DAY}

    def within(self, half: str) -> "Clock":
        """The same in that half of the day, if it was left open: "am", "pm", or the one around noon or at night."""
        if self.exact or not half:
            return self
        minutes = self.minutes % HALF_DAY
        late = {"pm": True, "noon": minutes < HALF_DAY / 2, "night": minutes >= HALF_DAY / 2}.get(half, False)
        return replace(self, minutes=minutes + HALF_DAY * late, half="pm" if late else "am", exact=True)


def clock(line: Line, at: int) -> tuple[int, Clock] | None:
    """The time that is written there, and where it ends."""
    if named := line.match("named_time", at):
        return named.end(), Clock(HALF_DAY if named["noon"] else DAY, exact=True, bare=True)
    found = _spoken(line, at) or _as_written(line, at)
    behind = line.match("part_behind", found[0]) if found else None
    if found is None or behind is None:
        return found
    return behind.end(), found[1].within(line.language.parts_behind[behind["part"]])


def _spoken(line: Line, at: int) -> tuple[int, Clock] | None:
    found = line.match("spoken", at)
    if found is None:
        return None
    words = line.language
    hour = words.hours[found["hour"]] if found["hour"] in words.hours else int(found["hour"])
    minutes = hour * 60 + words.spoken[found["spoken"]]
    if not 0 < hour <= 12:  # nobody says so, but it is plain
        return (found.end(), Clock(minutes, exact=True)) if 0 <= minutes < DAY else None
    minutes = (minutes - 60) % HALF_DAY + 60  # from 1:00 on: a quarter to one is 12:45
    return found.end(), Clock(minutes, spoken=True).within(words.halves.get(found["half"] or "", ""))


def _as_written(line: Line, at: int) -> tuple[int, Clock] | None:
    found = line.match("clock", at)
    if found is None:
        return None
    hour, minute, half = (
        int(found["hour"]),
        int(found["minute"] or 0),
        line.language.halves.get(found["half"] or "", ""),
    )
    if found["sign"] == "." and not (half or found["oclock"]):
        return None
    if (half and not 1 <= hour <= 12) or hour * 60 + minute > DAY or (hour == 24 and found["sign"] not in {":", "."}):
        return None
    if half:
        return found.end(), Clock((hour % 12) * 60 + minute + HALF_DAY * (half == "pm"), half, exact=True)
    exact = found["hour"].startswith("0") or hour > 12
    with_h = bool(found["hours"]) or found["sign"] == "h"
    if with_h and is_behind(line, "lasting_word", at):
        return None
    bare = not (found["sign"] or found["oclock"] or with_h)
    hours = with_h and not (exact and found["minute"])
    return found.end(), Clock(hour * 60 + minute, exact=exact, bare=bare, hours=hours)


def is_behind(line: Line, name: str, at: int) -> bool:
    """Whether a word stands right before that place, of a pattern with the space behind it."""
    pattern: re.Pattern[str] = line.patterns[name]
    return pattern.search(line.low, max(at - 20, 0), at) is not None
