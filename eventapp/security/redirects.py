"""Where a person goes after signing in: back to the page they asked for, and never off this site."""

import re
from urllib.parse import quote, urlsplit

from pyramid.request import Request

from eventapp.security.public import PUBLIC

MAX_LENGTH = 2000
_FORBIDDEN = re.compile(r"[^\x21-\x7e]|\\|//")


def safe_next(target: str | None) -> str:
    """``target`` when it is a path on this site, else ``/`` (ASVS 3.7.2; CWE-601).

    Anything that some browser could read as another host or scheme falls back: a second slash, a
    backslash, white space and control characters, and whatever is not ASCII.
    """
    if not target or len(target) > MAX_LENGTH or not target.startswith("/") or _FORBIDDEN.search(target):
        return "/"
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or parts.path.removeprefix("/") in PUBLIC | {"logout"}:
        return "/"
    return target


def login_path(request: Request) -> str:
    """The path of the login page, with the page first asked for as ``next``."""
    asked = quote(request.path_info) + (f"?{request.query_string}" if request.query_string else "")
    if request.method not in {"GET", "HEAD"} or safe_next(asked) == "/":
        return "/login"
    return f"/login?next={quote(asked, safe='/')}"
