"""What happens at once: what was shown must still be good when it is stored."""

from datetime import timedelta

import pytest
from transaction import TransactionManager
from ZODB.POSException import ConflictError

from eventapp.models import Purpose, Session, Ticket
from eventapp.storage import KEY
from tests.factories import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def two(app, alice):
    """Two requests that read the same state."""
    managers = [TransactionManager() for _ in range(2)]
    connections = [app.registry.db.open(manager) for manager in managers]
    yield [(manager, connection.root()[KEY]) for manager, connection in zip(managers, connections, strict=True)]
    for manager, connection in zip(managers, connections, strict=True):
        manager.abort()
        connection.close()


def sign_in(root):
    root.open_session(root["users"]["alice"], b"new", Session(NOW, LATER, "Firefox"))


def go_to_the_second_step(root):
    root.open_ticket(root["users"]["alice"], b"half", Ticket(Purpose.SECOND_STEP, LATER), NOW)


def change_password(root):
    root["users"]["alice"].password = "v1$another"
    root.close_sessions(root["users"]["alice"])


def turn_on_a_second_step(root):
    root["users"]["alice"].factors.totp = b"sealed"
    root.close_sessions(root["users"]["alice"])


def lock(root):
    root["users"]["alice"].locked = True
    root.close_sessions(root["users"]["alice"])


@pytest.mark.parametrize("enter", [sign_in, go_to_the_second_step])
@pytest.mark.parametrize("change", [change_password, turn_on_a_second_step, lock])
def test_nobody_gets_in_with_what_is_good_no_more(two, enter, change):
    """A sign-in that saw the old password, and is stored after the change, is tried again and sees the new one."""
    (first, changing), (second, entering) = two
    assert entering["users"]["alice"].can_sign_in(NOW)
    change(changing)
    enter(entering)
    first.commit()
    with pytest.raises(ConflictError):
        second.commit()


def test_signing_in_at_two_places_at_once_is_no_conflict(two):
    (first, one), (second, other) = two
    sign_in(one)
    other.open_session(other["users"]["alice"], b"other", Session(NOW, LATER, "Safari"))
    first.commit()
    second.commit()
