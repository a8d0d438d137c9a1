"""Leaving: accounts are removed once the days of grace are over, at start-up and every few minutes from then on."""

from functools import partial
from typing import Any

from transaction import TransactionManager

from eventapp.models import Entry, Root, What
from eventapp.security import audit


def remove_overdue(registry: Any, root: Root, _: TransactionManager) -> None:
    """Have each account removed whose time is over, in a transaction of its own: one that fails keeps no other."""
    for user in root["users"].overdue(registry.clock()):
        registry.background.put(partial(remove, registry, str(user.__name__)))


def remove(registry: Any, username: str, root: Root, tm: TransactionManager) -> None:
    """Remove an account, unless its owner came back, or another process was quicker."""
    now = registry.clock()
    user = root["users"].get(username)
    if user is not None and user.leaves_at is not None and user.leaves_at <= now:
        root.remove_user(user, now)
        audit.log_when_stored(tm, username, Entry(now, str(What.DELETED)))


def includeme(config: Any) -> None:
    registry = config.registry
    registry.background.add_chore(partial(remove_overdue, registry), registry.serves)
