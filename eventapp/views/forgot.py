"""A forgotten password: ask for a link by mail, and set a new one with it. Nobody is signed in by that (ASVS 7.6.2)."""

from typing import Any

from pyramid.httpexceptions import HTTPFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from eventapp.forms import ForgotForm, NewPasswordForm
from eventapp.models import Purpose, Root, User, What
from eventapp.security import credentials, devices, sessions, throttle
from eventapp.security.passwords import weakness
from eventapp.security.public import RESET

COOKIE = "reset"


@view_defaults(
    context=Root, name="forgot", permission=NO_PERMISSION_REQUIRED, renderer="eventapp:templates/forgot.jinja2"
)
class Forgot:
    def __init__(self, context: Root, request: Request) -> None:
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        return self._page(ForgotForm())

    @view_config(request_method="POST")
    def ask(self) -> Any:
        """The answer is one and the same, whether there is such an account or not (ASVS 6.3.8)."""
        form = ForgotForm(self.request.POST)
        if not form.validate():
            self.request.response.status_int = 422
            return self._page(form)
        if not self.request.registry.mail.is_on:
            return HTTPSeeOther("/forgot")  # which says so
        throttle.count(self.request, "forgot", form.username.data)
        credentials.ask_for_password_link(self.request, form.username.data)
        return HTTPSeeOther("/forgot?done=password-link")

    def _page(self, form: ForgotForm) -> dict[str, Any]:
        return {"form": form, "can_mail": self.request.registry.mail.is_on}


@view_defaults(
    context=Root, name="reset", permission=NO_PERMISSION_REQUIRED, renderer="eventapp:templates/reset.jinja2"
)
class Reset:
    """The token of the mailed link is moved into a cookie at once, so that it stays in no address (ASVS 14.2.1)."""

    def __init__(self, context: Root, request: Request) -> None:
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> Any:
        token = self.request.GET.get("token")
        if token is not None:
            return HTTPFound(RESET, headers=[self._cookie(token if sessions.TOKEN.fullmatch(token) else "")])
        user = self._user()
        return self._gone() if user is None else {"form": NewPasswordForm(), "user": user}

    @view_config(request_method="POST", throttled="reset")
    def reset(self) -> Any:
        user = self._user()
        if user is None:
            return self._gone()
        form = NewPasswordForm(self.request.POST)
        hosts, password = self.request.registry.eventapp.hosts, form.password.data or ""
        problem = weakness(password, str(user.__name__), user.email, *hosts)
        form.judge(problem or self.request.registry.breached.weakness(password))
        if form.errors:
            self.request.response.status_int = 422
            return {"form": form, "user": user}
        credentials.set_password(self.request, user, form.password.data, What.PASSWORD_RESET)
        # Whoever has the mailbox is no stranger: from here strangers' tries do not count against them
        known = devices.remember_device(self.request, user)
        return HTTPFound("/login?done=password-reset", headers=[self._cookie(""), known])

    def _user(self) -> User | None:
        """The user whose password the token in the cookie sets; None when it sets nobody's."""
        token = sessions.read_cookie(self.request, COOKIE)
        if token is None:
            return None
        digest, now = sessions.digest(token), self.request.now
        find = self.request.tree.find_ticket
        found = find(digest, Purpose.PASSWORD, now) or find(digest, Purpose.FIRST_PASSWORD, now)
        return found[0] if found is not None and found[0].can_sign_in(now) else None

    def _gone(self) -> dict[str, Any]:
        self.request.response.status_int = 410
        return {"form": None, "user": None}

    def _cookie(self, token: str) -> tuple[str, str]:
        expires = self.request.now + credentials.PASSWORD_LINK if token else self.request.now
        return sessions.cookie_header(self.request, COOKIE, token, expires.replace(microsecond=0))
