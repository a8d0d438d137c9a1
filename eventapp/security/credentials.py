"""Changing what a person signs in with: the password and the email. Whatever way it is done, the same follows."""

from datetime import timedelta
from functools import partial

from pyramid.request import Request
from transaction import TransactionManager

from eventapp.background import PAUSE, Background, Job
from eventapp.mail import Mail, Message
from eventapp.models import Entry, Purpose, Root, Ticket, User, What
from eventapp.security import audit, messages, sessions

PASSWORD_LINK = timedelta(hours=1)
"""For how long a mailed link sets a new password."""

EMAIL_LINK = timedelta(days=1)
"""For how long a mailed link confirms a new address."""


def set_password(request: Request, user: User, password: str, what: What, keep: bytes | None = None) -> None:
    """Give ``user`` another password, and tell them. Their sessions end, and so does every link mailed to them.

    No browser of theirs is known any more: one may be a thief's, whose next sign-in has to be mailed. The caller
    knows this one anew.

    :param keep: the digest of the session that goes on; None for none.
    """
    user.password = request.passwords.stretch(password)
    request.tree.close_sessions(user, keep)
    request.tree.close_tickets(user, None, request.now)
    user.devices.clear()
    entry = audit.entry_of(request, what)
    audit.keep(request.tm, user, entry)
    tell(request, user.email, messages.password_changed(request.registry.mail.url, user, entry))


def ask_for_password_link(request: Request, login: str) -> None:
    """Mail a link to whoever goes by ``login``, if anybody does: behind the answer, which is the same for all."""
    entry = audit.entry_of(request, What.PASSWORD_LINK_SENT)
    job = partial(_find_and_send, request.registry.mail, login, entry)
    # When this request is stored: once, however often it was tried.
    request.tm.get().addAfterCommitHook(_put_if_stored, args=(request.registry.background, job))


def _put_if_stored(stored: bool, background: Background, job: Job) -> None:
    if stored:
        background.put(job, PAUSE)


def _find_and_send(mail: Mail, login: str, entry: Entry, root: Root, tm: TransactionManager) -> None:
    user = root["users"].find(login)
    if user is not None and user.can_sign_in(entry.at):
        send_password_link(mail, user, entry, root, tm)


def send_password_link(mail: Mail, user: User, entry: Entry, root: Root, tm: TransactionManager) -> None:
    """Mail ``user`` a link with which the password is set anew; earlier ones are worthless.

    :param entry: what is noted, and when.
    """
    token = sessions.new_token()
    root.open_ticket(user, sessions.digest(token), Ticket(Purpose.PASSWORD, entry.at + PASSWORD_LINK), entry.at)
    audit.keep(tm, user, entry)
    mail.send(tm, user.email, messages.password_link(mail.url, user, token), now=entry.at)


def ask_for_email(request: Request, user: User, email: str) -> None:
    """Mail a link to the new address, and tell the old one.

    An address that somebody has gets another text and no more, so that asking does not tell who is here.
    """
    token, url = sessions.new_token(), request.registry.mail.url
    entry = audit.entry_of(request, What.EMAIL_LINK_SENT)
    ticket = Ticket(Purpose.EMAIL, request.now + EMAIL_LINK, email=email)
    request.tree.open_ticket(user, sessions.digest(token), ticket, request.now)
    audit.keep(request.tm, user, entry)
    owner = request.tree["users"].find(email)
    tell(request, email, messages.email_taken(url, owner) if owner else messages.email_link(url, user, token))
    tell(request, user.email, messages.email_asked(url, user, entry, email))


def set_email(request: Request, user: User, email: str) -> None:
    """Give ``user`` another address, and tell the old one. Every link mailed to them is worthless.

    :raises EmailTaken: when somebody else has it.
    """
    old, user.email = user.email, email
    request.tree.close_tickets(user, None, request.now)
    entry = audit.entry_of(request, What.EMAIL_CHANGED)
    audit.keep(request.tm, user, entry)
    tell(request, old, messages.email_changed(request.registry.mail.url, user, entry, email))


def tell(request: Request, to: str, message: Message) -> None:
    """Mail a message when this request is stored; nobody, when this server sends no mail."""
    request.registry.mail.send(request.tm, to, message, now=request.now)
