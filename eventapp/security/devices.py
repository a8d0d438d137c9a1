"""Known devices: browsers from which a person signed in before.

Their tries are counted apart from those of strangers, who therefore can't lock anybody out by
guessing (ASVS 6.1.1). The token in the cookie proves nothing else, and opens nothing.
"""

from pyramid.request import Request

from eventapp.models import User
from eventapp.security import sessions

COOKIE = "device"


def remember_device(request: Request, user: User) -> tuple[str, str]:
    """Know the browser of ``request`` from now on as one of ``user``'s; the ``Set-Cookie`` that says so.

    Called when somebody has shown in full that they are ``user``. A new token each time, so that one
    that was planted is worth nothing.
    """
    old, token = sessions.read_cookie(request, COOKIE), sessions.new_token()
    if old is not None:
        user.forget_device(sessions.digest(old))
    until = user.know_device(sessions.digest(token), request.now.replace(microsecond=0))
    return sessions.cookie_header(request, COOKIE, token, until)


def known_device(request: Request, login: str) -> str | None:
    """A name for the browser of ``request``, when whoever goes by ``login`` signed in from it before; else None."""
    token = sessions.read_cookie(request, COOKIE)
    user = None if token is None else request.tree["users"].find(login)
    if token is None or user is None or not user.knows_device(sessions.digest(token), request.now):
        return None
    return sessions.digest(token).hex()
