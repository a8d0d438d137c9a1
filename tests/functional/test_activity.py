"""The page of what happened to an account."""

from eventapp.models import Entry, What
from eventapp.views.account.activity import TEXTS
from tests.factories import NOW, Browser, opened

PAGE = "/users/alice/activity"


def rows(browser):
    page = browser.get(PAGE, status=200)
    return [" ".join(row.get_text(" ", strip=True).split()) for row in page.html.find(class_="list")("li")]


def test_what_happened_is_said_in_plain_words_the_latest_first(app, alice, clock):
    stranger = Browser(app, REMOTE_ADDR="192.0.2.66", HTTP_USER_AGENT="curl/8.5")
    stranger.send("/login", status=422, username="alice", password="wrong")
    app.registry.background.wait()
    clock.advance(days=1)
    assert rows(alice) == [
        "Sign-in refused: wrong password or passkey refused 192.0.2.66 · curl yesterday at 08:42",
        "Account created yesterday at 08:42",
    ]


def test_everything_that_can_happen_has_words(app, alice):
    assert set(TEXTS) == set(What)
    with opened(app) as root:
        for what in What:
            root["users"]["alice"].activity.note(Entry(NOW, str(what), detail="a detail"))
    assert len(rows(alice)) == len(What) + 1


def test_it_is_nobody_elses(bob, alice):
    bob.get(PAGE, status=404)
