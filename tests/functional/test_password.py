"""Changing the password: who may, what is refused, and what ends with it."""

import json
import logging

import pytest

from eventapp.models import Purpose, Root, Ticket
from tests.factories import NOW, PASSWORD, Browser, Conflicting, opened

NEW = "seven purple hedgehogs sing"
PAGE = "/users/alice/password"


@pytest.fixture
def alice(mailing):
    return Browser(mailing, REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Mozilla/5.0 Firefox/153.0").register("alice")


def message_at(response, name):
    field = response.html.find("input", attrs={"name": name})
    assert field["aria-invalid"] == "true"
    return response.html.find(id=f"{name}-error").text


def test_a_new_password_and_everything_else_ends(mailing, alice, mailbox):
    other, old = Browser(mailing).sign_in("alice"), alice.token
    with opened(mailing) as root:
        for digest, purpose in [(b"1", Purpose.PASSWORD), (b"2", Purpose.EMAIL), (b"3", Purpose.SECOND_STEP)]:
            root.open_ticket(root["users"]["alice"], digest, Ticket(purpose, NOW.replace(year=2027), email="x"), NOW)
    response = alice.send(PAGE, status=303, current_password=PASSWORD, password=NEW)
    assert response.location == f"http://localhost:6543{PAGE}?done=password"
    assert "Your password is changed" in response.follow(status=200)
    assert alice.token != old
    stale = Browser(mailing)
    stale.set_cookie("session", old)
    for ended in (stale, other):
        ended.get("/", status=302)
    with opened(mailing) as root:
        assert len(root["users"]["alice"].sessions) == 1
        assert not root["users"]["alice"].tickets and not root._tickets
    Browser(mailing).send("/login", status=422, username="alice", password=PASSWORD)
    Browser(mailing).sign_in("alice", NEW)
    before, mail, after = mailbox("alice@example.com")
    assert before["Subject"] == after["Subject"] == "A sign-in from a new browser"
    assert mail["Subject"] == "Your password was changed"
    text = mail.get_content()
    assert "on 23 November 2026 at 08:42 (Europe/Prague), from Firefox at 192.0.2.7." in text
    assert "\nhttp://localhost:6543/forgot\n" in text and NEW not in text and "token" not in text


def test_it_is_noted_without_the_password(mailing, alice, caplog):
    with caplog.at_level(logging.INFO, "eventapp.audit"):
        alice.send(PAGE, status=422, current_password="wrong wrong wrong", password=NEW)
        mailing.registry.background.wait()
        alice.send(PAGE, status=303, current_password=PASSWORD, password=NEW)
    lines = [json.loads(record.getMessage()) for record in caplog.records if record.name == "eventapp.audit"]
    assert [(line["what"], line["user"]) for line in lines] == [
        ("confirmation-refused", "alice"),
        ("password-changed", "alice"),
    ]
    assert NEW not in caplog.text and PASSWORD not in caplog.text and "wrong wrong" not in caplog.text
    with opened(mailing) as root:
        whats = [entry.what for entry in root["users"]["alice"].activity]
    assert sorted(whats[:2]) == ["confirmation-refused", "password-changed"]


@pytest.mark.parametrize("current", ["", "wrong wrong wrong", PASSWORD + " ", PASSWORD.upper()])
def test_without_the_current_one_nothing_changes(mailing, alice, mailbox, current):
    response = alice.send(PAGE, status=422, current_password=current, password=NEW)
    assert message_at(response, "current_password") == "That is not your password. Try again."
    assert response.forms[1]["current_password"].value == response.forms[1]["password"].value == ""
    assert NEW not in response and response.html.title.text.startswith("Error: ")
    assert not mailbox()
    Browser(mailing).sign_in("alice")


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "12 characters"),
        ("short", "12 characters"),
        ("x" * 257, "256 characters"),
        ("password1234", "Many people"),
        ("alice!!!2026!", "your name"),
        ("eventapp2026", "name of this site"),
        ("localhost1234", "name of this site"),
    ],
)
def test_a_weak_one_is_refused_beside_its_field(mailing, alice, password, message):
    response = alice.send(PAGE, status=422, current_password=PASSWORD, password=password)
    assert message in message_at(response, "password")
    Browser(mailing).sign_in("alice")


def test_what_is_wrong_with_both_is_said_at_once(alice):
    response = alice.send(PAGE, status=422, current_password="x", password="y")
    summary = response.html.find(attrs={"role": "alert"})
    assert [link["href"] for link in summary.find_all("a")] == ["#current_password", "#password"]


def test_a_form_that_is_out_of_date_shows_no_password(alice):
    page = alice.post(PAGE, {"current_password": PASSWORD, "password": NEW, "csrf_token": "stale"}, status=400)
    assert PASSWORD not in page and NEW not in page


def test_it_is_nobody_elses_page(mailing, alice):
    assert Browser(mailing).register("bob").get(PAGE, status=404)
    assert Browser(mailing).get(PAGE, status=302)


@pytest.mark.parametrize(("failures", "status", "mails"), [(2, 303, 1), (10, 503, 0)])
def test_what_is_rolled_back_is_not_mailed(mailing, alice, mailbox, monkeypatch, tmp_path, failures, status, mails):
    real, tries = Root.close_tickets, []

    def conflicting(self, *args):
        real(self, *args)
        tries.append(1)
        if len(tries) <= failures:
            self._p_jar.transaction_manager.get().join(Conflicting())

    monkeypatch.setattr(Root, "close_tickets", conflicting)
    alice.send(PAGE, status=status, current_password=PASSWORD, password=NEW)
    assert len(mailbox()) == mails
    assert not list((tmp_path / "mail" / "tmp").iterdir())
    Browser(mailing).sign_in("alice", NEW if mails else PASSWORD)


def test_without_mail_it_changes_all_the_same(app):
    Browser(app).register("alice").send(PAGE, status=303, current_password=PASSWORD, password=NEW)
    Browser(app).sign_in("alice", NEW)


def test_password_managers_know_the_fields(alice):
    form = alice.get(PAGE).forms[1]
    kinds = {name: form[name].attrs["autocomplete"] for name in ("username", "current_password", "password")}
    assert kinds == {"username": "username", "current_password": "current-password", "password": "new-password"}


def test_an_older_cost_is_raised_at_the_next_sign_in(make_app):
    Browser(make_app(**{"eventapp.bcrypt.rounds": "4"})).register("alice").app.registry.db.close()
    app = make_app(**{"eventapp.bcrypt.rounds": "5"})
    stored = []
    for password, status in [("wrong wrong wrong", 422), (PASSWORD, 302), (PASSWORD, 302)]:
        Browser(app).send("/login", status=status, username="alice", password=password)
        with opened(app) as root:
            stored.append(root["users"]["alice"].password)
    assert "$2b$04$" in stored[0] and "$2b$05$" in stored[1] and stored[2] == stored[1]
    app.registry.db.close()
    lower = make_app(**{"eventapp.bcrypt.rounds": "4"})
    Browser(lower).sign_in("alice")
    with opened(lower) as root:
        assert root["users"]["alice"].password == stored[1], "a cost is never lowered"
