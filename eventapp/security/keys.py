"""Keys for one purpose each, derived from the pepper: whoever learns one knows none of the others."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_BUILT_IN_KEY = b"eventapp keys v1"


def derived_key(pepper: bytes, purpose: str) -> bytes:
    """32 bytes for ``purpose`` (HKDF, RFC 5869).

    :param pepper: a secret kept outside the database; empty for the one built in.
    """
    return HKDF(SHA256(), 32, salt=None, info=b"eventapp\0" + purpose.encode()).derive(pepper or _BUILT_IN_KEY)
