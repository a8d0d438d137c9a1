"""Sessions as the browser carries them: a random token in a cookie, of which only the digest is stored."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from pyramid.events import ContextFound
from pyramid.request import Request
from webob.cookies import Morsel

from eventapp.models import Session

COOKIE = "session"
BROWSER_LENGTH = 256
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # the shape of secrets.token_urlsafe(32)


UNATTENDED = frozenset({"reminders"})
"""The views that pages ask by themselves, whether or not somebody is there: no sign of use (ASVS 7.3.1)."""


def new_token() -> str:
    """256 random bits (ASVS 7.2.3 asks 128)."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is stored of a token. A copy of the database opens no session."""
    return hashlib.sha256(token.encode("ascii")).digest()


def token_of(request: Request) -> str | None:
    """The token of the session that came with ``request``, when it has the shape of one."""
    return read_cookie(request, COOKIE)


def public_name(digest: bytes) -> str:
    """A name of a session for forms: it tells sessions of one person apart, and opens none."""
    return digest[:8].hex()


def new_session(request: Request, keep: bool = True) -> Session:
    """A record of a sign-in with ``request``.

    :param keep: whether to stay signed in for the long lifetime that is set, or for the short one.
    """
    now = request.now.replace(microsecond=0)  # a cookie's expiration has whole seconds, and is the stored one
    ini = request.registry.eventapp
    lifetime, idle = (ini.lifetime, ini.idle) if keep else (ini.short_lifetime, ini.short_idle)
    browser = (request.user_agent or "")[:BROWSER_LENGTH]
    return Session(now, now + lifetime, browser, request.remote_addr or "", idle)


def rotate(request: Request) -> list[tuple[str, str]]:
    """Give the session of ``request`` a new token; the old one is dead at once (ASVS 7.2.4).

    What the session knows, and when it ends, stays. The forms of this response are made for the new token.
    """
    token, session = new_token(), request.identity.session
    request.tree.move_session(digest(request.session_token), digest(token))
    request.session_token = request.csrf_key = token
    return [cookie_header(request, COOKIE, token, session.expires)]


def cookie_name(request: Request, name: str) -> str:
    """What a cookie of ours is called: under https so that no other site can plant it (RFC 6265bis, section 4.1.3.2).

    The scheme decides, and never the host: one name only is written and read (ASVS 3.3.3).
    """
    return f"__Host-{name}" if request.scheme == "https" else name


def read_cookie(request: Request, name: str) -> str | None:
    """The token in a cookie of ours, when it has the shape of one."""
    token = request.cookies.get(cookie_name(request, name), "")
    return token if TOKEN.fullmatch(token) else None


def cookie_header(request: Request, name: str, value: str, expires: datetime | None = None) -> tuple[str, str]:
    """A hardened ``Set-Cookie``: for this site only, never for scripts, and for https only under https.

    :param name: without the prefix that it gets under https.
    :param expires: None for as long as the browser runs.
    """
    cookie = Morsel(cookie_name(request, name), value)  # not WebOb's make_cookie: it reads a clock of its own
    cookie.path = b"/"
    cookie.secure = request.scheme == "https"
    cookie.httponly = True
    cookie.samesite = "Lax"
    if expires is not None:
        cookie.expires = expires
        cookie.max_age = max(timedelta(0), expires - request.now.replace(microsecond=0))
    return ("Set-Cookie", cookie.serialize())


def note_sight(event: ContextFound) -> None:
    """Write down that a session is in use, at most once in a while, so that reading pages stays reading."""
    request = event.request
    identity = request.identity
    if identity is not None and request.view_name not in UNATTENDED:
        session = identity.session
        if request.now - session.last_seen >= request.registry.eventapp.seen_interval:
            session.last_seen = request.now


def includeme(config: Any) -> None:
    config.add_request_method(token_of, "session_token", reify=True)
    config.add_subscriber(note_sight, ContextFound)
