"""Who may register: anybody, whoever has an invitation, or nobody."""

import dataclasses
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from eventapp.security.invitations import Invitations
from tests.factories import NOW, PASSWORD, Browser, opened

PEPPER = "a pepper for invitations of enough characters"
CAROL = {"username": "carol", "email": "carol@example.com", "password": PASSWORD}


@pytest.fixture
def by_invitation(make_app):
    return make_app(**{"eventapp.registration": "invitation", "eventapp.pepper": PEPPER})


@pytest.fixture
def closed(make_app):
    return make_app(**{"eventapp.registration": "closed"})


def link(email: str = "", pepper: str = PEPPER, **delta: float) -> str:
    expires = NOW + timedelta(**delta or {"days": 7})
    return f"/register?invitation={Invitations(pepper.encode()).make(expires, email)}"


def refused(response, title: str) -> str:
    assert response.status_int == 403
    assert response.html.h1.text == title and response.html.title.text.startswith(title)
    assert response.html.find("form") is None
    assert response.html.find("a", href="/login") is not None
    return response.html.find("main").get_text(" ", strip=True)


def names(app) -> list[str]:
    with opened(app) as root:
        return list(root["users"])


def form_of(browser: Browser, path: str, **fields: str):
    form = browser.get(path, status=200).form
    for name, value in {**CAROL, **fields}.items():
        form[name] = value
    return form


def test_closed_says_so_and_stores_nothing(closed):
    browser = Browser(closed)
    text = refused(browser.get("/register", status=403), "Registration is closed")
    assert "whoever runs this server" in text
    token = browser.get("/login").form["csrf_token"].value
    refused(browser.post("/register", {**CAROL, "csrf_token": token}, status=403), "Registration is closed")
    refused(browser.get(link(), status=403), "Registration is closed")
    assert names(closed) == [] and "session" not in browser.cookies


@pytest.mark.parametrize(
    ("registration", "text"),
    [("open", "Create an account"), ("invitation", "Open the link of your invitation."), ("closed", None)],
)
def test_the_login_page_offers_what_there_is(make_app, registration, text):
    app = make_app(**{"eventapp.registration": registration, "eventapp.pepper": PEPPER})
    page = Browser(app).get("/login")
    assert (page.html.find("a", href="/register") is not None) == (registration == "open")
    assert ("New here?" in page) == (text is not None) and (text or "Sign in") in page


def test_an_invitation_lets_one_person_register(by_invitation):
    browser = Browser(by_invitation)
    response = form_of(browser, link()).submit(status=302)
    assert response.location == "http://localhost:6543/?done=welcome"
    assert "Welcome!" in response.follow(status=200)
    assert names(by_invitation) == ["carol"]


def test_without_an_invitation_nobody_registers(by_invitation):
    browser = Browser(by_invitation)
    for path in ("/register", "/register?invitation="):
        assert "ask whoever" in refused(browser.get(path, status=403), "By invitation only")
    token = browser.get("/login").form["csrf_token"].value
    refused(browser.post("/register", {**CAROL, "csrf_token": token}, status=403), "By invitation only")
    # the form takes it, not the address
    refused(browser.post(link(), {**CAROL, "csrf_token": token}, status=403), "By invitation only")
    assert names(by_invitation) == []


def test_an_invitation_is_used_once(by_invitation):
    path = link()
    browser = Browser(by_invitation)
    second = form_of(browser, path, username="dave", email="dave@example.com")
    form_of(Browser(by_invitation), path).submit(status=302)
    assert "sign in" in refused(second.submit(status=403), "This invitation was used")
    refused(browser.get(path, status=403), "This invitation was used")
    assert names(by_invitation) == ["carol"]


def test_a_refused_form_uses_no_invitation_and_keeps_it_out_of_the_address(by_invitation):
    response = form_of(Browser(by_invitation), link(), password="short").submit(status=422)
    assert response.request.url == "http://localhost:6543/register"
    form = response.form
    assert form["invitation"].attrs["type"] == "hidden" and form.action == "/register"
    form["password"] = PASSWORD
    form.submit(status=302)
    assert names(by_invitation) == ["carol"]


