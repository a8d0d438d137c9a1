"""Sign in, register, sign out. The cookie is made and ended by the security policy."""

from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED, forget, remember
from pyramid.view import view_config, view_defaults

from eventapp.forms import LoginForm, RegisterForm
from eventapp.models import Permission, Root, User, What
from eventapp.models.when import zone_names
from eventapp.security import audit
from eventapp.security.passwords import weakness
from eventapp.security.redirects import safe_next
from eventapp.views.signing_in import password_given


@view_defaults(
    context=Root, name="login", permission=NO_PERMISSION_REQUIRED, renderer="eventapp:templates/login.jinja2"
)
class Login:
    def __init__(self, context: Root, request: Request) -> None:
        self.users = context["users"]
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> Any:
        target = safe_next(self.request.GET.get("next"))
        if self.request.identity is not None:
            return HTTPFound(target)
        return {"form": LoginForm(next=target), "wrong": False}

    @view_config(request_method="POST")
    def sign_in(self) -> Any:
        form = LoginForm(self.request.POST)
        target = safe_next(form.next.data)
        user = self.users.find(form.username.data)
        # One path for a name that nobody has and for a wrong password: the same time, the same page.
        stretched = user.password if user is not None and user.can_sign_in(self.request.now) else None
        if self.request.passwords.check(form.password.data or "", stretched):
            return password_given(self.request, user, form.keeps, target)
        audit.refused(self.request, What.SIGN_IN_REFUSED, form.username.data)
        form.next.data = target
        self.request.response.status_int = 422
        return {"form": form, "wrong": True}


@view_defaults(
    context=Root, name="register", permission=NO_PERMISSION_REQUIRED, renderer="eventapp:templates/register.jinja2"
)
class Register:
    def __init__(self, context: Root, request: Request) -> None:
        self.users = context["users"]
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> Any:
        if self.request.identity is not None:
            return HTTPFound("/")
        return {"form": RegisterForm()}

    @view_config(request_method="POST")
    def register(self) -> Any:
        form = RegisterForm(self.request.POST)
        if not self._validate(form):
            self.request.response.status_int = 422
            return {"form": form}
        username = form.username.data
        password = self.request.passwords.stretch(form.password.data)
        user = User(username, form.email.data, password, self.request.now, self._zone(form))
        self.users.add(user)
        audit.note(self.request, What.REGISTERED, user)
        return HTTPFound("/?done=welcome", headers=remember(self.request, username))

    def _validate(self, form: RegisterForm) -> bool:
        form.validate()
        name, email, password = form.username, form.email, form.password
        if not name.errors and self.users.is_taken(name.data):
            name.errors = [f"“{name.data}” is taken. Try another name."]
        if not email.errors and self.users.has_email(email.data):
            email.errors = ["Somebody has registered with this email already. Is it you? Then sign in."]
        if not password.errors:
            problem = weakness(password.data, name.data, email.data)
            password.errors = [problem] if problem else []
        return not form.errors

    def _zone(self, form: RegisterForm) -> str:
        """The zone that the browser named, or the one that is set for those who name none."""
        named = form.timezone.data
        return named if named in zone_names().values() else self.request.registry.eventapp.timezone


@view_config(context=Root, name="logout", request_method="POST", permission=Permission.VIEW)
def logout(context: Root, request: Request) -> HTTPFound:
    audit.note(request, What.SIGNED_OUT, request.user)
    return HTTPFound("/login", headers=forget(request))
