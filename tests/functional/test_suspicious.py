"""People are told of sign-ins that may not be theirs: from a new browser, and those left at the second step."""

import re

import pytest

from eventapp.models import What
from eventapp.security import unfinished
from tests.authenticator import (
    Authenticator,
    add_passkey,
    code_at,
    codes_on,
    give,
    second_step,
    set_up_app,
    sign_in_by_passkey,
)
from tests.factories import PASSWORD, Browser, do_chores, forget_tries, happened, opened

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "A sign-in from a new browser"
LEFT = "Your password was given, but not the second step"
TO = "alice@example.com"


@pytest.fixture
def app(mailing):
    return mailing


def stranger(app) -> Browser:
    return Browser(app, REMOTE_ADDR="192.0.2.66", HTTP_USER_AGENT=FIREFOX)


@pytest.fixture
def seed(alice, clock) -> str:
    """The seed of alice's app. The code by which it was turned on is a step old."""
    seed, page = set_up_app(alice, clock.now)
    alice.codes = codes_on(page)
    clock.advance(seconds=30)
    return seed


@pytest.fixture
def told(app, mailbox):
    """The subjects of what alice was mailed about signing in."""

    def subjects() -> list[str]:
        return [mail["Subject"] for mail in mailbox(TO) if mail["Subject"] in {NEW, LEFT}]

    return subjects


def leave(app, clock, browser: Browser | None = None) -> None:
    """Give the password and no more, until that is over."""
    second_step(browser or stranger(app))
    wait(app, clock)


def wait(app, clock) -> None:
    clock.advance(minutes=5)
    do_chores(app)


class TestNewBrowsers:
    def test_a_sign_in_from_a_new_browser_is_mailed(self, app, alice, mailbox):
        stranger(app).sign_in("alice")
        (mail,) = mailbox(TO)
        assert mail["Subject"] == NEW
        text = mail.get_content()
        assert "on 23 November 2026 at 08:42 (Europe/Prague), from Firefox on Linux at 192.0.2.66." in text
        assert "http://localhost:6543/forgot" in text and "token" not in text

    def test_a_browser_writes_no_text_of_its_own_into_the_mail(self, app, alice, mailbox):
        """ASVS 1.3.11: some parts of the header are names that the list of browsers takes as they are."""
        liar = Browser(app, HTTP_USER_AGENT="Open evil.example/now %20Mail/1.0 CFNetwork/978.0.7 Darwin/18.7.0")
        liar.sign_in("alice")
        (mail,) = mailbox(TO)
        assert "evil" not in mail.get_content() and "from An unknown browser on iOS" in mail.get_content()

    def test_registering_is_none(self, alice, mailbox):
        assert not mailbox()

    def test_the_very_first_sign_in_is_none(self, app, alice, told):
        """Of somebody who was added by the operator."""
        with opened(app) as root:
            root["users"]["alice"].devices.clear()
        stranger(app).sign_in("alice")
        assert told() == []
        stranger(app).sign_in("alice")
        assert told() == [NEW]

    def test_the_same_browser_again_is_none(self, app, alice, told):
        browser = stranger(app).sign_in("alice")
        for _ in range(2):
            browser.sign_out()
            browser.sign_in("alice@example.com")
        alice.sign_out()
        alice.sign_in("alice")
        assert told() == [NEW]

    def test_a_browser_unseen_for_180_days_is_new(self, app, alice, clock, told):
        alice.sign_out()
        clock.advance(days=179)
        alice.sign_in("alice")
        assert told() == []
        clock.advance(days=180)
        alice.sign_in("alice")
        assert told() == [NEW]

    def test_a_browser_that_somebody_else_uses_is_new(self, app, alice, bob, told):
        bob.sign_out()
        bob.sign_in("alice")
        assert told() == [NEW]

    def test_a_wrong_password_is_none(self, app, alice, told):
        stranger(app).send("/login", status=422, username="alice", password="wrong wrong")
        assert told() == []

    def test_with_a_second_step_it_is_mailed_when_that_is_done(self, app, seed, clock, told):
        page = second_step(stranger(app))
        assert told() == []
        give(page, "code", code_at(seed, clock.now))
        assert told() == [NEW]

    def test_a_passkey_alone_in_a_new_browser_is_mailed(self, app, alice, told):
        device = Authenticator()
        add_passkey(alice, device)
        assert sign_in_by_passkey(stranger(app), device).status_int == 302
        assert told() == [NEW]

    @pytest.mark.parametrize("way", ["password", "link"])
    def test_after_a_new_password_all_browsers_but_that_one_are_new(self, app, alice, mailbox, told, way):
        """One of them may be a thief's, who learns the new password as they learnt the old one."""
        thief, new = stranger(app).sign_in("alice"), "a new one that is long"
        if way == "password":
            alice.send("/users/alice/password", current_password=PASSWORD, password=new)
        else:
            alice.sign_out()
            alice.send("/forgot", username="alice")
            alice.get(mailbox.link(TO))
            alice.send("/reset", status=302, password=new)
            alice.sign_in("alice", new)
        assert told() == [NEW]
        alice.send("/", "/logout")
        alice.sign_in("alice", new)
        assert told() == [NEW]
        thief.sign_in("alice", new)
        assert told() == [NEW, NEW]

    def test_what_is_rolled_back_is_not_mailed(self, app, alice, told, monkeypatch):
        monkeypatch.setattr("eventapp.security.policy.SessionPolicy.remember", lambda *_, **__: 1 / 0)
        stranger(app).send("/login", status=500, username="alice", password=PASSWORD)
        assert told() == []


