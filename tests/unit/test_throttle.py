"""What counts as one account and as one address, and the table of limits."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eventapp.forms import one_line
from eventapp.models import User, Users
from eventapp.security.throttle import LIMITS, Limits, folded, network
from eventapp.views.errors import come_back
from tests.factories import NOW

NAMES = ("alice", "alice@example.com")


@pytest.fixture(scope="module")
def users():
    users = Users()
    users.add(User("alice", "Alice@Example.com", "", NOW))
    return users


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", ""),
        (None, ""),
        ("unix:", "unix:"),
        ("999.1.1.1", "999.1.1.1"),
    ],
)
def test_what_is_one_address(address, counted):
    assert network(address) == counted


LOOKALIKES = st.sampled_from(["a", "A", "\uff21", "\uff41", "\u00aa", "\u24d0", "\U0001d41a"])
SPACE = st.sampled_from(["", " ", "\u200b", "\xad", "\x00", "\t", "\u3000"])


@given(first=LOOKALIKES, end=SPACE, start=SPACE, rest=st.sampled_from(["lice", "LICE", "l\u2170ce", "\uff4cice"]))
def test_whatever_finds_alice_is_counted_as_alice(users, first, rest, start, end):
    for suffix in ("", "@example.com", "@EXAMPLE.\uff43om"):
        typed = start + first + rest + suffix + end
        found = users.find(one_line(typed))
        if found is not None:
            assert folded(one_line(typed)) in NAMES


@given(st.text(st.characters(), max_size=8))
def test_any_text_can_be_a_name(text):
    """Halves of characters, which JSON can carry, are left out."""
    assert folded(text).encode("utf-8") is not None


def test_every_limit_says_whom_it_counts():
    for limits in LIMITS.values():
        assert limits.account or limits.address
        assert not limits.field or limits.account
    assert LIMITS["sign-in"].account.startswith("10 ") and isinstance(LIMITS["sign-in"], Limits)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (61, "2 minutes"),
        (240, "4 minutes"),
        (5399, "90 minutes"),
        (5400, "2 hours"),
        (86400, "24 hours"),
    ],
)
def test_how_long_to_wait_in_words(seconds, words):
    assert come_back(seconds) == f"Nothing was changed. Try again in {words}."


@given(st.text(alphabet="aA@.eé\u200b\u00ad\ufe00\u034f\u1806\u3002\uff0e\u2024 \n\r\tß", min_size=1, max_size=12))
@example("alice@example\ufe00.com")
@example("alice@example\u3002com\n")
def test_however_an_account_is_named_it_is_one_account(written):
    """What finds the same user is counted together."""
    users = Users()
    plain = "aa@a.ee"
    users.add(User("aa", plain, "v1$x", NOW))
    login = one_line(written)
    if users.find(login) is not None:
        assert folded(written) in {folded(plain), folded("aa")}
