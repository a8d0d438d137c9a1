"""What is said of accounts, and to whom has none, is said in the reader's language: pages, errors and mails."""

import re
from urllib.parse import unquote

import pytest

from eventapp.models import Entry, What
from eventapp.security import throttle
from eventapp.views.notices import DONE
from tests.authenticator import form_on, give, second_step, set_up_app
from tests.factories import NOW, PASSWORD, Browser, all_are_busy, opened
from tests.marks import mark, unmarked

HOME = "/users/alice/"


def set_locale(app, locale):
    with opened(app) as root:
        root["users"]["alice"].locale = locale


@pytest.fixture
def reader(app, alice, monkeypatch):
    set_locale(app, "ja")
    mark(monkeypatch)
    return alice


@pytest.fixture
def stranger(app, monkeypatch):
    mark(monkeypatch)
    return Browser(app)


def assert_said(*answers, status=422):
    for answer in answers:
        assert answer.status_int == status
        assert unmarked(answer.text) == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/login", {"username": "nobody", "password": "x"}),
        ("/register", {}),
        ("/register", {"username": "x", "email": "x", "password": "x"}),
        ("/register", {"username": "9!", "email": "x@y", "password": PASSWORD}),
        ("/register", {"username": "login", "email": "x" * 999, "password": "x" * 999}),
        ("/register", {"username": "alice", "email": "alice@example.com", "password": "alice@example.com"}),
        ("/register", {"username": "carol", "email": "carol@example.com", "password": "password1234"}),
    ],
)
def test_what_strangers_are_refused(alice, stranger, path, fields):
    assert_said(stranger.send(path, status=422, **fields))


def test_forgotten_passwords(mailing, mailbox, monkeypatch):
    browser = Browser(mailing).register("alice")
    browser.sign_out()
    mark(monkeypatch)
    assert_said(browser.send("/forgot", status=422, username=""))
    assert_said(browser.send("/forgot", status=303, username="alice").follow(), status=200)
    page = browser.get(mailbox.link("alice@example.com")).follow()
    assert_said(page, status=200)
    form = form_on(page, "/reset")
    form["password"] = "short"
    assert_said(form.submit(status=422))
    assert_said(browser.get("/login?done=password-reset"), status=200)


def test_the_second_step_is_refused_in_words(app, alice, clock, monkeypatch):
    set_up_app(alice, clock.now)
    mark(monkeypatch)
    browser = Browser(app)
    page = second_step(browser)
    assert_said(page, status=200)
    assert_said(give(page, "code", "000000"), give(page, "recovery", "none"))
    fields = dict(form_on(page, "/second-step", "code").submit_fields())
    assert_said(browser.post("/second-step", {**fields, "credential": "{}"}, status=422))
    fields = dict(browser.fill("/login").submit_fields())
    assert_said(browser.post("/passkey", {**fields, "credential": "{}"}, status=422))


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("settings", {"timezone": "Tokyo"}),
        ("password", {"current_password": "x", "password": "x"}),
        ("email", {"email": ""}),
        ("email", {"email": "alice@example.com"}),
        ("data", {"username": "x"}),
        ("confirm", {"password": "x"}),
        ("authenticator", {"code": "000000"}),
        ("add-passkey", {"name": "昼食", "credential": "{}"}),
    ],
)
def test_what_is_refused_of_ones_own_account(reader, page, fields):
    assert_said(reader.send(HOME + page, status=422, **fields))


def test_what_is_not_offered(reader):
    form = reader.fill(f"{HOME}settings")
    for name in ("locale", "hours", "week_start", "shortcuts"):
        form[name].force_value("x")
    page = form.submit(status=422)
    assert_said(page)
    assert len(page.html.find_all(class_="err")) == 3, "what is no switch is off"


def test_second_factors(make_app, clock, monkeypatch):
    app = make_app(**{"eventapp.second_step": "required"})
    alice = Browser(app).register("alice")
    set_locale(app, "ja")
    mark(monkeypatch)
    alice.send(f"{HOME}confirm", status=302, password=PASSWORD)
    assert_said(alice.get(f"{HOME}two-step"), status=200)
    _, answer = set_up_app(alice, clock.now)
    answer.html.find("pre").decompose()  # the codes
    assert unmarked(str(answer.html)) == []
    kept = unquote(answer.html.find("a", download=True)["href"])
    assert re.search("⟦Recovery codes of alice for .*\nEach signs you in once, after your password.⟧\n\n", kept)
    page = alice.get(f"{HOME}two-step")
    assert_said(page, status=200)
    form = next(form for form in page.forms.values() if "do" in form.fields and form["do"].value == "app-off")
    assert_said(form.submit(status=422))


