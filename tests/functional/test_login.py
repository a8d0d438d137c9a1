"""Steps 3, 4 and 7: signing in, the cookie, and signing out."""

import hashlib
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http.cookies import SimpleCookie

import pytest

from eventapp.security.passwords import Passwords
from tests.factories import NOW, PASSWORD, Browser, opened

WRONG = "Name or password is wrong. Try again."


def cookie_of(response, name="session"):
    jar = SimpleCookie()
    for header in response.headers.getall("Set-Cookie"):
        jar.load(header)
    return jar[name]


@pytest.mark.parametrize("login", ["alice", "ALICE", " alice ", "alice@example.com", "Alice@EXAMPLE.com"])
def test_the_username_or_the_email_will_do(app, alice, login):
    browser = Browser(app).sign_in(login)
    assert "alice" in browser.get("/", status=200)


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("alice", "wrong wrong wrong"),
        ("nobody", PASSWORD),
        ("", ""),
        ("alice", ""),
        ("", PASSWORD),
        ("alice", PASSWORD + " "),
        ("alice", "x" * 10_000),
        ("users", PASSWORD),
        ("a" * 5000, PASSWORD),
        ("al\x00ice", PASSWORD),
        ("<b>alice", PASSWORD),
    ],
)
def test_a_refusal_is_one_message_and_keeps_what_was_typed(app, alice, username, password):
    browser = Browser(app)
    response = browser.send("/login", status=422, username=username, password=password)
    assert response.text.count(WRONG) == 1
    assert response.form["username"].value == " ".join(username.replace("\x00", " ").split())
    assert response.form["password"].value == ""
    assert not password or len(password) < 5 or password not in response.text
    assert "session" not in browser.cookies
    assert response.html.title.text.startswith("Error: ")
    field = response.html.find("input", attrs={"name": "password"})
    assert response.html.find(id=field["aria-describedby"]).get_text(strip=True) == WRONG


def test_an_unknown_name_gets_the_page_of_a_wrong_password(app, alice):
    browser = Browser(app)

    def page(username: str) -> str:
        response = browser.send("/login", status=422, username=username, password="wrong wrong wrong")
        return re.sub(r'(value|data-options)="[^"]{60,}"', "", response.text).replace(username, "NAME")

    assert page("alice") == page("nobod")


def test_an_unknown_name_costs_as_much_as_a_wrong_password(app, alice, monkeypatch):
    checked = []
    real = Passwords.check

    def check(self, password, stretched):
        checked.append(stretched is not None)
        return real(self, password, stretched)

    monkeypatch.setattr(Passwords, "check", check)
    for username in ("alice", "nobody", ""):
        Browser(app).send("/login", status=422, username=username, password="wrong wrong wrong")
    assert checked == [True, False, False]


def test_the_record_of_a_sign_in(app, alice):
    browser = Browser(app, HTTP_USER_AGENT="Mozilla/5.0 Firefox/153.0")
    browser.sign_in("alice")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", browser.token)
    with opened(app) as root:
        record = root["users"]["alice"].sessions[hashlib.sha256(browser.token.encode()).digest()]
        assert record.signed_in == record.last_seen == NOW
        assert record.expires == NOW + timedelta(seconds=1209600)
        assert record.browser == "Mozilla/5.0 Firefox/153.0"


def test_the_name_of_a_browser_is_kept_within_bounds(app, alice):
    Browser(app, HTTP_USER_AGENT="x" * 5000).sign_in("alice")
    with opened(app) as root:
        assert "x" * 256 in [record.browser for record in root["users"]["alice"].sessions.values()]


def test_the_pepper_that_is_set_is_the_one_that_is_used(make_app):
    first = make_app(**{"eventapp.pepper": "one secret"})
    Browser(first).register("alice")
    first.registry.db.close()
    other = make_app(**{"eventapp.pepper": "another secret"})
    Browser(other).send("/login", status=422, username="alice", password=PASSWORD)
    other.registry.db.close()
    Browser(make_app(**{"eventapp.pepper": "one secret"})).sign_in("alice")


def test_a_token_is_stored_nowhere(app, alice, tmp_path):
    """T18."""
    stored = (tmp_path / "var" / "Data.fs").read_bytes()
    assert alice.token.encode() not in stored
    assert hashlib.sha256(alice.token.encode()).digest() in stored


def test_the_cookie(make_app):
    app = make_app(**{"eventapp.session.lifetime": "3600"})
    Browser(app).register("alice")
    response = Browser(app).send("/login", status=302, username="alice", password=PASSWORD)
    cookie = cookie_of(response)
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["secure"]
    assert not cookie["domain"]
    with opened(app) as root:
        expires = root["users"]["alice"].sessions[hashlib.sha256(cookie.value.encode()).digest()].expires
    assert parsedate_to_datetime(cookie["expires"]) == expires == NOW + timedelta(hours=1)
    assert cookie["max-age"] == "3600"


