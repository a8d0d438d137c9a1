"""Event: one entry of a calendar, a leaf of the tree."""

import re
import secrets
from base64 import b32encode
from dataclasses import replace
from typing import Any

from persistent import Persistent

from eventapp.models.content import Content
from eventapp.models.recurrence import Recurrence
from eventapp.models.when import When

ID = re.compile(r"[a-z2-7]{26}")
"""What :func:`new_id` makes."""


def new_id() -> str:
    """A name for an event: 128 random bits as 26 characters of a-z and 2-7.

    Nobody can guess it, it needs no quoting in a URL, and it is far longer than any view's name, so
    an event can't hide a view of its calendar.
    """
    return b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


class Event(Persistent):
    """Something that happens at some time, once or again and again.

    What it says is one value, its :class:`Content`; setting it keeps the calendar's indexes and its
    log true, and the content before is kept for :meth:`undo`.

    :param name: one that :func:`new_id` made.
    :param more: further fields of :class:`Content`.
    """

    __parent__: Any = None

    _uid = ""

    before: Content | None = None
    """What it said before the last change."""

    split_off = ""
    """The name of the event that the last change made of its later occurrences."""

    part: "Event | None" = None
    """That event, which is nowhere else while the change is undone."""

    split_from = ""
    """The name of the event that this one was a part of."""

    made_as = "", ""
    """Likewise of a part: its version when it was made, and what names the calendar that it was put into."""

    def __init__(
        self, title: str, when: When, place: str = "", notes: str = "", name: str | None = None, **more: Any
    ) -> None:
        self.__name__ = name or new_id()
        self._content = Content(title, when, place, notes, **more)

    @classmethod
    def of(cls, content: Content, uid: str = "", name: str | None = None) -> "Event":
        """A new event that says that.

        :param uid: its UID, for one that comes from elsewhere.
        """
        event = cls(content.title, content.when, name=name)
        event._content, event._uid = content, uid
        return event

    @property
    def uid(self) -> str:
        """What names it in all the world (UID, RFC 5545, section 3.8.4.7)."""
        return self._uid or f"{self.__name__}@eventapp"

    @property
    def content(self) -> Content:
        return self._content

    @content.setter
    def content(self, content: Content) -> None:
        if content == self._content:
            return
        self.before, self._content = self._content, content
        self.split_off, self.part = "", None
        if self.__parent__ is not None:
            self.__parent__.changed(self)

    def change(self, **fields: Any) -> None:
        """Let it say something else: fields of :class:`Content`."""
        self.content = replace(self._content, **fields)

    def undo(self) -> None:
        """Take the last change back; once more, and the change is there again. It is no error when there is none."""
        name, part = self.split_off, self.part
        self.content = self.before or self._content
        self.split_off, self.part = name, part

    @property
    def title(self) -> str:
        return self._content.title

    @property
    def when(self) -> When:
        return self._content.when

    @property
    def place(self) -> str:
        return self._content.place

    @property
    def notes(self) -> str:
        return self._content.notes

    @property
    def recurrence(self) -> Recurrence:
        return self._content.recurrence

    @property
    def version(self) -> str:
        return self._content.version

    def __repr__(self) -> str:
        again = ", again and again" if self.recurrence else ""
        return f"<Event {self.__name__} {self.title!r} {self.when.start} {self.when.timezone}{again}>"
