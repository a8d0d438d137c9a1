"""A forgotten password: the link, what it is good for, and what nobody learns from it."""

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from transaction.interfaces import TransientError

from eventapp.background import PAUSE
from eventapp.models import Purpose, Root, Ticket, Users
from eventapp.security import credentials
from eventapp.security.sessions import digest, new_token
from tests.factories import NOW, PASSWORD, Browser, Conflicting, opened

NEW = "seven purple hedgehogs sing"
GONE = "This link is used up"


@pytest.fixture
def alice(mailing):
    return Browser(mailing).register("alice")


@pytest.fixture
def link(mailing, alice, mailbox):
    """The path and query of a link that was just mailed to alice."""
    Browser(mailing).send("/forgot", status=303, username="alice")
    return mailbox.link("alice@example.com")


def follow(app, link, status=200, **environ):
    browser = Browser(app, **environ)
    browser.last = browser.get(link, status=302).follow(status=status)
    return browser


def reset(app, link, password=NEW, status=302):
    return follow(app, link).send("/reset", status=status, password=password)


@pytest.mark.parametrize("login", ["alice", " ALICE ", "alice@example.com", "Alice@Example.com"])
def test_a_link_is_mailed_and_only_its_digest_is_stored(mailing, alice, mailbox, login, tmp_path, caplog):
    with caplog.at_level(logging.INFO):
        response = Browser(mailing).send("/forgot", status=303, username=login)
        (mail,) = mailbox()
    assert "a mail is on its way" in response.follow(status=200)
    assert (mail["To"], mail["Subject"]) == ("alice@example.com", "Set a new password")
    token = re.search(r"^http://localhost:6543/reset\?token=([\w-]{43})$", mail.get_content(), re.MULTILINE)[1]
    with opened(mailing) as root:
        assert list(root["users"]["alice"].tickets) == [digest(token)]
        assert next(iter(root["users"]["alice"].activity)).what == "password-link-sent"
    assert token.encode() not in (tmp_path / "var" / "Data.fs").read_bytes() and token not in caplog.text
    whats = [json.loads(record.getMessage()) for record in caplog.records if record.name == "eventapp.audit"]
    assert [line["what"] for line in whats] == ["password-link-sent"]


def test_the_answer_does_not_tell_who_exists(mailing, alice, mailbox):
    Browser(mailing).register("lola")
    with opened(mailing) as root:
        root["users"]["lola"].locked = True
    answers = []
    for login in ("alice", "nobod", "lola", "alice@example.com", "nobod@example.com", "x" * 5000, "al\x00ice", "“‘<b>"):
        browser = Browser(mailing)
        response = browser.send("/forgot", username=login)
        page = response.follow()
        answers.append((response.status, list(response.headers.items()), response.body, page.status, page.body))
    assert all(answer == answers[0] for answer in answers)
    assert {mail["To"] for mail in mailbox()} == {"alice@example.com"}
    with opened(mailing) as root:
        assert not root["users"]["lola"].tickets


def test_all_that_depends_on_the_name_is_done_behind_the_answer(mailing, alice, monkeypatch):
    jobs = []
    monkeypatch.setattr(mailing.registry.background, "put", lambda *job: jobs.append(job))
    finds, real = [], Users.find
    monkeypatch.setattr(Users, "find", lambda self, login: finds.append(login) or real(self, login))
    for login in ("alice", "nobody"):
        Browser(mailing).send("/forgot", status=303, username=login)
    assert [pause for _, pause in jobs] == [PAUSE, PAUSE] and not finds


def test_a_request_that_is_tried_again_mails_one_link(mailing, alice, mailbox, monkeypatch):
    real, tries = credentials.ask_for_password_link, []

    def conflicting(request, login):
        real(request, login)
        tries.append(1)
        if len(tries) < 3:
            request.tm.get().join(Conflicting())

    monkeypatch.setattr(credentials, "ask_for_password_link", conflicting)
    alice.send("/forgot", status=303, username="alice")
    assert len(tries) == 3 and len(mailbox()) == 1


def test_something_has_to_be_written(mailing, mailbox):
    response = Browser(mailing).send("/forgot", status=422, username="  ")
    assert "Write your username or your email." in response and response.html.title.text.startswith("Error: ")
    assert not mailbox()


def test_a_new_password_through_the_link(mailing, alice, link, mailbox, caplog):
    other = Browser(mailing).sign_in("alice")
    browser = follow(mailing, link)
    with caplog.at_level(logging.INFO):
        response = browser.send("/reset", status=302, password=NEW)
    assert response.location == "http://localhost:6543/login?done=password-reset"
    assert "session" not in browser.cookies and "reset" not in browser.cookies, "nobody is signed in by it"
    assert "Your new password is set. Sign in with it." in response.follow(status=200)
    for ended in (alice, other):
        ended.get("/", status=302)
    Browser(mailing).send("/login", status=422, username="alice", password=PASSWORD)
    Browser(mailing).sign_in("alice", NEW)
    new = "A sign-in from a new browser"
    subjects = [mail["Subject"] for mail in mailbox()]
    assert sorted(subjects) == [new, new, "Set a new password", "Your password was changed"]
    with opened(mailing) as root:
        user = root["users"]["alice"]
        assert not user.tickets and not root._tickets
        assert "password-reset" in [entry.what for entry in user.activity]
    assert NEW not in caplog.text and link.partition("=")[2] not in caplog.text


