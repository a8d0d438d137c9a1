"""Email: change it. The new address is confirmed by a link that is mailed to it, and the old one is told."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from eventapp.forms import EmailForm
from eventapp.i18n import _
from eventapp.models import EmailTaken, Permission, Purpose, Root, User
from eventapp.security import credentials, sessions, throttle


def changed(request: Request, user: User, email: str) -> HTTPSeeOther:
    """Set the address, under a new token.

    :raises EmailTaken: when somebody else has it.
    """
    credentials.set_email(request, user, email)
    path = request.resource_path(user, "settings", query={"done": "email"})  # a page that asks for nothing first
    return HTTPSeeOther(path, headers=sessions.rotate(request))


@view_defaults(
    context=User,
    name="email",
    permission=Permission.ACCOUNT,
    confirmed=True,
    renderer="eventapp:templates/account/email.jinja2",
)
class Email:
    def __init__(self, context: User, request: Request) -> None:
        self.user = context
        self.request = request
        self.can_mail: bool = request.registry.mail.is_on

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        return self._page(EmailForm())

    @view_config(request_method="POST")
    def ask(self) -> Any:
        """Without mail nothing can be confirmed, and then the word of who gave the password a moment ago will do."""
        form = EmailForm(self.request.POST)
        if form.validate() and self.request.tree["users"].find(form.email.data) is self.user:
            form.email.errors = [_("That is your email already.")]
        if form.errors:
            return self._refused(form)
        throttle.count(self.request, "email", str(self.user.__name__))
        if self.can_mail:
            credentials.ask_for_email(self.request, self.user, form.email.data)
            return HTTPSeeOther(self.request.resource_path(self.user, "email", query={"done": "email-link"}))
        try:
            return changed(self.request, self.user, form.email.data)
        except EmailTaken:
            form.email.errors = [_("Somebody has registered with this email already.")]
            return self._refused(form)

    def _refused(self, form: EmailForm) -> dict[str, Any]:
        self.request.response.status_int = 422
        return self._page(form)

    def _page(self, form: EmailForm) -> dict[str, Any]:
        return {"form": form, "can_mail": self.can_mail}


@view_defaults(
    context=Root,
    name="confirm-email",
    permission=Permission.VIEW,
    renderer="eventapp:templates/account/confirm_email.jinja2",
)
class ConfirmEmail:
    """Where the mailed link leads. Looking at it changes nothing: programs that check mail follow links, too."""

    def __init__(self, context: Root, request: Request) -> None:
        self.root = context
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        token = self.request.GET.get("token", "")
        return self._page(token, self._email(token))

    @view_config(request_method="POST")
    def confirm(self) -> Response | dict[str, Any]:
        token = self.request.POST.get("token", "")
        email = self._email(token)
        if email is None:
            return self._page(token, None)
        try:
            return changed(self.request, self.request.user, email)
        except EmailTaken:
            return self._page(token, None, taken=True)

    def _email(self, token: str) -> str | None:
        """The address that the token confirms for whoever is signed in; None when it confirms nothing."""
        if not sessions.TOKEN.fullmatch(token):
            return None
        found = self.root.find_ticket(sessions.digest(token), Purpose.EMAIL, self.request.now)
        return found[1]["email"] if found is not None and found[0] is self.request.user else None

    def _page(self, token: str, email: str | None, taken: bool = False) -> dict[str, Any]:
        if email is None:
            self.request.response.status_int = 410
        return {"token": token, "email": email, "taken": taken}
