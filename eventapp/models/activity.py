"""Activity: what happened to an account, so that its owner can see what was not them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from BTrees.OOBTree import OOBTree
from persistent import Persistent

KEPT = 200
"""How many entries are shown; the oldest go first."""

SLACK = 50
"""How many more there may be before the oldest go, all at once: few requests then meet over the same ones."""

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class What(StrEnum):
    """What can happen to an account, in one word each; these stand in logs, so they keep their meaning."""

    REGISTERED = "registered"
    SIGNED_IN = "signed-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    SECOND_STEP_REFUSED = "second-step-refused"
    SECOND_STEP_LEFT = "second-step-left"
    THROTTLED = "throttled"
    SIGNED_OUT = "signed-out"
    SESSION_ENDED = "session-ended"
    SESSIONS_ENDED = "sessions-ended"
    CONFIRMED = "confirmed"
    CONFIRMATION_REFUSED = "confirmation-refused"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105, what happened
    PASSWORD_LINK_SENT = "password-link-sent"  # noqa: S105, likewise
    PASSWORD_RESET = "password-reset"  # noqa: S105, likewise
    EMAIL_LINK_SENT = "email-link-sent"
    EMAIL_CHANGED = "email-changed"
    TOTP_ON = "totp-on"
    TOTP_OFF = "totp-off"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    RECOVERY_CODES_MADE = "recovery-codes-made"
    RECOVERY_CODE_USED = "recovery-code-used"
    FACTORS_RESET = "factors-reset"
    EXPORTED = "exported"
    FEED_OPENED = "feed-opened"
    FEED_CLOSED = "feed-closed"
    DELETION_ASKED = "deletion-asked"
    DELETION_CALLED_OFF = "deletion-called-off"
    DELETED = "deleted"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    INVITED = "invited"
    NOT_ALLOWED = "not-allowed"
    FORM_REFUSED = "form-refused"


@dataclass(frozen=True, order=True)  # a BTree orders values where it merges; slots could never gain a field
class Entry:
    """One thing that happened.

    :param at: the time (UTC).
    :param what: a word of :class:`What`, as a plain string.
    :param address: the network address it came from; empty for the server itself.
    :param browser: what the browser called itself.
    :param detail: a few words more, such as the name of a passkey; never a secret.
    """

    at: datetime
    what: str
    address: str = ""
    browser: str = ""
    detail: str = ""


REFUSALS = frozenset(
    {
        What.SIGN_IN_REFUSED,
        What.SECOND_STEP_REFUSED,
        What.SECOND_STEP_LEFT,
        What.THROTTLED,
        What.CONFIRMATION_REFUSED,
    }
)
"""What strangers can make happen. Of these no more than half are kept, so they push nothing else out."""


class Activity(Persistent):
    """The last 200 entries.

    Each has a key of its own, so two requests that note something at the same time merge.
    """

    def __init__(self) -> None:
        self._entries = OOBTree()  # microseconds since the epoch → Entry

    def note(self, entry: Entry) -> None:
        key = (entry.at - EPOCH) // timedelta(microseconds=1)
        while key in self._entries:
            key += 1
        self._entries[key] = entry
        if len(self._entries) > KEPT + SLACK:
            kept = set(self._kept())
            for old in [old for old in self._entries if old not in kept]:
                del self._entries[old]

    def _kept(self) -> list[int]:
        """The keys of what is worth keeping, the latest first."""
        latest = sorted(self._entries, reverse=True)
        refusals = [key for key in latest if self._entries[key].what in REFUSALS]
        if len(latest) > KEPT:
            too_many = set(refusals[KEPT // 2 :][-(len(latest) - KEPT) :])
            latest = [key for key in latest if key not in too_many]
        return latest[:KEPT]

    def __iter__(self) -> Iterator[Entry]:
        """The entries, the latest first."""
        return (self._entries[key] for key in self._kept())

    def __len__(self) -> int:
        return len(self._kept())

    def __repr__(self) -> str:
        return f"<Activity, {len(self)} entries>"