def test_an_invitation_is_over_in_time(by_invitation, clock):
    path, browser = link(days=3), Browser(by_invitation)
    clock.advance(days=3, seconds=-1)
    form = form_of(browser, path)
    clock.advance(seconds=1)
    refused(browser.get(path, status=403), "This invitation is over")
    refused(form.submit(status=403), "This invitation is over")
    assert names(by_invitation) == []


@pytest.mark.parametrize(
    "path",
    [
        link(pepper="another pepper of enough characters"),
        link()[:-1],
        link().replace("invitation=W", "invitation=X"),
        "/register?invitation=nonsense",
        "/register?invitation=%00%ff",
        "/register?invitation=" + "A" * 5000,
    ],
)
def test_what_was_forged_or_cut_off_says_so(by_invitation, path):
    refused(Browser(by_invitation).get(path, status=403), "This invitation can’t be read")


def test_an_invitation_for_an_address_is_for_that_address(by_invitation):
    path = link("Carol@example.com")
    browser = Browser(by_invitation)
    field = browser.get(path).html.find(id="email")
    assert field["value"] == "Carol@example.com" and field.has_attr("readonly")
    form = form_of(browser, path, email="dave@example.com")
    response = form.submit(status=422)
    assert "This invitation is for Carol@example.com." in response
    assert names(by_invitation) == []
    form = response.form
    form["email"], form["password"] = "carol@EXAMPLE.com", PASSWORD
    form.submit(status=302)
    assert names(by_invitation) == ["carol"]


def test_twenty_at_once_make_one_account(by_invitation):
    path = link()
    forms = [
        form_of(Browser(by_invitation), path, username=f"carol{n}", email=f"carol{n}@example.com") for n in range(20)
    ]
    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(pool.map(lambda form: form.submit(expect_errors=True).status_int, forms))
    assert statuses.count(302) == 1 and set(statuses) <= {302, 403, 503}  # 503: too many passwords at once
    assert len(names(by_invitation)) == 1


def test_an_invitation_leaks_nowhere(by_invitation, tmp_path, caplog):
    """Not by Referer, not to a cache, not into the database or the log."""
    caplog.set_level(logging.DEBUG)
    path = link()
    token = path.partition("=")[2]
    browser = Browser(by_invitation)
    form = form_of(browser, path)
    for page in (browser.get(path), browser.get(path + "x", status=403)):
        # the origin alone; "no-referrer" would send "Origin: null" with the form
        assert page.headers.getall("Referrer-Policy") == ["strict-origin"]
        assert page.headers["Cache-Control"] == "no-store"
    assert token not in form.submit(status=302).text
    assert token.encode() not in (tmp_path / "var" / "Data.fs").read_bytes() and token not in caplog.text
    assert browser.get("/login", status=302).headers["Referrer-Policy"] == "same-origin"


def test_a_form_that_is_out_of_date_keeps_its_invitation(by_invitation):
    browser = Browser(by_invitation)
    form = form_of(browser, link())
    token = form["invitation"].value
    form["csrf_token"] = "out of date"
    page = form.submit(status=400)
    assert token not in page.html.find("dl").text
    again = page.form
    again["password"] = PASSWORD
    again.submit(status=302)
    assert names(by_invitation) == ["carol"]


def test_where_registration_is_open_an_invitation_is_as_good_as_none(app):
    form = form_of(Browser(app), link(pepper="whatever"))
    assert "invitation" not in form.fields
    form.submit(status=302)
    assert names(app) == ["carol"]


def test_whoever_is_signed_in_is_sent_home(app, alice):
    for registration in ("invitation", "closed"):
        app.registry.eventapp = dataclasses.replace(app.registry.eventapp, registration=registration)
        assert alice.get("/register", status=302).location == "http://localhost:6543/"
