"""Codes of authenticator apps (TOTP, RFC 6238): six digits, made anew every 30 seconds from a shared seed.

The code of this time step is taken, and that of the one before: a person may need some seconds to
type it, and phones run late. (ASVS 6.5.5 asks for 30 seconds at the most; this is a minute at the
most.) The clock is the server's alone (ASVS 6.5.8).
"""

import hmac
import re
from datetime import datetime

import pyotp
import segno

CODE = re.compile(r"[0-9]{6}")
SEED_LENGTH = 32  # characters of base32: 160 bits, as section 4 of RFC 4226 recommends
STEPS_BACK = 1


def new_seed() -> str:
    return pyotp.random_base32(SEED_LENGTH)


def matching_step(seed: str, code: str, now: datetime) -> int | None:
    """The number of the time step of which this is the code; None when it is of no step that is taken.

    :param code: as typed; spaces do not matter.
    """
    code = code.replace(" ", "")
    if not CODE.fullmatch(code):
        return None
    totp = pyotp.TOTP(seed)
    step = totp.timecode(now)
    steps = (step - back for back in range(STEPS_BACK + 1))
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
