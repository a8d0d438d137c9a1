"""Calendar: a container of events that knows them by time and keeps the deleted ones for a while."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from eventapp.models.event import Event
from eventapp.models.folder import Folder, NameTaken
from eventapp.models.timeindex import TimeIndex
from eventapp.models.when import DAY

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
        self.reindex()
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
        self._file(event)

    def remove(self, name: str) -> Event:
        """Take an event out for good; :meth:`delete` keeps it for a while.

        :raises KeyError: when there is none of that name.
        """
        event: Event = super().remove(name)
        self._unfile(name)
        return event

    def moved(self, event: Event) -> None:
        """Note that an event of this calendar is at another time now."""
        self._unfile(str(event.__name__))
        self._file(event)

    def reindex(self) -> None:
        """File all events anew, as after a change in the rules of a time zone."""
        self._times = TimeIndex()  # in seconds since the epoch
        # Whole days, in seconds of a clock on the wall: they begin when the reader's day does
        self._days = TimeIndex()
        for event in self.values():
            self._file(event)

    def coming(self, now: datetime) -> Iterator[Event]:
        """The events that are not over at ``now``, by start, the earliest first.

        :param now: aware, in the time zone of the reader: a whole day is over when it is over there.
        """
        days = ((_on_wall(start, now), name) for start, name in self._days.coming(_wall(now)))
        return self._events(merge(self._times.coming(int(now.timestamp())), days))

    def past(self, now: datetime) -> Iterator[Event]:
        """The events that are over at ``now``, by end, the latest first. See :meth:`coming`."""
        days = ((_on_wall(end, now), name) for end, name in self._days.past(_wall(now)))
        return self._events(merge(self._times.past(int(now.timestamp())), days, reverse=True))

    def _events(self, found: Iterable[tuple[int, str]]) -> Iterator[Event]:
        return (self._children[name] for _, name in found)

    def _file(self, event: Event) -> None:
        when, name = event.when, event.__name__
        if when.all_day:
            self._days.add(name, _midnight(when.first_day), _midnight(when.last_day + DAY))
        else:
            self._times.add(name, int(when.starts_at.timestamp()), int(when.ends_at.timestamp()))

    def _unfile(self, name: str) -> None:
        (self._days if name in self._days else self._times).remove(name)

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


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _wall(now: datetime) -> int:
    """What the clocks around the reader show."""
    return int(now.replace(tzinfo=UTC).timestamp())


def _on_wall(seconds: int, now: datetime) -> int:
    """The instant at which the clocks around the reader show that."""
    return int(datetime.fromtimestamp(seconds, UTC).replace(tzinfo=now.tzinfo).timestamp())
