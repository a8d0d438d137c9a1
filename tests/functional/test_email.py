"""Changing the email: confirmed from the new address, told to the old one, and telling nobody who else is here."""

import logging
import re

import pytest

from eventapp.models import Purpose, Ticket
from eventapp.security.sessions import digest, new_token
from tests.factories import NOW, PASSWORD, Browser, opened

PAGE = "/users/alice/email"
OLD, NEW = "alice@example.com", "alice@example.org"


@pytest.fixture
def alice(mailing):
    return Browser(mailing, REMOTE_ADDR="192.0.2.7").register("alice")


@pytest.fixture
def link(alice, mailbox):
    alice.send(PAGE, status=303, email=NEW)
    return mailbox.link(NEW)


def email_of(app, name="alice"):
    with opened(app) as root:
        assert root["users"].find(root["users"][name].email) is not None
        return root["users"][name].email


def confirm(browser, link, status=303):
    return browser.send(link, "/confirm-email", status=status)


def test_a_link_goes_to_the_new_address_and_word_to_the_old(mailing, alice, mailbox, tmp_path, caplog):
    with caplog.at_level(logging.INFO):
        response = alice.send(PAGE, status=303, email=NEW)
    assert "A mail with a link is on its way to the new address" in response.follow(status=200)
    new, old = mailbox()
    assert (new["To"], new["Subject"]) == (NEW, "Confirm your new email")
    assert (old["To"], old["Subject"]) == (OLD, "A new email was asked for")
    token = re.search(r"^http://localhost:6543/confirm-email\?token=([\w-]{43})$", new.get_content(), re.MULTILINE)[1]
    assert token not in old.get_content() and NEW in old.get_content() and "192.0.2.7" in old.get_content()
    assert "http://localhost:6543/users/alice/password" in old.get_content()
    with opened(mailing) as root:
        assert list(root["users"]["alice"].tickets) == [digest(token)]
        assert next(iter(root["users"]["alice"].activity)).what == "email-link-sent"
    assert token.encode() not in (tmp_path / "var" / "Data.fs").read_bytes() and token not in caplog.text
    assert email_of(mailing) == OLD


def test_the_button_changes_it_and_looking_does_not(mailing, alice, link, mailbox):
    token = alice.token
    for _ in range(2):
        page = alice.get(link, status=200)
        assert NEW in page and page.html.h1.text == "Confirm your new email"
    assert email_of(mailing) == OLD
    response = confirm(alice, link)
    assert response.location == "http://localhost:6543/users/alice/settings?done=email"
    assert "Your email is changed." in response.follow(status=200)
    assert email_of(mailing) == NEW and alice.token != token
    stale = Browser(mailing)
    stale.set_cookie("session", token)
    stale.get("/", status=302)
    mail = mailbox(OLD)[-1]
    assert mail["Subject"] == "Your email was changed" and NEW in mail.get_content()
    Browser(mailing).sign_in(NEW)
    Browser(mailing).send("/login", status=422, username=OLD, password=PASSWORD)
    with opened(mailing) as root:
        assert "email-changed" in [entry.what for entry in root["users"]["alice"].activity]
        assert not root["users"]["alice"].tickets


def test_whoever_is_not_signed_in_goes_through_login(mailing, alice, link):
    browser = Browser(mailing)
    page = browser.get(link, status=302).follow(status=200)
    form = page.form
    form["username"], form["password"] = "alice", PASSWORD
    page = form.submit(status=302).follow(status=200)
    page.forms[1].submit(status=303)
    assert email_of(mailing) == NEW


def test_the_link_is_of_no_use_to_anybody_else(mailing, alice, link):
    bob = Browser(mailing).register("bob")
    page = bob.get(link, status=410)
    assert "another account than" in page and NEW not in page
    token = bob.get("/users/bob/password").forms[1]["csrf_token"].value
    bob.post("/confirm-email", {"token": link.partition("=")[2], "csrf_token": token}, status=410)
    assert (email_of(mailing), email_of(mailing, "bob")) == (OLD, "bob@example.com")


