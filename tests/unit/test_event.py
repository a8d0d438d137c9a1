"""Event: its id and its version."""

import re
from datetime import date

from eventapp.models import Event, When
from eventapp.models.event import new_id

TODAY = When(date(2026, 11, 23))


def test_ids_are_unguessable_url_safe_and_never_the_same():
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"[a-z2-7]{26}", name) for name in ids)  # 26 * 5 bits hold 128


def test_the_version_follows_the_content():
    event, twin = Event("Lunch", TODAY, "Eska", "table 4"), Event("Lunch", TODAY, "Eska", "table 4")
    assert event.version == twin.version
    versions = {event.version}
    for name, value in [
        ("title", "Dinner"),
        ("place", "Savoy"),
        ("notes", ""),
        ("when", When(date(2026, 11, 24))),
        ("when", When(date(2026, 11, 24), timezone="Europe/Prague")),
    ]:
        event.change(**{name: value})
        versions.add(event.version)
    assert len(versions) == 6


def test_repr_says_which():
    assert re.fullmatch(r"<Event [a-z2-7]{26} 'Lunch' 2026-11-23 UTC>", repr(Event("Lunch", TODAY)))
