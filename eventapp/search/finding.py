"""Finding: the events that a query means, the next ones first and then the past ones, in bounds.

A word that few events have names them all, and those are looked at. Where every word is in many
events, or there is none, events are looked at in order of time, outwards from now, until there are
enough of them or so many were looked at that the rest is left.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any

from eventapp.ical import Occurrence
from eventapp.ical.occurrences import coming, end_of, past, start_of
from eventapp.ical.patience import Patience
from eventapp.models import Calendar, Event
from eventapp.models.textindex import words_of
from eventapp.search.nearest import FAR_OFF, LONG_AGO, last_of, next_of
from eventapp.search.query import Query

FEW = 500
"""How many events are looked at one by one."""

MOST_LOOKED = 1_000
"""How many events that happen once are looked at, coming and past, where that is done in order of time."""

NEAR = 3
"""In how many looks, each at a longer span than the last, recurring events are asked one by one whether they suit.

From then on it is known which ones do, so that nobody looks further once all of them are found.
"""

MOST_TEXT = 300_000
"""How many characters are read for phrases."""

OVER = timedelta(days=31)
"""An event that goes on for longer after the end of a range may not be found in it, among many."""


@dataclass
class Found:
    """:param coming: by start, the earliest first; a recurring event by its next occurrence.
    :param past: by end, the latest first; a recurring event by its last occurrence.
    :param cut: whether there may be more, further away from now.
    """

    coming: list[Occurrence] = field(default_factory=list)
    past: list[Occurrence] = field(default_factory=list)
    cut: bool = False


def find(calendars: Sequence[Calendar], query: Query, now: datetime, most: int) -> Found:
    """The events in these calendars that the query means; about ``most`` of them, the nearest to now.

    :param now: aware, in the time zone of the reader, whose days the range is in.
    """
    window = _Window(query, now)
    suits = _Judge(query)
    few = _few(calendars, query)
    found = _in_order(calendars, window, suits, most) if few is None else _one_by_one(few, window, suits)
    found.cut |= suits.left <= 0
    return found


class _Window:
    """The range, and where now is in it."""

    def __init__(self, query: Query, now: datetime) -> None:
        self.now = now
        self.since = None if query.since is None else _midnight(query.since, now)
        self.until = None if query.until is None else _midnight(query.until, now)
        self.next_from = max(filter(None, (self.since, now)))
        self.last_from = min(filter(None, (self.until, now)))


class _Judge:
    """Whether an event suits a query. It reads the texts for phrases, and only so many of them."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.phrases = [*query.phrases, *(phrase for phrase in query.without if len(phrase) > 1)]
        self.left = MOST_TEXT
        self._known: dict[str, bool] = {}

    def __call__(self, event: Event) -> bool:
        name = str(event.__name__)
        if name not in self._known:
            self._known[name] = self._suits(event)
        return self._known[name]

    def _suits(self, event: Event) -> bool:
        query, calendar = self.query, event.__parent__
        if not all(calendar.has_word(event, word) for word in query.needed):
            return False
        if any(len(phrase) == 1 and calendar.has_word(event, phrase[0]) for phrase in query.without):
            return False
        if query.places and not _all_begin(query.places, words_of(_places(event))):
            return False
        if not self.phrases:
            return True
        text = event.content.words
        self.left -= len(text)
        if self.left <= 0:
            return False
        line = f" {' '.join(words_of(text))} "
        wanted = all(f" {' '.join(phrase)} " in line for phrase in query.phrases)
        return wanted and not any(f" {' '.join(phrase)}" in line for phrase in query.without if len(phrase) > 1)


def _few(calendars: Sequence[Calendar], query: Query) -> list[Event] | None:
    """The events that have the rarest word; None when there are many."""
    found: list[Event] = []
    for calendar in calendars:
        names = [names for word in query.needed if (names := calendar.few_with(word, FEW)) is not None]
        if not query.needed:
            names = [set(islice(calendar.keys(), FEW + 1))]
        rarest = min(names, key=len, default=None)
        if rarest is None or len(found) + len(rarest) > FEW:
            return None
        found += (calendar.get(name) for name in rarest)
    return found


