"""Details: what an entry of the activity says beyond its word, in the language of whoever reads it.

What is stored, and logged, is in English.
"""

import re

from eventapp.i18n import _, many
from eventapp.models import Entry, What
from eventapp.security.audit import OPERATOR
from eventapp.security.browsers import said_again

WORDS = {
    OPERATOR: _("by whoever runs this server"),
    "authenticator app": _("authenticator app"),
    "recovery code": _("recovery code"),
    "sign-in": _("signing in"),
    "second-step": _("second step of signing in"),
    "confirm": _("confirming that it is you"),
    "password": _("changing the password"),
    "forgot": _("asking for a link to a new password"),
    "email": _("changing the email"),
    "export": _("downloading everything"),
    "add": _("adding events"),
    "import": _("importing events"),
}
"""What is always said in the same words: who did it, by what, or what was tried too often."""

NAMED = {What.PASSKEY_ADDED, What.PASSKEY_REMOVED, What.FEED_OPENED, What.FEED_CLOSED}
"""What has a name for its detail that a person gave, in whatever words."""

PASSKEY = "passkey "
NUMBER = re.compile(r"(\d+)(?: places?| left)?")


def said(entry: Entry) -> str:
    """The detail of an entry; empty when it has none."""
    what, detail = entry.what, entry.detail
    if what in NAMED:
        return detail
    if what == What.SESSION_ENDED:
        return said_again(detail)
    if what == What.SIGNED_IN and detail.startswith(PASSKEY):
        return _("passkey ${name}", name=detail.removeprefix(PASSKEY))
    number = NUMBER.fullmatch(detail)
    if number is None:
        return WORDS.get(detail, detail)
    n = int(number[1])
    if what == What.RECOVERY_CODE_USED:
        return many("${n} left", "${n} left", n)
    return many("${n} place", "${n} places", n)
