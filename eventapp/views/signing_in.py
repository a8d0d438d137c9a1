"""What follows once a password, or a passkey, was right: in, or on to the second step.

Between the two there is a ticket, and no session: a person who has shown only their password is
still nobody, so there is no page for them but the one that asks for the rest.
"""

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.security import remember

from eventapp.models import Purpose, Ticket, User, What
from eventapp.security import audit, credentials, devices, messages, sessions, unfinished
from eventapp.security.unfinished import COOKIE, LIFETIME


def password_given(request: Request, user: User, keep: bool, target: str) -> HTTPFound:
    """Sign ``user`` in, or ask for their second factor first.

    :param keep: whether to keep them signed in for long.
    :param target: the path they want to go to.
    """
    if not user.factors.asked_for:
        return signed_in(request, user, keep, target)
    token = sessions.new_token()
    ticket = Ticket(Purpose.SECOND_STEP, request.now.replace(microsecond=0) + LIFETIME, keep=keep, next=target)
    request.tree.open_ticket(user, sessions.digest(token), ticket, request.now)
    unfinished.begin(request, user, sessions.digest(token))
    return HTTPFound("/second-step", headers=[sessions.cookie_header(request, COOKIE, token, ticket.expires)])


def signed_in(request: Request, user: User, keep: bool, target: str, how: str = "") -> HTTPFound:
    """Open a session for ``user``, who has shown all that is asked for.

    :param how: by what besides the password, for the record.
    """
    entry = audit.entry_of(request, What.SIGNED_IN, how)
    audit.keep(request.tm, user, entry)
    unfinished.end(request, user)
    # Who was never signed in has no browser that could be another one.
    if user.devices and devices.known_device(request, str(user.__name__)) is None:
        message = messages.new_browser(request.registry.mail.url, user, entry)
        credentials.tell(request, user.email, message)
    if user.leaves_at is not None:  # which signing in calls off
        target = "/?done=kept"
    return HTTPFound(target, headers=remember(request, user.__name__, keep=keep))


def half_signed_in(request: Request) -> tuple[User, Ticket] | None:
    """Who has shown their password a moment ago, and the ticket that says so."""
    token = sessions.read_cookie(request, COOKIE)
    if token is None:
        return None
    found: tuple[User, Ticket] | None = request.tree.find_ticket(
        sessions.digest(token), Purpose.SECOND_STEP, request.now
    )
    return None if found is None or not found[0].can_sign_in(request.now) else found
