"""Codes of authenticator apps (TOTP, RFC 6238): six digits, made anew every 30 seconds from a shared seed.

A code is taken for its 30 seconds (ASVS 6.5.5), and where ``eventapp.totp_grace`` is set for that much
longer: people whose phones run late need it. The clock is the server's alone (ASVS 6.5.8).
"""

import hmac
import re
from datetime import datetime, timedelta

import pyotp
import segno

CODE = re.compile(r"[0-9]{6}")
SEED_LENGTH = 32  # characters of base32: 160 bits, as section 4 of RFC 4226 recommends


def new_seed() -> str:
    return pyotp.random_base32(SEED_LENGTH)


def matching_step(seed: str, code: str, now: datetime, grace: timedelta) -> int | None:
    """The number of the time step of which this is the code; None when it is of no step that is taken.

    :param code: as typed; spaces do not matter.
    :param grace: for how long after its 30 seconds a code is still taken; 30 seconds at the most.
    """
    code = code.replace(" ", "")
    if not CODE.fullmatch(code):
        return None
    totp = pyotp.TOTP(seed)
    steps = (totp.timecode(at) for at in (now, now - grace))
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)), None)


def seed_uri(seed: str, username: str, site: str) -> str:
    """What an app reads from the QR code (``otpauth:``, the Key URI Format)."""
    return pyotp.TOTP(seed).provisioning_uri(name=username, issuer_name=site)


def qr_code(text: str) -> str:
    """A QR code as an ``<svg>`` element without styles; the stylesheet gives it its size."""
    return segno.make(text, error="m").svg_inline(light="#fff", omitsize=True)


def in_groups(seed: str) -> str:
    """The seed as people can type it: in groups of four."""
    return " ".join(re.findall("....", seed))