def test_the_token_is_moved_into_a_cookie_of_that_page(mailing, link):
    browser = Browser(mailing)
    response = browser.get(link, status=302)
    token = link.partition("=")[2]
    assert response.location == "http://localhost:6543/reset" and token not in response.text
    (cookie,) = response.headers.getall("Set-Cookie")
    assert cookie.startswith(f"reset={token}; ")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/;", "Max-Age=3600"):
        assert part in cookie
    assert "Secure" not in cookie
    page = response.follow(status=200)
    assert response.headers["Referrer-Policy"] == page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert token not in page and "alice" in page
    assert Browser(mailing).get("/login").headers["Referrer-Policy"] == "same-origin"


def test_under_https_the_cookie_is_of_https_only(mailing, link):
    secure = {"wsgi.url_scheme": "https"}
    response = Browser(mailing, **secure).get(link, status=302)
    (cookie,) = response.headers.getall("Set-Cookie")
    assert cookie.startswith("__Host-reset=") and "; Secure" in cookie.replace("secure", "Secure")
    follow(mailing, link, **secure).send("/reset", status=302, password=NEW)
    bare = Browser(mailing, **secure)
    bare.set_cookie("reset", link.partition("=")[2])
    bare.get("/reset", status=410)


def test_looking_at_a_link_uses_nothing_up(mailing, link):
    """Programs that check mail follow links, too."""
    for method in ("GET", "HEAD"):
        for _ in range(3):
            Browser(mailing).ask(link, method)
    follow(mailing, link)
    reset(mailing, link)


@pytest.mark.parametrize(
    ("password", "message"),
    [("", "12 characters"), ("password1234", "Many people"), ("alice1234567", "your name"), ("x" * 257, "256")],
)
def test_a_weak_password_is_refused_and_the_link_stays_good(mailing, link, password, message):
    response = reset(mailing, link, password, 422)
    assert message in response.html.find(id="password-error").text
    assert response.html.title.text.startswith("Error: ") and (len(password) < 2 or password not in response)
    reset(mailing, link)


def test_a_link_works_once(mailing, link):
    second = follow(mailing, link)
    reset(mailing, link)
    page = second.get("/reset", status=410)
    assert GONE in page and page.html.find("a", href="/forgot")
    follow(mailing, link, 410)


def test_a_link_that_was_used_meanwhile_sets_nothing(mailing, link):
    second = follow(mailing, link).fill("/reset", password="another long password")
    reset(mailing, link)
    assert GONE in second.submit(status=410)
    Browser(mailing).sign_in("alice", NEW)


def test_a_link_works_for_an_hour(mailing, link, clock):
    clock.advance(minutes=59, seconds=59)
    form = follow(mailing, link).fill("/reset", password=NEW)
    clock.advance(seconds=1)
    assert GONE in form.submit(status=410)
    follow(mailing, link, 410)
    Browser(mailing).sign_in("alice")


def test_only_the_latest_link_works(mailing, link, mailbox):
    Browser(mailing).send("/forgot", status=303, username="alice@example.com")
    latest = mailbox.link("alice@example.com")
    follow(mailing, link, 410)
    reset(mailing, latest)


@pytest.mark.parametrize("purpose", [Purpose.EMAIL, Purpose.SECOND_STEP])
def test_a_token_for_something_else_is_none(mailing, alice, purpose):
    token = new_token()
    with opened(mailing) as root:
        ticket = Ticket(purpose, NOW.replace(year=2027), email="a@example.com")
        root.open_ticket(root["users"]["alice"], digest(token), ticket, NOW)
    follow(mailing, f"/reset?token={token}", 410)


@pytest.mark.parametrize(
    "token", ["", "x", "A" * 43, "A" * 44, "%00", "%ff", "é", "A" * 5000, "a;b=c", "a%0d%0aSet-Cookie:x=y"]
)
def test_what_is_no_token_leads_to_one_clear_page(mailing, alice, token):
    browser = Browser(mailing)
    assert browser.ask(f"/reset?token={token}").status_int == 302
    page = browser.get("/reset", status=410)
    assert GONE in page and page.html.find("a", href="/forgot") and page.html.find("a", href="/login")
    assert not page.forms


