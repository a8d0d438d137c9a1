"""The audit log: what happened to accounts, kept for their owners and logged for whoever runs the server.

Each line of the logger ``eventapp.audit`` is one JSON object (ASVS 16.2). No password, token or
mailed link is ever part of it.
"""

import json
import logging
from datetime import datetime
from functools import partial

from pyramid.request import Request
from transaction import TransactionManager

from eventapp.background import PAUSE
from eventapp.models import Entry, Root, User, What
from eventapp.security.sessions import BROWSER_LENGTH

log = logging.getLogger("eventapp.audit")

OPERATOR = "by whoever runs this server"


def note(request: Request, what: What, user: User, detail: str = "") -> None:
    """Note what this request does to an account. It is stored and logged when the request is stored."""
    keep(request.tm, user, entry_of(request, what, detail))


def keep(tm: TransactionManager, user: User, entry: Entry) -> None:
    """Note an entry in the transaction of ``tm``, which need not be the request's."""
    user.activity.note(entry)
    log_when_stored(tm, str(user.__name__), entry)


def log_when_stored(tm: TransactionManager, username: str, entry: Entry) -> None:
    """Log an entry when the transaction of ``tm`` is stored."""
    tm.get().addAfterCommitHook(_log_if_stored, args=(username, entry))


def by_operator(tm: TransactionManager, now: datetime, what: What, user: User) -> None:
    """Note what whoever runs the server does to an account, from its console: no request, no address."""
    keep(tm, user, Entry(now, str(what), detail=OPERATOR))


def invited(now: datetime, detail: str) -> None:
    """Log that whoever runs the server made an invitation. There is no account yet to note it with."""
    _log("", Entry(now, str(What.INVITED), detail=f"{OPERATOR} {detail}"))


def refused(request: Request, what: What, login: str, detail: str = "", *, kept: bool = True) -> None:
    """Note what was refused to whoever goes by ``login``, if anybody does.

    The answer stores nothing, and must not tell whether there is such a user; so this is done behind it.
    What was typed is not logged: it may be a password.

    :param kept: whether their owner is told, or whoever runs the server only.
    """
    request.registry.background.put(partial(_note, login, entry_of(request, what, detail), kept), PAUSE)


def log_only(request: Request, what: What, username: str = "", detail: str = "") -> None:
    """Log what concerns no account, or is too frequent to be kept with one."""
    _log(username, entry_of(request, what, detail))


def entry_of(request: Request, what: What, detail: str = "") -> Entry:
    """What happens, and where this request comes from."""
    return Entry(request.now, str(what), request.remote_addr or "", (request.user_agent or "")[:BROWSER_LENGTH], detail)


def _note(login: str, entry: Entry, kept: bool, root: Root, tm: TransactionManager) -> None:
    user = root["users"].find(login)
    if user is not None and kept:
        keep(tm, user, entry)
    else:
        log_when_stored(tm, "" if user is None else str(user.__name__), entry)


def _log_if_stored(stored: bool, username: str, entry: Entry) -> None:
    if stored:
        _log(username, entry)


def _log(login: str, entry: Entry) -> None:
    line = {
        "at": entry.at.isoformat(),
        "what": entry.what,
        "user": login,
        "address": entry.address,
        "browser": entry.browser,
        "detail": entry.detail,
    }
    log.info("%s", json.dumps(line))
