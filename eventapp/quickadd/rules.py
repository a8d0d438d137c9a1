"""How it repeats: "every Monday", "every 2 weeks on Tue and Thu", "every month on the 1st", "yearly"."""

import re
from dataclasses import replace

from eventapp.quickadd.dates import read_day
from eventapp.quickadd.line import Days, Facts, Line, Part, Rule
from eventapp.quickadd.moments import read_moments
from eventapp.quickadd.times import read_times, told

FREQUENCIES = {"days": "DAILY", "weeks": "WEEKLY", "months": "MONTHLY", "years": "YEARLY"}

Found = tuple[int, Facts | None]
"""Where it ends and what it says; None where it says that it repeats, but not plainly how."""


def read_rules(line: Line, at: int) -> list[Part]:
    """All rules that can begin there, alone and with their times; and when they begin and end."""
    readers = (_every_days, _every_unit, _every_unit_on, _every_month, _every_date, _unclear)
    found = [rule for reader in readers if (rule := reader(line, at))] if line.match("every", at) else []
    found += [rule for rule in [_nth_of_every(line, at)] if rule]
    parts = [part for end, facts in found if line.ends(end) for part in _with_times(line, at, end, facts)]
    return [*parts, *_weekdays_alone(line, at), *_plural(line, at), *_often(line, at), *_bounds(line, at)]


def _with_times(line: Line, at: int, end: int, facts: Facts | None) -> list[Part]:
    alone = Part(at, end, facts or Facts(), unclear=facts is None)
    gap = line.match("gap", end)
    until = line.match("until", gap.end()) if gap else None
    last = read_day(line, until.end()) if until else None
    parts = [alone]
    if last and facts and last[1].exists and not (last[1].weak or last[1].half):
        parts.append(Part(at, last[0], replace(facts, until=last[1])))
    for times in told(line, gap.end()) if gap else ():
        unclear = facts is None or times.doubtful or line.match("zone", times.end) is not None
        timed = replace(facts or Facts(), times=times.times)
        parts.append(Part(at, times.end, timed, unclear=unclear))
    return parts


def _interval(line: Line, found: re.Match[str]) -> int:
    if found["other"]:
        return 2
    number = found["number"] or "1"
    return int(number) if number.isdigit() else line.language.numbers[number]


def _weekdays(line: Line, found: re.Match[str]) -> tuple[tuple[int, int], ...]:
    """The days of a list ("Mon, Wed and Fri") or from one to another ("Mon-Fri"), in the order of the week."""
    words = line.language
    if found["first"]:
        first, last = words.weekdays[found["first"]], words.weekdays[found["last"]]
        numbers = {(first + day) % 7 for day in range((last - first) % 7 + 1)}
    else:
        named = line.patterns["each"].findall(found["days"] or "")
        numbers = {number for name in named for number in _days_named(line, name)}
    return tuple((0, number) for number in sorted(numbers))


def _days_named(line: Line, name: str) -> tuple[int, ...]:
    words = line.language
    if name in words.weekdays:
        return (words.weekdays[name],)
    return words.groups_of_days.get(name) or words.plural_days[name]


def _every_days(line: Line, at: int) -> Found | None:
    found = line.match("every_days", at)
    if found is None:
        return None
    return found.end(), Facts(rule=Rule("WEEKLY", 2 if found["other"] else 1, _weekdays(line, found)))


def _every_unit(line: Line, at: int) -> Found | None:
    """Every so many days, weeks, months or years; weeks with their days."""
    found = line.match("every_unit", at)
    freq = FREQUENCIES.get(line.language.units[found["unit"]]) if found else None
    if found is None or len(found["unit"]) == 1:
        return None
    interval, weekdays = _interval(line, found), _weekdays(line, found)
    if freq is None or not interval or (weekdays and freq != "WEEKLY"):
        return found.end(), None
    return found.end(), Facts(rule=Rule(freq, interval, weekdays))


def _every_unit_on(line: Line, at: int) -> Found | None:
    """Every so many years on a day: "every year on 5 Dec"."""
    found = _every_unit(line, at)
    gap = line.match("gap", found[0]) if found else None
    day = read_day(line, gap.end()) if gap else None
    facts = found[1] if found else None
    if day is None or not day[1].yearly or facts is None or facts.rule is None or facts.rule.freq != "YEARLY":
        return None
    return day[0], replace(facts, days=Days(day[1]))


