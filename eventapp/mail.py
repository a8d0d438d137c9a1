"""Mail: written in a transaction and kept when that is stored, so what rolls back is never mailed.

A message is one file of a Maildir: in ``tmp`` while its transaction runs, in ``new`` once that is
stored. From there :mod:`eventapp.smtp` sends it; without an SMTP server it stays, and the log says where.
"""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import make_msgid
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import email_validator
from pyramid.exceptions import ConfigurationError
from repoze.sendmail.delivery import MailDataManager, MailDataManagerState
from repoze.sendmail.maildir import MaildirTransactionalMessage
from transaction import TransactionManager

from eventapp.i18n import SOURCE, say
from eventapp.smtp import Sender

log = logging.getLogger(__name__)

FOLDERS = ("tmp", "new", "cur", "refused")


class Message(NamedTuple):
    """A message to be sent.

    :param subject: one line.
    :param text: plain text.
    :param locale: the language in which it is said, as Babel names it.
    """

    subject: str
    text: str
    locale: str = SOURCE


class Mail:
    """What is written is sent.

    :param folder: the Maildir, which is there; None when this server can't send any mail.
    :param sender: the address that the mail is from.
    :param url: where the site is, for the links in messages. The Host of a request is anybody's word (CWE-640).
    :param stored: is called when there is something to send; None to leave it where it is.
    """

    def __init__(self, folder: Path | None, sender: str, url: str, stored: Callable[[], None] | None) -> None:
        self._folder = folder
        self._sender = Address("eventapp", addr_spec=sender)
        self.url = url
        self._stored = stored
        self.has_room: Callable[[str, str], bool] = lambda to, subject: True
        """Whether one more message of that subject may go to an address now; counted when it is asked."""

    @property
    def is_on(self) -> bool:
        """Whether mail can be sent at all."""
        return self._folder is not None

    def send(self, tm: TransactionManager, to: str, message: Message, now: datetime) -> None:
        """Mail ``message`` to one address when the transaction of ``tm`` is stored; nobody, when no mail can be sent.

        :raises ValueError: when ``to`` or the subject would make more of a header than they should (ASVS 1.3.11).
        """
        if self._folder is None:
            return
        subject = str(message.subject)  # in English, for the log and for who counts
        if not self.has_room(to, subject):
            log.warning("No mail to %s, “%s”: they had too many of it", to, subject)
            return
        written, kept = self._write(to, message, now)
        file = MaildirTransactionalMessage(written, kept)
        MessageManager(file.commit, onAbort=file.abort, transaction_manager=tm).join_transaction()
        tm.get().addAfterCommitHook(self._after_commit, args=(to, subject, kept))

    def _write(self, to: str, message: Message, now: datetime) -> tuple[Path, Path]:
        """Write a message into ``tmp``; where it is, and where it belongs when its transaction is stored."""
        folder, text = Path(self._folder or ""), say(message.text, message.locale)
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = recipient(to)
        mail["Subject"] = say(message.subject, message.locale)
        mail["Date"] = now
        mail["Message-ID"] = make_msgid(domain=urlsplit(self.url).hostname)
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's out-of-office answers
        # Lines stay whole in any language, so that a link can be copied out of the file.
        mail.set_content(text, cte="7bit" if text.isascii() else "8bit")
        name = f"{time.time_ns()}.{secrets.token_hex(4)}"
        (folder / "tmp" / name).write_bytes(mail.as_bytes(policy=default.clone(utf8=True)))
        return folder / "tmp" / name, folder / "new" / name

    def _after_commit(self, stored: bool, to: str, subject: str, kept: Path) -> None:
        if stored and self._stored is None:
            log.info("Mail to %s, “%s”, is kept in %s", to, subject, kept)
        elif stored and self._stored is not None:
            self._stored()


class MessageManager(MailDataManager):
    """One message in one transaction.

    The library's own does not bear the abort of a commit in which another manager fails, nor the one that
    follows a commit with hooks: each is logged as an error. Its ``QueuedMailDelivery`` is not used: it calls
    UTF-8 text ASCII, and fails on long subjects.
    """

    def sortKey(self) -> str:  # noqa: N802, the name in transaction's interface
        """After everything else, so that nothing can fail once the message is in ``new``."""
        return "~mail"

    def abort(self, trans: Any) -> None:
        """Remove the message, unless its transaction was stored."""
        if self.state != MailDataManagerState.TPC_FINISHED:
            self.onAbort()

    tpc_abort = abort


def recipient(address: str) -> Address:
    """An address, with the domain as the mail system spells it (RFC 5890).

    :raises ValueError: when there are line ends or the like in it.
    """
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        domain = email_validator.validate_email(address, check_deliverability=False).ascii_domain
    return Address(username=local, domain=domain)


def make_folder(name: str) -> Path:
    """The Maildir of that name, made if it is missing. Links that open accounts wait in it: it is its owner's only.

    :raises ConfigurationError: when it can't be made.
    """
    folder = Path(name).absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in FOLDERS:
            (folder / part).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"eventapp.mail.folder: {error}") from None
    return folder


def includeme(config: Any) -> None:
    ini, registry = config.registry.eventapp, config.registry
    folder = make_folder(ini.mail_folder) if ini.mail_folder else None
    stored = None
    if folder is not None and ini.smtp_host and registry.serves:
        # Not the clock of now: a test sets another one.
        registry.sender = Sender(ini, folder, lambda: registry.clock())  # noqa: PLW0108, tests set a clock later
        stored = registry.sender.wake
        stored()
    registry.mail = Mail(folder, ini.mail_from, ini.url, stored)
