"""Users: who may be called what, and how they are found."""

from datetime import timedelta

import pytest
from pyramid.authorization import ALL_PERMISSIONS, DENY_ALL, ACLHelper, Authenticated, Everyone

from eventapp.models import EmailTaken, Event, NameTaken, Permission, Root, User, When
from eventapp.models.user import DEVICE_KNOWN, LONGEST_LOGIN, MOST_DEVICES, RESERVED, login_key
from tests.factories import NOW


def make(username: str, email: str | None = None) -> User:
    return User(username, email or f"{username}@example.com", "v1$x", NOW)


@pytest.fixture
def users():
    return Root()["users"]


@pytest.mark.parametrize("name", ["al", "a" * 32, "a-b_c9", "alice"])
def test_usernames_that_are_allowed(users, name):
    users.add(make(name))
    assert users[name].__name__ == name


@pytest.mark.parametrize(
    "name",
    ["a", "a" * 33, "Alice", "9lives", "-a", "_a", "al ice", "al.ice", "ali\u0441e", "alice\n", "login", "admin"],
)
def test_usernames_that_are_not(users, name):
    with pytest.raises(ValueError):
        users.add(make(name, "x@example.com"))
    assert len(users) == 0 and not users.has_email("x@example.com")


def test_the_names_of_the_apps_own_views_are_reserved():
    assert {
        "login",
        "logout",
        "register",
        "static",
        "add",
        "edit",
        "delete",
        "restore",
        "past",
        "trash",
        "users",
    } <= RESERVED


def test_names_and_emails_are_unique(users):
    users.add(make("alice"))
    with pytest.raises(NameTaken):
        users.add(make("alice", "other@example.com"))
    with pytest.raises(EmailTaken):
        users.add(make("alice2", "ALICE@Example.com"))
    assert list(users) == ["alice"] and not users.has_email("other@example.com")


def test_found_by_name_or_email_without_case(users):
    alice = make("alice", "Alice@Example.com")
    users.add(alice)
    for login in ("alice", "ALICE", "alice@example.com", "ALICE@EXAMPLE.COM"):
        assert users.find(login) is alice
    for login in ("", "bob", "alice@example", "users"):
        assert users.find(login) is None


def test_what_is_too_long_for_a_name_is_not_worked_on(users):
    """Tens of thousands of marks to put in order, or letters to encode, would stop the server for seconds."""
    for login in ("A" * (LONGEST_LOGIN + 1), "a@" + "\u4e00" * LONGEST_LOGIN, "A" + "\u0301\u0316" * 30_000):
        assert login_key(login) == login
        assert users.find(login) is None and not users.has_email(login)


def test_another_email(users):
    alice, bob = make("alice"), make("bob")
    users.add(alice)
    users.add(bob)
    alice.email = "Alice@New.example"
    assert users.find("alice@new.example") is alice and not users.has_email("alice@example.com")
    alice.email = "alice@new.example"  # her own, written otherwise
    with pytest.raises(EmailTaken):
        alice.email = "BOB@example.com"
    assert alice.email == "alice@new.example" and users.find("bob@example.com") is bob


def test_a_removed_user_gives_the_email_free(users):
    users.add(make("alice"))
    alice = users.remove("alice")
    assert not users.has_email("alice@example.com")
    alice.email = "x@example.com"
    assert alice.email == "x@example.com"


def test_a_user_is_a_container_of_events(users):
    alice = make("alice")
    users.add(alice)
    event = Event("Lunch", When(NOW.date()))
    users["alice"].add(event)
    assert users["alice"][event.__name__] is event and event.__parent__ is alice
    assert repr(users) == "<Users, 1 of them>" and repr(alice) == "<User alice, 1 events>"


@pytest.mark.parametrize("permission", [*Permission, "anything"])
def test_alice_may_do_everything_with_what_is_hers_and_nobody_else_anything(users, permission):
    alice = make("alice")
    users.add(alice)
    event = Event("Lunch", When(NOW.date()))
    alice.add(event)
    deleted = alice.delete(alice_event := event.__name__, NOW)
    alice.add(other := Event("Dinner", When(NOW.date())))
    acl = ACLHelper()
    for context in (alice, other, deleted, alice[alice_event]):
        assert acl.permits(context, [Everyone, Authenticated, "user:alice"], permission)
        assert not acl.permits(context, [Everyone, Authenticated, "user:bob"], permission)
        assert not acl.permits(context, [Everyone], permission)
    assert not acl.permits(users, [Everyone, Authenticated, "user:alice"], permission)


@pytest.mark.parametrize("path", [(), ("users",), ("users", "alice")])
def test_nothing_leaks_down_from_a_container_above(path):
    """Each one ends in DENY_ALL of its own, and does not lean on that of another."""
    context = Root()
    context["users"].add(make("alice"))
    for name in path:
        context = context[name]
    acl = context.__acl__
    assert (acl() if callable(acl) else acl)[-1] == DENY_ALL


def test_the_root_lets_everybody_in_who_is_signed_in():
    acl, root = ACLHelper(), Root()
    assert acl.permits(root, [Everyone, Authenticated], Permission.VIEW)
    assert not acl.permits(root, [Everyone, Authenticated], Permission.EDIT)
    assert not acl.permits(root, [Everyone], Permission.VIEW)
    assert "edit" in ALL_PERMISSIONS


def test_two_ways_to_encode_one_email_are_one_email(users):
    users.add(make("alice", "rene\u0301@example.com"))
    assert users.find("ren\u00e9@example.com") is users["alice"]
    with pytest.raises(EmailTaken):
        users.add(make("bob", "\uff32en\u00e9@example.com"))


def test_a_person_is_known_by_so_many_browsers_and_the_latest_of_them():
    alice, minute = make("alice"), timedelta(minutes=1)
    for number in range(MOST_DEVICES + 3):
        alice.know_device(b"%d" % number, NOW + number * minute)
    assert len(alice.devices) == MOST_DEVICES
    assert not alice.knows_device(b"2", NOW) and alice.knows_device(b"3", NOW)
    until = alice.know_device(b"new", NOW + DEVICE_KNOWN + 10 * minute)
    assert b"10" not in alice.devices and b"11" in alice.devices
    assert alice.knows_device(b"new", until - minute) and not alice.knows_device(b"new", until)
    alice.forget_device(b"new")
    alice.forget_device(b"new")
    assert not alice.knows_device(b"new", NOW)
