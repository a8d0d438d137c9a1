"""Times of day and lengths of time.

Without am or pm, the hours from 1 to 6 mean the afternoon, as people say them: "at 5" is 17:00, "6:30" is 18:30.
A leading zero says that the clock of 24 hours is meant: "06:30". All other hours are taken as they are written.
Languages that speak in 24 hours have no such hours. "Midnight" is the end of the day that is named, as 24:00 is.
"""

import re
from dataclasses import dataclass, replace

from eventapp.quickadd.line import Facts, Length, Line, Part, Times

HALF_DAY, DAY = 12 * 60, 24 * 60
MINUTES = {"minutes": 1, "hours": 60, "days": DAY, "weeks": 7 * DAY}


@dataclass(frozen=True)
class Clock:
    """A time as it was written.

    :param minutes: from midnight, as if on the clock of 24 hours.
    :param half: "am" or "pm" as written.
    :param exact: whether it can only be meant so: with a half, a leading zero, an hour over 12, a name.
    :param bare: whether it is a number alone.
    """

    minutes: int
    half: str = ""
    exact: bool = False
    bare: bool = False

    @property
    def named(self) -> bool:
        return self.bare and self.exact and self.minutes in {HALF_DAY, DAY}

    @property
    def of_24_hours(self) -> bool:
        """Whether it was written for the clock of 24 hours: with a leading zero, or over 12."""
        return self.exact and not self.half and self.minutes not in {HALF_DAY, DAY}

    def within(self, half: str) -> "Clock":
        """The same in that half of the day, if it was left open."""
        if self.exact or not half:
            return self
        return replace(self, minutes=self.minutes % HALF_DAY + HALF_DAY * (half == "pm"), half=half, exact=True)


@dataclass(frozen=True)
class Told:
    """Times that were found: up to where, and what they say.

    :param bare: whether they are numbers alone ("9", "9-10"), or a name alone ("noon").
    :param led: whether a word that leads to a time stood before them ("at", "from").
    :param first: the start as it was written.
    """

    end: int
    times: Times
    first: Clock
    bare: bool = False
    led: bool = False


def clock(line: Line, at: int) -> tuple[int, Clock] | None:
    """The time that is written there, and where it ends."""
    if named := line.match("named_time", at):
        return named.end(), Clock(HALF_DAY if named["noon"] else DAY, exact=True, bare=True)
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
    if (half and not 1 <= hour <= 12) or hour * 60 + minute > DAY or (hour == 24 and not found["sign"]):
        return None
    if half:
        return found.end(), Clock((hour % 12) * 60 + minute + HALF_DAY * (half == "pm"), half, exact=True)
    exact = found["hour"].startswith("0") or hour > 12
    return found.end(), Clock(hour * 60 + minute, exact=exact, bare=not (found["sign"] or found["oclock"]))


def told(line: Line, at: int, half: str = "") -> list[Told]:
    """The two times that are written there, and the first of them alone.

    :param half: of the day, when a part of it was named ("tomorrow evening").
    """
    return [found for found in (_two(line, at, half), one(line, at, half)) if found]


def one(line: Line, at: int, half: str = "", whole: bool = True) -> Told | None:
    """The time that is written there; ``half`` as above, ``whole`` when a word must end there."""
    lead = line.match("at", at) or line.match("at_clock", at) or line.match("from", at)
    found = clock(line, lead.end() if lead else at)
    if found is None or (whole and not line.ends(found[0])):
        return None
    end, start = found
    if lead and start.bare and not line.match("at", at):
        return None
    bare = start.bare and not (lead and start.exact)
    return Told(end, Times(_alone(line, start.within(half))), start, bare, bool(lead))


def _two(line: Line, at: int, half: str) -> Told | None:
    lead = line.match("at", at) or line.match("from", at)
    first = clock(line, lead.end() if lead else at)
    to = line.match("to", first[0]) if first else None
    second = clock(line, to.end()) if to else None
    if first is None or second is None or not line.ends(second[0]):
        return None
    start, end = first[1], second[1]
    times = _between(line, start.within("" if end.half else half), end)
    bare = start.bare and end.bare and not (start.named or end.named)
    return Told(second[0], times, start, bare, bool(lead)) if times else None


def _alone(line: Line, start: Clock) -> int:
    early = not start.exact and start.minutes // 60 in line.language.afternoon
    return start.minutes + HALF_DAY * early


def _between(line: Line, start: Clock, end: Clock) -> Times | None:
    """From one to the other; the end lies in the day after when it would not be later."""
    if end.half and not start.exact:
        same = start.within(end.half)
        first = same.minutes if same.minutes < end.minutes else start.within("am" if end.half == "pm" else "pm").minutes
    else:
        first = _alone(line, start)
    last = end.minutes
    if last == first:
        return None
    step = DAY if end.exact or start.of_24_hours or not line.language.afternoon else HALF_DAY
    if step == HALF_DAY:
        last %= HALF_DAY
    while last <= first:
        last += step
    return Times(first, last)


def read_times(line: Line, at: int) -> list[Part]:
    """Times that stand by themselves: plainly so (led, with a half, from one to another), or at an edge of the line."""
    parts = [part for found in told(line, at) for part in _parts(line, at, found)]
    spoken = line.match("spoken_time", at)
    return [*parts, Part(at, spoken.end(), unclear=True)] if spoken and line.ends(spoken.end()) else parts


def _parts(line: Line, at: int, found: Told) -> list[Part]:
    facts = Facts(times=found.times)
    if line.match("zone", found.end):
        return [Part(at, found.end, unclear=True)]
    if found.led or found.first.half or found.times.end is not None:
        return [] if found.bare and not found.led else [Part(at, found.end, facts, last=found.bare)]
    if found.bare:
        return []
    if not line.low[at : at + 2].isdigit():  # "3:16" can be a verse
        return [Part(at, found.end, facts, edge=True, dated=True)]
    return [Part(at, found.end, facts, edge=True), Part(at, found.end, facts, dated=True)]


def read_length(line: Line, at: int) -> list[Part]:
    """How long it lasts: "for 45m", "for 1 hour 30 minutes", "for 3 days"."""
    found = line.match("length", at)
    if found is None or not line.ends(found.end()):
        return []
    amounts = [amount(line, found, number) for number in "12" if found[f"unit{number}"]]
    if not all(unit in MINUTES and count for count, unit in amounts):
        return []
    minutes = sum(round((count + 0.5 * bool(found["half"])) * MINUTES[unit]) for count, unit in amounts)
    return [Part(at, found.end(), Facts(length=Length(minutes, whole=minutes % DAY == 0 and amounts[0][1] != "hours")))]


def amount(line: Line, found: re.Match[str], number: str) -> tuple[float, str]:
    """How many of what: the words of that number in the pattern."""
    count = line.language.numbers[found[f"word{number}"]] if found[f"word{number}"] else int(found[f"number{number}"])
    return count + 0.5 * bool(found[f"fraction{number}"]), line.language.units[found[f"unit{number}"]]
