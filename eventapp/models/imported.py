"""Imported: what the last import into a calendar did, so that its owner can look at it and take it back."""

from datetime import datetime

from persistent import Persistent

MOST_SKIPPED = 500
"""How many of the events that were left out are named; beyond it they are counted only."""


class Imported(Persistent):
    """A record of its own beside its calendar. It names events; they may be gone by now, or say something else.

    :param at: the time (UTC) of the import.
    :param revision: that of the calendar's log after it: what changed since is not the import's any more.
    :param added: the names of the events that are new.
    :param restored: the names of those that were deleted, and are back.
    :param updated: the names of those that say something else now, some of them among ``restored``.
    :param same: how many of the file there were already, just as they are in it.
    :param skipped: (title, reason) of those that were left out.
    :param others: how many entries that are no events, such as tasks, the files had.
    """

    def __init__(  # noqa: PLR0913 - each is one figure of the summary
        self,
        at: datetime,
        revision: int,
        *,
        added: tuple[str, ...] = (),
        restored: tuple[str, ...] = (),
        updated: tuple[str, ...] = (),
        same: int = 0,
        skipped: tuple[tuple[str, str], ...] = (),
        others: int = 0,
    ) -> None:
        self.at = at
        self.revision = revision
        self.added, self.restored, self.updated = added, restored, updated
        self.same = same
        self.skipped, self.skipped_in_all = skipped[:MOST_SKIPPED], len(skipped)
        self.others = others

    def __repr__(self) -> str:
        return f"<Imported {self.at:%Y-%m-%d}: {len(self.added)} added, {len(self.updated)} updated>"
