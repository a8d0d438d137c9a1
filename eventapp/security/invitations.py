"""Invitations: signed links with which one person may register, once.

The console makes them while the server holds the database, so they are not stored but signed; what is
stored, when somebody registers, is the digest of the one that is used up.
"""

import secrets
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from eventapp.security.keys import derived_key


class Invitation(NamedTuple):
    """What an invitation says.

    :param digest: of its random 128 bits: by it we know the one that was used.
    :param expires: the time (UTC) from which it is good for nothing.
    :param email: the only address to register with; empty for any.
    """

    digest: bytes
    expires: datetime
    email: str


class Invitations:
    """Makes and reads invitations.

    The key is derived for this purpose alone, so neither the pepper nor what else is made from it can
    be learnt from a link (ASVS 9.2.2). The time at which one is over is in it, as the clock of the
    request must judge it: itsdangerous' own timestamps have a clock of their own.

    :param pepper: the secret that the console and the server share.
    """

    def __init__(self, pepper: bytes) -> None:
        self._serializer = URLSafeSerializer(
            derived_key(pepper, "invitation"),
            salt=b"eventapp invitation",
            signer_kwargs={"key_derivation": "hmac", "digest_method": sha256},
        )

    def make(self, expires: datetime, email: str = "") -> str:
        """A new invitation, as it stands in a link; URL-safe."""
        token = self._serializer.dumps([secrets.token_urlsafe(16), int(expires.timestamp()), email])
        return str(token)

    def read(self, token: str) -> Invitation | None:
        """What an invitation says; None when it is not one of ours. Whether it is over is another question."""
        if not token.isascii():
            return None
        try:
            name, expires, email = self._serializer.loads(token)
        except BadData:
            return None
        return Invitation(sha256(name.encode("ascii")).digest(), datetime.fromtimestamp(expires, UTC), email)

    def __repr__(self) -> str:
        return "<Invitations>"


def includeme(config: Any) -> None:
    invitations = Invitations(config.registry.eventapp.pepper)
    config.add_request_method(lambda request: invitations, "invitations", property=True)
