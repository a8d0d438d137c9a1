"""Occurrences: each time that an event happens, those of recurring events worked out for the span that is looked at."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from heapq import merge
from itertools import islice

from eventapp.ical.patience import Patience
from eventapp.ical.recurrence import is_start, starts
from eventapp.models import Calendar, Change, Event, When
from eventapp.models.when import DAY, LAST_YEAR

MOST = 5_000
"""How many occurrences one look finds; no page shows as many."""

HORIZON = timedelta(days=3653)
"""How far ahead and back recurring events are listed, where nobody says until when."""

FIRST_LOOK = timedelta(days=4)
LAST_DAY = date(LAST_YEAR, 12, 31)

Finder = Callable[[datetime, datetime], Iterable["Occurrence"]]
"""What finds the occurrences of recurring events in a span of time."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event happens.

    :param at: the start by which it is known among the others of a recurring event (RECURRENCE-ID,
        RFC 5545, section 3.8.4.4); None when the event happens once.
    """

    event: Event
    when: When
    title: str
    place: str
    notes: str
    at: date | datetime | None = None

    @classmethod
    def once(cls, event: Event) -> "Occurrence":
        return cls(event, event.when, event.title, event.place, event.notes)


def between(
    calendars: Iterable[Calendar], since: datetime, until: datetime, patience: Patience | None = None
) -> list[Occurrence]:
    """What is on in [since, until), by start; at most :data:`MOST` of it.

    :param since: aware, as ``until`` is, in the time zone of the reader, whose days whole days are.
    :param patience: how much is worked out, and whether anything was left out; what there is for one page without it.
    """
    found: list[Occurrence] = []
    patience = patience or Patience()
    for calendar in calendars:
        found += (Occurrence.once(event) for event in calendar.between(since, until))
        found += _again(calendar, patience, since, until)
        if len(found) > MOST:
            patience.lost = True
            break
    return sorted(found, key=lambda o: _order(o, since))[:MOST]


def coming(calendars: Sequence[Calendar], now: datetime, patience: Patience | None = None) -> Iterator[Occurrence]:
    """What is not over at ``now``, by start, the earliest first; recurring events for the next ten years.

    :param now: aware, in the time zone of the reader.
    :param patience: as :func:`between` has it.
    """
    once = (map(Occurrence.once, calendar.coming(now)) for calendar in calendars)
    again = _coming_again(_finders(calendars, patience or Patience()), now)
    return merge(*once, again, key=lambda o: _order(o, now))


def past(calendars: Sequence[Calendar], now: datetime, patience: Patience | None = None) -> Iterator[Occurrence]:
    """What is over at ``now``, by end, the latest first; recurring events for the last ten years."""
    once = (map(Occurrence.once, calendar.past(now)) for calendar in calendars)
    again = _past_again(_finders(calendars, patience or Patience()), now)
    return merge(*once, again, key=lambda o: end_of(o.when, now), reverse=True)


def occurrence(event: Event, at: date | datetime) -> Occurrence | None:
    """The occurrence of a recurring event by the start that it has, or would have; None when there is none."""
    if isinstance(at, datetime) is event.when.all_day:
        return None
    changed = {change.at: change for change in event.content.changes}.get(at)
    if changed is not None:
        return _changed(event, changed)
    return _plain(event, at) if is_start(event.when.start, event.recurrence, at) else None


def nearest(event: Event, now: datetime) -> Occurrence:
    """The occurrence of an event to show: what is on or next, else the last of the last years, else its first start.

    :param now: aware, in the time zone of the reader.
    """
    if not event.recurrence:
        return Occurrence.once(event)
    found = next(following(event, now), None) or next(_past_again(_finder(event), now), None)
    return found or _plain(event, event.when.start)


def following(event: Event, now: datetime) -> Iterator[Occurrence]:
    """The occurrences of a recurring event that are not over at ``now``, for the next ten years, by start."""
    return _coming_again(_finder(event), now)


def of_event(event: Event, since: datetime, until: datetime) -> Iterator[Occurrence]:
    """The occurrences of a recurring event that are on in [since, until): by start, and then the changed ones."""
    when, content = event.when, event.content
    changed = {change.at for change in content.changes}
    # two days for each side, wherever the reader is
    first, last = starting_days(when, since.date() - 2 * DAY, until.date() + 2 * DAY)
    if when.all_day:
        window: tuple[date, date] = first, last
    else:
        window = datetime.combine(first, time()), datetime.combine(last, time())
    for start in starts(when.start, content.recurrence, *window):
        if start not in changed and is_on(its := when.at(start), since, until):
            yield _plain(event, start, its)
    for change in content.changes:
        if is_on(change.when, since, until):
            yield _changed(event, change)


def starting_days(when: When, since: date, until: date) -> tuple[date, date]:
    """From which day to before which a recurring event has to start, to be on in [since, until) and over in time."""
    length = when.last_day - when.first_day
    return since - min(length, since - date.min), min(until, LAST_DAY - length)


def is_on(when: When, since: datetime, until: datetime) -> bool:
    """Whether something is on in [since, until); what has no length is on at its start."""
    start, end = start_of(when, since), end_of(when, since)
    return start < until and (end > since or start >= since)


def _again(calendar: Calendar, patience: Patience, since: datetime, until: datetime) -> list[Occurrence]:
    found: list[Occurrence] = []
    for event in patience.worth(calendar.again_between(since, until), since, until):
        found += islice(of_event(event, since, until), MOST + 1 - len(found))
        if len(found) > MOST:
            break
    patience.found(len(found))
    return found


def _finders(calendars: Iterable[Calendar], patience: Patience) -> list[Finder]:
    return [partial(_again, calendar, patience) for calendar in calendars]


def _finder(event: Event) -> list[Finder]:
    """What finds the occurrences of one event."""
    patience = Patience()
    return [lambda *span: [o for one in patience.worth([event], *span) for o in islice(of_event(one, *span), MOST)]]


def _coming_again(finders: Sequence[Finder], now: datetime) -> Iterator[Occurrence]:
    since, look = now, FIRST_LOOK
    while since < now + HORIZON:
        until = since + look
        found = [o for find in finders for o in find(since, until)]
        yield from sorted(
            (o for o in found if since == now or start_of(o.when, now) >= since), key=lambda o: _order(o, now)
        )
        since, look = until, look * 2


def _past_again(finders: Sequence[Finder], now: datetime) -> Iterator[Occurrence]:
    until, look = now, FIRST_LOOK
    while until > now - HORIZON:
        since = until - look
        found = [o for find in finders for o in find(since, until + timedelta(seconds=1))]
        over = [o for o in found if since < end_of(o.when, now) <= until and start_of(o.when, now) < now]
        yield from sorted(over, key=lambda o: end_of(o.when, now), reverse=True)
        until, look = since, look * 2


def _plain(event: Event, start: date | datetime, when: When | None = None) -> Occurrence:
    content = event.content
    return Occurrence(event, when or content.when.at(start), content.title, content.place, content.notes, start)


def _changed(event: Event, change: Change) -> Occurrence:
    return Occurrence(event, change.when, change.title, change.place, change.notes, change.at)


def _order(occurrence: Occurrence, reader: datetime) -> tuple[datetime, str]:
    return start_of(occurrence.when, reader), str(occurrence.event.__name__)


def start_of(when: When, reader: datetime) -> datetime:
    """The instant at which it starts for a reader whose clocks are those of ``reader``."""
    return _midnight(when.first_day, reader) if when.all_day else when.starts_at


def end_of(when: When, reader: datetime) -> datetime:
    """The instant at which it is over, likewise."""
    return _midnight(when.last_day + DAY, reader) if when.all_day else when.ends_at


def _midnight(day: date, reader: datetime) -> datetime:
    return datetime.combine(day, time(), reader.tzinfo).astimezone(UTC)
