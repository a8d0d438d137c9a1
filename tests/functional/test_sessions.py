"""The page of sessions, how long they last, and what asks for the password again."""

import logging
import re

import pytest

from eventapp.models import What
from tests.factories import PASSWORD, Browser, opened

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
PAGE = "/users/alice/sessions"


@pytest.fixture
def phone(app, alice):
    """Alice's other browser."""
    phone = Browser(app, HTTP_USER_AGENT=IPHONE, REMOTE_ADDR="192.0.2.7")
    return phone.sign_in("alice")


def rows(browser):
    page = browser.get(PAGE, status=200)
    return [" ".join(row.find("div").get_text(" ", strip=True).split()) for row in page.html.find(class_="list")("li")]


def end_of(form):
    """What a form ends."""
    return form["end"].value if "end" in form.fields else None


def test_every_place_is_listed_this_one_first(app, alice, phone, clock):
    clock.advance(hours=3)
    phone.get("/")
    assert rows(phone) == [
        "Mobile Safari on iOS this one 192.0.2.7 · since today at 08:42 · last seen a moment ago",
        "An unknown browser address unknown · since today at 08:42 · last seen today at 08:42",
    ]
    assert rows(alice)[0].startswith("An unknown browser this one")


def test_what_a_browser_calls_itself_is_said_in_words(app):
    browser = Browser(app, HTTP_USER_AGENT=FIREFOX).register("alice")
    assert rows(browser)[0].startswith("Firefox on Linux this one")


def test_sessions_that_are_over_are_not_listed(app, alice, phone, clock):
    clock.advance(days=13)
    later = Browser(app).sign_in("alice")
    clock.advance(days=2)
    assert len(rows(later)) == 1


def test_ending_one_ends_that_one_only(app, alice, phone):
    third = Browser(app).sign_in("alice")
    page = alice.get(PAGE)
    row = next(row for row in page.html.find(class_="list")("li") if "Mobile Safari" in row.text)
    assert row.button.text == "End Mobile Safari on iOS"
    form = next(form for form in page.forms.values() if end_of(form) == row.find(attrs={"name": "end"})["value"])
    done = form.submit(status=303).follow()
    assert "That session is ended." in done
    assert phone.get("/", status=302).location.endswith("/login")
    third.get("/", status=200)
    alice.get("/", status=200)
    with opened(app) as root:
        assert next(entry.what for entry in root["users"]["alice"].activity) == What.SESSION_ENDED


def test_ending_all_others_leaves_this_one(app, alice, phone):
    third = Browser(app).sign_in("alice")
    form = next(form for form in alice.get(PAGE).forms.values() if end_of(form) == "others")
    assert "You are signed out everywhere else." in form.submit(status=303).follow()
    for ended in (phone, third):
        ended.get("/", status=302)
    alice.get("/", status=200)
    assert len(rows(alice)) == 1 and "everywhere else" not in alice.get(PAGE).html.find("main").find("ul").text


@pytest.mark.parametrize("named", ["", "0" * 16, "others ", "ž"])
def test_naming_none_ends_none(app, alice, phone, named):
    token = alice.get(PAGE).forms[0]["csrf_token"].value
    alice.post(PAGE, {"end": named, "csrf_token": token}, status=303)
    assert len(rows(alice)) == 2


def test_one_cannot_end_this_one_there(app, alice):
    with opened(app) as root:
        (digest,) = root["users"]["alice"].sessions
    token = alice.get(PAGE).forms[0]["csrf_token"].value
    alice.post(PAGE, {"end": digest[:8].hex(), "csrf_token": token}, status=303)
    alice.get("/", status=200)


def test_one_cannot_end_anothers(app, alice, bob):
    with opened(app) as root:
        (digest,) = root["users"]["alice"].sessions
    token = bob.get("/users/bob/sessions").forms[0]["csrf_token"].value
    bob.post("/users/bob/sessions", {"end": digest[:8].hex(), "csrf_token": token}, status=303)
    bob.post(PAGE, {"end": digest[:8].hex(), "csrf_token": token}, status=404)
    alice.get("/", status=200)


@pytest.mark.parametrize("others", [True, False])
def test_ending_asks_for_the_password_after_a_while(app, alice, phone, clock, others):
    """ASVS 7.5.2: whoever sits at a browser that is not theirs can't put its owner out of the others."""
    clock.advance(minutes=10)
    forms = [form for form in alice.get(PAGE).forms.values() if end_of(form)]
    form = next(form for form in forms if (end_of(form) == "others") == others)
    response = form.submit(status=302)
    assert response.location == f"http://localhost:6543/users/alice/confirm?next={PAGE}%3Fdone%3Dconfirmed"
    phone.get("/", status=200)
    alice.send(response.location, CONFIRM, status=302, password=PASSWORD).follow(status=200)
    next(form for form in alice.get(PAGE).forms.values() if end_of(form) == "others").submit(status=303)
    phone.get("/", status=302)


def test_the_page_shows_no_token(app, alice):
    assert alice.token not in alice.get(PAGE)


