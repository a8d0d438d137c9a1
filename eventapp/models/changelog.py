"""ChangeLog: what changed in a calendar, by revision, so that who has seen one can be told what came after."""

from BTrees.OOBTree import OOBTree
from persistent import Persistent


class ChangeLog(Persistent):
    """The revision at which each name last changed; what is gone is in there, too.

    ``revision`` grows by one with each change. A client that has seen one asks for the names since
    then (RFC 6578, section 3.1): those that are in the calendar changed, the others are gone.
    """

    revision = 0

    def __init__(self) -> None:
        self._names = OOBTree()  # revision → name
        self._revisions = OOBTree()  # name → revision

    def note(self, name: str) -> None:
        """Something of that name came, changed, or went."""
        self.revision += 1
        old = self._revisions.get(name)
        if old is not None:
            del self._names[old]
        self._names[self.revision] = name
        self._revisions[name] = self.revision

    def at(self, name: str) -> int:
        """The revision at which that name last changed; 0 when it never was here."""
        revision: int = self._revisions.get(name, 0)
        return revision

    def since(self, revision: int) -> list[str]:
        """The names that changed after that revision, the latest last."""
        return list(self._names.values(min=revision, excludemin=True))
