"""What is in the log, and what never is."""

import json
import logging

from eventapp.security.passwords import Passwords
from tests.authenticator import Authenticator, add_passkey, code_at, codes_on, give, second_step, set_up_app
from tests.factories import PASSWORD, Browser

NEW, WRONG = "seven purple hedgehogs sing", "a wrong one that is typed"


def audited(caplog) -> list[dict[str, str]]:
    return [json.loads(record.getMessage()) for record in caplog.records if record.name == "eventapp.audit"]


def test_whoever_asks_for_what_is_anothers_is_logged(app, alice, bob, caplog):
    """ASVS 16.3.2."""
    event = alice.add("alice", "Lunch")
    with caplog.at_level(logging.INFO, "eventapp.audit"):
        bob.get(event, status=404)
        bob.ask("/users/alice/add", "POST")
        bob.get("/users/nobody/", status=404)
        Browser(app).get(event, status=302)
    found = [(line["what"], line["user"], line["detail"]) for line in audited(caplog)]
    assert found == [("not-allowed", "bob", f"GET {event}"), ("not-allowed", "bob", "POST /users/alice/add")]


def test_a_forged_form_is_logged(app, alice, caplog):
    """ASVS 16.3.3."""
    with caplog.at_level(logging.INFO, "eventapp.audit"):
        alice.post("/users/alice/add", {"csrf_token": "x", "title": "Lunch"}, status=400)
        Browser(app).post("/login", {"username": "alice", "password": PASSWORD}, status=400)
    found = [(line["what"], line["user"], line["detail"]) for line in audited(caplog)]
    assert found == [("form-refused", "alice", "POST /users/alice/add"), ("form-refused", "", "POST /login")]
    assert PASSWORD not in caplog.text


def test_each_line_says_who_what_when_and_where(app, caplog):
    """ASVS 16.2.1, 16.2.2 and 16.2.4; what a client wrote stays inside its line (16.4.1)."""
    with caplog.at_level(logging.INFO, "eventapp.audit"):
        forged = 'x"}\r\n{"what": "signed-in'
        Browser(app, REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT=forged).register("alice")
    (line,) = audited(caplog)
    assert set(line) == {"at", "what", "user", "address", "browser", "detail"}
    assert line["at"].endswith("+00:00") and line["address"] == "192.0.2.7" and line["browser"] == forged
    assert len(caplog.text.splitlines()) == 1


def test_no_secret_is_logged(mailing, mailbox, clock, caplog, monkeypatch):
    """ASVS 16.2.5: everything that a person does with secrets, with all there is to log."""
    caplog.set_level(logging.DEBUG)
    alice = Browser(mailing).register("alice")
    cookies = list(alice.cookies.values())
    seed, page = set_up_app(alice, clock.now)
    codes, device = codes_on(page), Authenticator()
    add_passkey(alice, device)
    cookies += alice.cookies.values()
    clock.advance(seconds=30)
    code, other = code_at(seed, clock.now), Browser(mailing)
    page = second_step(other)
    cookies += other.cookies.values()
    give(page, "code", code)
    give(second_step(Browser(mailing)), "recovery", codes[0])
    Browser(mailing).send("/login", status=422, username="alice", password=WRONG)
    Browser(mailing).send("/forgot", status=303, username="alice")
    link = mailbox.link("alice@example.com")
    follower = Browser(mailing)
    follower.get(link, status=302).follow(status=200)
    cookies += follower.cookies.values()
    follower.send("/reset", status=302, password=NEW)
    monkeypatch.setattr(Passwords, "check", lambda *_: 1 / 0)
    Browser(mailing).send("/login", status=500, username="alice", password=NEW)
    mailing.registry.background.wait()
    secrets = [PASSWORD, NEW, WRONG, seed, code, *codes, link.partition("=")[2], *filter(None, cookies)]
    assert len(secrets) > 20 and "ZeroDivisionError" in caplog.text and "signed-in" in caplog.text
    assert not [secret for secret in secrets if secret in caplog.text]
