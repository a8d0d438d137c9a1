"""Calendar: a container of events that knows them by time and keeps the deleted ones for a while."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from eventapp.models.event import Event
from eventapp.models.folder import Folder, NameTaken
from eventapp.models.timeindex import TimeIndex
from eventapp.models.when import When

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
    """The events of one person.

    Iteration, ``len`` and ``in`` see the events there are. Traversal (``[name]``) also reaches a
    deleted event, as a :class:`DeletedEvent`, so that it has a page and can be restored.
    """

    def __init__(self) -> None:
        super().__init__()
        self._times = TimeIndex()
        self._deleted = OOBTree()

    def __getitem__(self, name: str) -> Any:
        try:
            return super().__getitem__(name)
        except KeyError:
            return self._deleted[name]

    def add(self, event: Event) -> None:
        if event.__name__ in self._deleted:
            raise NameTaken("This event was deleted; restore it instead.")
        super().add(event)
        self._times.add(event.__name__, *_seconds(event.when))

    def remove(self, name: str) -> Event:
        """Take an event out for good; :meth:`delete` keeps it for a while.

        :raises KeyError: when there is none of that name.
        """
        event: Event = super().remove(name)
        self._times.remove(name)
        return event

    def moved(self, event: Event) -> None:
        """Note that an event of this calendar is at another time now."""
        self._times.remove(event.__name__)
        self._times.add(event.__name__, *_seconds(event.when))

    def coming(self, now: datetime) -> Iterator[Event]:
        """The events that are not over at ``now``, by start, the earliest first."""
        return map(super().__getitem__, self._times.coming(int(now.timestamp())))

    def past(self, now: datetime) -> Iterator[Event]:
        """The events that are over at ``now``, by end, the latest first."""
        return map(super().__getitem__, self._times.past(int(now.timestamp())))

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


def _seconds(when: When) -> tuple[int, int]:
    return int(when.starts_at.timestamp()), int(when.ends_at.timestamp())
