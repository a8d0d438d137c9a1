"""Tickets: rights to do one thing once, found by the digest of a token."""

from datetime import timedelta

import pytest

from eventapp.models import Purpose, Root, Session, Ticket, User
from tests.factories import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def root():
    root = Root()
    for name in ("alice", "bob"):
        root["users"].add(User(name, f"{name}@example.com", "v1$x", NOW))
    return root


@pytest.fixture
def alice(root):
    return root["users"]["alice"]


def test_it_is_found_by_its_digest_for_its_purpose_until_it_expires(root, alice):
    ticket = Ticket(Purpose.EMAIL, LATER, email="new@example.com")
    root.open_ticket(alice, b"digest", ticket, NOW)
    assert root.find_ticket(b"digest", Purpose.EMAIL, NOW) == (alice, ticket)
    assert ticket["email"] == "new@example.com"
    assert root.find_ticket(b"other", Purpose.EMAIL, NOW) is None
    assert root.find_ticket(b"digest", Purpose.PASSWORD, NOW) is None
    assert root.find_ticket(b"digest", Purpose.EMAIL, LATER) is None


def test_there_is_one_at_a_time_for_a_purpose(root, alice):
    for digest in (b"one", b"two"):
        root.open_ticket(alice, digest, Ticket(Purpose.PASSWORD, LATER), NOW)
    root.open_ticket(alice, b"email", Ticket(Purpose.EMAIL, LATER), NOW)
    assert root.find_ticket(b"one", Purpose.PASSWORD, NOW) is None
    assert root.find_ticket(b"two", Purpose.PASSWORD, NOW) and root.find_ticket(b"email", Purpose.EMAIL, NOW)


def test_those_that_are_over_go(root, alice):
    root.open_ticket(alice, b"old", Ticket(Purpose.PASSWORD, LATER), NOW)
    root.open_ticket(alice, b"new", Ticket(Purpose.EMAIL, LATER + timedelta(hours=1)), LATER)
    assert list(alice.tickets) == [b"new"]


def test_a_removed_user_leaves_nothing_behind_and_their_name_to_nobody(root, alice):
    root.open_ticket(alice, b"ticket", Ticket(Purpose.EMAIL, LATER), NOW)
    root.open_session(alice, b"session", Session(NOW, LATER, "Firefox"))
    root.remove_user(alice, NOW)
    assert root.find_ticket(b"ticket", Purpose.EMAIL, NOW) is None and root.find_session(b"session", NOW) is None
    assert "alice" not in root["users"] and root["users"].is_taken("alice") and not root["users"].is_taken("carol")
    with pytest.raises(ValueError, match="had this name once"):
        root["users"].add(User("alice", "new@example.com", "v1$x", NOW))
    root["users"].add(User("carol", "alice@example.com", "v1$x", NOW))


def test_reprs():
    assert repr(Ticket(Purpose.EMAIL, LATER, email="x@y.z")) == "<Ticket email, until 2026-11-23 08:42 UTC>"
