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
    """The path of the login page, with the page to come back to as ``next``.

    That is the page first asked for. A form is not sent again, so for one it is the page with the form,
    and ``lost`` says that what was sent was not saved.
    """
    path, lost = quote(request.path_info), ""
    asked = path
    if request.method not in {"GET", "HEAD"}:
        asked, lost = _page_of_form(request, path), "lost=1&"
    if request.query_string and asked == path:
        asked += f"?{request.query_string}"
    return "/login" if safe_next(asked) == "/" else f"/login?{lost}next={quote(asked, safe='/')}"


def _page_of_form(request: Request, path: str) -> str:
    """The page that has the form which is sent to ``path``: the same path, or the resource it is a view of.

    Only the last segment is looked at: the answer must not tell whether anything is there.
    """
    views = (item["introspectable"] for item in request.registry.introspector.get_category("views"))
    pages = {view["name"] for view in views if "GET" in (view["request_methods"] or ())}
    parent, _, name = path.rpartition("/")
    return path if name in pages else f"{parent}/"
