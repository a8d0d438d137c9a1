"""The outermost layer: repairs or refuses malformed requests, and puts the headers on every response."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from pyramid.httpexceptions import HTTPBadRequest, HTTPRequestEntityTooLarge
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import INGRESS
from webob.cookies import RequestCookies

from eventapp.i18n import _
from eventapp.security.public import RESET

Handler = Callable[[Request], Response]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types worker",  # one, that static/reminders.js makes: for a worker that the page names
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""On every response, whatever its status (ASVS 3.4)."""

LONGEST_COOKIE = 256
"""Bytes. Ours are shorter; reading one takes the square of its length."""

BODY_LENGTH = 2**20
"""Bytes. The server takes more, for files; they have one page."""

TAKES_FILES = "/import"
"""What the path of that page ends in."""

PORT = re.compile(r":\d{1,5}$")


def headers_tween(handler: Handler, registry: Any) -> Handler:
    """Add the headers. A response that says nothing of caches is private: nobody keeps it (ASVS 14.3.2)."""

    def tween(request: Request) -> Response:
        response = handler(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)  # a page may be stricter
        if request.path_info == RESET:
            response.headers["Referrer-Policy"] = "no-referrer"  # ASVS 3.4.5
        if request.scheme == "https":
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
            response.headers["Vary"] = "Cookie, Accept-Language"
        return response

    return tween


def intake_tween(handler: Handler, registry: Any) -> Handler:
    """Refuse hosts that are not ours, and repair what would not decode, before anything looks at it."""
    hosts = registry.eventapp.hosts

    def tween(request: Request) -> Response:
        environ = request.environ
        # Pyramid would start traversal at whatever a client names there.
        environ.pop("HTTP_X_VHM_ROOT", None)
        # Nothing is so long that parts are asked for; and WebOb fails at some, when no tween can help any more
        environ.pop("HTTP_RANGE", None)
        if not _says_since_when(request):
            environ.pop("HTTP_IF_MODIFIED_SINCE", None)
        environ["PATH_INFO"] = repaired_path(environ.get("PATH_INFO", ""))
        environ["QUERY_STRING"] = repaired_query(environ.get("QUERY_STRING", ""))
        if "HTTP_COOKIE" in environ:
            environ["HTTP_COOKIE"] = repaired_cookies(environ["HTTP_COOKIE"])
        # Not request.domain, which would take localhost:@evil.example for localhost
        known = PORT.sub("", request.host.lower()) in hosts
        if known and (request.content_length or 0) > BODY_LENGTH and not environ["PATH_INFO"].endswith(TAKES_FILES):
            try:
                raise HTTPRequestEntityTooLarge()
            except HTTPRequestEntityTooLarge:
                return request.invoke_exception_view()
        if not known or not environ["PATH_INFO"].startswith("/"):
            try:
                raise HTTPBadRequest(None if known else _("This site does not go by that name."))
            except HTTPBadRequest:
                return request.invoke_exception_view()
        return handler(request)

    return tween


def repaired_path(path: str) -> str:
    """A WSGI path in which undecodable bytes have become U+FFFD: an ordinary path at which nothing is."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace").encode("utf-8").decode("latin-1")


def repaired_query(query: str) -> str:
    """The query as it is when it decodes, else with U+FFFD for what does not."""
    raw = query.encode("latin-1", "replace")
    try:
        parse_qsl(raw.decode("utf-8"), errors="strict")
    except UnicodeDecodeError:
        return urlencode(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    return query


def repaired_cookies(header: str) -> str:
    """The cookies that are short and decode. Any other, of whatever other site on this host, costs only itself."""
    return ";".join(cookie for cookie in header.split(";") if len(cookie) <= LONGEST_COOKIE and _decodes(cookie))


def _decodes(cookie: str) -> bool:
    try:
        list(RequestCookies({"HTTP_COOKIE": cookie}).items())
    except UnicodeError:
        return False
    return True


def _says_since_when(request: Request) -> bool:
    """Whether If-Modified-Since is a time; any other is ignored (RFC 9110, section 13.1.3)."""
    try:
        return request.if_modified_since is not None
    except (ValueError, OverflowError):
        return False


def includeme(config: Any) -> None:
    # The later of two tweens is the outer one.
    config.add_tween("eventapp.security.headers.intake_tween", under=INGRESS)
    config.add_tween(
        "eventapp.security.headers.headers_tween", under=INGRESS, over="eventapp.security.headers.intake_tween"
    )
