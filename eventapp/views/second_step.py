"""The second step of signing in: a code, a passkey or a recovery code after the password; or a passkey alone."""

from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from eventapp.forms import LoginForm, SecondStepForm
from eventapp.i18n import _
from eventapp.models import Purpose, Root, User, What
from eventapp.security import audit, factors, sessions, throttle
from eventapp.security.passkeys import PasskeyRefused, Use
from eventapp.security.redirects import safe_next
from eventapp.security.unfinished import COOKIE
from eventapp.views.signing_in import half_signed_in, signed_in

WRONG_CODE = _(
    "That code is wrong, or was used already. Codes change every 30 seconds: "
    "use the one your app shows now, or wait for the next."
)
WRONG_RECOVERY_CODE = _("That is none of the recovery codes you have left. Look at it again.")


@view_defaults(
    context=Root,
    name="second-step",
    permission=NO_PERMISSION_REQUIRED,
    renderer="eventapp:templates/second_step.jinja2",
)
class SecondStep:
    """Whoever brings no ticket is sent back to the first step."""

    def __init__(self, context: Root, request: Request) -> None:
        self.request = request
        self.half = half_signed_in(request)

    @view_config(request_method="GET")
    def ask(self) -> Any:
        if self.half is None:
            return HTTPFound("/login")
        return self._page(self.half[0], SecondStepForm())

    @view_config(request_method="POST")
    def answer(self) -> Any:
        if self.half is None:
            return HTTPFound("/login?done=too-slow")
        user, ticket = self.half
        form = SecondStepForm(self.request.POST)
        # Six digits can be guessed; recovery codes and passkeys can't, and must work whatever others tried
        guessable = not (form.recovery.data or form.credential.data)
        throttle.count(self.request, "second-step", str(user.__name__) if guessable else None)
        how, problem = self._judge(user, form)
        if how:
            self.request.tree.close_tickets(user, Purpose.SECOND_STEP, self.request.now)
            response = signed_in(self.request, user, ticket["keep"], ticket["next"], how)
            response.headerlist.append(sessions.cookie_header(self.request, COOKIE, "", self.request.now))
            return response
        audit.refused(self.request, What.SECOND_STEP_REFUSED, str(user.__name__))
        self.request.response.status_int = 422
        return self._page(user, form, problem)

    def _judge(self, user: User, form: SecondStepForm) -> tuple[str, str]:
        """By what the second step is done, or what is wrong; the other of the two is empty."""
        if form.credential.data:
            try:
                _owner, passkey = self.request.passkeys.check(self.request, Use.SECOND_STEP, form.credential.data, user)
            except PasskeyRefused as refused:
                return "", refused.text
            return f"passkey {passkey.name}", ""
        if form.recovery.data:
            if factors.take_recovery_code(self.request, user, form.recovery.data):
                return "recovery code", ""
            form.recovery.errors = [WRONG_RECOVERY_CODE]
        elif factors.take_app_code(self.request, user, form.code.data or ""):
            return "authenticator app", ""
        else:
            form.code.errors = [WRONG_CODE]
        return "", ""

    def _page(self, user: User, form: SecondStepForm, problem: str = "") -> dict[str, Any]:
        options = self.request.passkeys.request_options(self.request, Use.SECOND_STEP, user)
        return {"form": form, "factors": user.factors, "options": options, "problem": problem}


@view_config(
    context=Root,
    name="passkey",
    request_method="POST",
    throttled="passkey",
    permission=NO_PERMISSION_REQUIRED,
    renderer="eventapp:templates/login.jinja2",
)
def sign_in_with_passkey(context: Root, request: Request) -> Any:
    """Sign in with a passkey and without a password: the device has asked who is there."""
    form = LoginForm(request.POST)
    form.next.data = target = safe_next(form.next.data)
    try:
        user, passkey = request.passkeys.check(request, Use.SIGN_IN, request.POST.get("credential", ""))
    except PasskeyRefused as refused:
        audit.refused(request, What.SIGN_IN_REFUSED, refused.username)
        request.response.status_int = 422
        return {"form": form, "wrong": False, "problem": refused.text}
    return signed_in(request, user, form.keeps, target, f"passkey {passkey.name}")