def _by_month(line: Line, found: re.Match[str], interval: int) -> Facts | None:
    """On days of the month by number, or on its first, second, last weekday."""
    if found["nths"]:
        days = tuple(sorted({int(number) for number in re.findall("[0-9]+", found["nths"])}))
        return Facts(rule=Rule("MONTHLY", interval, month_days=days)) if days[0] >= 1 and days[-1] <= 31 else None
    words, ordinal = line.language, found["ordinal"]
    nth = words.ordinals[ordinal] if ordinal in words.ordinals else int(re.sub("[^0-9]", "", ordinal))
    if found["weekday"] in words.day_of_month:
        return Facts(rule=Rule("MONTHLY", interval, month_days=(nth,))) if nth and nth <= 31 else None
    weekday = words.weekdays[found["weekday"]]
    return Facts(rule=Rule("MONTHLY", interval, ((nth, weekday),))) if nth and nth <= 5 else None


def _every_month(line: Line, at: int) -> Found | None:
    found = line.match("every_month", at)
    if found is None or line.language.units[found["unit"]] != "months":
        return None
    interval = _interval(line, found)
    return found.end(), _by_month(line, found, interval) if interval else None


def _nth_of_every(line: Line, at: int) -> Found | None:
    found = line.match("every_nth", at) or line.match("nth_of_every", at)
    if found is None or not line.ends(found.end()):
        return None
    return found.end(), _by_month(line, found, 1)


def _every_date(line: Line, at: int) -> Found | None:
    """Every 5 December."""
    every = line.match("every", at)
    day = read_day(line, every.end()) if every else None
    if day is None or not day[1].yearly or day[1].weak:
        return None
    return day[0], Facts(days=Days(day[1]), rule=Rule("YEARLY"))


def _unclear(line: Line, at: int) -> Found | None:
    """What repeats in a way that is not understood ("every hour"), or in one of two ways ("every 2nd Tuesday")."""
    found = line.match("unclear_every", at)
    return found and (found.end(), None)


def _weekdays_alone(line: Line, at: int) -> list[Part]:
    """Several days without "every": the coming ones, or each of them?"""
    found = line.match("weekdays", at)
    return _with_times(line, at, found.end(), None) if found and line.ends(found.end()) else []


def _plural(line: Line, at: int) -> list[Part]:
    """Mondays, with a time; a word like others without one."""
    found = line.match("plural", at)
    if found is None:
        return []
    names = line.patterns["each"].findall(found["days"])
    numbers = {number for name in names for number in _days_named(line, name)}
    rule = Rule("WEEKLY", 1, tuple((0, number) for number in sorted(numbers)))
    return _with_times(line, at, found.end(), Facts(rule=rule))[1:]


def _often(line: Line, at: int) -> list[Part]:
    """One word for it: behind another part ("5 Dec yearly"), or before a time or "on" a day ("daily at 9")."""
    found = line.match("often", at)
    if found is None or not line.ends(found.end()):
        return []
    freq, interval = line.language.often[found.group()]
    rule = Rule(freq, interval)
    gap = line.match("gap", found.end())
    after = [*read_times(line, gap.end())] if gap else []
    after += read_moments(line, gap.end()) if gap and line.match("on", gap.end()) else []
    parts = [replace(part, start=at, facts=replace(part.facts, rule=rule)) for part in after]
    return [Part(at, found.end(), Facts(rule=rule), follows=True), *parts]


def _bounds(line: Line, at: int) -> list[Part]:
    """From which day, until which day, how many times. An end that is not understood leaves the rule unclear."""
    parts = []
    for name in ("since", "until"):
        word = line.match(name, at)
        day = read_day(line, word.end()) if word else None
        if day and day[1].exists and not (day[1].weak or day[1].half):
            facts = Facts(since=day[1]) if name == "since" else Facts(until=day[1])
            parts += _with_times(line, at, day[0], facts) if name == "since" else [Part(at, day[0], facts)]
        elif word and name == "until":
            parts.append(Part(at, word.end() - 1, unclear=True, ruled=True))
    count = line.match("count", at)
    if count and line.ends(count.end()) and int(count["count"]):
        parts.append(Part(at, count.end(), Facts(count=int(count["count"])), last=True))
    return parts
