"""Where a change of the second factors leads: to the recovery codes, shown this once, or back to the page."""

from urllib.parse import quote

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response

from eventapp.i18n import _
from eventapp.models import User, What
from eventapp.security import audit, factors


def after_adding(request: Request, user: User, first: bool, done: str) -> Response:
    """The answer to a new factor. With the first one come recovery codes.

    :param done: what to say when there is nothing more to show; a word of ``notices``.
    """
    if first:
        audit.note(request, What.RECOVERY_CODES_MADE, user)  # the mail about the factor will do
        return new_codes(request, user)
    return see_two_step(request, done, factors.after_change(request, user))


def new_codes(request: Request, user: User) -> Response:
    """A page with new recovery codes, for this answer only: they are stored nowhere."""
    codes = factors.make_recovery_codes(user)
    headers = factors.after_change(request, user)
    url = request.registry.eventapp.url
    note = _(
        "Recovery codes of ${name} for ${url}\nEach signs you in once, after your password.",
        name=user.__name__,
        url=url,
    )
    text = "\n".join([request.say(note), "", *codes, ""])
    values = {"codes": codes, "file": "data:text/plain;charset=utf-8," + quote(text)}
    response = render_to_response("eventapp:templates/account/recovery.jinja2", values, request)
    response.headerlist.extend(headers)
    return response


def see_two_step(request: Request, done: str = "", headers: list[tuple[str, str]] | None = None) -> HTTPSeeOther:
    query = {"done": done} if done else None
    return HTTPSeeOther(request.resource_path(request.user, "two-step", query=query), headers=headers or [])
