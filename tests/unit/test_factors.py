"""Second factors as they are stored: each code, and each answer, is taken once."""

from datetime import timedelta

import pytest

from eventapp.models import Factors, Passkey, Root, User
from tests.factories import NOW

SOON = NOW + timedelta(minutes=5)


def test_a_code_is_taken_once_and_no_earlier_one_after_it():
    factors = Factors()
    assert factors.accept_totp(100) and not factors.accept_totp(100) and not factors.accept_totp(99)
    assert factors.accept_totp(101)


def test_a_recovery_code_is_taken_once():
    factors = Factors()
    factors.replace_recovery_codes([b"one", b"two"])
    assert factors.take_recovery_code(b"one") and not factors.take_recovery_code(b"one")
    assert not factors.take_recovery_code(b"three") and list(factors.recovery) == [b"two"]
    factors.replace_recovery_codes([b"three"])
    assert list(factors.recovery) == [b"three"]


def test_a_challenge_is_answered_once_and_forgotten_when_it_is_over():
    factors = Factors()
    assert factors.take_challenge(b"one", SOON, NOW) and not factors.take_challenge(b"one", SOON, NOW)
    assert factors.take_challenge(b"two", SOON + timedelta(seconds=1), NOW)
    assert factors.take_challenge(b"three", SOON + timedelta(minutes=5), SOON)
    assert sorted(factors._challenges) == [b"three", b"two"]


def test_a_password_alone_is_enough_without_factors():
    factors = Factors()
    assert not factors.asked_for
    factors.totp = b"sealed"
    assert factors.asked_for
    factors.totp = None
    factors.passkeys[b"id"] = Passkey(b"id", b"key", 0, "Phone", NOW)
    assert factors.asked_for


def test_the_handle_says_nothing_of_its_owner():
    alice, bob = User("alice", "alice@example.com", "v1$x", NOW), User("bob", "bob@example.com", "v1$x", NOW)
    assert len(alice.factors.handle) == len(bob.factors.handle) == 32 and alice.factors.handle != bob.factors.handle


def test_reprs_show_no_secret():
    factors = Factors()
    factors.totp = b"sealed"
    assert repr(factors) == "<Factors, an app, 0 passkeys, 0 recovery codes>"
    assert repr(Passkey(b"id", b"key", 0, "Phone", NOW)) == "<Passkey 'Phone', added 2026-11-23>"


def test_a_passkey_belongs_to_one_person_and_goes_with_them():
    users = Root()["users"]
    for name in ("alice", "bob"):
        users.add(User(name, f"{name}@example.com", "v1$x", NOW))
    passkey = Passkey(b"id", b"key", 0, "Phone", NOW)
    users.add_passkey(users["alice"], passkey)
    with pytest.raises(ValueError, match="known already"):
        users.add_passkey(users["bob"], passkey)
    assert users.find_by_passkey(b"id") is users["alice"] and not users["bob"].factors.asked_for
    users.remove("alice")
    assert users.find_by_passkey(b"id") is None