def _one_by_one(events: Iterable[Event], window: _Window, suits: Callable[[Event], bool]) -> Found:
    found, patience = Found(), Patience()
    for event in filter(suits, events):
        following = next_of(event, window.next_from, window.until, patience)
        if following is not None:
            found.coming.append(following)
        elif (last := last_of(event, window.since, window.last_from, window.now, patience)) is not None:
            found.past.append(last)
    found.cut = patience.lost
    found.coming.sort(key=lambda o: start_of(o.when, window.now))
    found.past.sort(key=lambda o: end_of(o.when, window.now), reverse=True)
    return found


def _in_order(calendars: Sequence[Calendar], window: _Window, suits: Callable[[Event], bool], most: int) -> Found:
    now, until, since = window.now, window.until, window.since
    seen: set[str] = set()
    ahead: list[Any] = [_Suiting(calendar, suits, seen) for calendar in calendars]
    behind: list[Any] = [_Suiting(calendar, suits, seen) for calendar in calendars]
    patience = Patience()
    following: Iterator[Occurrence] = coming(ahead, window.next_from, patience)
    if until is not None:
        following = takewhile(lambda o: start_of(o.when, now) < until, following)
    last: Iterator[Occurrence] = past(behind, min(window.last_from + OVER, now), patience)
    if since is not None:
        last = takewhile(lambda o: end_of(o.when, now) > since, last)
    if until is not None:
        last = (o for o in last if start_of(o.when, now) < until)
    first = _once_each(following, seen, most)
    second = _once_each(last, seen, most - len(first))
    return Found(first, second, patience.lost or any(calendar.cut for calendar in (*ahead, *behind)))


class _Suiting:
    """A calendar as occurrences are looked for in it, of which only the events that suit are there.

    Of those that happen once so many are looked at; a recurring one is left out once it is found.
    """

    def __init__(self, calendar: Calendar, suits: Callable[[Event], bool], seen: set[str]) -> None:
        self._calendar, self._suits, self._seen = calendar, suits, seen
        self._series: set[str] | None = None  # the names of those that suit and are not found yet
        self._looks = 0
        self.cut = False

    def coming(self, now: datetime) -> Iterator[Event]:
        return self._some(self._calendar.coming(now))

    def past(self, now: datetime) -> Iterator[Event]:
        return self._some(self._calendar.past(now))

    def again_between(self, since: datetime, until: datetime) -> Iterator[Event]:
        self._looks += 1
        if self._looks <= NEAR:  # what is near is often enough
            near = self._calendar.again_between(since, until)
            return (event for event in near if event.__name__ not in self._seen and self._suits(event))
        if self._series is None:
            every = self._calendar.again_between(LONG_AGO, FAR_OFF)
            self._series = {str(event.__name__) for event in every if self._suits(event)}
        self._series -= self._seen
        if not self._series:
            return iter(())
        found = self._calendar.again_between(since, until)
        return (event for event in found if event.__name__ in self._series)

    def _some(self, events: Iterator[Event]) -> Iterator[Event]:
        yield from filter(self._suits, islice(events, MOST_LOOKED))
        self.cut = next(events, None) is not None


def _once_each(occurrences: Iterator[Occurrence], seen: set[str], most: int) -> list[Occurrence]:
    """The first occurrences, so many of them, each event once."""
    found: list[Occurrence] = []
    while len(found) < most and (occurrence := next(occurrences, None)) is not None:
        name = str(occurrence.event.__name__)
        if name not in seen:
            found.append(occurrence)
            seen.add(name)
    return found


def _all_begin(wanted: Iterable[str], words: list[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in wanted)


def _places(event: Event) -> str:
    return "\n".join((event.place, *(change.place for change in event.content.changes)))


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)
