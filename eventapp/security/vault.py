"""The vault: seals small secrets that must be read again, so that a copy of the database holds none of them.

A sealed secret is the id of the key, a nonce, and what AES-GCM makes of the secret (NIST SP 800-38D).
It is bound to its purpose: what was sealed for one opens for no other.
"""

import hashlib
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from eventapp.security.keys import derived_key

KEY_ID_LENGTH = 8  # bytes
NONCE_LENGTH = 12  # bytes; section 8.2 there


class Vault:
    """Seals and opens secrets.

    :param pepper: a secret kept outside the database; empty for none.
    """

    def __init__(self, pepper: bytes = b"") -> None:
        key = derived_key(pepper, "vault")
        self._key_id = hashlib.sha256(b"key id\0" + key).digest()[:KEY_ID_LENGTH]
        self._cipher = AESGCM(key)

    def seal(self, secret: str, purpose: str) -> bytes:
        """The sealed form of a secret, another one each time."""
        nonce = secrets.token_bytes(NONCE_LENGTH)
        return self._key_id + nonce + self._cipher.encrypt(nonce, secret.encode(), purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str | None:
        """The secret; None when it was tampered with, or sealed with another key or for another purpose."""
        key_id, rest = sealed[:KEY_ID_LENGTH], sealed[KEY_ID_LENGTH:]
        nonce, ciphertext = rest[:NONCE_LENGTH], rest[NONCE_LENGTH:]
        if key_id != self._key_id:
            return None
        try:
            return self._cipher.decrypt(nonce, ciphertext, purpose.encode()).decode()
        except (InvalidTag, ValueError):  # ValueError: a nonce that is cut short
            return None

    def __repr__(self) -> str:
        return f"<Vault, key {self._key_id.hex()}>"


def includeme(config: Any) -> None:
    vault = Vault(config.registry.eventapp.pepper)
    config.add_request_method(lambda request: vault, "vault", property=True)
