"""Ticket: a right to do one thing once, soon. Whoever brings the token of which it is the record may do it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from persistent import Persistent


class Purpose(StrEnum):
    """What a ticket is good for, and nothing else."""

    PASSWORD = "password"  # noqa: S105, what the ticket is for
    """Set a new password; the token was mailed."""

    FIRST_PASSWORD = "first-password"  # noqa: S105, likewise
    """As ``PASSWORD``, by whoever runs the server. Nobody who asks for a link makes it worthless."""

    EMAIL = "email"
    """Confirm a new email address; the token was mailed to it."""

    SECOND_STEP = "second-step"
    """Go on with a sign-in that needs a second factor; the token is in a cookie. It opens no page."""


class Ticket(Persistent):
    """A record in ``User.tickets``, under the digest of its token.

    :param purpose: what it is good for.
    :param expires: the time (UTC) from which it is good for nothing.
    :param data: what belongs to it, such as the new email address; immutable values only.
    """

    def __init__(self, purpose: Purpose, expires: datetime, **data: Any) -> None:
        self.purpose = str(purpose)
        self.expires = expires
        self.data = tuple(sorted(data.items()))

    def __getitem__(self, name: str) -> Any:
        return dict(self.data)[name]

    def is_valid(self, now: datetime) -> bool:
        return now < self.expires

    def __repr__(self) -> str:
        return f"<Ticket {self.purpose}, until {self.expires:%Y-%m-%d %H:%M} UTC>"
