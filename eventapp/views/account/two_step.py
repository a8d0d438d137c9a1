"""Second step: what a person has besides their password to sign in, and how to take it away."""

from typing import Any

from pyramid.httpexceptions import HTTPBadRequest
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from eventapp.forms import PasskeyForm
from eventapp.i18n import _
from eventapp.models import Passkey, Permission, User, What
from eventapp.security import factors, setting_up
from eventapp.security.passkeys import MOST, public_name
from eventapp.views.account.recovery import new_codes, see_two_step

LAST = _("This server asks everybody for a second step, and this is your only one. Set up another first.")


@view_defaults(
    context=User,
    name="two-step",
    permission=Permission.SET_UP,
    confirmed=True,
    renderer="eventapp:templates/account/two_step.jinja2",
)
class TwoStep:
    def __init__(self, context: User, request: Request) -> None:
        self.user = context
        self.factors = context.factors
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        return self._page()

    def _page(self, problem: str = "") -> dict[str, Any]:
        passkeys = sorted(self.factors.passkeys.values(), key=lambda passkey: passkey.added)
        return {
            "factors": self.factors,
            "passkeys": [(public_name(passkey), passkey) for passkey in passkeys],
            "room": len(passkeys) < MOST,
            "problem": problem,
        }

    @view_config(request_method="POST")
    def change(self) -> Any:
        """Do what the button says. What is gone already is no error: it is what was asked for."""
        buttons = {
            "app-off": self._app_off,
            "passkey-rename": self._rename,
            "passkey-remove": self._remove,
            "recovery-codes": self._new_codes,
        }
        button = buttons.get(self.request.POST.get("do", ""))
        if button is None:
            raise HTTPBadRequest
        return button()

    def _app_off(self) -> Any:
        if self.factors.totp is None:
            return see_two_step(self.request)
        if setting_up.is_last(self.request, self.user):
            return self._refuse()
        self.factors.totp = None
        factors.note(self.request, What.TOTP_OFF, self.user)
        return see_two_step(self.request, "app-off", factors.after_change(self.request, self.user))

    def _rename(self) -> Response:
        passkey = self._passkey()
        name = PasskeyForm(self.request.POST).name.data
        if passkey is None or not name:
            return see_two_step(self.request)
        passkey.name = name
        return see_two_step(self.request, "passkey-renamed")

    def _refuse(self) -> dict[str, Any]:
        self.request.response.status_int = 422
        return self._page(LAST)

    def _remove(self) -> Any:
        passkey = self._passkey()
        if passkey is None:
            return see_two_step(self.request)
        if setting_up.is_last(self.request, self.user):
            return self._refuse()
        self.request.tree["users"].remove_passkey(self.user, passkey.credential_id)
        factors.note(self.request, What.PASSKEY_REMOVED, self.user, passkey.name)
        return see_two_step(self.request, "passkey-removed", factors.after_change(self.request, self.user))

    def _new_codes(self) -> Response:
        if not self.factors.asked_for:
            return see_two_step(self.request)
        factors.note(self.request, What.RECOVERY_CODES_MADE, self.user)
        return new_codes(self.request, self.user)

    def _passkey(self) -> Passkey | None:
        named = self.request.POST.get("passkey", "")
        return next((passkey for passkey in self.factors.passkeys.values() if public_name(passkey) == named), None)
