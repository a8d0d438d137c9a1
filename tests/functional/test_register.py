"""Step 6: making an account, and every way in which it is refused."""

import pytest

from tests.factories import NOW, PASSWORD, Browser, opened

GOOD = {"username": "carol", "email": "carol@example.com", "password": PASSWORD}


def refused(browser, **fields):
    response = browser.send("/register", status=422, **{**GOOD, **fields})
    assert "session" not in browser.cookies
    return response


def message_at(response, name: str) -> str:
    """The message beside a field, as a screen reader finds it."""
    field = response.html.find("input", attrs={"name": name})
    assert field["aria-invalid"] == "true"
    described = field["aria-describedby"].split()
    texts = [response.html.find(id=ref).get_text(" ", strip=True) for ref in described]
    return texts[-1]


def test_registering_signs_in(app, browser):
    response = browser.send("/register", status=302, **GOOD)
    assert response.location == "http://localhost:6543/?done=welcome"
    page = response.follow(status=200)
    assert "Welcome!" in page and "carol" in page
    with opened(app) as root:
        carol = root["users"]["carol"]
        assert (carol.email, carol.registered, carol.timezone) == ("carol@example.com", NOW, "Europe/Prague")
        assert len(carol.sessions) == 1


def test_the_username_is_stored_in_lower_case(app, browser):
    browser.send("/register", status=302, **{**GOOD, "username": "CaRoL"})
    with opened(app) as root:
        assert list(root["users"]) == ["carol"]


def test_the_email_is_stored_as_it_was_typed(app, browser):
    browser.send("/register", status=302, **{**GOOD, "email": "Carol@Example.com"})
    with opened(app) as root:
        assert root["users"]["carol"].email == "Carol@Example.com"


def test_the_name_is_no_password(browser):
    response = refused(browser, username="carol-of-the-bells", password="Carol-of-the-Bells")
    assert "other than your name" in message_at(response, "password")


@pytest.mark.parametrize(
    ("zone", "stored"),
    [("America/New_York", "America/New_York"), ("", "Europe/Prague"), ("Mars/Olympus", "Europe/Prague")],
)
def test_the_zone_is_the_browsers_or_the_one_that_is_set(app, browser, zone, stored):
    browser.send("/register", status=302, **GOOD, timezone=zone)
    with opened(app) as root:
        assert root["users"]["carol"].timezone == stored


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("username", "", "Choose a username."),
        ("username", "c", "2 to 32"),
        ("username", "c" * 33, "2 to 32"),
        ("username", "9carol", "starting with a letter"),
        ("username", "ca rol", "starting with a letter"),
        ("username", "carol\u200b", "starting with a letter"),
        ("username", "login", "a name of the app"),
        ("username", "Admin", "a name of the app"),
        ("username", "ALICE", "is taken"),
        ("email", "", "Give your email"),
        ("email", "carol", "not an email"),
        ("email", "carol@", "not an email"),
        ("email", "ALICE@example.COM", "registered with this email"),
        ("password", "", "Choose a password."),
        ("password", "x" * 11, "12 characters"),
        ("password", "x" * 257, "256 characters"),
        ("password", "password1234", "Many people"),
        ("password", "CAROL@example.com", "other than your name"),
    ],
)
def test_a_refusal_is_beside_its_field_and_keeps_what_was_typed(app, alice, name, value, message):
    browser = Browser(app)
    response = refused(browser, **{name: value})
    assert message in message_at(response, name)
    typed = {**GOOD, name: value}
    assert response.form["username"].value == typed["username"].lower()
    assert response.form["email"].value == typed["email"]
    assert response.form["password"].value == "" and (len(typed["password"]) < 5 or typed["password"] not in response)
    assert len(response.html.find_all(attrs={"aria-invalid": "true"})) == 1
    with opened(app) as root:
        assert list(root["users"]) == ["alice"]


def test_everything_that_is_wrong_is_said_at_once(browser):
    response = refused(browser, username="", email="x", password="short")
    for name in ("username", "email", "password"):
        assert message_at(response, name)
    summary = response.html.find(attrs={"role": "alert"})
    assert [link["href"] for link in summary.find_all("a")] == ["#username", "#email", "#password"]
    assert response.html.title.text.startswith("Error: ")


@pytest.mark.parametrize(
    "password", ["k" * 12, "я" * 256, "pass word\t with\u2028every\U0001f40ething", "'; DROP TABLE--"]
)
def test_any_characters_make_a_password(app, browser, password):
    browser.send("/register", status=302, **{**GOOD, "password": password})
    Browser(app).sign_in("carol", password)


def test_passwords_are_compared_whole(app, browser):
    """The first 72 bytes are all that bcrypt alone would see."""
    browser.send("/register", status=302, **{**GOOD, "password": "x" * 80 + "a"})
    Browser(app).send("/login", status=422, username="carol", password="x" * 80 + "b")
    Browser(app).sign_in("carol", "x" * 80 + "a")


def test_the_cost_that_is_set_is_the_cost_that_is_used(make_app):
    app = make_app(**{"eventapp.bcrypt.rounds": "5"})
    Browser(app).register("carol")
    with opened(app) as root:
        assert "$2b$05$" in root["users"]["carol"].password


def test_what_was_typed_is_shown_as_text(browser):
    response = refused(browser, username='"><script>alert(1)</script>')
    assert "<script>alert" not in response.text
    assert response.form["username"].value == '"><script>alert(1)</script>'