class TestLeftAtTheSecondStep:
    def test_it_is_noted_and_mailed_when_its_time_is_over(self, app, seed, clock, mailbox):
        page = second_step(stranger(app))
        do_chores(app)
        assert happened(app)[0][0] != What.SECOND_STEP_LEFT
        assert give(page, "code", "000000").status_int == 422
        wait(app, clock)
        with opened(app) as root:
            entry = next(entry for entry in root["users"]["alice"].activity if entry.what == What.SECOND_STEP_LEFT)
        assert (entry.address, entry.browser) == ("192.0.2.66", FIREFOX)
        mail = mailbox(TO)[-1]
        assert mail["Subject"] == LEFT
        text = mail.get_content()
        assert "at 08:42 (Europe/Prague), from Firefox on Linux at 192.0.2.66," in text
        assert "http://localhost:6543/forgot" in text

    def test_it_says_so_on_the_page(self, app, alice, seed, clock):
        leave(app, clock)
        rows = [
            " ".join(row.get_text(" ").split())
            for row in alice.get("/users/alice/activity").html.find(class_="list")("li")
        ]
        assert rows[0].startswith(f"{LEFT} refused 192.0.2.66 · Firefox on Linux")

    def test_who_goes_on_is_told_nothing(self, app, alice, seed, clock, told):
        alice.sign_out()
        page = second_step(alice)
        assert give(page, "code", "000000").status_int == 422
        give(page, "code", code_at(seed, clock.now))
        wait(app, clock)
        assert told() == [] and What.SECOND_STEP_LEFT not in dict(happened(app))

    @pytest.mark.parametrize("way", ["again", "recovery", "passkey"])
    def test_nor_is_who_goes_on_in_another_way(self, app, alice, seed, clock, told, way):
        device = Authenticator()
        add_passkey(alice, device)
        alice.sign_out()
        page = second_step(alice)
        if way == "again":
            give(second_step(alice), "code", code_at(seed, clock.now))
        elif way == "recovery":
            give(page, "recovery", alice.codes[0])
        else:
            sign_in_by_passkey(alice, device)
        alice.get("/", status=200)
        wait(app, clock)
        assert told() == []

    def test_one_mail_an_hour_and_each_in_the_list(self, app, seed, clock, told):
        for _ in range(3):
            leave(app, clock)
            forget_tries(app)
        assert told() == [LEFT]
        clock.advance(minutes=50)
        leave(app, clock)
        assert told() == [LEFT, LEFT]
        assert [what for what, _ in happened(app)].count("second-step-left") == 4

    def test_another_ones_sign_in_hides_it_not(self, app, alice, seed, clock, told):
        second_step(stranger(app))
        alice.sign_out()
        give(second_step(alice), "code", code_at(seed, clock.now))
        wait(app, clock)
        assert told() == [LEFT]

    @pytest.mark.parametrize("do", ["forgot", "password", "bob"])
    def test_nothing_hides_it(self, app, alice, bob, seed, clock, told, do):
        """What makes tickets worthless, and an account of one's own in the same browser."""
        browser = stranger(app)
        second_step(browser)
        if do == "forgot":
            clock.advance(minutes=6)
            browser.send("/forgot", status=303, username="alice")
            app.registry.background.wait()
        elif do == "password":
            fields = {"current_password": PASSWORD, "password": "another good passphrase"}
            alice.send("/users/alice/password", status=303, **fields)
        else:
            browser.sign_in("bob")
        wait(app, clock)
        assert told() == [LEFT]

    def test_beginning_again_puts_it_off_for_nobody(self, app, seed, clock, told):
        browser = stranger(app)
        second_step(browser)
        clock.advance(minutes=4)
        second_step(browser)
        clock.advance(minutes=1)
        do_chores(app)
        assert told() == [LEFT]
        wait(app, clock)
        assert [what for what, _ in happened(app)].count("second-step-left") == 1

    def test_it_is_said_once_by_however_many_processes(self, app, seed, clock, told):
        second_step(stranger(app))
        clock.advance(minutes=5)
        for _ in range(2):
            for chore in app.registry.background.chores:
                app.registry.background.put(chore)
        do_chores(app)
        assert [what for what, _ in happened(app)].count("second-step-left") == 1 and told() == [LEFT]

    def test_of_an_account_that_is_gone_nothing_is_kept(self, app, seed, clock, told):
        second_step(stranger(app))
        with opened(app) as root:
            root.remove_user(root["users"]["alice"], clock.now)
        wait(app, clock)
        with opened(app) as root:
            assert not root._unfinished
        assert told() == []

    def test_nothing_is_kept_of_what_was_reported_or_done(self, app, alice, seed, clock):
        leave(app, clock)
        alice.sign_out()
        give(second_step(alice), "code", code_at(seed, clock.now))
        with opened(app) as root:
            assert not root._unfinished

    def test_without_a_second_step_there_is_nothing_to_leave(self, app, alice, clock, told):
        stranger(app).sign_in("alice")
        wait(app, clock)
        assert told() == [NEW]


def test_without_mail_it_is_in_the_list_all_the_same(make_app, clock, tmp_path):
    app = make_app()
    alice = Browser(app).register("alice")
    stranger(app).sign_in("alice")
    set_up_app(alice, clock.now)
    leave(app, clock)
    assert happened(app)[0][0] == "second-step-left"
    assert not any(re.search("mail", path.name) for path in tmp_path.iterdir())


def test_the_time_is_that_of_the_ticket(app, seed, clock):
    browser = stranger(app)
    second_step(browser)
    with opened(app) as root:
        (ticket,) = root["users"]["alice"].tickets.values()
    assert ticket.expires == clock.now + unfinished.LIFETIME
