"""The pages of time for people with ten thousand events and a hundred thousand, one in seven of them recurring.

Both have as much on each day; the second one's calendar is ten times as long. So a page costs the
same for both when its cost is set by what it shows.
"""

import gzip
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import quantiles
from time import thread_time

from pyramid.router import Router

from eventapp.ical.recurrence import recurrence
from eventapp.models import Event, User, When
from eventapp.storage import KEY, open_database
from tests.bench.measure import Row, asking, in_ms, multiple
from tests.bench.people import ZONE, settle

SIZES = {"more": 10_000, "most": 100_000}
RULES = ("FREQ=WEEKLY;COUNT=10", "FREQ=MONTHLY;COUNT=12", "FREQ=DAILY;COUNT=5", "FREQ=WEEKLY;INTERVAL=2;COUNT=10")
ENDLESS = ("FREQ=YEARLY",) * 150 + ("FREQ=WEEKLY",) * 10
"""Birthdays, and what is every week."""

PAGES = ("agenda", "day", "week", "month", "year")


def stored(uri: str) -> dict[str, str]:
    """Make a database with the two; their session cookies by username."""
    db = open_database(uri)
    with db.transaction() as connection:
        root = connection.root()[KEY]
        cookies = {name: settle(root, name) for name in SIZES}
        for name, size in SIZES.items():
            _fill(root["users"][name], size)
    db.close()
    return cookies


def _fill(user: User, size: int) -> None:
    """Single events six hours apart; series begin as often as it takes to have one in seven of them; now is amid."""
    again = size * 3 // 20
    first = datetime.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(hours=3 * (size - again))
    length = timedelta(hours=6 * (size - again))
    for n in range(size - again):
        _add(user, n, first + timedelta(hours=6 * n), "")
    for n in range(again - len(ENDLESS)):
        _add(user, n, first + length / again * n, RULES[n % len(RULES)])
    for n, rule in enumerate(ENDLESS):
        _add(user, n, first + timedelta(days=n * 7 % 365), rule)


def _add(user: User, n: int, start: datetime, rule: str) -> None:
    start = start.replace(minute=0, second=0, microsecond=0)
    timed = When(start, start + timedelta(minutes=30 * (1 + n % 6)), ZONE)
    days = When(start.date(), start.date() + timedelta(days=1 + n % 3), ZONE)
    when = days if n % 8 == 0 or rule == "FREQ=YEARLY" else timed
    again = recurrence(when.start, [rule] if rule else [], timezone=ZONE)
    user.add(Event(f"Event {n}", when, "Eska" if n % 2 else "", "Bring the book.\n" * 3, recurrence=again))


def rows(app: Router, cookies: dict[str, str], tries: int) -> Iterator[Row]:
    """The median and the 95th percentile of the processor's time of each page, and how long it is."""
    for page in PAGES:
        calls = {name: asking(app, f"/{page}", cookie) for name, cookie in cookies.items()}
        sizes = {name: call() for name, call in calls.items()}
        times: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(tries):
            for name, call in calls.items():
                start = thread_time()
                call()
                times[name].append(thread_time() - start)
        middle = {}
        for name, taken in times.items():
            twentieths = quantiles(taken, n=20)
            middle[name], late, html = twentieths[9], twentieths[18], sizes[name]
            size = f"{len(html) / 1000:.1f} kB, {len(gzip.compress(html)) / 1000:.1f} kB gzip"
            ratio = f", {multiple(middle[name] / middle['more'])} 10,000" if name == "most" else ""
            yield f"/{page} of {SIZES[name]:,} events", in_ms(middle[name]), f"95 %: {in_ms(late)}, {size}{ratio}"
