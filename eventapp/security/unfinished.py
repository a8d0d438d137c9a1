"""Sign-ins that were left at the second step: somebody gave the right password and no more (ASVS 6.3.5).

Each is kept until it is done, or its time is over. Then it is noted where the owner of the account sees
it, and mailed to them: whoever it was knows their password.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from pyramid.request import Request
from transaction import TransactionManager

from eventapp.models import Entry, Root, User, What
from eventapp.security import audit, messages, sessions

COOKIE = "second-step"

LIFETIME = timedelta(minutes=5)
"""For how long the second step can be given after the first."""

MAIL_INTERVAL = timedelta(hours=1)
"""How long after a mail about it the next one is sent, so that nobody can fill a mailbox."""


def begin(request: Request, user: User, digest: bytes) -> None:
    """Note that ``user`` is owed a second step, for the ticket of that digest.

    Who begins again in the same browser has begun when they first did, so nobody puts it off for ever.
    """
    earlier = end(request, user)
    request.tree.leave_unfinished(user, digest, earlier or audit.entry_of(request, What.SECOND_STEP_LEFT))


def end(request: Request, user: User) -> Entry | None:
    """Forget what ``user`` began in this browser, whatever way they went on; what was kept of it."""
    token = sessions.read_cookie(request, COOKIE)
    found: Entry | None = None
    if token is not None:
        found = request.tree.take_unfinished(sessions.digest(token), user)
    return found


def report_overdue(registry: Any, root: Root, _: TransactionManager) -> None:
    """Have each reported whose time is over, in a transaction of its own: one that fails keeps no other."""
    for digest, username in root.unfinished(registry.clock() - LIFETIME):
        registry.background.put(partial(report, registry, digest, username))


def report(registry: Any, digest: bytes, username: str, root: Root, tm: TransactionManager) -> None:
    """Tell the owner of the account, unless another process was quicker, or there is no account any more."""
    user = root["users"].get(username)
    entry = root.take_unfinished(digest, user)
    if user is None or entry is None:
        return
    audit.keep(tm, user, entry)
    now: datetime = registry.clock()
    if user.told_at is None or now - user.told_at >= MAIL_INTERVAL:
        user.told_at = now
        registry.mail.send(tm, user.email, messages.second_step_left(registry.mail.url, user, entry), now=now)


def includeme(config: Any) -> None:
    registry = config.registry
    registry.background.add_chore(partial(report_overdue, registry), registry.serves)