def test_a_link_works_once_for_a_day_and_only_the_latest(mailing, alice, link, mailbox, clock):
    alice.send(PAGE, status=303, email="third@example.com")
    alice.get(link, status=410)
    third = mailbox.link("third@example.com")
    clock.advance(hours=23, minutes=59)
    form = alice.fill(third, "/confirm-email")
    confirm(alice, third)
    assert "This link was used" in alice.get(third, status=410)
    token = alice.get("/users/alice/password").forms[1]["csrf_token"].value
    alice.post("/confirm-email", {"token": form["token"].value, "csrf_token": token}, status=410)


def test_a_link_older_than_a_day_is_none(mailing, alice, link, clock):
    clock.advance(days=1)
    alice.get(link, status=410)
    assert email_of(mailing) == OLD


@pytest.mark.parametrize("purpose", [Purpose.PASSWORD, Purpose.SECOND_STEP])
def test_a_token_for_something_else_is_none(mailing, alice, purpose):
    token = new_token()
    with opened(mailing) as root:
        root.open_ticket(root["users"]["alice"], digest(token), Ticket(purpose, NOW.replace(year=2027)), NOW)
    alice.get(f"/confirm-email?token={token}", status=410)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "%ff", "A" * 5000])
def test_what_is_no_token_leads_to_one_clear_page(alice, token):
    page = alice.get(f"/confirm-email?token={token}", status=410)
    assert page.html.h1.text == "Not confirmed" and page.html.find("a", href=PAGE)


def test_asking_does_not_tell_who_else_is_here(mailing, alice, mailbox):
    Browser(mailing).register("bob")
    answers = []
    for email in ("bob@example.com", "free@example.com"):
        response = alice.send(PAGE, email=email)
        page = re.sub(r'value="[^"]{60,}"', "", response.follow().text)
        answers.append((response.status, list(response.headers.items()), response.body, page))
    assert answers[0] == answers[1]
    (mail,) = mailbox("bob@example.com")
    assert mail["Subject"] == "You have an account already"
    assert "token" not in mail.get_content() and "alice" not in mail.get_content()
    assert [mail["Subject"] for mail in mailbox(OLD)] == ["A new email was asked for"] * 2


def test_an_address_that_was_taken_meanwhile(mailing, alice, link, mailbox):
    Browser(mailing).register("bob", email=NEW)
    page = confirm(alice, link, 410)
    assert "Somebody else has registered with this email meanwhile." in page
    assert email_of(mailing) == OLD and email_of(mailing, "bob") == NEW
    assert not [mail for mail in mailbox() if mail["Subject"] == "Your email was changed"]


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Give your new email"),
        ("nobody", "not an email"),
        ("a@localhost", "lacks its ending"),
        ("a@example.com, b@example.com", "not an email"),
        ("a@example.com\r\nBcc: b@example.com", "not an email"),
        (OLD, "your email already"),
        ("ALICE@Example.com", "your email already"),
    ],
)
def test_a_refusal_is_beside_the_field_and_mails_nothing(mailing, alice, mailbox, email, message):
    page = alice.get(PAGE)
    fields = {"email": email, "csrf_token": page.forms[1]["csrf_token"].value}
    response = alice.post(PAGE, fields, status=422)
    assert message in response.html.find(id="email-error").text
    assert response.html.title.text.startswith("Error: ")
    assert not mailbox()


def test_the_password_is_asked_for_first(mailing, alice, clock):
    clock.advance(minutes=10)
    assert alice.get(PAGE, status=302).location == f"http://localhost:6543/users/alice/confirm?next={PAGE}"


def test_it_is_nobody_elses_page(mailing, alice):
    Browser(mailing).register("bob").get(PAGE, status=404)
    Browser(mailing).get(PAGE, status=302)


def test_a_form_that_is_out_of_date_does_not_show_the_token(alice, link):
    page = alice.post("/confirm-email", {"token": link.partition("=")[2], "csrf_token": "stale"}, status=400)
    assert not page.html.find("dd")
    page.form.submit(status=303)


def test_without_mail_it_changes_at_once(app):
    alice = Browser(app).register("alice")
    Browser(app).register("bob")
    assert "it changes at once" in alice.get(PAGE)
    page = alice.send(PAGE, status=422, email="bob@example.com")
    assert "registered with this email already" in page.html.find(id="email-error").text
    token = alice.token
    response = alice.send(PAGE, status=303, email=NEW)
    assert "Your email is changed." in response.follow(status=200)
    assert email_of(app) == NEW and alice.token != token
