"""Activity: what happened to an account, bounded."""

from datetime import timedelta

from eventapp.models import Activity, Entry, What
from eventapp.models.activity import KEPT, SLACK
from tests.factories import NOW, opened


def entry(seconds=0, what=What.SIGNED_IN):
    return Entry(NOW + timedelta(seconds=seconds), str(what))


def test_the_latest_come_first():
    activity = Activity()
    for seconds in (1, 3, 2):
        activity.note(entry(seconds))
    assert [kept.at for kept in activity] == [NOW + timedelta(seconds=n) for n in (3, 2, 1)]


def test_two_at_one_time_are_both_kept():
    activity = Activity()
    activity.note(entry(what=What.SIGNED_IN))
    activity.note(entry(what=What.SIGNED_OUT))
    assert [kept.what for kept in activity] == ["signed-out", "signed-in"]


def test_the_oldest_go_first():
    activity = Activity()
    for seconds in range(KEPT + 5):
        activity.note(entry(seconds))
    assert len(activity) == KEPT == 200
    assert list(activity)[-1].at == NOW + timedelta(seconds=5)
    assert len(activity._entries) == KEPT + 5
    for seconds in range(KEPT + 5, 3 * KEPT):
        activity.note(entry(seconds))
    assert len(activity._entries) <= KEPT + SLACK and list(activity)[-1].at == NOW + timedelta(seconds=2 * KEPT)
    assert repr(activity) == "<Activity, 200 entries>"


def test_requests_that_note_at_the_same_time_merge(app, alice):
    with opened(app) as one, opened(app) as other:
        one["users"]["alice"].activity.note(entry(100))
        other["users"]["alice"].activity.note(entry(200))
    with opened(app) as root:
        assert {kept.at for kept in root["users"]["alice"].activity} >= {entry(100).at, entry(200).at}


def test_strangers_push_out_no_more_than_half():
    activity = Activity()
    for seconds in range(150):
        activity.note(entry(seconds))
    for seconds in range(150, 1000):
        activity.note(entry(seconds, What.SIGN_IN_REFUSED))
    whats = [kept.what for kept in activity]
    assert whats.count("sign-in-refused") == 100 and whats.count("signed-in") == 100
    assert whats[:100] == ["sign-in-refused"] * 100
