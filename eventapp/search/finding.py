"""Finding: the events that a query means, the next ones first and then the past ones, in bounds.

A word that few events have names them all, and those are looked at. Where every word is in many
events, or there is none, events are looked at in order of time, outwards from now, until there are
enough of them or so many were looked at that the rest is left.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from eventapp.ical import Occurrence
from eventapp.ical.occurrences import coming, end_of, past, start_of
from eventapp.models import Calendar, Event
from eventapp.models.textindex import words_of
from eventapp.search.nearest import last_of, next_of
from eventapp.search.query import Query

FEW = 500
"""How many events are looked at one by one."""

MOST_STEPS = 1_000
"""How many occurrences are looked at, coming and past, where events are looked at in order of time."""

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

    def __call__(self, event: Event) -> bool:
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
    found = Found()
    for event in filter(suits, events):
        following = next_of(event, window.next_from, window.until)
        if following is not None:
            found.coming.append(following)
        elif (last := last_of(event, window.since, window.last_from, window.now)) is not None:
            found.past.append(last)
    found.coming.sort(key=lambda o: start_of(o.when, window.now))
    found.past.sort(key=lambda o: end_of(o.when, window.now), reverse=True)
    return found


def _in_order(calendars: Sequence[Calendar], window: _Window, suits: Callable[[Event], bool], most: int) -> Found:
    now, until, since = window.now, window.until, window.since
    following: Iterator[Occurrence] = coming(calendars, window.next_from)
    if until is not None:
        following = takewhile(lambda o: start_of(o.when, now) < until, following)
    last: Iterator[Occurrence] = past(calendars, min(window.last_from + OVER, now))
    if since is not None:
        last = takewhile(lambda o: end_of(o.when, now) > since, last)
    if until is not None:
        last = (o for o in last if start_of(o.when, now) < until)
    seen: set[str] = set()
    first, cut = _walk(following, suits, seen, most)
    second, cut_too = _walk(last, suits, seen, most - len(first))
    return Found(first, second, cut or cut_too)


def _walk(
    occurrences: Iterator[Occurrence], suits: Callable[[Event], bool], seen: set[str], most: int
) -> tuple[list[Occurrence], bool]:
    """The first that suit, an event once; and whether the rest was left."""
    found: list[Occurrence] = []
    for steps, occurrence in enumerate(occurrences):
        if len(found) >= most or steps == MOST_STEPS:
            return found, steps == MOST_STEPS
        name = str(occurrence.event.__name__)
        if name not in seen and suits(occurrence.event):
            found.append(occurrence)
        seen.add(name)
    return found, False


def _all_begin(wanted: Iterable[str], words: list[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in wanted)


def _places(event: Event) -> str:
    return "\n".join((event.place, *(change.place for change in event.content.changes)))


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)