@pytest.mark.parametrize(("keep", "lifetime"), [(None, 1209600), (True, 1209600), (False, 43200)])
def test_the_cookie_lasts_as_long_as_what_is_stored(app, alice, keep, lifetime):
    browser = Browser(app)
    form = browser.fill("/login", username="alice", password=PASSWORD)
    if keep is None:
        form.field_order = [field for field in form.field_order if field[0] not in {"keep", "keep_offered"}]
    else:
        form["keep"] = keep
    cookie = form.submit(status=302).headers.getall("Set-Cookie")[0]
    assert cookie.startswith("session=") and f"Max-Age={lifetime};" in cookie
    with opened(app) as root:
        latest = max(root["users"]["alice"].sessions.values(), key=lambda session: session._p_oid)
        assert (latest.expires - latest.signed_in).total_seconds() == lifetime
    expires = re.search(r"expires=([^;]+)", cookie)[1]
    assert expires == latest.expires.strftime("%a, %d-%b-%Y %H:%M:%S GMT")


def test_whoever_asks_not_to_be_kept_is_out_after_an_hour_unseen(app, alice, clock):
    browser = Browser(app)
    browser.fill("/login", username="alice", password=PASSWORD, keep=False).submit(status=302)
    for _ in range(11):
        clock.advance(minutes=59)
        browser.get("/", status=200)
    clock.advance(minutes=60)
    browser.get("/", status=302)


def test_being_seen_does_not_make_a_session_last_for_ever(app, alice, clock):
    browser = Browser(app)
    browser.fill("/login", username="alice", password=PASSWORD, keep=False).submit(status=302)
    for _ in range(12):
        clock.advance(minutes=59)
        browser.get("/", status=200)
    clock.advance(minutes=12)
    browser.get("/", status=302)


def test_idle_limits_are_settings(make_app, clock):
    app = make_app(**{"eventapp.session.idle": "60"})
    alice = Browser(app).register("alice")
    clock.advance(seconds=61)
    alice.get("/", status=302)


def test_nobody_is_signed_in_at_too_many_places(app, alice, clock, monkeypatch):
    monkeypatch.setattr("eventapp.models.root.MOST_SESSIONS", 3)
    clock.advance(minutes=10)
    browsers = [Browser(app).sign_in("alice") for _ in range(3)]
    alice.get("/", status=302)
    for browser in browsers:
        browser.get("/", status=200)


def test_a_locked_user_is_out_at_once_and_can_not_come_back(app, alice):
    with opened(app) as root:
        root["users"]["alice"].locked = True
    alice.get("/", status=302)
    refused = Browser(app).send("/login", status=422, username="alice", password=PASSWORD)
    assert "Name or password is wrong" in refused


CONFIRM = "/users/alice/confirm"


def test_confirming_gives_a_new_token_and_goes_on(app, alice, clock, caplog):
    clock.advance(hours=1)
    before = alice.token
    with caplog.at_level(logging.INFO, "eventapp.audit"):
        response = alice.send(f"{CONFIRM}?next=/users/alice/trash", CONFIRM, status=302, password=PASSWORD)
    assert response.location == "http://localhost:6543/users/alice/trash"
    assert alice.token != before
    assert Browser(app).ask("/", cookie=f"session={before}").status_int == 302
    alice.get("/", status=200)
    with opened(app) as root:
        (session,) = root["users"]["alice"].sessions.values()
        assert session.confirmed_at == clock.now and session.signed_in != clock.now
    assert '"what": "confirmed"' in caplog.text and alice.token not in caplog.text


def test_the_page_that_was_asked_for_comes_back_with_its_query(alice, clock):
    clock.advance(hours=1)
    asked = alice.get("/users/alice/email?x=1", status=302).location
    assert asked == f"http://localhost:6543{CONFIRM}?next=/users/alice/email%3Fx%3D1"


def test_a_wrong_password_confirms_nothing(app, alice, clock):
    clock.advance(hours=1)
    before = alice.token
    page = alice.send(f"{CONFIRM}?next=/users/alice/trash", CONFIRM, status=422, password="wrong")
    assert "That is not your password." in page and page.html.find(id="password").get("value", "") == ""
    assert page.html.find(id="password")["aria-describedby"] == "password-error"
    assert next(form for form in page.forms.values() if form.action == CONFIRM)["next"].value == "/users/alice/trash"
    assert alice.token == before
    app.registry.background.wait()
    with opened(app) as root:
        (session,) = root["users"]["alice"].sessions.values()
        assert session.confirmed_at == session.signed_in
        assert next(entry.what for entry in root["users"]["alice"].activity) == What.CONFIRMATION_REFUSED


def test_confirming_leads_nowhere_else(alice):
    response = alice.send(f"{CONFIRM}?next=//evil.example", CONFIRM, status=302, password=PASSWORD)
    assert response.location == "http://localhost:6543/"


def test_an_old_token_and_a_new_one_at_once(app, alice):
    """Two requests with the token that is just replaced: the later one is sent to sign in, and nothing breaks."""
    form = alice.fill(CONFIRM, password=PASSWORD)
    old = alice.token
    form.submit(status=302)
    alice.set_cookie("session", old)
    assert "/login?" in form.submit(status=302).location


def test_what_a_page_asks_by_itself_is_no_sign_of_anybody(app, alice, clock):
    """ASVS 7.3.1: a page that is left open, and looks for reminders, keeps nobody signed in."""
    browser = Browser(app).sign_in("alice", keep=False)
    for _ in range(6):
        clock.advance(minutes=9)
        browser.get("/reminders", status=200)
    clock.advance(minutes=9)
    browser.get("/reminders", status=302)
