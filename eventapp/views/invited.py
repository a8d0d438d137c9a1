"""Who may register: anybody, whoever has an invitation, or nobody, as the settings say."""

from typing import Any, NamedTuple

from pyramid.request import Request
from pyramid.view import exception_view_config

from eventapp.i18n import Text, _
from eventapp.security.invitations import Invitation

# Only the origin goes along to what is linked from a page with an invitation in its address. With
# "no-referrer" browsers would also send "Origin: null" with the form, and we could not tell whose it is.
REFERRER_POLICY = ("Referrer-Policy", "strict-origin")


class Words(NamedTuple):
    title: Text
    text: Text


CLOSED = Words(
    _("Registration is closed"),
    _("No new accounts are made here at the moment. If you need one, ask whoever runs this server."),
)
NEEDED = Words(
    _("By invitation only"),
    _("Open the link of your invitation to create an account. If you have none, ask whoever runs this server for one."),
)
UNREADABLE = Words(
    _("This invitation can’t be read"),
    _("Its link may have been cut off. Open it once more, the whole of it, or ask whoever sent it for a new one."),
)
OVER = Words(_("This invitation is over"), _("It was good for a limited time. Ask whoever sent it for a new one."))
USED = Words(
    _("This invitation was used"),
    _("It made one account, as it should. Was that you? Then sign in. If not, ask whoever sent it for a new one."),
)


class NotInvited(Exception):
    """Nobody registers this way, for the reason given."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.title)
        self.words = words


def admit(request: Request, token: str | None) -> Invitation | None:
    """The invitation that ``token`` is; None when none is asked for.

    :raises NotInvited: when it lets nobody register.
    """
    registration = request.registry.eventapp.registration
    if registration == "open":
        return None
    if registration == "closed":
        raise NotInvited(CLOSED)
    if not token:
        raise NotInvited(NEEDED)
    invitation: Invitation | None = request.invitations.read(token)
    if invitation is None:
        raise NotInvited(UNREADABLE)
    if request.tree.is_used(invitation.digest):
        raise NotInvited(USED)
    if invitation.expires <= request.now:
        raise NotInvited(OVER)
    return invitation


@exception_view_config(NotInvited, renderer="eventapp:templates/not_invited.jinja2")
def not_invited(exc: NotInvited, request: Request) -> dict[str, Any]:
    request.response.status_int = 403
    request.response.headers.update([REFERRER_POLICY])
    return {"title": exc.words.title, "text": exc.words.text}