def test_the_stored_expiration_has_whole_seconds_as_the_cookie_has(app, clock):
    clock.advance(microseconds=700_000)
    response = Browser(app).send("/register", status=302, username="alice", email="a@example.com", password=PASSWORD)
    with opened(app) as root:
        (record,) = root["users"]["alice"].sessions.values()
    assert parsedate_to_datetime(cookie_of(response)["expires"]) == record.expires
    assert cookie_of(response)["max-age"] == "1209600"


def test_a_session_that_comes_with_the_login_ends(app, alice):
    """No fixation: whoever planted or knew the old token has nothing."""
    old = alice.token
    token = alice.get("/").forms[0]["csrf_token"].value
    alice.post("/login", {"username": "alice", "password": PASSWORD, "csrf_token": token}, status=302)
    assert alice.token != old
    alice.get("/", status=200)
    with opened(app) as root:
        assert len(root["users"]["alice"].sessions) == 1
    stale = Browser(app)
    stale.set_cookie("session", old)
    stale.get("/", status=302)


def test_a_planted_token_is_never_the_one_signed_in(app, alice):
    browser = Browser(app)
    browser.set_cookie("session", planted := "A" * 43)
    browser.sign_in("alice")
    assert browser.token != planted
    other = Browser(app)
    other.set_cookie("session", planted)
    other.get("/", status=302)


def test_a_login_form_from_before_signing_in_elsewhere_still_works(app, alice):
    browser = Browser(app)
    first, second = browser.get("/login").form, browser.get("/login").form
    for form in (first, second):
        form["username"], form["password"] = "alice", PASSWORD
    key = browser.cookies["csrf"]
    first.submit(status=302)
    assert "csrf" not in browser.cookies  # thrown away: forms of before are forms of nobody
    browser.set_cookie("csrf", key)
    second.submit(status=302)
    browser.get("/", status=200)


def test_next_leads_back_to_the_page_that_was_asked_for(app, alice):
    browser = Browser(app)
    login = browser.get("/users/alice/add?x=1", status=302)
    assert login.location == "http://localhost:6543/login?next=/users/alice/add%3Fx%3D1"
    page = login.follow()
    form = page.form
    assert form["next"].value == "/users/alice/add?x=1"
    form["username"], form["password"] = "alice", "wrong wrong wrong"
    form = form.submit(status=422).form
    assert form["next"].value == "/users/alice/add?x=1"
    form["username"], form["password"] = "alice", PASSWORD
    assert form.submit(status=302).location == "http://localhost:6543/users/alice/add?x=1"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://evil.example/",
        "/\r\nSet-Cookie: x=y",
        "%ff",
        "\x00",
    ],
)
def test_next_never_leads_elsewhere(app, alice, target):
    browser = Browser(app)
    response = browser.send("/login", status=302, username="alice", password=PASSWORD, next=target)
    assert response.location == "http://localhost:6543/"
    assert alice.get("/login", {"next": target}, status=302).location == "http://localhost:6543/"


def test_whoever_is_signed_in_needs_no_form(alice):
    assert alice.get("/login", status=302).location == "http://localhost:6543/"
    assert alice.get("/login?next=/users/alice/", status=302).location == "http://localhost:6543/users/alice/"
    assert alice.get("/register", status=302).location == "http://localhost:6543/"


def test_signing_out_ends_this_session_at_once_and_no_other(app, alice):
    other, token = Browser(app).sign_in("alice"), alice.token
    response = alice.sign_out()
    assert response.location == "http://localhost:6543/login"
    cookie = cookie_of(response)
    assert cookie.value == "" and cookie["max-age"] == "0" and cookie["path"] == "/" and cookie["httponly"]
    assert alice.token is None or alice.token == ""
    again = Browser(app)
    again.set_cookie("session", token)
    again.get("/", status=302)
    other.get("/", status=200)
    with opened(app) as root:
        assert len(root["users"]["alice"].sessions) == len(root._sessions) == 1


def test_last_seen_is_written_at_most_once_in_a_while(app, alice, clock):
    def stored():
        with opened(app) as root:
            (record,) = root["users"]["alice"].sessions.values()
            return record.last_seen, record._p_serial

    first = stored()
    clock.advance(seconds=299)
    alice.get("/")
    assert stored() == first
    clock.advance(seconds=1)
    alice.get("/")
    assert stored()[0] == NOW + timedelta(seconds=300) and stored()[1] != first[1]


def test_reading_pages_writes_nothing(app, alice, tmp_path):
    alice.add("alice", "Lunch")
    before = (tmp_path / "var" / "Data.fs").stat().st_size
    for path in ["/", "/users/alice/", "/users/alice/past", "/users/alice/add", "/users/alice/trash", "/nothing"]:
        alice.get(path, expect_errors=True)
    for path in ["/", "/login", "/register", "/users/alice/"]:
        Browser(app).get(path)
    assert (tmp_path / "var" / "Data.fs").stat().st_size == before


def test_private_pages_are_not_kept(alice):
    for path in ["/", "/users/alice/", "/users/alice/add", "/users/alice/settings"]:
        response = alice.get(path)
        assert response.headers["Cache-Control"] == "no-store" and response.headers["Vary"] == "Cookie, Accept-Language"
