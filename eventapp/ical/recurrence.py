"""Recurrences, made of what RFC 5545 (section 3.8.5) writes: checked, so that none can hang or fill the server."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventapp.ical.expansion import counted, end_of, expands, happens, intervals_a_day, starts, wall_of
from eventapp.ical.yearly import yearly
from eventapp.models.recurrence import Recurrence
from eventapp.models.rule import parse
from eventapp.models.when import DAY
from eventapp.models.wrong import Wrong

__all__ = ["any_left", "expands", "in_utc", "is_start", "recurrence", "split", "starts", "without"]

RULES, DATES = 10, 10_000
"""How many rules, and how many further or missing dates, a series may have."""
MOST_INTERVALS = 300_000
"""How many intervals of rules are looked at to find a start: about a second of work."""
END_OF_TIME = 8900
"""A rule until that year, or one after it, goes on for ever: others write 9999, and no day here is after 9000."""

BY_TIME = {"HOURLY", "MINUTELY", "SECONDLY"}


def recurrence(
    start: date | datetime,
    rules: Iterable[str] = (),
    also: Iterable[date | datetime] = (),
    never: Iterable[date | datetime] = (),
    timezone: str = "UTC",
) -> Recurrence:
    """The series that starts then.

    :param start: that of the event: a day, or wall time in ``timezone``.
    :param rules: RRULE values; an UNTIL in UTC is turned to the wall time, or the day, at that instant.
    :param also: RDATE; instants are turned to wall times, and days and times to what ``start`` is.
    :param never: EXDATE, likewise.
    :raises Wrong: when a rule is wrong or there is too much of anything.
    """
    zone = ZoneInfo(timezone)
    written = tuple(dict.fromkeys(rules))
    if len(written) > RULES:  # each takes a while to be checked
        raise Wrong("There are too many rules: use ${most} or fewer.", most=RULES)
    texts = tuple(dict.fromkeys(_rule(start, text, zone) for text in written))
    made = Recurrence(texts, _moments(start, also, zone), _moments(start, never, zone))
    if not made:
        return Recurrence()
    return replace(made, last=_last(start, made), yearly=yearly(start, made))


def in_utc(rule: str, timezone: str) -> str:
    """The rule with its UNTIL in UTC, as RFC 5545 (section 3.3.10) wants it beside a start with a zone."""
    parsed = parse(rule)
    if not isinstance(parsed.until, datetime):
        return rule
    # of an hour that comes twice, the later one: no start is after it
    return str(replace(parsed, until=parsed.until.replace(tzinfo=ZoneInfo(timezone), fold=1).astimezone(UTC)))


def without(recurrence: Recurrence, at: date | datetime) -> Recurrence:
    """The series without one of its starts. ``last`` stays, as the latest that the last one can be."""
    return replace(recurrence, never=_limited({*recurrence.never, at}))


def is_start(start: date | datetime, recurrence: Recurrence, at: date | datetime) -> bool:
    """Whether the series has that start.

    :param at: of the type of ``start``.
    """
    return bool(starts(start, recurrence, at, at + _step(at)))


def any_left(start: date | datetime, recurrence: Recurrence) -> bool:
    """Whether any start is left; one that would take too long to be found is taken to be there."""
    if recurrence.last is None:
        return True
    return _last_before(start, recurrence, recurrence.last + _step(start)) is not None


def split(
    start: date | datetime, recurrence: Recurrence, at: date | datetime, timezone: str
) -> tuple[Recurrence | None, Recurrence]:
    """What is before one of the starts, and what follows from it on: a series that starts ``at`` that one.

    None: nothing is before it. Where only one start is left there are no rules.

    :raises Wrong: when it is no start, or one beside the rhythm of a rule.
    """
    if not is_start(start, recurrence, at):
        raise Wrong("There is no such date in this series.")
    if at == start:
        return None, recurrence
    following = _made(at, [_from(start, text, at) for text in recurrence.rules], recurrence, timezone)
    before = _last_before(start, recurrence, at)
    if before is None:
        return None, following
    cut = [_until(start, text, at, before) for text in recurrence.rules] if before > start else []
    earlier = replace(
        recurrence,
        also=tuple(moment for moment in recurrence.also if moment < at),
        never=tuple(moment for moment in recurrence.never if moment < at),
    )
    return _made(start, cut, earlier, timezone), following


def _made(start: date | datetime, rules: list[str | None], dates: Recurrence, timezone: str) -> Recurrence:
    """A part of a series, with those of its dates that are from its start on."""
    also = [moment for moment in dates.also if moment > start]
    never = [moment for moment in dates.never if moment >= start]
    return recurrence(start, [rule for rule in rules if rule is not None], also, never, timezone)


def _until(start: date | datetime, text: str, at: date | datetime, before: date | datetime) -> str | None:
    """The rule, up to the start before ``at``."""
    rule = parse(text)
    if rule.count is None:
        return str(replace(rule, until=before if rule.until is None else min(rule.until, before)))
    count = len(counted(start, rule, wall_of(at)))
    return str(replace(rule, count=count)) if count > 1 else None


def _from(start: date | datetime, text: str, at: date | datetime) -> str | None:
    """The rule, from ``at`` on; None when it names nothing after that."""
    rule, end = parse(text), end_of(start, text)
    if end is not None and end <= at:
        return None
    alone = Recurrence((text,))
    if not is_start(start, alone, at):
        raise Wrong("This date is beside the rhythm of the series. Choose the one after it.")
    if rule.count is None:
        return text
    return str(replace(rule, count=rule.count - len(counted(start, rule, wall_of(at)))))


def _rule(start: date | datetime, text: str, zone: ZoneInfo) -> str:
    """The rule in its one form, checked against the start of the event."""
    rule = parse(text)
    timed = isinstance(start, datetime)
    if not timed and (rule.hours or rule.minutes or rule.seconds or rule.frequency in BY_TIME):
        raise Wrong("Whole days can't repeat at times of day. Give the event a time, or repeat it by the day.")
    if rule.until is not None and rule.until.year >= END_OF_TIME:
        rule = replace(rule, until=None)
    rule = replace(rule, until=_local(rule.until, timed, zone))
    if rule.until is not None and rule.until < start:
        raise Wrong("The last day it repeats must not be before the start.")
    made = str(rule)
    if expands(Recurrence((made,))):
        if not happens(start, rule):
            raise Wrong("The rule names no day that ever comes, such as 30 February.")
        end_of(start, made)
    return made


def _local(until: date | datetime | None, timed: bool, zone: ZoneInfo) -> date | datetime | None:
    """UNTIL as the start of the event is: a day, or wall time; of a day it is the end."""
    if isinstance(until, datetime):
        if not timed and until.time() == time():  # many write the midnight of a day in UTC
            return until.date()
        wall = until if until.tzinfo is None else until.astimezone(zone).replace(tzinfo=None)
        return wall.replace(fold=0) if timed else wall.date()
    return datetime.combine(until, time(23, 59, 59)) if until is not None and timed else until


def _moments(start: date | datetime, moments: Iterable[date | datetime], zone: ZoneInfo) -> tuple[date | datetime, ...]:
    return _limited({_like(start, moment, zone) for moment in moments})


def _like(start: date | datetime, moment: date | datetime, zone: ZoneInfo) -> date | datetime:
    if isinstance(moment, datetime):
        wall = moment if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None, fold=0)
        return wall if isinstance(start, datetime) else wall.date()
    return datetime.combine(moment, start.time()) if isinstance(start, datetime) else moment


def _limited(moments: set[date | datetime]) -> tuple[date | datetime, ...]:
    if len(moments) > DATES:
        raise Wrong("There are too many dates: use ${most} or fewer.", most=DATES)
    return tuple(sorted(moments))


def _last(start: date | datetime, made: Recurrence) -> date | datetime | None:
    """The last start; the first one, when all are left out."""
    ends = [end_of(start, text) for text in made.rules] if expands(made) else []
    latest = start
    for end in (*ends, *made.also[-1:]):
        if end is None:
            return None
        latest = max(latest, end)
    return _last_before(start, made, latest + _step(start)) or start


def _last_before(start: date | datetime, made: Recurrence, at: date | datetime) -> date | datetime | None:
    """The last start before ``at``: looked for in the year before it, and then in ever longer spans.

    Of one that would take too long to be found, the latest moment that it can be.
    """
    span = 366 * DAY
    a_day = sum(intervals_a_day(parse(text)) for text in made.rules)
    while True:
        reach = min(span, wall_of(at) - wall_of(start))
        if a_day * (reach / DAY) > MOST_INTERVALS:
            return at - _step(at)
        since = at - reach
        found = starts(start, made, since, at)
        if found:
            return found[-1]
        if since <= start:
            return None
        at, span = since, 4 * span


def _step(moment: date | datetime) -> timedelta:
    """What is between a start and the next that there could be."""
    return timedelta(seconds=1) if isinstance(moment, datetime) else DAY
