"""What a person sees when a page can't be had: why, and one way on."""

import logging
import math
import re
import secrets
from typing import Any

from pyramid.exceptions import BadCSRFToken, PredicateMismatch
from pyramid.httpexceptions import HTTPError, HTTPForbidden, HTTPFound, HTTPNotFound
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import exception_view_config, forbidden_view_config, notfound_view_config
from pyramid_retry import is_last_attempt
from transaction.interfaces import TransientError

from eventapp.forms import label
from eventapp.i18n import Text, _, many
from eventapp.models import Permission, What
from eventapp.security import audit
from eventapp.security.csrf import is_same_origin
from eventapp.security.passwords import Busy
from eventapp.security.public import FEED, PUBLIC
from eventapp.security.redirects import login_path
from eventapp.security.setting_up import see_set_up
from eventapp.security.throttle import Throttled

log = logging.getLogger(__name__)

TITLES = {
    400: _("That request can’t be understood"),
    401: _("Please sign in"),
    404: _("There is nothing here"),
    405: _("That can’t be done here"),
    409: _("It changed meanwhile"),
    413: _("That is too much"),
    429: _("Too many tries"),
    500: _("Something went wrong"),
    503: _("Too busy just now"),
}
TEXTS = {
    400: _("Go back and try again. Nothing was changed."),
    401: _("This page is only for people who are signed in."),
    404: _("The address may be mistyped, or what was here is gone."),
    405: _("This address does not do what was asked of it. Nothing was changed."),
    409: _("Somebody changed this before you did. Go back, look at it again, and nothing is lost."),
    413: _("Go back and send less. Nothing was changed."),
    500: _("It is our fault, and nothing of yours was changed. Try again in a moment."),
    503: _("Others were changing the same thing. Nothing was changed. Try again in a moment."),
}
AGAIN = _("Nothing was changed, and nothing is lost. Send it once more.")
AGAIN_WITHOUT_COOKIES = _(
    "Nothing was changed, and nothing is lost. Send it once more. If this page comes again, allow cookies for this "
    "site: without them nobody can sign in."
)
SECRET = re.compile("password|code|recovery|csrf_token|credential")
"""The names of fields that are typed anew, and never put into a page."""

ASKED = re.compile("password|code|recovery")
"""Those of them that a person types."""


def error_page(request: Request, status: int, text: str | None = None, **values: Any) -> Response:
    usual: dict[str, str | None] = {
        "title": TITLES.get(status, _("That did not work")),
        "text": text or TEXTS.get(status, ""),
    }
    blank = {"reference": "", "again": [], "asked": [], "resend": False, "button": _("Try again")}
    response = render_to_response("eventapp:templates/error.jinja2", {**blank, **usual, **values}, request)
    response.status_int = status
    return response


@forbidden_view_config()
def forbidden(exc: HTTPForbidden, request: Request) -> Response:
    """Nobody is signed in: to /login. Somebody is, but may not: for them there is nothing here (ASVS 16.3.2)."""
    if request.identity is not None and not request.must_set_up:
        _log(request, What.NOT_ALLOWED)
    return notfound(HTTPNotFound(), request)


@notfound_view_config()
def notfound(exc: HTTPNotFound, request: Request) -> Response:
    path = request.path_info
    public = request.matched_route is not None or path.removeprefix("/") in PUBLIC or path.startswith(FEED)
    if not public and request.identity is None:
        return HTTPFound(login_path(request))
    if not public and request.must_set_up:
        return see_set_up(request)
    if isinstance(exc, PredicateMismatch) and (public or request.has_permission(Permission.VIEW, request.context)):
        response = error_page(request, 405)
        response.allow = allowed_methods(request)
        return response
    return error_page(request, 404)


