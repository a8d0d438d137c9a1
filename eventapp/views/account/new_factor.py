"""A new second factor: an authenticator app, or a passkey."""

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config, view_defaults

from eventapp.forms import AuthenticatorForm, PasskeyForm
from eventapp.i18n import _
from eventapp.models import Permission, User, What
from eventapp.security import confirmation, factors, totp
from eventapp.security.browsers import browser_name
from eventapp.security.passkeys import PasskeyRefused
from eventapp.views.account.recovery import after_adding

WRONG_CODE = _(
    "That code is wrong. Codes change every 30 seconds: use the one the app shows now. "
    "If that fails too, let your phone set its clock by itself."
)


@view_defaults(
    context=User,
    name="authenticator",
    permission=Permission.SET_UP,
    renderer="eventapp:templates/account/authenticator.jinja2",
)
class Authenticator:
    """Until the first code is right, the new seed is nowhere but in the page, sealed.

    Only somebody who had confirmed was given it, so whoever brings it back need not confirm again:
    the key that their app has by then would be lost.
    """

    def __init__(self, context: User, request: Request) -> None:
        self.user = context
        self.request = request

    @view_config(request_method="GET", confirmed=True)
    def show(self) -> dict[str, Any]:
        return self._page(AuthenticatorForm(), totp.new_seed())

    @view_config(request_method="POST")
    def set_up(self) -> Any:
        form = AuthenticatorForm(self.request.POST)
        seed = factors.open_offer(self.request, self.user, form.seed.data or "")
        if seed is None and not confirmation.is_confirmed(self.request):
            return confirmation.ask(self.request, self.request.path_info)
        step = None if seed is None else factors.app_step(self.request, seed, form.code.data or "")
        if seed is None or step is None:
            form.code.errors = [WRONG_CODE]
            self.request.response.status_int = 422
            return self._page(form, seed or totp.new_seed())
        first = not self.user.factors.asked_for
        factors.store_seed(self.request, self.user, seed, step)
        factors.note(self.request, What.TOTP_ON, self.user)
        return after_adding(self.request, self.user, first, done="app-on")

    def _page(self, form: AuthenticatorForm, seed: str) -> dict[str, Any]:
        form.seed.data = factors.seal_offer(self.request, self.user, seed)
        uri = totp.seed_uri(seed, str(self.user.__name__), self.request.passkeys.host)
        replaces = self.user.factors.totp is not None
        return {
            "form": form,
            "seed": totp.in_groups(seed),
            "uri": uri,
            "qr_code": totp.qr_code(uri),
            "replaces": replaces,
        }


@view_defaults(
    context=User,
    name="add-passkey",
    permission=Permission.SET_UP,
    confirmed=True,
    renderer="eventapp:templates/account/add_passkey.jinja2",
)
class AddPasskey:
    def __init__(self, context: User, request: Request) -> None:
        self.user = context
        self.request = request
        self.usual_name: str = request.say(browser_name(request.user_agent or ""))  # it is stored

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        return self._page(PasskeyForm(name=self.usual_name))

    @view_config(request_method="POST")
    def add(self) -> Any:
        form = PasskeyForm(self.request.POST)
        first = not self.user.factors.asked_for
        name = form.name.data or self.usual_name
        try:
            self.request.passkeys.add(self.request, form.credential.data or "", name)
        except PasskeyRefused as refused:
            self.request.response.status_int = 422
            return self._page(form, refused.text)
        factors.note(self.request, What.PASSKEY_ADDED, self.user, name)
        return after_adding(self.request, self.user, first, done="passkey-added")

    def _page(self, form: PasskeyForm, problem: str = "") -> dict[str, Any]:
        return {"form": form, "options": self.request.passkeys.creation_options(self.request), "problem": problem}
