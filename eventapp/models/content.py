"""Content: all that an event says, as one value. An event changes by having another one."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from eventapp.models.recurrence import Recurrence
from eventapp.models.when import When


@dataclass(frozen=True)  # without slots, whose pickles could never gain a field; so are the others here
class Change:
    """One occurrence of a recurring event that differs from the others (RFC 5545, section 3.8.4.4).

    :param at: the start that it would have: a day, or a wall time in the zone of the event.
    """

    at: date | datetime
    title: str
    when: When
    place: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Source:
    """The iCalendar text that an event came in as, so that all of it goes out again.

    :param text: its VEVENTs, with CRLF.
    :param version: the version of the content that was read from it.
    """

    text: str
    version: str


@dataclass(frozen=True)
class Content:
    """:param title: plain text, as ``place`` and ``notes`` are.
    :param reminders: how long before the start to remind, in minutes.
    :param people: who takes part, by name or address, for reading and searching.
    """

    title: str
    when: When
    place: str = ""
    notes: str = ""
    recurrence: Recurrence = field(default_factory=Recurrence)
    changes: tuple[Change, ...] = ()
    reminders: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    source: Source | None = None

    @property
    def version(self) -> str:
        """A digest of all that a person sees: it differs when that does (RFC 9110, section 8.8.3)."""
        when, again = self.when, self.recurrence
        seen = (
            *(self.title, when.start, when.end, when.timezone, when.floating, self.place, self.notes),
            *(again.rules, again.also, again.never, self.changes, self.reminders, self.people),
        )
        return hashlib.sha256(repr(seen).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def words(self) -> str:
        """All the text in it, for searching."""
        changed = [text for change in self.changes for text in (change.title, change.place, change.notes)]
        return "\n".join((self.title, self.place, self.notes, *self.people, *changed))
