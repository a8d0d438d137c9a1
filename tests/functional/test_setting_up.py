"""Where a second step is required: who has none yet sets one up, and reaches nothing else (ASVS 6.3.3)."""

import pytest

from eventapp.security.public import PUBLIC
from eventapp.views.account.two_step import LAST
from tests.authenticator import Authenticator, add_passkey, code_at, give, second_step, set_up_app, sign_in_by_passkey
from tests.factories import HTTPS, PASSWORD, Browser, opened
from tests.functional.test_gate import pages
from tests.functional.test_two_step import press

SET_UP = "http://localhost:6543/users/alice/two-step"
WHY = "This server asks everybody for a second step."
OPEN = {"two-step", "authenticator", "add-passkey", "confirm", "logout"}


@pytest.fixture
def app(make_app):
    return make_app(**{"eventapp.second_step": "required"})


def test_the_password_alone_reaches_the_pages_that_set_one_up(app, alice):
    Browser(app).sign_in("alice").get("/", status=303)
    page = alice.get("/", status=303).follow()
    assert page.request.url == SET_UP and page.text.count(WHY) == 1
    assert not page.html.find("nav"), "no links that lead back here"
    for name in ("authenticator", "add-passkey", "confirm"):
        assert WHY in alice.get(f"/users/alice/{name}", status=200)


def lose_it(app) -> None:
    with opened(app) as root:
        root["users"]["alice"].factors.totp = None


def test_everything_else_leads_there(app, alice, clock):
    """Every view that exists, and what does not; on every request, and not in views."""
    set_up_app(alice, clock.now)
    paths = pages(app, alice)
    lose_it(app)
    token = alice.get("/users/alice/two-step").forms[0]["csrf_token"].value
    private = [path for path in paths if path.removeprefix("/") not in PUBLIC]
    closed = [path for path in private if path.rpartition("/")[2] not in OPEN]
    assert len(closed) > 15
    for path in [*closed, "/users/bob/", "/users/nobody/two-step", "/nothing", "/users/alice/nothing"]:
        for method in ("GET", "POST", "PUT"):
            answer = alice.ask(path, method, X_CSRF_Token=token)
            assert (answer.status_int, answer.location) == (303, SET_UP), (path, method)


def test_nothing_is_stored_by_what_is_sent_there(app, alice):
    token = alice.get("/users/alice/two-step").forms[0]["csrf_token"].value
    fields = {"title": "Lunch", "start_date": "2026-12-01", "timezone": "UTC", "csrf_token": token}
    alice.post("/users/alice/add", fields, status=303)
    with opened(app) as root:
        assert len(root["users"]["alice"]) == 0


def test_the_answer_is_no_refusal_of_something_that_is_anothers(app, alice, caplog):
    caplog.set_level("INFO", "eventapp.audit")
    alice.get("/users/alice/data", status=303)
    assert "not-allowed" not in caplog.text


def test_they_can_sign_out(app, alice):
    alice.send("/users/alice/two-step", "/logout", status=302)
    assert alice.get("/", status=302).location == "http://localhost:6543/login"


def test_whoever_confirmed_long_ago_is_asked_and_told_why(app, alice, clock):
    clock.advance(minutes=10)
    page = alice.get("/", status=303).follow(status=302).follow(status=200)
    assert page.request.path == "/users/alice/confirm" and page.text.count(WHY) == 1 and "Not now" not in page
    page.forms[1]["password"] = PASSWORD
    assert page.forms[1].submit(status=302).location == SET_UP


def test_an_app_opens_everything_at_once(app, alice, clock):
    _, page = set_up_app(alice, clock.now)
    assert page.html.h1.text == "Your recovery codes" and page.html.find("nav") and WHY not in page
    alice.get("/", status=200)
    assert alice.add("alice", "Lunch")


def test_a_passkey_opens_everything_and_signs_in_alone(app, alice):
    device = Authenticator()
    add_passkey(alice, device)
    alice.get("/", status=200)
    browser = Browser(app)
    assert sign_in_by_passkey(browser, device).status_int == 302
    browser.get("/", status=200)


def test_it_holds_for_who_was_signed_in_before(make_app):
    before = make_app()
    alice = Browser(before).register("alice")
    alice.get("/", status=200)
    before.registry.background.stop()
    before.registry.db.close()
    alice.app = make_app(**{"eventapp.second_step": "required"})
    assert alice.get("/", status=303).location == SET_UP


def test_it_holds_for_who_lost_theirs_to_the_operator(app, alice, clock):
    set_up_app(alice, clock.now)
    lose_it(app)
    assert alice.get("/", status=303).location == SET_UP


def test_the_last_one_can_not_be_taken_away(app, alice, clock):
    set_up_app(alice, clock.now)
    page = press(alice, "app-off", status=422)
    assert page.text.count(LAST) == 1
    assert page.html.title.text.startswith("Error: ")
    add_passkey(alice, Authenticator())
    press(alice, "app-off", status=303)  # now it is not the last
    assert LAST in press(alice, "passkey-remove", status=422)
    with opened(app) as root:
        factors = root["users"]["alice"].factors
        assert factors.totp is None and len(factors.passkeys) == 1


def test_of_two_passkeys_one_can_go(app, alice):
    for name in ("Phone", "Key"):
        add_passkey(alice, Authenticator(), name=name)
    press(alice, "passkey-remove", status=303)
    press(alice, "passkey-remove", status=422)


def test_under_https_too(make_app, clock):
    secure = make_app(**{"eventapp.second_step": "required", "eventapp.url": "https://localhost:6543"})
    alice = Browser(secure, **HTTPS).register("alice")
    assert alice.get("/", status=303).location == SET_UP.replace("http:", "https:")
    seed, _ = set_up_app(alice, clock.now)
    clock.advance(seconds=30)
    browser = Browser(secure, **HTTPS)
    give(second_step(browser), "code", code_at(seed, clock.now))
    browser.get("/", status=200)


@pytest.mark.parametrize("further", [{}, {"eventapp.second_step": "optional"}])
def test_elsewhere_nobody_needs_one(make_app, clock, further):
    alice = Browser(make_app(**further)).register("alice")
    alice.get("/", status=200)
    set_up_app(alice, clock.now)
    press(alice, "app-off", status=303)
    alice.get("/", status=200)
