"""Password: change it. All other sessions end with that (ASVS 6.2.2, 7.4.3)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config, view_defaults

from eventapp.forms import PasswordForm
from eventapp.i18n import _
from eventapp.models import Permission, User, What
from eventapp.security import audit, credentials, devices, sessions
from eventapp.security.passwords import weakness


@view_defaults(
    context=User, name="password", permission=Permission.ACCOUNT, renderer="eventapp:templates/account/password.jinja2"
)
class Password:
    def __init__(self, context: User, request: Request) -> None:
        self.user = context
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        return {"form": PasswordForm()}

    @view_config(request_method="POST", throttled="password")
    def change(self) -> Any:
        form = PasswordForm(self.request.POST)
        if not self._validate(form):
            self.request.response.status_int = 422
            return {"form": form}
        here = sessions.digest(self.request.session_token)
        credentials.set_password(self.request, self.user, form.password.data, What.PASSWORD_CHANGED, keep=here)
        path = self.request.resource_path(self.user, "password", query={"done": "password"})
        known = devices.remember_device(self.request, self.user)
        return HTTPSeeOther(path, headers=[*sessions.rotate(self.request), known])

    def _validate(self, form: PasswordForm) -> bool:
        hosts = self.request.registry.eventapp.hosts
        form.judge(weakness(form.password.data or "", str(self.user.__name__), self.user.email, *hosts))
        if not self.request.passwords.check(form.current_password.data or "", self.user.password):
            audit.refused(self.request, What.CONFIRMATION_REFUSED, str(self.user.__name__))
            form.current_password.errors = [_("That is not your password. Try again.")]
        if not form.errors:
            form.judge(self.request.registry.breached.weakness(form.password.data))
        return not form.errors
