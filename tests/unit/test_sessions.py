"""Session records: where they are kept, found and ended."""

from datetime import timedelta

import pytest

from eventapp.models import Root, Session, User
from tests.factories import NOW

LATER = NOW + timedelta(hours=1)


def session(expires=LATER):
    return Session(NOW, expires, "Firefox")


@pytest.fixture
def root():
    root = Root()
    for name in ("alice", "bob"):
        root["users"].add(User(name, f"{name}@example.com", "v1$x", NOW))
    return root


def test_a_session_lives_in_the_record_of_its_user(root):
    alice, record = root["users"]["alice"], session()
    root.open_session(alice, b"digest", record)
    assert dict(alice.sessions) == {b"digest": record}
    assert root.find_session(b"digest", NOW) == (alice, record)


def test_an_unknown_or_expired_one_is_none(root):
    root.open_session(root["users"]["alice"], b"digest", session())
    assert root.find_session(b"other", NOW) is None
    assert root.find_session(b"digest", LATER - timedelta(microseconds=1)) is not None
    assert root.find_session(b"digest", LATER) is None


def test_a_closed_one_is_dead_and_the_others_live(root):
    alice = root["users"]["alice"]
    root.open_session(alice, b"one", session())
    root.open_session(alice, b"two", session())
    root.close_session(b"one")
    root.close_session(b"one")
    assert root.find_session(b"one", NOW) is None and list(alice.sessions) == [b"two"]
    assert root.find_session(b"two", NOW) is not None


def test_signing_in_lets_go_of_ones_own_expired_sessions(root):
    alice, bob = root["users"]["alice"], root["users"]["bob"]
    root.open_session(alice, b"old", session(NOW))
    root.open_session(bob, b"bobs", session(NOW))
    root.open_session(alice, b"new", session())
    assert list(alice.sessions) == [b"new"] and list(bob.sessions) == [b"bobs"]
    assert list(root._sessions) == [b"bobs", b"new"]


def test_a_session_of_somebody_who_is_gone_is_none(root):
    root.open_session(root["users"]["alice"], b"digest", session())
    root["users"].remove("alice")
    assert root.find_session(b"digest", NOW) is None


def test_two_sights_at_once_resolve_to_the_later():
    old = {"last_seen": NOW, "expires": LATER}
    earlier, later = {**old, "last_seen": NOW + timedelta(1)}, {**old, "last_seen": NOW + timedelta(2)}
    assert session()._p_resolveConflict(old, earlier, later) == later
    assert session()._p_resolveConflict(old, later, earlier) == later


def test_reprs(root):
    assert repr(session()) == "<Session since 2026-11-23 07:42, until 2026-11-23 08:42 UTC>"
    assert repr(root) == "<Root, 2 users, schema 3>"
