"""Session: the record of one place where a user is signed in. It holds no token, only what is known of it."""

from datetime import datetime, timedelta
from typing import Any

from persistent import Persistent


class Session(Persistent):
    """A record in ``User.sessions``, under the digest of its token.

    :param signed_in: the time (UTC) of the sign-in.
    :param expires: the time (UTC) from which the session is over, whatever happens (ASVS 7.3.2).
    :param browser: what the browser called itself.
    :param address: the network address that the sign-in came from.
    :param idle: how long the session is good for unseen (ASVS 7.3.1); None for as long as it lasts.
    """

    address = ""
    idle: timedelta | None = None
    confirmed_at: datetime | None = None
    """The time (UTC) at which the person last showed that it is them; None for never."""

    def __init__(
        self, signed_in: datetime, expires: datetime, browser: str, address: str = "", idle: timedelta | None = None
    ) -> None:
        self.signed_in = signed_in
        self.expires = expires
        self.browser = browser
        self.address = address
        self.idle = idle
        self.last_seen = signed_in
        self.confirmed_at = signed_in

    def is_valid(self, now: datetime) -> bool:
        return now < self.expires and (self.idle is None or now - self.last_seen < self.idle)

    def _p_resolveConflict(self, old: dict[str, Any], saved: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:  # noqa: N802, ZODB's name
        # Two tabs of one browser are seen at the same time: the later sight is the true one. Whatever
        # else one of them changed stays changed.
        changed = {name: value for name, value in new.items() if value != old.get(name)}
        return {**saved, **changed, "last_seen": max(saved["last_seen"], new["last_seen"])}

    def __repr__(self) -> str:
        return f"<Session since {self.signed_in:%Y-%m-%d %H:%M}, until {self.expires:%Y-%m-%d %H:%M} UTC>"
