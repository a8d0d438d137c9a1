"""Calendar: a container of events that knows them by time and by word, and keeps the deleted ones for a while."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from eventapp.models.changelog import ChangeLog
from eventapp.models.event import Event
from eventapp.models.folder import Folder, NameTaken
from eventapp.models.imported import Imported
from eventapp.models.schedule import Schedule
from eventapp.models.textindex import TextIndex

KEPT_FOR = timedelta(days=30)
"""How long a deleted event can be restored."""


class DeletedEvent(Persistent):
    """What stands where an event was: the event, and the time (UTC) at which it was deleted."""

    def __init__(self, event: Event, parent: "Calendar", deleted_at: datetime) -> None:
        self.__parent__: Any = parent
        self.__name__ = event.__name__
        self.event = event
        self.deleted_at = deleted_at

    @property
    def kept_until(self) -> datetime:
        return self.deleted_at + KEPT_FOR

    @property
    def version(self) -> str:
        """Differs from the event's own: a form made before the deletion is out of date."""
        return f"deleted-{self.event.version}"

    def __repr__(self) -> str:
        return f"<DeletedEvent {self.__name__} {self.event.title!r}, kept until {self.kept_until:%Y-%m-%d}>"


class Calendar(Folder):
    """The events of one person, or some of them.

    Iteration, ``len`` and ``in`` see the events there are. Traversal (``[name]``) also reaches a
    deleted event, as a :class:`DeletedEvent`, so that it has a page and can be restored.

    :param title: how its owner calls it; empty for a person's own.
    """

    hue: int | None = None
    """One of eight colours, 0 to 7; None: each event has one by its title."""

    feed: bytes | None = None
    """The digest of the token by which others read it; :class:`Root` knows it by that, too."""

    deleted_at: datetime | None = None
    """The time (UTC) at which it was deleted; it can be restored for 30 days from then."""

    imported: Imported | None = None
    """What the last import did, while it can be taken back."""

    def __init__(self, title: str = "", name: str | None = None) -> None:
        super().__init__()
        self.title = title
        self.__name__ = name
        self.log = ChangeLog()
        self.reindex()
        self._deleted = OOBTree()

    def is_over(self, now: datetime) -> bool:
        """Whether it was deleted and can't be restored any more."""
        return self.deleted_at is not None and self.deleted_at + KEPT_FOR <= now

    def __getitem__(self, name: str) -> Any:
        try:
            return super().__getitem__(name)
        except KeyError:
            return self._deleted[name]

    def add(self, event: Event) -> None:
        if event.__name__ in self._deleted:
            raise NameTaken("This event was deleted; restore it instead.")
        super().add(event)
        self._file(event)
        self.log.note(event.__name__)

    def remove(self, name: str) -> Event:
        """Take an event out for good; :meth:`delete` keeps it for a while.

        :raises KeyError: when there is none of that name.
        """
        event: Event = super().remove(name)
        self._unfile(event)
        self.log.note(name)
        return event

    def changed(self, event: Event) -> None:
        """Note that an event of this calendar says something else now."""
        self._unfile(event)
        self._file(event)
        self.log.note(str(event.__name__))

    def reindex(self) -> None:
        """File all events anew, as after a change in the rules of a time zone."""
        self._times, self._texts, self._by_uid = Schedule(), TextIndex(), OOBTree()
        for event in self.values():
            self._file(event)

    def coming(self, now: datetime) -> Iterator[Event]:
        """The events that happen once and are not over at ``now``, by start, the earliest first.

        :param now: aware, in the time zone of the reader: a whole day is over when it is over there.
        """
        return self._events(self._times.coming(now))

    def past(self, now: datetime) -> Iterator[Event]:
        """The events that happened once and are over at ``now``, by end, the latest first. See :meth:`coming`."""
        return self._events(self._times.past(now))

    def between(self, since: datetime, until: datetime) -> Iterator[Event]:
        """The events that happen once and are on in [since, until), in no order.

        :param since: aware, as ``until`` is, in the time zone of the reader.
        """
        return self._events(self._times.between(since, until))

    def again_between(self, since: datetime, until: datetime) -> Iterator[Event]:
        """The recurring events that may happen in [since, until), in no order: not all of them do."""
        return self._events(self._times.again_between(since, until))

    def few_with(self, word: str, most: int) -> set[str] | None:
        """The names of the events that have a word which begins so; None when more than ``most`` words do.

        :param word: as :func:`words_of` makes them.
        """
        return self._texts.few(word, most)

    def has_word(self, event: Event, word: str) -> bool:
        """Whether an event of this calendar has a word which begins so."""
        return self._texts.has(str(event.__name__), word)

    def by_uid(self, uid: str) -> Event | None:
        """The event of that UID; None when there is none here."""
        return self._children.get(self._by_uid.get(uid, ""))

    def _events(self, names: Iterable[str]) -> Iterator[Event]:
        return (self._children[name] for name in names)

    def _file(self, event: Event) -> None:
        self._times.add(event)
        self._texts.add(event.__name__, event.content.words)
        self._by_uid[event.uid] = event.__name__

    def _unfile(self, event: Event) -> None:
        name = str(event.__name__)
        self._times.remove(name)
        self._texts.remove(name)
        if self._by_uid.get(event.uid) == name:  # one that was restored can share it with one that was imported
            del self._by_uid[event.uid]

    def delete(self, name: str, now: datetime) -> DeletedEvent:
        """Delete an event, keep it for 30 days, and let go of those whose days are over.

        :raises KeyError: when there is no event of that name.
        """
        self.empty_trash(now)
        deleted = DeletedEvent(self.remove(name), self, now)
        self._deleted[name] = deleted
        return deleted

    def restore(self, name: str) -> Event:
        """Put a deleted event back as it was.

        :raises KeyError: when no deleted event has that name.
        """
        event: Event = self._deleted.pop(name).event
        self.add(event)
        return event

    def deleted(self, now: datetime) -> list[DeletedEvent]:
        """The deleted events that can still be restored, the latest deleted first."""
        kept = (deleted for deleted in self._deleted.values() if now < deleted.kept_until)
        return sorted(kept, key=lambda deleted: deleted.deleted_at, reverse=True)

    def get_deleted(self, name: str, now: datetime) -> DeletedEvent | None:
        """The deleted event of that name, while it can be restored."""
        deleted: DeletedEvent | None = self._deleted.get(name)
        return deleted if deleted is not None and now < deleted.kept_until else None

    def empty_trash(self, now: datetime) -> None:
        """Let go of the deleted events whose 30 days are over."""
        for name in [name for name, deleted in self._deleted.items() if deleted.kept_until <= now]:
            del self._deleted[name]
