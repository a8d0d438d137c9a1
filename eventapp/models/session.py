"""Session: the record of one place where a user is signed in. It holds no token, only what is known of it."""

from datetime import datetime
from typing import Any

from persistent import Persistent


class Session(Persistent):
    """A record in ``User.sessions``, under the digest of its token.

    :param signed_in: the time (UTC) of the sign-in.
    :param expires: the time (UTC) from which the session is over.
    :param browser: what the browser called itself.
    """

    def __init__(self, signed_in: datetime, expires: datetime, browser: str) -> None:
        self.signed_in = signed_in
        self.expires = expires
        self.browser = browser
        self.last_seen = signed_in

    def is_valid(self, now: datetime) -> bool:
        return now < self.expires

    def _p_resolveConflict(self, old: dict[str, Any], saved: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:  # noqa: N802, ZODB's name
        # Two tabs of one browser are seen at the same time: the later sight is the true one.
        return {**saved, "last_seen": max(saved["last_seen"], new["last_seen"])}

    def __repr__(self) -> str:
        return f"<Session since {self.signed_in:%Y-%m-%d %H:%M}, until {self.expires:%Y-%m-%d %H:%M} UTC>"
