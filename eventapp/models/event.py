"""Event: one entry of a calendar, a leaf of the tree."""

import hashlib
import re
import secrets
from base64 import b32encode
from typing import Any

from persistent import Persistent

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
    """Something that happens at some time.

    ``title``, ``place`` and ``notes`` are plain text. ``when`` is a :class:`When`; setting it keeps
    the time index of the calendar that the event is in true. ``name`` is one that :func:`new_id` made.
    """

    __parent__: Any = None

    def __init__(self, title: str, when: When, place: str = "", notes: str = "", name: str | None = None) -> None:
        self.__name__ = name or new_id()
        self.title = title
        self.place = place
        self.notes = notes
        self._when = when

    @property
    def when(self) -> When:
        return self._when

    @when.setter
    def when(self, when: When) -> None:
        if when == self._when:
            return
        self._when = when
        if self.__parent__ is not None:
            self.__parent__.moved(self)

    @property
    def version(self) -> str:
        """A digest of the content: it differs when anything that a person sees does (RFC 9110, section 8.8.3)."""
        when = self.when
        content = repr((self.title, when.start, when.end, when.timezone, self.place, self.notes))
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def __repr__(self) -> str:
        return f"<Event {self.__name__} {self.title!r} {self.when.start} {self.when.timezone}>"
