"""Understanding a line: the parts that say something are taken out, what is left is the title and the place."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from unicodedata import normalize
from zoneinfo import ZoneInfo

from eventapp.models.when import When
from eventapp.quickadd.dates import on_or_after
from eventapp.quickadd.line import Line, Part
from eventapp.quickadd.meaning import meaning
from eventapp.quickadd.patterns import LANGUAGES, SURELY_ENGLISH, patterns
from eventapp.quickadd.scan import parts, plain, together

LONGEST = 500
HIDDEN = "\0"
"""In the place of quoted characters, in which nothing is read."""
LOOSE = " ,;:-\u2013\u2014"
"""What is left over beside a part that was taken out."""

_QUOTED = re.compile(
    r"(?:^|(?<=[ (]))(?:"
    '"[^"]*"|\u201c[^\u201c\u201d]*\u201d|\u201e[^\u201c\u201d\u201e]*[\u201c\u201d]|\u00ab[^\u00ab\u00bb]*\u00bb|\u00bb[^\u00ab\u00bb]*\u00ab'
    r")(?!\w)"
)
_EMPTY = re.compile(r"\( *\)|\[ *\]")


@dataclass(frozen=True)
class Understood:
    """What a line says.

    :param title: the text that is no other part; "" when there is none.
    :param when: its time, the first one when it repeats; None when no date was found, and all is the title.
    :param rule: how it repeats, the value of an RRULE (RFC 5545, section 3.3.10); "" when it does not.
    :param place: where it is, or "".
    :param day: where ``when`` is None, a day that it names for all that: something to begin with in a form.
    """

    title: str
    when: When | None
    rule: str = ""
    place: str = ""
    day: date | None = None


def understand(text: str, now: datetime, timezone: str, language: str = "en", day_first: bool = True) -> Understood:
    """The title, the time, the rule and the place that a line says.

    Nothing is guessed. What only looks like a date stays in the title; where a time could be saved that was not
    meant, nothing of the line is understood. Without am or pm, the hours from 1 to 6 mean the afternoon in English,
    as people say them: "at 5" is 17:00. A leading zero says the clock of 24 hours: "06:30".

    Where the reader's language finds no day in it and English does, the line is read as English; and not understood
    where it matters then what "6:30" means, as the reader may write that in their own way.

    :param text: one line; of one over 500 characters nothing is understood.
    :param now: an instant, aware.
    :param timezone: the reader's, an IANA name. Days and times are meant in it.
    :param language: a code such as "en" or "de-AT"; one that is not known is read as English.
    :param day_first: whether 12/5/2026 is in May.
    """
    typed = normalize("NFC", " ".join(text.split()))
    if len(typed) > LONGEST:
        return Understood(typed, None)
    code = language.lower().replace("_", "-").partition("-")[0]
    code = code if code in LANGUAGES else "en"
    line = _line(typed, now.astimezone(ZoneInfo(timezone)), code, day_first)
    found = parts(line)
    no_day = code != "en" and not any(part.unclear or _is_dated(part) for part in found)
    if no_day and any(map(_is_dated, parts(_in(line, SURELY_ENGLISH)))):
        return _as_english(_in(line, "en"), timezone)
    return _meant(line, found, timezone)


def _meant(line: Line, found: list[Part], timezone: str) -> Understood:
    facts = plain(found)
    meant = meaning(line, facts, timezone) if facts else None
    if meant is None:
        days = together(found).days
        return Understood(line.typed, None, day=on_or_after(days.first, line.now.date()) if days else None)
    title, place = _rest(line, [part for part in found if part.facts.said()])
    return Understood(title, meant[0], meant[1], place)


def _as_english(line: Line, timezone: str) -> Understood:
    """What the line says to people of England, if those who count the hours to 24 would say the same."""
    said = _meant(line, parts(line), timezone)
    of_24_hours = replace(line, language=replace(line.language, afternoon=frozenset()))
    if said == _meant(of_24_hours, parts(of_24_hours), timezone):
        return said
    return Understood(line.typed, None, day=said.when.first_day if said.when else None)


def _is_dated(part: Part) -> bool:
    """Whether it says more than a time of day or how long: a day, a rule, or something of that kind that is vague."""
    return part.vague or not part.facts.said().keys() <= {"times", "length"}


def _in(line: Line, code: str) -> Line:
    return replace(line, language=LANGUAGES[code], patterns=patterns(code))


def _line(typed: str, instant: datetime, code: str, day_first: bool) -> Line:
    lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in typed)
    hidden = _QUOTED.sub(lambda quoted: HIDDEN * len(quoted.group()), lower)
    now = instant.replace(tzinfo=None)
    return Line(typed, hidden, now, instant, day_first, LANGUAGES[code], patterns(code))


def _rest(line: Line, taken: list[Part]) -> tuple[str, str]:
    """The title and the place: the text that no part has taken."""
    edges = [0, *(edge for part in taken for edge in (part.start, part.end)), len(line.low)]
    gaps = list(zip(edges[::2], edges[1::2], strict=True))
    place = _place(line, gaps)
    if place is not None:
        start, word, end = place
        gaps = [
            piece for gap in gaps for piece in ([(gap[0], start), (end, gap[1])] if gap[0] <= start < gap[1] else [gap])
        ]
    pieces = [_piece(line, *gap) for gap in gaps]
    title = " ".join(_EMPTY.sub(" ", " ".join(pieces)).split())
    return _unquoted(title), _piece(line, word, end) if place else ""


def _place(line: Line, gaps: list[tuple[int, int]]) -> tuple[int, int, int] | None:
    """Where the place begins, its first word, and its end.

    It begins at the last "@", or else at the last "at", and goes up to the next part or quote.
    """
    found = []
    for at in line.starts():
        word = line.match("place", at)
        end = next((end for start, end in gaps if start <= at < end), 0)
        if word and word.end() < end:
            quote = line.low.find(HIDDEN, word.end(), end)
            end = end if quote < 0 else quote
            if line.typed[word.end() : end].strip(LOOSE):
                found.append((line.low[at] == "@", at, word.end(), end))
    return max(found)[1:] if found else None


def _piece(line: Line, start: int, end: int) -> str:
    """The text between, without what was left over beside the parts at its ends."""
    text = line.typed[start:end]
    text = text.lstrip(LOOSE) if start else text
    return text.strip() if end == len(line.typed) else text.rstrip(LOOSE)


def _unquoted(title: str) -> str:
    """A title that is quoted as a whole needs no quotes any more."""
    return title[1:-1].strip() if _QUOTED.fullmatch(title) else title
