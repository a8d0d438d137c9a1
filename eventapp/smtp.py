"""The sender: takes what waits in the Maildir to the SMTP server, in a thread of its own.

A message that is being sent is in ``cur``, under the name it had in ``new``; who moved it there sends
it, so several processes never send one message twice. What the server refuses for good is put into
``refused``. What it does not take just now waits for the next minute.
"""

import logging
import os
import smtplib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import urlsplit

from eventapp.settings import Settings

log = logging.getLogger(__name__)

TIMEOUT = 10  # seconds that the server may take for each answer
INTERVAL = 60  # seconds until what could not be sent is tried again
ABANDONED = 15 * 60  # seconds after which whoever was sending a message must have died
UNFINISHED = 36 * 3600  # seconds after which a Maildir's reader removes what lies in tmp, as its specification says
GIVEN_UP = timedelta(days=2)  # after which a message that the server keeps putting off is refused


class Sender:
    """Sends the messages of one Maildir.

    :param clock: the time (UTC).
    """

    def __init__(self, settings: Settings, folder: Path, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._folder = folder
        self._host = urlsplit(settings.url).hostname or ""  # what this machine calls itself to the server
        self._clock = clock
        self._woken = threading.Event()
        self._closed = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Send what waits now, and from then on every minute. A thread that a fork left behind is made anew."""
        self._woken.set()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="mail", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Finish what is being sent, and send no more."""
        self._closed = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._closed:
            self._woken.clear()
            try:
                self.send_waiting()
            except Exception:
                log.exception("Mail could not be sent")
            self._woken.wait(INTERVAL)

    def send_waiting(self) -> None:
        """Send what waits, the oldest first, over one connection."""
        self._take_back_abandoned()
        self._remove_unfinished()
        waiting = sorted(path for path in (self._folder / "new").iterdir() if not path.name.startswith("."))
        if not waiting:
            return
        try:
            connection = self._connect()
        except OSError as error:  # SMTPException and SSLError are of this kind, too
            log.error("%d mails wait, as the mail server can't be used: %s", len(waiting), error)
            return
        try:
            for path in waiting:
                if not self._send(connection, path):
                    break
        finally:
            with suppress(OSError):
                connection.quit()
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        """A connection that is encrypted and whose certificate is checked, unless it was set otherwise (ASVS 12.3)."""
        ini, context = self._settings, ssl.create_default_context()
        if ini.smtp_security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                ini.smtp_host, ini.smtp_port, self._host, timeout=TIMEOUT, context=context
            )
        else:
            connection = smtplib.SMTP(ini.smtp_host, ini.smtp_port, self._host, timeout=TIMEOUT)
        try:
            if ini.smtp_security == "starttls":
                connection.starttls(context=context)
            if ini.smtp_username:
                connection.login(ini.smtp_username, ini.smtp_password)
        except OSError:
            connection.close()
            raise
        return connection

    def _send(self, connection: smtplib.SMTP, path: Path) -> bool:
        """Send one message, unless somebody else does; whether the connection is good for more."""
        claimed = self._claim(path)
        if claimed is None:
            return True
        message = _read(claimed)
        try:
            connection.send_message(message)
        except (OSError, ValueError) as error:
            if is_final(error) or self._is_old(message):
                refused = claimed.rename(self._folder / "refused" / claimed.name)
                log.error("The mail to %s was refused and is kept in %s: %s", message["To"], refused, error)
                return True
            claimed.rename(path)
            log.warning("The mail to %s waits, as the server does not take it now: %s", message["To"], error)
            return connection.sock is not None
        claimed.unlink()
        log.info("Mail to %s, “%s”, is sent", message["To"], message["Subject"])
        return True

    def _claim(self, path: Path) -> Path | None:
        """Make a message ours to send; None when somebody else was quicker."""
        try:
            os.utime(path)  # before it moves: from its time others see that it is not abandoned
            return path.rename(self._folder / "cur" / path.name)
        except FileNotFoundError:
            return None

    def _is_old(self, message: EmailMessage) -> bool:
        sent = message["Date"]
        return sent is not None and self._clock() - sent.datetime > GIVEN_UP

    def _take_back_abandoned(self) -> None:
        """Let what a process was sending when it died wait again."""
        for path in self._untouched("cur", ABANDONED):
            with suppress(FileNotFoundError):
                path.rename(self._folder / "new" / path.name)

    def _remove_unfinished(self) -> None:
        """Remove what a process was writing when it died: its transaction was never stored."""
        for path in self._untouched("tmp", UNFINISHED):
            path.unlink(missing_ok=True)

    def _untouched(self, part: str, seconds: float) -> Iterator[Path]:
        """The files of a part of the Maildir that nobody touched for so long."""
        for path in (self._folder / part).iterdir():
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > seconds:
                    yield path


def _read(path: Path) -> EmailMessage:
    """The message as it travels: not every server takes more than ASCII (RFC 6152)."""
    message = message_from_string(path.read_text("utf-8", "replace"), policy=SMTP)
    if message["Content-Transfer-Encoding"] == "8bit":
        message.set_content(message.get_payload(), cte="quoted-printable")
    return message


def is_final(error: Exception) -> bool:
    """Whether the server will never take the message (RFC 5321, section 4.2.1).

    A sender that is refused is a matter of settings, not of the message: it is kept until those are mended.
    """
    if isinstance(error, smtplib.SMTPSenderRefused):
        return False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, (smtplib.SMTPNotSupportedError, ValueError))  # the latter of a damaged file
