"""Sign in, register, sign out. The cookie is made and ended by the security policy."""

from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED, forget, remember
from pyramid.view import view_config, view_defaults

from eventapp.forms import LoginForm, RegisterForm
from eventapp.models import Permission, Root, User, What
from eventapp.models.when import zone_names
from eventapp.registration import judge
from eventapp.security import audit
from eventapp.security.redirects import safe_next
from eventapp.views import locales
from eventapp.views.invited import REFERRER_POLICY, admit
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

    @view_config(request_method="POST", throttled="sign-in")
    def sign_in(self) -> Any:
        form = LoginForm(self.request.POST)
        target = safe_next(form.next.data)
        user = self.users.find(form.username.data)
        # One path for a name that nobody has and for a wrong password: the same time, the same page.
        stretched = user.password if user is not None and user.can_sign_in(self.request.now) else None
        if self.request.passwords.check(form.password.data or "", stretched):
            if self.request.passwords.needs_upgrade(user.password):
                user.password = self.request.passwords.stretch(form.password.data)
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
        token = self.request.GET.get("invitation")
        invitation = admit(self.request, token)
        if invitation is None:
            return {"form": RegisterForm(), "invitation": None}
        self.request.response.headers.update([REFERRER_POLICY])
        return {"form": RegisterForm(invitation=token, email=invitation.email), "invitation": invitation}

    @view_config(request_method="POST", throttled="register")
    def register(self) -> Any:
        form = RegisterForm(self.request.POST)
        invitation = admit(self.request, form.invitation.data)
        registry = self.request.registry
        email = invitation.email if invitation else ""
        if not judge(form, self.users, registry.eventapp.hosts, registry.breached, email):
            self.request.response.status_int = 422
            return {"form": form, "invitation": invitation}
        username = form.username.data
        password = self.request.passwords.stretch(form.password.data)
        user = User(username, form.email.data, password, self.request.now, self._zone(form))
        user.locale = locales.of_browser(self.request)
        self.users.add(user)
        if invitation is not None:
            self.request.tree.use_invitation(invitation.digest, invitation.expires, self.request.now)
        audit.note(self.request, What.REGISTERED, user)
        return HTTPFound("/?done=welcome", headers=remember(self.request, username))

    def _zone(self, form: RegisterForm) -> str:
        """The zone that the browser named, or the one that is set for those who name none."""
        named = form.timezone.data
        return named if named in zone_names().values() else self.request.registry.eventapp.timezone


@view_config(context=Root, name="logout", request_method="POST", permission=Permission.SET_UP)
def logout(context: Root, request: Request) -> HTTPFound:
    audit.note(request, What.SIGNED_OUT, request.user)
    return HTTPFound("/login", headers=forget(request))
