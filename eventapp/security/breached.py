"""Breached passwords: whether a new one is among those that were stolen somewhere (ASVS 6.2.12).

Off, unless ``eventapp.breached_passwords`` names who knows them: a service that answers as the range API
of Have I Been Pwned does, or a folder with all its answers. A service is told five of the 40 digits of a
SHA-1, which hundreds of stolen passwords share (k-anonymity), and nothing else. Without an answer the
password will do, and the log says so: nobody is kept out because somebody else's server is down.
"""

import hashlib
import json
import logging
import re
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from eventapp.clock import utc_now
from eventapp.i18n import Text, _

log = logging.getLogger(__name__)

PATIENCE = 1
"""Seconds that a service has to answer in, finding its address included."""

AT_ONCE = 2
"""Questions at once. With those who wait for bcrypt some threads of a server of eight are left for pages."""

BOTH_WAYS = 2  # SHUT_RDWR of a socket, which is not imported here for that alone

PREFIX = 5
LONGEST = 2**20  # bytes of an answer; usual are 40,000
ENTRY = re.compile(r"([0-9A-F]{35}):([0-9]+)", re.IGNORECASE)


class Breached:
    """Whom to ask about a new password.

    :param source: the address of a service, or the path of a folder; empty for nobody.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._places = threading.Semaphore(AT_ONCE)

    def weakness(self, password: str) -> Text | None:
        """What is wrong with a new password, in words for the person who chose it; None when it will do.

        It can take as long as :data:`PATIENCE` says, so ask last, and never in the line for bcrypt.
        """
        if not self._source:
            return None
        encoded = password.encode("utf-8", "surrogatepass")
        digest = hashlib.sha1(encoded, usedforsecurity=False).hexdigest().upper()
        try:
            known = _suffixes(self._range(digest[:PREFIX]))
        except (OSError, HTTPException, ValueError) as error:
            _log_unanswered(error)
            return None
        if digest[PREFIX:] in known:
            return _("This password was stolen somewhere and is on lists for guessing. A few random words work well.")
        return None

    def _range(self, prefix: str) -> str:
        """The stolen passwords whose digests begin like that.

        :raises OSError, HTTPException, ValueError: when there is no answer.
        """
        if "://" not in self._source:
            return Path(self._source, f"{prefix}.txt").read_text("ascii")
        if not self._places.acquire(blocking=False):
            raise TimeoutError("too many questions at once")
        answer: Future[str] = Future()
        # In a thread, as nothing else bounds how long it takes to find the address of a host
        threading.Thread(target=self._ask, args=(prefix, answer), name="breached", daemon=True).start()
        return answer.result(PATIENCE)

    def _ask(self, prefix: str, answer: Future[str]) -> None:
        try:
            try:
                text = _fetched(self._source, prefix)
            finally:
                self._places.release()
            answer.set_result(text)
        except Exception as error:  # whatever it is, it is raised where it is waited for
            answer.set_exception(error)


def _fetched(url: str, prefix: str) -> str:
    """What the service answers. It is not followed elsewhere, and no proxy of the environment is used."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection: HTTPConnection = HTTPSConnection(host, parts.port, timeout=PATIENCE, context=context)
    else:
        connection = HTTPConnection(host, parts.port, timeout=PATIENCE)
    with closing(connection), _hung_up(connection):
        # Padding: whoever sees how long the answer is does not learn which one it was
        connection.request("GET", f"{parts.path}/{prefix}", headers={"Add-Padding": "true", "User-Agent": "eventapp"})
        with connection.getresponse() as response:
            if response.status != 200:
                raise ValueError(f"the answer was {response.status}")
            return response.read(LONGEST).decode("ascii")


@contextmanager
def _hung_up(connection: HTTPConnection) -> Iterator[None]:
    """Connect, and hang up after a while, whatever the service says until then.

    One that sends a byte now and then is never late for any of them, and would keep its place for good.
    """
    connection.connect()
    timer = threading.Timer(2 * PATIENCE, _hang_up, [connection.sock])  # by then nobody waits for it
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(sock: Any) -> None:
    with suppress(OSError):  # it is closed already
        sock.shutdown(BOTH_WAYS)


def _suffixes(text: str) -> set[str]:
    """The further digits in an answer. Entries that were never seen are padding.

    :raises ValueError: when it is no such answer.
    """
    entries = [ENTRY.fullmatch(line) for line in text.splitlines()]
    if not all(entries):
        raise ValueError("the answer is no list of digests")
    return {entry[1].upper() for entry in entries if entry is not None and int(entry[2])}


def _log_unanswered(error: Exception) -> None:
    # Not the whole text of an OSError, which names the file and so the digits
    detail = f"{type(error).__name__}: {getattr(error, 'strerror', None) or error}"[:200]
    line = {"at": utc_now().isoformat(), "what": "breached-passwords-unanswered", "detail": detail}
    log.warning("%s", json.dumps(line))


def includeme(config: Any) -> None:
    config.registry.breached = Breached(config.registry.eventapp.breached)
