"""Compression: pages, scripts and style sheets are sent in less than a third of their size (RFC 9110, section 8.4.1).

A page that another site asks for is not. How long it is when compressed would tell whoever listens, guess by guess,
what is in it beside what that site chose (BREACH).
"""

import gzip
from collections.abc import Callable
from typing import Any

from pyramid.request import Request
from pyramid.response import Response

Handler = Callable[[Request], Response]

PAGE = "text/html"
FILES = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
"""Nothing but static files has these types. What that of scripts is called depends on the version of Python."""

LEVEL = 4
"""Of 9: the higher ones take twice as long and save a twentieth."""


def compression_tween(handler: Handler, registry: Any) -> Handler:
    """Compress what is worth it, for whoever says that they can read it."""

    def tween(request: Request) -> Response:
        response = handler(request)
        if response.content_type in FILES:
            response.headers["Vary"] = "Accept-Encoding"
        elif response.content_type != PAGE or not _is_asked_for_here(request):
            return response
        if response.status_int == 200 and _reads_gzip(request):
            response.body = gzip.compress(response.body, LEVEL, mtime=0)
            response.content_encoding = "gzip"
        return response

    return tween


def _is_asked_for_here(request: Request) -> bool:
    """Whether the browser says that a page of ours, or the person, asks for it. Without a word from it: no."""
    return request.headers.get("Sec-Fetch-Site") in {"same-origin", "none"}


def _reads_gzip(request: Request) -> bool:
    accepted = request.accept_encoding
    return bool(accepted.parsed) and bool(accepted.acceptable_offers(["gzip"]))  # where it says nothing, anything is


def includeme(config: Any) -> None:
    # Outside of the transaction, which is not to wait for it; and inside what puts the headers on all that goes out
    config.add_tween(
        "eventapp.views.compression.compression_tween",
        under="eventapp.security.headers.intake_tween",
        over="pyramid_tm.tm_tween_factory",
    )