def test_a_cookie_that_is_no_token_is_none(mailing, alice):
    for value in ("x", "A" * 44, "A" * 5000):
        assert Browser(mailing).ask("/reset", cookie=f"reset={value}").status_int == 410
    assert Browser(mailing).ask("/reset", cookie='reset="\\377"').status_int == 410


def test_a_link_of_a_locked_person_sets_nothing(mailing, link):
    browser = follow(mailing, link).fill("/reset", password=NEW)
    with opened(mailing) as root:
        root["users"]["alice"].locked = True
    browser.submit(status=410)


def test_ten_at_the_same_time_set_one_password(mailing, link):
    forms = [follow(mailing, link).fill("/reset", password=f"password of person {number}") for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        statuses = sorted(done.result().status_int for done in [pool.submit(form.submit, status="*") for form in forms])
    assert statuses.count(302) == 1 and set(statuses) <= {302, 410, 503}


def test_second_factors_stay_on(mailing, link):
    with opened(mailing) as root:
        root["users"]["alice"].factors.totp = b"sealed"
    reset(mailing, link)
    with opened(mailing) as root:
        assert root["users"]["alice"].factors.totp == b"sealed" and root["users"]["alice"].factors.asked_for


def test_whoever_is_signed_in_can_follow_the_link_too(mailing, alice, link):
    alice.get(link, status=302)
    alice.send("/reset", status=302, password=NEW)
    alice.get("/", status=302)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "null"}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost:6543"}],
)
def test_a_page_without_referrer_may_post_to_itself(mailing, link, headers):
    form = follow(mailing, link).fill("/reset", password=NEW)
    form.submit(headers=headers, status=302)


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_may_not(mailing, link, headers):
    form = follow(mailing, link).fill("/reset", password=NEW)
    form.submit(headers=headers, status=400)
    token = Browser(mailing).get("/forgot").form["csrf_token"].value
    Browser(mailing).post("/reset", {"password": NEW, "csrf_token": token}, headers={"Origin": "null"}, status=400)


def test_links_come_from_the_setting_and_never_from_the_host(make_app, tmp_path):
    app = make_app(
        **{
            "eventapp.mail.folder": f"{tmp_path}/mail",
            "eventapp.url": "https://events.example",
            "eventapp.hosts": "events.example localhost",
        }
    )
    Browser(app).register("alice")
    Browser(app, HTTP_X_FORWARDED_HOST="evil.example").send("/forgot", status=303, username="alice")
    app.registry.background.wait()
    (file,) = (tmp_path / "mail" / "new").iterdir()
    assert (
        "https://events.example/reset?token=" in file.read_text()
        and "localhost" not in file.read_text().partition("\n\n")[2]
    )
    assert Browser(app, HTTP_HOST="evil.example").ask("/forgot").status_int == 400


def test_without_mail_the_page_says_whom_to_ask(app):
    Browser(app).register("alice")
    page = Browser(app).get("/forgot")
    assert "This server sends no mail" in page and "Ask whoever runs it" in page and not page.forms
    token = Browser(app)
    field = token.get("/login").form["csrf_token"].value
    assert token.post("/forgot", {"username": "alice", "csrf_token": field}, status=303).location.endswith("/forgot")
    app.registry.background.wait()
    with opened(app) as root:
        assert not root["users"]["alice"].tickets


def test_the_login_page_leads_there(mailing):
    assert Browser(mailing).get("/login").click("Forgot your password?", href="/forgot").status_int == 200


def test_a_job_that_conflicts_mails_one_link(mailing, alice, mailbox, monkeypatch):
    """What is rolled back and tried again is mailed once."""
    real, tries = Root.open_ticket, []

    def conflicting(self, *args):
        real(self, *args)
        tries.append(1)
        if len(tries) < 3:
            self._p_jar.transaction_manager.get().addBeforeCommitHook(fail)

    def fail():
        raise TransientError("again")

    monkeypatch.setattr(Root, "open_ticket", conflicting)
    Browser(mailing).send("/forgot", status=303, username="alice")
    assert len(mailbox()) == 1 and len(tries) == 3
    reset(mailing, mailbox.link("alice@example.com"))


def test_after_a_reset_strangers_keep_nobody_out(mailing, alice, link):
    """ASVS 6.1.1: whoever has the mailbox signs in from that browser, whatever others try."""
    for number in range(12):
        other = Browser(mailing, REMOTE_ADDR=f"198.51.100.{number}")
        other.fill("/login", username="alice", password="wrong").submit(expect_errors=True)
    reset_by = follow(mailing, link)
    reset_by.send("/reset", status=302, password=NEW)
    assert Browser(mailing).fill("/login", username="alice", password=NEW).submit(status=429)
    reset_by.sign_in("alice", NEW)


def test_what_mails_nothing_is_no_try(mailing, alice):
    browser = Browser(mailing)
    for _ in range(5):
        browser.send("/forgot", status=422, username="")
