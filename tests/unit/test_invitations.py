"""Invitations, signed and used up; and letting go of what is over."""

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest

from eventapp.models import Purpose, Root, Session, Ticket, User
from eventapp.security.invitations import Invitations
from tests.factories import NOW

WEEK = NOW + timedelta(days=7)
PEPPER = b"a pepper of more than 32 characters"


@pytest.fixture
def invitations():
    return Invitations(PEPPER)


def test_says_until_when_and_for_whom(invitations):
    token = invitations.make(WEEK, "maya@example.com")
    read = invitations.read(token)
    assert read.expires == WEEK and read.email == "maya@example.com"
    assert invitations.read(invitations.make(WEEK)).email == ""
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()


def test_no_two_are_alike(invitations):
    assert len({invitations.read(invitations.make(WEEK)).digest for _ in range(100)}) == 100


def test_each_has_128_random_bits(invitations):
    payload = invitations.make(WEEK).partition(".")[0]
    name = urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).split(b'"')[1]
    assert len(urlsafe_b64decode(name + b"==")) == 16


def test_only_this_pepper_makes_them(invitations):
    assert invitations.read(Invitations(b"another").make(WEEK)) is None
    assert "pepper" not in repr(invitations)


def test_what_was_changed_is_none_of_ours(invitations):
    token = invitations.make(WEEK, "maya@example.com")
    for at in range(0, len(token), 7):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        assert invitations.read(changed) is None, changed


@pytest.mark.parametrize("token", ["", ".", "a.b", "x" * 999, "\ud800", "žluť.x", ".eJw.x", "\x00"])
def test_nonsense_is_none_of_ours(invitations, token):
    assert invitations.read(token) is None


def test_an_invitation_is_used_once():
    root = Root()
    assert not root.is_used(b"one")
    root.use_invitation(b"one", WEEK, NOW)
    assert root.is_used(b"one") and not root.is_used(b"two")
    with pytest.raises(ValueError, match="used already"):
        root.use_invitation(b"one", WEEK, NOW)


def test_used_invitations_are_forgotten_when_they_are_over():
    root = Root()
    root.use_invitation(b"one", WEEK, NOW)
    root.use_invitation(b"two", WEEK + timedelta(seconds=1), NOW)
    root.use_invitation(b"three", WEEK + timedelta(days=1), WEEK)
    assert not root.is_used(b"one") and root.is_used(b"two") and len(root._invitations) == 2


def test_prune_lets_go_of_what_is_over_and_of_nothing_else():
    root = Root()
    for name in ("alice", "bob"):
        user = User(name, f"{name}@example.com", "v1$x", NOW)
        root["users"].add(user)
        for hours in (1, 2):
            digest = f"{name}{hours}".encode()
            root.open_session(user, digest, Session(NOW, NOW + timedelta(hours=hours), ""))
        root.open_ticket(user, digest, Ticket(Purpose.PASSWORD, NOW + timedelta(hours=1)), NOW)
        root.open_ticket(user, digest + b"!", Ticket(Purpose.EMAIL, NOW + timedelta(hours=2)), NOW)
    assert root.prune(NOW) == (0, 0)
    assert root.prune(NOW + timedelta(hours=1)) == (2, 2)
    assert set(root._sessions) == {b"alice2", b"bob2"} and set(root._tickets) == {b"alice2!", b"bob2!"}
    assert len(user.sessions) == len(user.tickets) == 1
