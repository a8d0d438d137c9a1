"""Step 10: a form of another site, or of another time, changes nothing."""

from base64 import urlsafe_b64decode

import pytest

from tests.factories import PASSWORD, Browser, opened

EVENT = {"title": "Lunch", "start_date": "2026-11-27", "timezone": "UTC"}


def token(browser, path="/users/alice/add"):
    return (
        browser.get(path).form["csrf_token"].value
        if path in {"/login", "/register"}
        else browser.get(path).forms[1]["csrf_token"].value
    )


def count(app):
    with opened(app) as root:
        return len(root["users"]["alice"]), len(root["users"]), len(root["users"]["alice"].sessions)


@pytest.mark.parametrize("bad", [None, "", "x", "x.y", ".", "é.é", "A" * 22 + "." + "A" * 43, "\x00"])
def test_a_post_without_a_good_token_is_refused_and_changes_nothing(app, alice, bad):
    event, deleted = alice.add("alice", "Lunch"), alice.add("alice", "Dinner")
    alice.press(deleted, f"{deleted}/delete")
    before = count(app)
    fields = {} if bad is None else {"csrf_token": bad}
    for path, form in [
        ("/users/alice/add", EVENT),
        (f"{event}/edit", EVENT),
        (f"{event}/delete", {}),
        (f"{event}/restore", {}),
        (f"{deleted}/edit", EVENT),
        (f"{deleted}/delete", {}),
        (f"{deleted}/restore", {}),
        ("/users/alice/settings", {"timezone": "UTC"}),
        ("/logout", {}),
        ("/login", {"username": "alice", "password": PASSWORD}),
        ("/register", {"username": "mallory", "email": "m@example.com", "password": PASSWORD}),
    ]:
        response = alice.post(path, {**form, **fields}, status=400)
        assert "This form is out of date" in response and "Nothing was changed" in response
    assert count(app) == before
    alice.get("/", status=200)


def test_what_was_typed_can_be_sent_once_more(app, alice):
    page = alice.post("/users/alice/add", {**EVENT, "notes": "line 1\nline 2", "csrf_token": "stale"}, status=400)
    assert "<dd>Lunch</dd>" in page
    form = page.form
    assert form["csrf_token"].value != "stale"
    form.submit(status=303).follow(status=200)
    with opened(app) as root:
        (event,) = root["users"]["alice"].values()
        assert (event.title, event.notes) == ("Lunch", "line 1\nline 2")


def test_passwords_are_not_put_into_the_page(app, browser):
    page = browser.post("/login", {"username": "alice", "password": "a secret phrase", "csrf_token": "x"}, status=400)
    assert "a secret phrase" not in page and page.form["username"].value == "alice"


def test_a_login_page_whose_cookie_is_gone_can_be_sent_again(app, alice):
    browser = Browser(app)
    form = browser.fill("/login", username="alice", password=PASSWORD)
    browser.reset()
    again = form.submit(status=400).form.submit(status=422).form
    again["password"] = PASSWORD
    again.submit(status=302)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:6544"},
        {"Origin": "https://localhost:6543"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:6543"},
    ],
)
def test_another_sites_form_is_refused_even_with_a_good_token(app, alice, headers):
    """T22: Pyramid would look at the origin under https only."""
    before = count(app)
    response = alice.post("/users/alice/add", {**EVENT, "csrf_token": token(alice)}, headers=headers, status=400)
    assert "sent from another site" in response and not response.forms
    assert count(app) == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost:6543"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none", "Origin": "null"},
    ],
)
def test_our_own_form_is_taken(alice, headers):
    alice.post("/users/alice/add", {**EVENT, "csrf_token": token(alice)}, headers=headers, status=303)


def test_the_token_may_come_in_a_header(alice):
    alice.post("/users/alice/add", EVENT, headers={"X-CSRF-Token": token(alice)}, status=303)


def test_a_token_in_the_query_is_none(alice):
    alice.post(f"/users/alice/add?csrf_token={token(alice)}", EVENT, status=400)


def test_a_token_is_good_for_one_session_only(app, alice, bob):
    alice.post("/users/alice/add", {**EVENT, "csrf_token": token(bob, "/users/bob/add")}, status=400)
    old = token(alice)
    alice.sign_out()
    alice.sign_in("alice")
    alice.post("/users/alice/add", {**EVENT, "csrf_token": old}, status=400)


def test_the_token_of_an_anonymous_form_is_not_that_of_somebody(app, alice):
    browser = Browser(app)
    anonymous = token(browser, "/login")
    browser.set_cookie("session", alice.token)
    browser.post("/users/alice/add", {**EVENT, "csrf_token": anonymous}, status=400)


def test_tokens_differ_each_time_and_stay_good(alice):
    first, second = token(alice), token(alice)
    assert first != second
    for value in (second, first):
        alice.post("/users/alice/add", {**EVENT, "csrf_token": value}, status=303)


@pytest.mark.no_cover
def test_tokens_are_random_in_128_bits_at_least(alice, browser):
    """T22: Pyramid's own are UUIDs, of which 6 bits never change."""
    nonces = [bits(token(alice).partition(".")[0]) for _ in range(40)]
    keys = []
    for _ in range(40):
        browser.reset()
        browser.get("/login")
        keys.append(bits(browser.cookies["csrf"]))
    for values in (nonces, keys):
        assert all(len(set(column)) == 2 for column in zip(*values, strict=True)) and len(values[0]) >= 128


def bits(value: str) -> str:
    return "".join(f"{byte:08b}" for byte in urlsafe_b64decode(value + "=="))


def test_the_cookie_of_anonymous_forms_is_hardened_and_given_once(browser):
    response = browser.get("/login")
    (cookie,) = response.headers.getall("Set-Cookie")
    assert cookie.startswith("csrf=") and "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert not browser.get("/login").headers.getall("Set-Cookie")
    browser.set_cookie("csrf", "garbled")
    assert browser.get("/login").headers.getall("Set-Cookie")


def test_a_button_that_is_out_of_date_can_be_pressed_once_more(app, alice):
    event = alice.add("alice", "Lunch")
    form = next(form for form in alice.get(event).forms.values() if form.action == f"{event}/delete")
    alice.sign_out()
    alice.sign_in("alice")
    page = form.submit(status=400)
    again = next(form for form in page.forms.values() if form.action == f"{event}/delete")
    assert "is deleted." in again.submit(status=303).follow()


@pytest.mark.parametrize("path", ["/login", "/register"])
def test_a_password_is_asked_for_again_not_sent_again(app, browser, path):
    form = browser.fill(path, username="carol", password=PASSWORD)
    if path == "/register":
        form["email"] = "carol@example.com"
    else:
        Browser(app).register("carol")
    browser.reset()
    page = form.submit(status=400)
    assert PASSWORD not in page and "allow cookies" in page
    again = next(form for form in page.forms.values() if form.action == path)
    assert again["username"].value == "carol"
    again["password"] = PASSWORD
    assert again.submit(status=302).location.startswith("http://localhost:6543/")
    browser.get("/", status=200)


@pytest.mark.parametrize("origin", ["http://[", "null", "http://localhost:6543/evil", "https://localhost:6543", ""])
def test_an_origin_that_is_not_ours_to_the_letter_is_refused(app, alice, origin):
    form = alice.fill("/users/alice/add", title="Lunch")
    alice.post(form.action, form.submit_fields(), headers={"Origin": origin}, status=400)
