"""Returning: back to the page from which something was sent, with what was done said there."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request

from eventapp.security.redirects import safe_next

NOTICES = frozenset({"added", "deleted", "done", "moved", "undone"})
"""What an address says of what was just done. It is said once."""


def back(request: Request, **said: str) -> HTTPSeeOther:
    """To the page with the form, as the browser names it (Referer, RFC 9110, section 10.1.3), or home (ASVS 3.7.2).

    :param said: what the address says of what was done, e.g. ``deleted``.
    """
    here, came_from = f"{request.host_url}/", request.referer or ""
    parts = urlsplit(safe_next(came_from[len(here) - 1 :] if came_from.startswith(here) else None))
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in NOTICES]
    query = urlencode([*kept, *said.items()])
    return HTTPSeeOther(f"{parts.path}?{query}" if query else parts.path)
