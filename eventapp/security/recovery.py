"""Recovery codes: ten ways back in for somebody who lost their second factor, each good for once.

A code has 140 random bits, so a plain digest of it can be stored (ASVS 6.5.2).
"""

import hashlib
import secrets

COUNT = 10
GROUPS = 7
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"  # base32, RFC 4648, section 6
_MISREAD = str.maketrans("018", "olb", " -")


def new_codes() -> list[str]:
    """Ten codes, such as ``k3vq-7wam-…``: seven groups of four."""
    return [_new_code() for _ in range(COUNT)]


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(GROUPS))


def digest(code: str) -> bytes:
    """What is stored of a code. Case, spaces and hyphens do not matter, nor digits that are not in base32."""
    typed = code.lower().translate(_MISREAD)
    return hashlib.sha256(b"recovery\0" + typed.encode("utf-8", "replace")).digest()
