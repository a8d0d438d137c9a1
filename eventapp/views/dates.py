"""Times in words: which day, at what time, and how long until then. All of it as its reader reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zlib import crc32
from zoneinfo import ZoneInfo

from eventapp.i18n import Text, _, many
from eventapp.ical import Occurrence
from eventapp.models import When
from eventapp.models.when import DAY
from eventapp.views.reader import Reader

HUES = 8


class Local:
    """A time as its reader sees it: worked out once, for all that is said of it.

    ``first`` and ``last`` are days; ``start`` and ``end`` are times of day, empty where there is none.
    """

    def __init__(self, when: When, reader: Reader) -> None:
        self.all_day = when.all_day
        if self.all_day:  # the same days everywhere, from midnight to midnight where the reader is
            self.first, self.last = when.first_day, when.last_day
            self.starts_at, self.ends_at = _midnight(self.first, reader.zone), _midnight(self.last + DAY, reader.zone)
            self.start = self.end = ""
        else:
            self.starts_at, self.ends_at = when.starts_at, when.ends_at
            self.first = self.starts_at.astimezone(reader.zone).date()
            self.last = self.ends_at.astimezone(reader.zone).date()
            if self.last == self.first + DAY and self.ends_at == _midnight(self.last, reader.zone):
                self.last = self.first  # 22:00 to 00:00 is on one day
            self.start, self.end = reader.clock(self.starts_at), "" if when.end is None else reader.clock(self.ends_at)


@dataclass(frozen=True)
class Entry:
    """One occurrence of an event as a list shows it."""

    occurrence: Occurrence
    day: date
    """The day it stands under."""

    start: str
    end: str
    until: str
    """The last day of it, when that is another."""

    kind: str
    """``now``, ``soon`` or nothing: how much the reader should notice it."""

    distance: str
    """How long until it starts, or since it ended."""

    at: str = ""
    """The instant at which it starts, as machines read it."""

    @property
    def hue(self) -> int:
        return hue(self.occurrence)


@dataclass(frozen=True)
class Day:
    """The events of one day as a list shows them."""

    day: date
    label: str
    date: str
    entries: list[Entry]
    is_today: bool


@dataclass(frozen=True)
class Countdown:
    """A big number and its unit, for what comes next."""

    occurrence: Occurrence
    number: str
    unit: str
    at: str
    today: str
    """What ``at`` is on the day itself."""

    starts: str
    """The instant at which it starts, as machines read it."""

    @property
    def hue(self) -> int:
        return hue(self.occurrence)


def hue(occurrence: Occurrence) -> int:
    """One of eight hues: that of its calendar, or always the same for the same title: each Swim looks like the last."""
    hue: int | None = getattr(occurrence.event.__parent__, "hue", None)
    return crc32(occurrence.title.casefold().encode("utf-8", "replace")) % HUES if hue is None else hue


def agenda(occurrences: Iterable[Occurrence], now: datetime, reader: Reader, since: date | None = None) -> list[Day]:
    """Occurrences, in their order, under the days on which people look for them.

    :param since: the first day of a list that is not one of now; what goes on from before stands under it.
    """
    today = now.astimezone(reader.zone).date()
    entries = (_entry(found, Local(found.when, reader), now, reader, since) for found in occurrences)
    return [
        Day(day, day_name(day, today, reader), reader.short_date(day, today), list(group), day == today)
        for day, group in groupby(entries, key=lambda entry: entry.day)
    ]


def _entry(occurrence: Occurrence, local: Local, now: datetime, reader: Reader, since: date | None) -> Entry:
    today = now.astimezone(reader.zone).date()
    kind, words = _distance(local, now, today, reader)
    day = today if local.first <= today <= local.last else local.first
    if since is not None:
        day = max(since, local.first)
    return Entry(
        occurrence=occurrence,
        day=day,
        start=local.start,
        end=local.end,
        until="" if local.last == local.first else _("until ${day}", day=reader.short_date(local.last, today)),
        kind=kind,
        distance=words,
        at=local.starts_at.isoformat(),
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def moment(at: datetime, now: datetime, reader: Reader) -> str:
    """When something happened: a moment ago, today at 09:12, or Fri 20 Nov at 09:12."""
    if now - at < timedelta(minutes=1):
        return _("a moment ago")
    day, today = at.astimezone(reader.zone).date(), now.astimezone(reader.zone).date()
    clock = reader.clock(at)
    if day == today:
        return _("today at ${time}", time=clock)
    if day == today - DAY:
        return _("yesterday at ${time}", time=clock)
    return _("${day} at ${time}", day=reader.short_date(day, today), time=clock)


def in_words(when: When, today: date, reader: Reader) -> str:
    """From when to when: Fri 27 Nov 12:30 to 13:30."""
    local = Local(when, reader)
    last = "" if local.last == local.first else reader.short_date(local.last, today)
    start = " ".join(filter(None, (reader.short_date(local.first, today), local.start)))
    end = " ".join(filter(None, (last, local.end)))
    return reader.say(_("${start} to ${end}", start=start, end=end)) if end else start


def day_name(day: date, today: date, reader: Reader) -> str:
    names = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}
    return names.get((day - today).days, reader.weekday(day))


def distance(when: When, now: datetime, reader: Reader) -> tuple[str, str]:
    """How far off it is, in words, and how much that should be noticed."""
    return _distance(Local(when, reader), now, now.astimezone(reader.zone).date(), reader)


def _distance(local: Local, now: datetime, today: date, reader: Reader) -> tuple[str, str]:
    over = local.last < today if local.all_day else local.ends_at <= now and local.starts_at < now
    if over:
        ago = (today - local.last).days
        return "", {0: _("ended"), 1: _("yesterday")}.get(ago) or many("${n} day ago", "${n} days ago", ago)
    if local.all_day and local.first <= today:
        until = reader.short_date(local.last, today)
        return "now", _("today") if local.last == today else _("until ${day}", day=until)
    if not local.all_day and local.starts_at <= now:
        left = _span(local.ends_at - now) if local.ends_at > now else ""
        return "now", _("now · ${time} left", time=left) if left else _("now")
    days = (local.first - today).days
    if days == 0:
        return "soon", _until(local.starts_at - now)
    return "", _("tomorrow") if days == 1 else many("in ${n} day", "in ${n} days", days)


def countdowns(occurrences: Iterable[Occurrence], now: datetime, reader: Reader, most: int) -> list[Countdown]:
    """Tiles for what comes next and has not started."""
    tiles: list[Countdown] = []
    today = now.astimezone(reader.zone).date()
    for found in occurrences:
        local = Local(found.when, reader)
        days = (local.first - today).days
        if days < 0 or (local.starts_at <= now and not days):
            continue
        number, unit = _in_two(local.starts_at - now) if not days else (days, many("day", "days", days))
        at = reader.say(day_name(local.first, today, reader)) if days < 2 else reader.short_date(local.first, today)
        hour = f" {local.start}" if local.start else ""
        on_day, starts = reader.say(day_name(today, today, reader)) + hour, local.starts_at.isoformat()
        tiles.append(Countdown(found, reader.number(number), unit, at + hour, on_day, starts))
        if len(tiles) == most:
            break
    return tiles


def _minutes(span: timedelta) -> tuple[int, int, str]:
    """Hours and minutes, and the minutes in two digits; rounded up, so that nothing is 0 min away."""
    hours, minutes = divmod(-(-span // timedelta(minutes=1)), 60)
    return hours, minutes, f"{minutes:02}"


def _span(span: timedelta) -> Text:
    """48 min; 3 h 48 min; 2 days."""
    if span >= DAY:
        return many("${n} day", "${n} days", span // DAY)
    hours, minutes, written = _minutes(span)
    return _("${hours} h ${minutes} min", hours=hours, minutes=written) if hours else _("${n} min", n=minutes)


def _until(span: timedelta) -> Text:
    """In 48 min; in 3 h 48 min, of what begins today."""
    hours, minutes, written = _minutes(span)
    if hours:
        return _("in ${hours} h ${minutes} min", hours=hours, minutes=written)
    return _("in ${minutes} min", minutes=minutes)


def _in_two(span: timedelta) -> tuple[int, Text]:
    """The same as a big number and what stands beside it: 48 and min; 3 and h 48 min."""
    hours, minutes, written = _minutes(span)
    return (hours, _("h ${minutes} min", minutes=written)) if hours else (minutes, _("min"))