def allowed_methods(request: Request) -> list[str]:
    """The methods for which the page asked for has a view (RFC 9110, section 15.5.6)."""
    views = (item["introspectable"] for item in request.registry.introspector.get_category("views"))
    here = (view for view in views if view["name"] == request.view_name and view["request_methods"])
    methods = {view["request_methods"] for view in here if isinstance(request.context, view["context"] or object)}
    return sorted(methods | {"HEAD"} if "GET" in methods else methods)


@exception_view_config(BadCSRFToken)
def bad_csrf_token(exc: BadCSRFToken, request: Request) -> Response:
    """A form that is out of date can be sent once more, as it was typed; one of another site's can not."""
    _log(request, What.FORM_REFUSED)
    if not is_same_origin(request):
        return error_page(
            request, 400, _("That form was sent from another site, so nothing was done."), title=_("Not from here")
        )
    text = AGAIN if request.cookies else AGAIN_WITHOUT_COOKIES
    return error_page(
        request, 400, text, title=_("This form is out of date"), button=_("Send it once more"), **_typed(request)
    )


def _log(request: Request, what: What) -> None:
    audit.log_only(request, what, request.authenticated_userid or "", f"{request.method} {_path(request)[:200]}")


def _path(request: Request) -> str:
    """The path for a log: without what is secret of it."""
    path: str = request.path_info
    return f"{FEED}…" if path.startswith(FEED) else path


def _typed(request: Request) -> dict[str, Any]:
    """What a form held, so that its page can be sent again, and which secrets are to be typed anew."""
    texts = ((name, value) for name, value in request.POST.items() if isinstance(value, str))
    fields = [(name, label(request.view_name, name), value) for name, value in texts]
    return {
        "resend": True,
        "again": [field for field in fields if not SECRET.search(field[0])],
        "asked": [(name, text) for name, text, value in fields if ASKED.search(name) and text],
    }


@exception_view_config(Throttled)
def throttled(exc: Throttled, request: Request) -> Response:
    """Too many tries. The page is the same for an account that nobody has (ASVS 6.3.8)."""
    response = error_page(request, 429, come_back(exc.wait), **_typed(request))
    response.retry_after = exc.wait
    return response


def come_back(seconds: int) -> Text:
    """In how long to try again, rounded up: whoever comes back then is never too early."""
    if seconds < 60:
        return many(
            "Nothing was changed. Try again in ${n} second.", "Nothing was changed. Try again in ${n} seconds.", seconds
        )
    minutes, hours = math.ceil(seconds / 60), math.ceil(seconds / 3600)
    if seconds < 5400:
        return many(
            "Nothing was changed. Try again in ${n} minute.", "Nothing was changed. Try again in ${n} minutes.", minutes
        )
    return many("Nothing was changed. Try again in ${n} hour.", "Nothing was changed. Try again in ${n} hours.", hours)


@exception_view_config(Busy)
def busy(exc: Busy, request: Request) -> Response:
    """All who stretch passwords are taken. Nothing was tried, so it counts against nobody."""
    text = _("Many people are signing in right now. Nothing was changed. Try again in a moment.")
    response = error_page(request, 503, text, **_typed(request))
    response.retry_after = 2
    return response


@exception_view_config(HTTPError)
def http_error(exc: HTTPError, request: Request) -> Response:
    response = error_page(request, exc.status_int, exc.detail)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in exc.headers:
            response.headers[name] = exc.headers[name]
    return response


@exception_view_config(TransientError)
def still_conflicting(exc: TransientError, request: Request) -> Response:
    """The last of several attempts met others who changed the same thing. The earlier ones are not shown."""
    if is_last_attempt(request):
        log.warning("%s %s gave up after conflicts: %s", request.method, _path(request), exc)
    response = error_page(request, 503)
    response.retry_after = 2
    return response


@exception_view_config(Exception)
def failed(exc: Exception, request: Request) -> Response:
    reference = secrets.token_hex(4)
    log.error("[%s] %s %s failed", reference, request.method, _path(request), exc_info=exc)
    return error_page(request, 500, reference=reference)
