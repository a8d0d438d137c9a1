"""TimeIndex: finds what is on at a time, at a cost set by what is found and not by what is stored.

An interval is filed by its length class and its start; class n holds lengths below 2**n seconds. Within
a class no interval is longer than the class allows, so whatever may reach into a span of time starts at
most that far before it: a look-up is one short range of keys per class, and the ranges are merged by
start. Nothing but integers and names is read until an event is really shown.
"""

from collections.abc import Iterator
from contextlib import suppress
from heapq import merge

from BTrees.OOBTree import OOBTree
from persistent import Persistent


class TimeIndex(Persistent):
    """Names by interval, in whole seconds of one time scale; an end is never before its start."""

    def __init__(self) -> None:
        # (length class, start, name) → end
        self._by_start = OOBTree()
        # (-end, name) → start: the keys of a BTree only run upwards, and past events are wanted latest first
        self._by_end = OOBTree()
        # name → (start, end), as it is filed: what a time zone's rules make of an event may change meanwhile
        self._filed = OOBTree()

    def add(self, name: str, start: int, end: int) -> None:
        self._filed[name] = (start, end)
        self._by_start[_class_of(start, end), start, name] = end
        self._by_end[-end, name] = start

    def remove(self, name: str) -> None:
        start, end = self._filed.pop(name)
        del self._by_start[_class_of(start, end), start, name]
        del self._by_end[-end, name]

    def __contains__(self, name: object) -> bool:
        return name in self._filed

    def coming(self, now: int) -> Iterator[tuple[int, str]]:
        """The start and the name of those that are not over, the earliest start first."""
        found = [
            ((start, name) for (_, start, name), end in self._class(n, now) if end > now or start >= now)
            for n in self._classes()
        ]
        return merge(*found)

    def between(self, since: int, until: int) -> Iterator[str]:
        """The names of those that are on in [since, until), in no order; what has no length is on at its start."""
        for n in self._classes():
            for (_, start, name), end in self._by_start.items(min=(n, since - 2**n), max=(n, until), excludemax=True):
                if end > since or start >= since:
                    yield name

    def past(self, now: int) -> Iterator[tuple[int, str]]:
        """The end and the name of those that are over, the latest end first."""
        return ((-end, name) for (end, name), start in self._by_end.items(min=(-now,)) if start < now)

    def _classes(self) -> Iterator[int]:
        """The length classes that there are: a handful, where a page looks into them some eighty times."""
        n = 0
        with suppress(ValueError):  # there is no key any more
            while True:
                n = self._by_start.minKey((n,))[0]
                yield n
                n += 1

    def _class(self, n: int, since: int) -> Iterator[tuple[tuple[int, int, str], int]]:
        return iter(self._by_start.items(min=(n, since - 2**n), max=(n + 1,)))


def _class_of(start: int, end: int) -> int:
    return (end - start).bit_length()