@pytest.mark.parametrize("done", DONE)
def test_notices(reader, done):
    assert f"⟦{DONE[done]}⟧" in reader.get(f"{HOME}settings?done={done}").html.find(role="status").text


def test_errors(app, reader, monkeypatch):
    stranger = Browser(app)
    assert_said(reader.ask("/nothing"), status=404)
    assert_said(reader.ask("/", "DELETE"), stranger.ask("/login", "DELETE"), status=405)
    assert_said(stranger.ask("/login", host="evil.example"), status=400)
    assert_said(stranger.post("/login", {"username": "昼食"}, status=400), status=400)
    assert_said(reader.post("/logout", {"x": "昼食"}, status=400), status=400)
    assert_said(reader.post("/logout", {}, headers={"Sec-Fetch-Site": "cross-site"}, status=400), status=400)
    token = reader.fill(f"{HOME}settings")["csrf_token"].value
    fields = {"csrf_token": token, "title": "昼食"}
    assert_said(reader.post(f"{HOME}add", [("title", "a"), ("title", "b")], status=400), status=400)
    assert_said(reader.post(f"{HOME}add", fields, upload_files=[("x", "x", b"x")], status=400), status=400)
    assert_said(reader.post(f"{HOME}add", "%ff=%", status=400), status=400)
    assert_said(reader.post(f"{HOME}add", "x" * 140_000, status=413), status=413)
    assert_said(reader.post(f"{HOME}add", "x" * 1_100_000, status=413), status=413)
    with all_are_busy():
        assert_said(stranger.send("/login", status=503, username="昼食", password="x"), status=503)
    monkeypatch.setattr("eventapp.views.account.settings.names", lambda: 1 / 0)
    assert_said(reader.ask(f"{HOME}settings"), status=500)


@pytest.mark.parametrize("wait", [1, 30, 60, 600, 7200])
def test_tries_without_end(reader, monkeypatch, wait):
    def full(*args):
        raise throttle.Throttled(wait)

    monkeypatch.setattr(throttle, "count", full)
    assert_said(reader.send(f"{HOME}password", status=429, current_password="x", password="x"), status=429)


def test_who_is_signed_in_reads_their_language_when_all_are_busy_too(app, alice):
    set_locale(app, "de")
    form = alice.fill(f"{HOME}password", current_password="x", password="x")
    with all_are_busy():
        page = form.submit(status=503)
    assert "Gerade melden sich viele an." in page and page.html.html["lang"] == "de"


@pytest.mark.parametrize("registration", ["closed", "invitation"])
@pytest.mark.parametrize("token", ["", "x"])
def test_who_may_not_register(make_app, monkeypatch, registration, token):
    browser = Browser(make_app(**{"eventapp.registration": registration, "eventapp.pepper": "p" * 64}))
    mark(monkeypatch)
    assert_said(browser.get(f"/register?invitation={token}", status=403), status=403)
    assert_said(browser.get("/login"), status=200)


def test_what_happened(app, reader):
    details = {
        What.SIGNED_IN: ["authenticator app", "recovery code", "passkey 昼食", "by whoever runs this server"],
        What.SESSIONS_ENDED: ["3", "1 place", "2 places"],
        What.RECOVERY_CODE_USED: ["9 left"],
        What.SESSION_ENDED: ["An unknown browser", "An unknown browser on 昼食"],
        What.THROTTLED: [name for name, limits in throttle.LIMITS.items() if limits.account],
    }
    with opened(app) as root:
        for what in What:
            for detail in details.get(what, ["昼食"]):
                root["users"]["alice"].activity.note(Entry(NOW, str(what), "192.0.2.1", "x", detail))
    page = reader.get(f"{HOME}activity").html
    for time in page.find_all("time"):
        time.decompose()
    assert unmarked(str(page)) == []


def test_details_in_german(app, alice):
    set_locale(app, "de")
    noted = [
        (What.SIGNED_IN, "recovery code", "Wiederherstellungscode"),
        (What.SIGNED_IN, "passkey 7 left", "Passkey 7 left"),
        (What.PASSKEY_ADDED, "recovery code", "recovery code"),
        (What.SESSIONS_ENDED, "2", "2 Orte"),
        (What.SESSIONS_ENDED, "1 place", "1 Ort"),
        (What.SESSIONS_ENDED, "by whoever runs this server", "von der Betreuung dieses Servers"),
        (What.RECOVERY_CODE_USED, "9 left", "noch 9 übrig"),
        (What.SESSION_ENDED, "Firefox on Linux", "Firefox auf Linux"),
        (What.SESSION_ENDED, "An unknown browser", "Unbekannter Browser"),
        (What.THROTTLED, "confirm", "bestätigen, dass du es bist"),
        (What.FEED_OPENED, "10", "10"),
    ]
    with opened(app) as root:
        root["users"]["alice"].activity._entries.clear()
        for what, detail, _ in reversed(noted):
            root["users"]["alice"].activity.note(Entry(NOW, str(what), detail=detail))
    rows = alice.get(f"{HOME}activity").html.find(class_="list")("li")
    assert [row.find(class_="mute").text for row in rows] == [said for _, _, said in noted]


