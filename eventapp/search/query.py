"""Query: what a line of search means: words, "phrases", -without, after: before: on: in: place: calendar:."""

import re
from dataclasses import dataclass
from datetime import date

from eventapp.i18n import _
from eventapp.models.textindex import words_of
from eventapp.models.when import DAY, FIRST_YEAR, LAST_YEAR

LONGEST = 500
"""How many characters are read."""

MOST_TERMS = 20
"""How many words are looked for, in phrases and places too."""

Phrase = tuple[str, ...]

KEYS = {key: key for key in ("after", "before", "on", "in", "place", "calendar")} | {
    "ab": "after",
    "nach": "after",
    "vor": "before",
    "am": "on",
    "im": "in",
    "ort": "place",
    "kalender": "calendar",
}
"""What may stand before a colon, in each language, and what it means."""

_TERM = re.compile(rf'(-?)(?:({"|".join(KEYS)}):)?(?:"([^"]*)"?|(\S*))', re.IGNORECASE)
_QUOTES = str.maketrans("\u201c\u201d\u201e\u00ab\u00bb", '"' * 5)
_SPAN = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")


@dataclass(frozen=True)
class Query:
    """All words are as :func:`words_of` makes them. Days are the reader's.

    :param words: each of them begins some word of the event.
    :param phrases: words that follow each other in it.
    :param places: words of which each begins some word of its place.
    :param without: words or phrases; an event in which one of them is, is left out.
    :param calendars: words of the names of calendars, of which one has to fit.
    :param since: the first day of the range; None when it has no beginning.
    :param until: the day after its last; None when it has no end.
    :param problem: why it can't be looked for, in words for people, or "".
    :param cut: whether there were more terms than are looked for.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    places: tuple[str, ...] = ()
    without: tuple[Phrase, ...] = ()
    calendars: tuple[Phrase, ...] = ()
    since: date | None = None
    until: date | None = None
    problem: str = ""
    cut: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """All words that an event must have, or begin with."""
        return (*self.words, *(word for phrase in self.phrases for word in phrase), *self.places)

    def __bool__(self) -> bool:
        return bool(self.needed or self.without or self.calendars or self.since or self.until)


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.phrases: list[Phrase] = []
        self.places: list[str] = []
        self.without: list[Phrase] = []
        self.calendars: list[Phrase] = []
        self.since: date | None = None
        self.until: date | None = None
        self.problem = ""
        self.cut = False

    def term(self, minus: bool, key: str, text: str, quoted: bool) -> None:
        if KEYS.get(key) in {"after", "before", "on", "in"}:
            self._range(minus, key, text)
            return
        words = words_of(text)
        found = tuple(words[: MOST_TERMS - self.count])
        self.cut = len(found) < len(words)
        if minus and key:
            term, word = f"-{key}:{text}", f"-{text}"
            self.problem = self.problem or _(
                "“${term}” can’t be left out. Leave out words, such as ${word}.", term=term, word=word
            )
        elif not found:
            self.problem = self.problem or (_("Write what to look for behind “${key}:”.", key=key) if key else "")
        elif minus:
            self.without.append(found)
        elif key:
            (self.places.extend if KEYS[key] == "place" else lambda words: self.calendars.append(tuple(words)))(found)
        elif quoted:
            self.phrases.append(found)
        else:
            self.words.extend(found)

    def _range(self, minus: bool, key: str, text: str) -> None:
        span = _span(text)
        if minus or span is None:
            term = f"{'-' * minus}{key}:{text}"
            self.problem = self.problem or _(
                "“${term}” is no day. Write ${key}:2026, ${key}:2026-01 or ${key}:2026-01-15.", term=term, key=key
            )
            return
        first, end = span
        since = None if KEYS[key] == "before" else first
        until = first if KEYS[key] == "before" else None if KEYS[key] == "after" else end
        self.since = max(filter(None, (self.since, since)), default=None)
        self.until = min(filter(None, (self.until, until)), default=None)
        if self.since and self.until and self.since >= self.until:
            self.problem = self.problem or _("No day is in all of these ranges at once.")

    @property
    def count(self) -> int:
        """How many words there are."""
        return len(self.words) + len(self.places) + sum(map(len, (*self.phrases, *self.without, *self.calendars)))


def parse(text: str) -> Query:
    """What a line of search means.

    :param text: of more than 500 characters, or more than 20 words, the rest is not looked for.
    """
    reading, cut = _Reading(), len(text) > LONGEST
    for match in _TERM.finditer(text[:LONGEST].translate(_QUOTES)):
        minus, key, quoted, plain = match.groups()
        if not match.group():
            continue
        if reading.count >= MOST_TERMS:
            cut = True
            break
        reading.term(bool(minus), (key or "").lower(), plain if quoted is None else quoted, quoted is not None)
    return Query(
        *(tuple(reading.words), tuple(reading.phrases), tuple(reading.places), tuple(reading.without)),
        calendars=tuple(reading.calendars),
        since=reading.since,
        until=reading.until,
        problem=reading.problem,
        cut=cut or reading.cut,
    )


def _span(text: str) -> tuple[date, date] | None:
    """The first day of a year, a month or a day, and the day after its last; None when there is no such thing."""
    match = _SPAN.fullmatch(text)
    numbers = [int(part) for part in match.groups() if part] if match else []
    if not numbers or not FIRST_YEAR <= numbers[0] <= LAST_YEAR:
        return None
    try:
        first = date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    if len(numbers) == 3:
        return first, first + DAY
    year, month = (first.year, first.month) if len(numbers) == 2 else (first.year, 12)
    return first, date(year + month // 12, month % 12 + 1, 1)
