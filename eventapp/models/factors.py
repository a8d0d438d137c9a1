"""Factors: what a person has, besides knowing their password, to show that it is them."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent


class Passkey(Persistent):
    """A public key whose private half never leaves a device (W3C Web Authentication, section 4).

    :param credential_id: how the device names the key.
    :param public_key: as COSE, section 7 of RFC 9052.
    :param sign_count: the device's counter when it was last used; 0 for devices that have none.
    :param name: what its owner calls it.
    :param added: the time (UTC).
    """

    last_used: datetime | None = None

    def __init__(self, credential_id: bytes, public_key: bytes, sign_count: int, name: str, added: datetime) -> None:
        self.credential_id = credential_id
        self.public_key = public_key
        self.sign_count = sign_count
        self.name = name
        self.added = added

    def __repr__(self) -> str:
        return f"<Passkey {self.name!r}, added {self.added:%Y-%m-%d}>"


class Factors(Persistent):
    """The second factors of one person.

    ``totp`` is the sealed secret of an authenticator app, None for none; ``totp_last`` the number of
    the time step of the last code that was accepted, so that none is taken twice (RFC 6238, section
    5.2). ``recovery`` holds the digests of the recovery codes that are left. Passkeys are added and
    removed through :class:`Users`, which finds people by them. ``handle`` names the person to their
    passkeys, and says nothing of them (W3C Web Authentication, section 14.6.1).
    """

    totp: bytes | None = None
    totp_last = 0

    def __init__(self) -> None:
        self.recovery = OOTreeSet()
        self.passkeys = OOBTree()  # credential id → Passkey
        self.handle = secrets.token_bytes(32)
        self._challenges = OOBTree()  # digest of a challenge that was answered → when it expires

    @property
    def asked_for(self) -> bool:
        """Whether a password alone signs nobody in."""
        return self.totp is not None or bool(self.passkeys)

    def accept_totp(self, step: int) -> bool:
        """Take the code of a time step; False when it, or a later one, was taken already (ASVS 6.5.1)."""
        if step <= self.totp_last:
            return False
        self.totp_last = step
        return True

    def take_recovery_code(self, digest: bytes) -> bool:
        """Use up a recovery code; False when there is none with that digest."""
        if digest not in self.recovery:
            return False
        self.recovery.remove(digest)
        return True

    def replace_recovery_codes(self, digests: Iterable[bytes]) -> None:
        """Put new recovery codes into the place of all that were left."""
        self.recovery.clear()
        self.recovery.update(digests)

    def take_challenge(self, digest: bytes, expires: datetime, now: datetime) -> bool:
        """Take the answer to a passkey's challenge; False when it was answered already (ASVS 6.7.2)."""
        for old in [old for old, over in self._challenges.items() if over <= now]:
            del self._challenges[old]
        if digest in self._challenges:
            return False
        self._challenges[digest] = expires
        return True

    def __repr__(self) -> str:
        app = "no app" if self.totp is None else "an app"
        return f"<Factors, {app}, {len(self.passkeys)} passkeys, {len(self.recovery)} recovery codes>"