def test_mails_are_in_the_language_of_who_gets_them(mailing, mailbox):
    alice = Browser(mailing, HTTP_ACCEPT_LANGUAGE="de", HTTP_USER_AGENT="").register("alice")
    Browser(mailing).register("bob")
    alice.send("/", "/logout", status=302)
    english = Browser(mailing, HTTP_ACCEPT_LANGUAGE="en", REMOTE_ADDR="192.0.2.1", HTTP_USER_AGENT="")
    english.sign_in("alice")
    english.send(f"{HOME}confirm", status=302, password=PASSWORD)
    english.send(f"{HOME}email", status=303, email="bob@example.com")
    english.send(f"{HOME}email", status=303, email="new@example.com")
    new, old = mailbox("alice@example.com")[0], mailbox("alice@example.com")[-1]
    assert new["Subject"] == "Anmeldung in einem neuen Browser"
    assert (
        "am 23. November 2026 um 08:42 (Europe/Prague):\nUnbekannter Browser, Adresse 192.0.2.1." in new.get_content()
    )
    assert old["Subject"] == "Eine neue E-Mail wurde verlangt" and "jemand möchte new@example.com" in old.get_content()
    (taken,) = mailbox("bob@example.com")
    assert taken["Subject"] == "You have an account already", "bob reads English"
    (link,) = mailbox("new@example.com")
    assert link["Subject"] == "Bestätige deine neue E-Mail"
    assert english.get(mailbox.link("new@example.com")).html.html["lang"] == "de", "as alice reads, once signed in"


def test_a_flood_in_two_languages_is_one(mailing, mailbox):
    """What is counted is the kind of the mail, however it is said."""
    alice = Browser(mailing).register("alice")
    set_locale(mailing, "de")
    for _ in range(10):
        mailing.registry.mail.has_room("alice@example.com", "Set a new password")
    alice.send("/forgot", status=303, username="alice")
    assert not mailbox("alice@example.com")


def test_a_passkey_is_named_in_the_language_of_its_owner(app, alice):
    set_locale(app, "de")
    alice.extra_environ["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    alice.send(f"{HOME}confirm", status=302, password=PASSWORD)
    assert alice.fill(f"{HOME}add-passkey")["name"].value == "Firefox auf Linux"


NASTY = ["", "*", "*;q=0", "xx", ";;q", "de;q=1.0000", "de;q=0", "de_AT", "\xff\xfe", "de\x00", "de;q=NaN", "-",
         "tlh, *", "en, de;q=0.9", "en-AU, de;q=0.5", "en;q=0.1, *;q=0", "a" + "-a" * 120_000, "de," * 500]  # fmt: skip


@pytest.mark.parametrize("header", NASTY, ids=range(len(NASTY)))
def test_an_odd_wish_for_a_language_is_english(app, header):
    """Reading one long tag would take the square of its length."""
    for path, status in [("/login", 200), ("/reset", 410)]:
        answer = Browser(app).ask(path, accept_language=header)
        assert answer.status_int == status and '<html lang="en">' in answer.text
    assert Browser(app).ask("/nothing", accept_language=header).status_int == 302


@pytest.mark.parametrize("header", ["de", "DE-at", "de-CH-1996", "xx, de;q=0.1, en;q=0.01", "fr;q=0, de"])
def test_strangers_read_what_their_browser_asks_for(app, header):
    answer = Browser(app).ask("/login", accept_language=header)
    assert '<html lang="de">' in answer.text and "<h1>Anmelden</h1>" in answer.text
    assert answer.headers["Vary"] == "Cookie, Accept-Language" and answer.headers["Cache-Control"] == "no-store"


def test_settings_name_the_languages_that_there_are(app, alice):
    assert "Texts are there in English and German so far" in alice.get(f"{HOME}settings")
    set_locale(app, "de")
    assert "Texte gibt es bisher auf Englisch und Deutsch" in alice.get(f"{HOME}settings")


def test_words_of_scripts_are_in_the_page(app, alice):
    page = Browser(app, HTTP_ACCEPT_LANGUAGE="de").get("/register").html.find(id="password-texts")
    assert page["data-best"] == "Sehr gut."
    assert [text.string for text in page("p")] == [f"Noch {n} Zeichen." for n in range(1, 12)]
