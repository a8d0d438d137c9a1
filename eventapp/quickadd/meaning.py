"""What the parts of a line mean together: a time and a rule, or nothing where they do not fit together."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventapp.models.when import When
from eventapp.quickadd.dates import on_or_after, wall_time
from eventapp.quickadd.line import Day, Facts, Length, Line, Rule

DAY, WEEK = timedelta(1), timedelta(7)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FURTHEST = 400
"""Days to look for the first day of a rule: every rule of weeks and months has one in a year."""


def meaning(line: Line, facts: Facts, timezone: str) -> tuple[When, str] | None:
    """The time of the event, the first one when it repeats, and its rule; None when that would be a guess."""
    facts = _bounded(facts)
    try:
        when = _instant(facts, timezone) if facts.instant else _when(line, facts, timezone)
    except (ValueError, OverflowError):  # a year out of reach; an end that a change of the clock puts before the start
        return None
    rule = _rule_text(line, facts, when) if when else None
    return None if when is None or rule is None else (when, rule)


def _bounded(facts: Facts) -> Facts:
    """Days from one to another are the first and the last of a rule that names its days: "every Mon 1-20 Dec"."""
    days, rule = facts.days, facts.rule
    if not (days and days.last and rule and not days.span) or facts.since or facts.until:
        return facts
    if not (rule.weekdays or rule.month_days):
        return facts
    return replace(facts, days=None, since=days.first, until=days.last)


def _instant(facts: Facts, timezone: str) -> When | None:
    start = facts.instant
    return When(start, _end(start, facts.length, timezone), timezone) if start else None


def _when(line: Line, facts: Facts, timezone: str) -> When | None:
    days = facts.days
    first = _first_day(line, facts)
    if first is None:
        return None
    last = days.last.fixed if days and days.last else None
    if facts.times is None:
        length = timedelta(minutes=facts.length.minutes) if facts.length else None
        return When(first, last + DAY if last else first + length if length else None, timezone)
    if last is not None and not (days and days.span):
        return None  # from one day to another, with a time: of the first day, or of each?
    start, until = wall_time(first, facts.times.start), facts.times.end
    end = _end(start, facts.length, timezone) if until is None else wall_time(last or first, until)
    return When(start, end, timezone)


def _end(start: datetime, length: Length | None, timezone: str) -> datetime | None:
    """Days are counted on the calendar, hours and minutes by the clock, whatever is done to it meanwhile."""
    if length is None:
        return None
    if length.whole:
        return start + timedelta(minutes=length.minutes)
    zone = ZoneInfo(timezone)
    end = start.replace(tzinfo=zone).astimezone(UTC) + timedelta(minutes=length.minutes)
    return end.astimezone(zone).replace(tzinfo=None)


def _first_day(line: Line, facts: Facts) -> date | None:
    today, day, rule = line.now.date(), facts.days.first if facts.days else None, facts.rule
    if rule is not None:
        return _first_of_rule(line, facts, rule, day)
    if day is not None and day.weekday is None:
        return on_or_after(day, today)
    first = today if day is None else on_or_after(day, today)
    if first is None or not _over(line, facts, first):
        return first
    return first + (DAY if day is None else WEEK)


def _over(line: Line, facts: Facts, day: date) -> bool:
    """Whether it is too late for the time on that day."""
    return facts.times is not None and wall_time(day, facts.times.start) < line.now


def _first_of_rule(line: Line, facts: Facts, rule: Rule, day: Day | None) -> date | None:
    """The first day that the rule names: the day that was said, or the first from today or from another day on."""
    if rule.freq != "DAILY" and facts.times and facts.times.start >= 24 * 60:
        return None  # at midnight between two days: of which of them?
    named = bool(rule.weekdays or rule.month_days)
    start = facts.since or day
    first = on_or_after(start, line.now.date()) if start else line.now.date()
    if first is None or (facts.since and day):
        return None
    if not named:
        anchored = start is not None or rule.freq == "DAILY"
        late = _over(line, facts, first) and (start is None or start.weekday is not None)
        return first + (WEEK if start else DAY) * late if anchored else None
    if day is not None:
        return first if _fits(rule, first) else None
    days = [first + timedelta(days=number) for number in range(FURTHEST)]
    return next((each for each in days if _fits(rule, each) and not (start is None and _over(line, facts, each))), None)


def _fits(rule: Rule, day: date) -> bool:
    last = (day + DAY).month != day.month
    if rule.month_days:
        return day.day in rule.month_days or (last and -1 in rule.month_days)
    week, last_week = (day.day - 1) // 7 + 1, (day + WEEK).month != day.month
    return any(
        day.weekday() == weekday and (nth in {0, week} or (nth == -1 and last_week)) for nth, weekday in rule.weekdays
    )


def _rule_text(line: Line, facts: Facts, when: When) -> str | None:
    """The rule as the value of an RRULE; "" without one, None when it would end before it begins."""
    rule = facts.rule
    if rule is None:
        return ""
    until = _until(line, facts, when) if facts.until else ""
    weekdays = ",".join(f"{nth or ''}{WEEKDAYS[day]}" for nth, day in rule.weekdays)
    values = {
        "FREQ": rule.freq,
        "INTERVAL": str(rule.interval) if rule.interval > 1 else "",
        "BYDAY": weekdays,
        "BYMONTHDAY": ",".join(map(str, rule.month_days)),
        "COUNT": str(facts.count or ""),
        "UNTIL": until or "",
    }
    return ";".join(f"{name}={value}" for name, value in values.items() if value) if until is not None else None


def _until(line: Line, facts: Facts, when: When) -> str | None:
    """The end of that day: a date where DTSTART is one, else an instant in UTC (RFC 5545, section 3.3.10)."""
    last = on_or_after(facts.until, line.now.date()) if facts.until else None
    if last is None or last < when.first_day or facts.count:
        return None
    if when.all_day:
        return f"{last:%Y%m%d}"
    end = datetime.combine(last, time(23, 59, 59), when.zone).astimezone(UTC)
    return f"{end:%Y%m%dT%H%M%SZ}"
