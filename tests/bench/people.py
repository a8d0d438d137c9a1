"""Who is measured: people with few and with very many events, made through the tree and without bcrypt."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from eventapp.ical.recurrence import recurrence
from eventapp.models import Event, Root, Session, User, When
from eventapp.security.sessions import digest, new_token
from eventapp.storage import KEY, open_database

ZONE = "Europe/Prague"
PASSED = 10
"""One event in so many is over."""


def stored(uri: str, sizes: Mapping[str, int], password: str = "", recurring: int = 0) -> dict[str, str]:
    """Make a database with people who have that many events each; their session cookies by username.

    :param recurring: how many recurring events each has besides.
    """
    db = open_database(uri)
    with db.transaction() as connection:
        root = connection.root()[KEY]
        cookies = {name: settle(root, name, password) for name in sizes}
        for name, size in sizes.items():
            _fill(root["users"][name], size)
            _repeat(root["users"][name], recurring)
    db.close()  # which saves the index of the file, as a server does when it stops
    return cookies


def settle(root: Root, name: str, password: str = "") -> str:
    """Seat somebody who is signed in; their session cookie."""
    user = User(name, f"{name}@x.org", password, _now(), ZONE)
    root["users"].add(user)
    token = new_token()
    root.open_session(user, digest(token), Session(_now(), _now() + timedelta(days=1), "bench"))
    return f"session={token}"


def _fill(user: User, size: int) -> None:
    """Events six hours apart, of several lengths; some last all day, some are over."""
    noon = datetime.now().replace(hour=12, minute=0, second=0, microsecond=0)
    for n in range(size):
        start = noon + timedelta(hours=6 * (n - size // PASSED))
        timed = When(start, start + timedelta(minutes=30 * (1 + n % 6)), ZONE)
        when = timed if n % 8 else When(start.date(), None, ZONE)
        user.add(Event(f"Event {n}", when, "Eska" if n % 2 else "", "Bring the book.\n" * 3))


def _repeat(user: User, number: int) -> None:
    """Birthdays, and what happens every week or every month."""
    for n in range(number):
        day = date(2016 + n % 10, 1 + n % 12, 1 + n % 28)
        start: date | datetime = day if n % 3 else datetime.combine(day, time(9))
        rule = "FREQ=YEARLY" if n % 3 else "FREQ=WEEKLY" if n % 2 else "FREQ=MONTHLY"
        title = f"Birthday of {n}" if n % 3 else f"Standup {n}"
        user.add(Event(title, When(start, None, ZONE), "Eska", recurrence=recurrence(start, [rule], timezone=ZONE)))


def _now() -> datetime:
    return datetime.now(UTC)
