"""ChangeLog: what changed in a calendar, by revision, so that who has seen one can be told what came after."""

from typing import Any

from BTrees.Interfaces import BTreesConflictError
from BTrees.OOBTree import OOBTree
from persistent import Persistent

CHUNK = 100
"""How many changes are kept in one piece."""

MOST_CHUNKS = 1_000
"""How many pieces are kept; who saw nothing later than those must look at the whole calendar again."""


class ChangeLog(Persistent):
    """The names that changed, one revision each, in the order in which the changes were stored.

    A client that has seen a revision asks for the names since then (RFC 6578, section 3.1): those that
    are in the calendar changed, the others are gone. Two requests that change different events at the
    same time do not conflict here: what is stored second comes after what was stored first.
    """

    def __init__(self) -> None:
        self._chunks = OOBTree()  # revision before the first name → names
        self._before = 0  # the revision before the first of the latest names
        self._latest: tuple[str, ...] = ()

    @property
    def revision(self) -> int:
        return self._before + len(self._latest)

    @property
    def stored(self) -> bytes:
        """The id of the transaction that stored the latest change, 8 bytes.

        A log that is brought back from a backup has the same revisions again, but no such id twice.
        """
        self._p_activate()
        return bytes(self._p_serial)

    def note(self, name: str) -> None:
        """Something of that name came, changed, or went."""
        if len(self._latest) >= CHUNK:
            self._chunks[self._before] = self._latest
            self._before, self._latest = self.revision, ()
            if len(self._chunks) > MOST_CHUNKS:
                del self._chunks[self._chunks.minKey()]
        self._latest += (name,)

    def since(self, revision: int) -> list[str] | None:
        """The names that changed after that revision, each once; None when that is too long ago to tell."""
        pieces = [*self._chunks.items(), (self._before, self._latest)]
        if not pieces[0][0] <= revision <= self.revision:
            return None
        names = (name for before, piece in pieces for name in piece[max(0, revision - before) :])
        return list(dict.fromkeys(names))

    def _p_resolveConflict(  # noqa: N802 - the name that ZODB calls
        self, old: dict[str, Any], stored: dict[str, Any], mine: dict[str, Any]
    ) -> dict[str, Any]:
        """What is stored when another request stored changes meanwhile: theirs, and then mine.

        :raises BTreesConflictError: when mine filled a piece, whose place theirs may have taken.
        """
        if mine["_before"] != old["_before"]:
            raise BTreesConflictError(-1, -1, -1, 0)
        return {**stored, "_latest": stored["_latest"] + mine["_latest"][len(old["_latest"]) :]}
