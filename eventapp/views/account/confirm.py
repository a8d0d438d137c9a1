"""Confirm it's you: the page that asks for the password, or a passkey, before what matters most."""

from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.view import view_config, view_defaults

from eventapp.forms import ConfirmForm
from eventapp.i18n import _
from eventapp.models import Permission, User, What
from eventapp.security import audit, sessions
from eventapp.security.passkeys import PasskeyRefused, Use
from eventapp.security.redirects import safe_next


@view_defaults(
    context=User, name="confirm", permission=Permission.SET_UP, renderer="eventapp:templates/account/confirm.jinja2"
)
class Confirm:
    def __init__(self, context: User, request: Request) -> None:
        self.user = context
        self.request = request

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        return self._page(ConfirmForm(next=safe_next(self.request.GET.get("next"))))

    @view_config(request_method="POST", throttled="confirm")
    def confirm(self) -> Any:
        form = ConfirmForm(self.request.POST)
        problem = self._problem(form)
        if not problem and not form.password.errors:
            return confirmed(self.request, self.user, form.next.data)
        audit.refused(self.request, What.CONFIRMATION_REFUSED, str(self.user.__name__))
        form.next.data = safe_next(form.next.data)
        self.request.response.status_int = 422
        return self._page(form, problem)

    def _problem(self, form: ConfirmForm) -> str:
        """What is wrong with the passkey that was sent; without one the password is judged, at its field."""
        if form.credential.data:
            try:
                self.request.passkeys.check(self.request, Use.CONFIRM, form.credential.data, self.user)
            except PasskeyRefused as refused:
                return refused.text
        elif not self.request.passwords.check(form.password.data or "", self.user.password):
            form.password.errors = [_("That is not your password. Try again.")]
        return ""

    def _page(self, form: ConfirmForm, problem: str = "") -> dict[str, Any]:
        options = ""
        if self.user.factors.passkeys:
            options = self.request.passkeys.request_options(self.request, Use.CONFIRM, self.user)
        return {"form": form, "options": options, "problem": problem}


def confirmed(request: Request, user: User, target: str | None) -> HTTPFound:
    """Note that it is really them, under a new token, and go where they wanted to."""
    request.identity.session.confirmed_at = request.now
    audit.note(request, What.CONFIRMED, user)
    return HTTPFound(safe_next(target), headers=sessions.rotate(request))
