"""From the right, the longest part that says something new is taken; and what the parts say together."""

from collections import defaultdict
from dataclasses import replace

from eventapp.quickadd.line import Days, Facts, Line, Part
from eventapp.quickadd.moments import read_moments, resolved
from eventapp.quickadd.rules import read_rules
from eventapp.quickadd.times import read_length, read_times, told

BETWEEN = " ,;.!?"
"""What may stand between parts that follow each other."""


def parts(line: Line) -> list[Part]:
    """The parts that were found, from left to right; vague and unclear ones too."""
    ending, found, at, near = _ending(line), list[Part](), len(line.low), True
    said: set[str] = set()
    while at > 0:
        beside = near or line.match("next_part", at) is not None
        part = next((each for each in ending[at] if _counts(each, beside)), None)
        if part is None:
            at -= 1
            near = near and line.low[at] in BETWEEN
            continue
        at, near = part.start, not (_names(part.facts) & said or (part.unclear and {"days", "times"} <= said))
        if near:
            found.append(part)
            said |= _names(part.facts)
    return _usable(line, found[::-1])


def _ending(line: Line) -> dict[int, list[Part]]:
    """All parts that can be read, by where they end, the longest first."""
    ending = defaultdict[int, list[Part]](list)
    for at in line.starts():
        for reader in (read_rules, read_moments, read_times, read_length, _no_dates):
            for part in reader(line, at):
                ending[part.end].append(part)
    for each in ending.values():
        each.sort(key=lambda part: part.start)
    return ending


def _no_dates(line: Line, at: int) -> list[Part]:
    """What holds a date and means another: "before Friday", "Black Friday", "next week", "5 Dec 27"."""
    two = line.match("two_numbers", at)
    ends = [two.end()] if two and (not line.day_first or int(two["second"]) >= 24) else []
    if before := line.match("no_date", at):
        ends += [part.end for part in read_moments(line, before.end()) if not part.facts.instant]
    if (named := line.match("named_day", at) or line.match("vague", at)) and line.ends(named.end()):
        gap = line.match("gap", named.end())
        ends += [named.end(), *(times.end for times in (told(line, gap.end()) if gap else ()))]
        ends += [part.end for part in (read_moments(line, gap.end()) if gap else ()) if _is_weekday(part)]
    return [Part(at, end, vague=True) for end in ends]


def _is_weekday(part: Part) -> bool:
    return part.facts.days is not None and part.facts.days.first.weekday is not None


def _counts(part: Part, beside: bool) -> bool:
    """Whether it counts where it stands: ``beside`` when nothing or another part follows."""
    return beside or not (part.last or (part.edge and part.start > 0))


def _names(facts: Facts) -> set[str]:
    """What it says; an instant says the day and the time."""
    names = set(facts.said())
    return names | {"days", "times", "rule"} if "instant" in names else names


def _usable(line: Line, found: list[Part]) -> list[Part]:
    """The same without what needs another part that is not there."""
    kept = [
        part
        for number, part in enumerate(found)
        if not part.follows or (number and not line.low[found[number - 1].end : part.start].strip(BETWEEN))
    ]
    kept = _as_days(line, kept)
    said = together(kept)
    return [used for part in kept if (said.rule or not part.ruled) and (used := _used(part, said))]


def _as_days(line: Line, found: list[Part]) -> list[Part]:
    """From one day until another, where nothing repeats: they are the first and the last day."""
    said = together(found)
    days = None if said.rule or said.days or not (said.since and said.until) else resolved(line, said.since, said.until)
    if days is None or days[0] == days[1]:
        return found
    return [replace(part, facts=Facts(days=Days(*days))) if part.facts.since else part for part in found]


def _used(part: Part, said: Facts) -> Part | None:
    facts, days = part.facts, said.days
    if said.rule is None and (facts.since or facts.until):
        return replace(part, facts=Facts(), vague=True)
    if said.rule is None and facts.count:
        return None
    if part.dated and not (days or said.rule):
        return None
    if facts.length is None:
        return part
    if said.rule and facts.length.whole:
        return replace(part, facts=Facts(), unclear=True)  # each time for so long, or for so long altogether?
    timed = said.instant or (said.times and said.times.end is None)
    fits = timed or (facts.length.whole and said.times is None)
    return part if fits and not (days and days.last) else None


def together(found: list[Part]) -> Facts:
    """What all of them say; no two say the same."""
    facts: dict[str, object] = {}
    for part in found:
        facts |= part.facts.said()
    return Facts(**facts)  # type: ignore[arg-type]  # the names and values of Facts


def plain(found: list[Part]) -> Facts | None:
    """What they say together; None when they say no date, or not plainly."""
    facts = together(found)
    dated = facts.days or facts.instant
    if any(part.unclear for part in found) or (not dated and any(part.vague for part in found)):
        return None
    return facts if dated or facts.times or facts.rule else None
