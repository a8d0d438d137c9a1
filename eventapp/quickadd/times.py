"""Times of day and lengths of time.

Without am or pm, the hours from 1 to 6 mean the afternoon, as people say them: "at 5" is 17:00, "6:30" is 18:30.
A leading zero says that the clock of 24 hours is meant: "06:30". All other hours are taken as they are written.
Languages that speak in 24 hours have no such hours, but where a time is spoken: "half past 3". "Midnight" is the end
of the day that is named, as 24:00 is.
"""

import re
from dataclasses import dataclass

from eventapp.quickadd.clock import AFTERNOON, DAY, HALF_DAY, Clock, clock, is_behind
from eventapp.quickadd.line import Facts, Length, Line, Part, Times

MINUTES = {"minutes": 1, "hours": 60, "days": DAY, "weeks": 7 * DAY}


@dataclass(frozen=True)
class Told:
    """Times that were found: up to where, and what they say.

    :param bare: whether they are numbers alone ("9", "9-10"), or a name alone ("noon").
    :param led: whether a word that leads to a time stood before them ("at", "from").
    :param first: the start as it was written.
    :param doubtful: whether they can be meant otherwise: "8h" can be a length, "before half past 3" is another time.
    """

    end: int
    times: Times
    first: Clock
    bare: bool = False
    led: bool = False
    doubtful: bool = False


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
    doubtful = not lead and (_is_length(start) or (start.spoken and is_behind(line, "no_date_word", at)))
    return Told(end, Times(_alone(line, start.within(half))), start, bare, bool(lead), doubtful)


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
    doubtful = not lead and not start.exact and _is_length(end)
    return Told(second[0], times, start, bare, bool(lead), doubtful) if times else None


def _is_length(time: Clock) -> bool:
    return time.hours and not time.exact


def _alone(line: Line, start: Clock) -> int:
    early = not start.exact and start.minutes // 60 in (AFTERNOON if start.spoken else line.language.afternoon)
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
    of_12_hours = end.spoken or start.spoken or bool(line.language.afternoon and not start.of_24_hours)
    step = HALF_DAY if of_12_hours and not end.exact else DAY
    if step == HALF_DAY:
        last %= HALF_DAY
    while last <= first:
        last += step
    return Times(first, last)


def read_times(line: Line, at: int) -> list[Part]:
    """Times that stand by themselves: plainly so (led, with a half, from one to another), or at an edge of the line."""
    parts = [part for found in told(line, at) for part in _parts(line, at, found)]
    unclear = line.match("unclear_time", at)
    return [*parts, Part(at, unclear.end(), unclear=True)] if unclear and line.ends(unclear.end()) else parts


def _parts(line: Line, at: int, found: Told) -> list[Part]:
    facts, spoken = Facts(times=found.times), found.first.spoken
    if line.match("zone", found.end) or (found.doubtful and spoken):
        return [Part(at, found.end, unclear=True)]
    if found.doubtful:
        return []
    if found.led or found.first.half or found.times.end is not None:
        return [] if found.bare and not found.led else [Part(at, found.end, facts, last=found.bare)]
    if found.bare or found.first.hours:
        return [Part(at, found.end, facts, last=True)] if plainly_named(line, at, found) else []
    if not (spoken or line.low[at : at + 2].isdigit()):  # "3:16" can be a verse
        return [Part(at, found.end, facts, edge=True, dated=True)]
    return [Part(at, found.end, facts, edge=True), Part(at, found.end, facts, dated=True)]


def plainly_named(line: Line, at: int, found: Told) -> bool:
    """Whether it is noon or midnight alone, and not of a title ("High Noon") or of another time ("until noon")."""
    small = at == 0 or line.typed[at] == line.low[at]
    return found.first.named and small and not is_behind(line, "no_date_word", at)


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
