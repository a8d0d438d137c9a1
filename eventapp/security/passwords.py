"""Passwords: stretched with bcrypt, compared, and refused when everybody uses them.

bcrypt repeats its key with a NUL between and sees at most 72 bytes of it, so it is given the
base64 of an HMAC of the whole password instead (OWASP Password Storage Cheat Sheet, pre-hashing).
The stored form is ``v1$<key id>$<bcrypt>``; the key id tells which pepper it was made with.
"""

import hashlib
import hmac
import os
import re
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import bcrypt

from eventapp.i18n import Text, _

MIN_LENGTH = 12  # characters; ASVS 6.2.1 asks 8 and recommends 15
MAX_LENGTH = 256  # ASVS 6.2.9 asks at least 64

_BUILT_IN_KEY = b"eventapp password v1"
_NOBODYS = "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"
_CONTEXT = ("eventapp", "event", "events", "calendar")  # ASVS 6.1.2
_ROWS = ("1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")

IN_LINE = 4
"""Passwords at once, stretched or waiting for it: half of the eight threads that the ini files give a server.

The other half stays for pages, however many people want to sign in. One of the places is kept for
people who are known, so that a crowd of strangers keeps nobody away from their account.
"""


class Busy(Exception):
    """There are as many passwords in line as may be. Nothing was looked at: try again in a moment."""


class Passwords:
    """Stretches and compares passwords, no more of them at a time than there are cores (ASVS 15.4.4).

    :param rounds: the cost of bcrypt, as a power of two.
    :param pepper: a secret kept outside the database; empty for none.
    """

    def __init__(self, rounds: int, pepper: bytes = b"") -> None:
        self._line = threading.Semaphore(IN_LINE - 1)
        self._kept = threading.Semaphore(1)
        self._cores = threading.Semaphore(_cores())
        self._here = threading.local()
        self._rounds = rounds
        self._key = pepper or _BUILT_IN_KEY
        self._key_id = hashlib.sha256(b"key id\0" + self._key).hexdigest()[:8]

    @contextmanager
    def place(self, known: bool = False) -> Iterator[None]:
        """A place in the line, for a caller who has something to do first; what it calls shares it.

        Nobody waits for one: of those who waited there would soon be as many as the server has threads.

        :param known: whether the person signed in from this browser before.
        :raises Busy: when the line is full.
        """
        if getattr(self._here, "placed", False):
            yield
            return
        lines = [self._line, self._kept] if known else [self._line]
        place = next((line for line in lines if line.acquire(blocking=False)), None)
        if place is None:
            raise Busy
        self._here.placed = True
        try:
            yield
        finally:
            self._here.placed = False
            place.release()

    def stretch(self, password: str) -> str:
        """The form in which a password is stored. It takes as long as ``rounds`` says.

        :raises Busy: when too many are in line.
        """
        with self.place(), self._cores:
            hashed = bcrypt.hashpw(self._prepared(password), bcrypt.gensalt(self._rounds))
        return f"v1${self._key_id}{hashed.decode('ascii')}"

    def check(self, password: str, stretched: str | None) -> bool:
        """Whether this is the password that was stretched.

        Without one (nobody has that name) it takes the same time and answers False, so the time
        does not tell who exists (ASVS 6.3.8). Nor does an older, lower cost: the difference is spent, too.
        With another pepper than it was made with, no password checks.

        :raises Busy: when too many are in line.
        """
        version, key_id, hashed = _split(stretched)
        known = version == "v1" and key_id == self._key_id
        if not known:
            hashed = _dummy(self._rounds)
        prepared = self._prepared(password)
        try:
            with self.place(), self._cores:
                same = bcrypt.checkpw(prepared, hashed.encode("ascii"))
                if not same:
                    self._spend(prepared, _cost(hashed))
        except ValueError:  # a damaged record opens nothing
            return False
        return known and same

    def _spend(self, prepared: bytes, cost: int) -> None:
        """Take the time by which a look at the cost that is set is longer: each further one doubles it."""
        for further in range(cost, self._rounds):
            bcrypt.checkpw(prepared, _dummy(further).encode("ascii"))

    def knows(self, stretched: str) -> bool:
        """Whether this was stretched with this pepper. With another one no password is accepted."""
        version, key_id, _hashed = _split(stretched)
        return version == "v1" and key_id == self._key_id

    def needs_upgrade(self, stretched: str) -> bool:
        """Whether a password was stretched at a lower cost than is set: the next time it is given, it can be anew."""
        return _cost(_split(stretched)[2]) < self._rounds

    def _prepared(self, password: str) -> bytes:
        # 48 bytes are 64 characters of base64, none of them NUL: bcrypt sees them all
        return b64encode(hmac.digest(self._key, password.encode("utf-8", "surrogatepass"), "sha384"))

    def __repr__(self) -> str:
        return f"<Passwords, {self._rounds} rounds>"


def weakness(password: str, *names: str) -> Text | None:
    """What is wrong with a new password, in words for the person who chose it; None when it will do.

    Only its length counts, and that nobody would guess it first: any characters will do (ASVS 6.2.5).

    :param names: what the person and the site are called: none of that is a password, whatever digits and
        signs stand around it (ASVS 6.2.11).
    """
    if len(password) < MIN_LENGTH:
        return _("Use ${least} characters or more. A few random words work well.", least=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        return _("Use ${most} characters or fewer.", most=MAX_LENGTH)
    guesses = _core(password.casefold())
    if not guesses.isdisjoint(_context(names)):
        return _("Use something other than your name, your email or the name of this site.")
    if not guesses.isdisjoint(_common()) or any(
        password.casefold() in row * (MAX_LENGTH // len(row) + 2) for row in _ROWS
    ):
        return _("Many people use this password, so it would be guessed. A few random words work well.")
    return None


def _cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS has no such thing
        return os.cpu_count() or 1


def _core(password: str) -> set[str]:
    """What there is to a password: itself, what it repeats, and both without the digits and signs around them."""
    repeated = re.fullmatch(r"(.{4,}?)\1+", password)
    whole = {password, repeated[1] if repeated else password}
    return whole | {_bare(text) for text in whole}


def _context(names: tuple[str, ...]) -> set[str]:
    """The words that a guess would start from: the names, and the parts of an email or a host."""
    parts = [part for name in names for part in (*name.split("@"), *re.split("[@.]", name)) if len(part) > 2]
    words = {word.casefold() for word in (*_CONTEXT, *names, *parts)}
    return (words | {_bare(word) for word in words}) - {""}


def _bare(text: str) -> str:
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)


@cache
def _common() -> frozenset[str]:
    lines = files("eventapp.security").joinpath("common-passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _cost(hashed: str) -> int:
    """The cost in a hash of bcrypt's, which is written ``$2b$12$…``; 0 when it is damaged."""
    return int(hashed[4:6]) if hashed[4:6].isdecimal() else 0


def _dummy(cost: int) -> str:
    return f"$2b${cost:02}${_NOBODYS}"


def _split(stretched: str | None) -> tuple[str, str, str]:
    version, _dollar, rest = (stretched or "").partition("$")
    key_id, dollar, hashed = rest.partition("$")
    return version, key_id, dollar + hashed


def includeme(config: Any) -> None:
    settings = config.registry.eventapp
    config.registry.passwords = Passwords(settings.rounds, settings.pepper)
    config.add_request_method(lambda request: request.registry.passwords, "passwords", property=True)
