"""Guessing is slow for whoever guesses, and for nobody else."""

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event
from types import SimpleNamespace

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request, apply_request_extensions
from transaction.interfaces import TransientError

from eventapp.models import Permission, Root
from eventapp.security import throttle
from eventapp.security.passwords import IN_LINE, Passwords
from eventapp.security.public import PUBLIC
from tests.authenticator import code_at, give, second_step, set_up_app
from tests.factories import PASSWORD, Browser, all_are_busy, forget_tries, opened

WRONG = "wrong wrong wrong"


@pytest.fixture(autouse=True)
def one_clock(monkeypatch, clock):
    """The counters go by the clock of the test."""

    def now() -> float:
        return clock.now.timestamp()

    time = SimpleNamespace(time=now, monotonic=now)
    monkeypatch.setattr("limits.storage.memory.time", time)
    monkeypatch.setattr("eventapp.security.counters.time", time)


@pytest.fixture(autouse=True)
def small_addresses(monkeypatch):
    """Twenty tries from an address, so that more than that need not be made."""
    for action, often in (("sign-in", "20 per 5 minutes; 100 per hour"), ("register", "20 per hour")):
        monkeypatch.setitem(throttle.LIMITS, action, throttle.LIMITS[action]._replace(address=often))


def stranger(app, address="192.0.2.1"):
    return Browser(app, REMOTE_ADDR=address)


def guess(app, username="alice", address="192.0.2.1", password=WRONG):
    return stranger(app, address).fill("/login", username=username, password=password).submit(expect_errors=True)


def guess_from_everywhere(app, tries, username="alice"):
    """As many tries, each from an address of its own: only the account's limit is met."""
    return [guess(app, username, f"198.51.100.{number}").status_int for number in range(tries)]


def activity(app, username="alice"):
    app.registry.background.wait()
    with opened(app) as root:
        return [entry.what for entry in root["users"][username].activity]


@pytest.mark.parametrize("username", ["alice", "nobody", "alice@example.com"])
def test_ten_tries_at_an_account_and_no_more(app, alice, username):
    assert guess_from_everywhere(app, 13, username) == [422] * 10 + [429] * 3


def test_tries_from_an_address_and_no_more(app, alice):
    answers = [guess(app, f"name{number}").status_int for number in range(23)]
    assert answers == [422] * 20 + [429] * 3
    assert guess(app, "alice", "192.0.2.2").status_int == 422


def test_a_form_without_a_name_is_nobodys_try(app):
    """Or else three empty forms would be all that everybody together can send."""
    assert guess_from_everywhere(app, 12, " ") == [422] * 12


def test_past_the_limit_no_password_is_stretched(app, alice, monkeypatch):
    checked = []
    monkeypatch.setattr(Passwords, "check", lambda self, password, stretched: checked.append(password))
    guess_from_everywhere(app, 30)
    assert len(checked) == 10


def test_past_the_limit_not_even_the_right_password_is_looked_at(app, alice):
    guess_from_everywhere(app, 10)
    assert guess(app, address="203.0.113.9", password=PASSWORD).status_int == 429


def test_the_page_says_when_and_keeps_what_was_typed(app, alice, clock):
    guess_from_everywhere(app, 10)
    clock.advance(seconds=60.5)
    browser = stranger(app)
    response = browser.send("/login?next=/users/alice/add", "/login", status=429, username="alice", password=WRONG)
    assert response.headers["Retry-After"] == "240"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.html.h1.text == "Too many tries"
    assert "Try again in 4 minutes." in response and WRONG not in response
    form = response.form
    assert (form["username"].value, form["next"].value, form["password"].value) == ("alice", "/users/alice/add", "")
    assert response.html.find("label", attrs={"for": form["password"].id}).text == "Password"
    clock.advance(seconds=240)
    form["password"] = PASSWORD
    assert form.submit(status=302).location == "http://localhost:6543/users/alice/add"


def test_who_comes_back_when_told_is_let_in(app, alice, clock):
    guess_from_everywhere(app, 10)
    clock.advance(seconds=int(guess(app, password=PASSWORD).headers["Retry-After"]))
    assert guess(app, password=PASSWORD).status_int == 302


def test_asking_too_early_does_not_prolong_the_wait(app, alice, clock):
    guess_from_everywhere(app, 10)
    clock.advance(seconds=299)
    assert guess_from_everywhere(app, 5) == [429] * 5
    clock.advance(seconds=1.1)
    assert guess(app).status_int == 422


@pytest.mark.no_cover
def test_a_hundred_tries_a_day(app, alice, clock):
    """NIST SP 800-63B-4, section 3.2.2."""
    for _ in range(10):
        assert guess_from_everywhere(app, 11) == [422] * 10 + [429]
        clock.advance(seconds=301)
    response = guess(app, address="203.0.113.1")
    assert response.status_int == 429 and "Try again in 24 hours." in response
    clock.advance(seconds=int(response.headers["Retry-After"]))
    assert guess(app).status_int == 422


def test_the_answer_is_the_same_for_an_account_that_nobody_has(app, alice):
    def page(username):
        guess_from_everywhere(app, 10, username)
        response = guess(app, username, "203.0.113.7")
        assert response.status_int == 429
        text = re.sub(r'name="csrf_token" value="[^"]*"', "", response.text).replace(username, "NAME")
        return text, {name: value for name, value in response.headers.items() if name != "Set-Cookie"}

    assert page("alice") == page("nobod")


def test_a_good_try_is_given_back(app, alice):
    assert [guess(app, address=f"198.51.100.{n}", password=PASSWORD).status_int for n in range(15)] == [302] * 15


def test_a_good_try_does_not_free_the_address(app, alice):
    """Or else whoever has an account could guess without end, signing in between."""
    for number in range(10):
        guess(app, f"name{number}")
        guess(app, password=PASSWORD)
    assert guess(app, "carol").status_int == 429


def test_other_ways_to_write_a_name_are_no_further_tries(app, alice):
    names = ["alice", "ALICE", " alice", "\uff41lice", "al\u200bice", "aLIce\u00ad", "alice\x01"]
    answers = [guess(app, names[n % len(names)], f"198.51.100.{n}").status_int for n in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_a_network_is_one_address(app):
    answers = [guess(app, f"n{n}", f"2001:db8:0:7:{n}::1").status_int for n in range(21)]
    assert answers == [422] * 20 + [429]
    assert guess(app, "m", "2001:db8:0:8::1").status_int == 422


def test_strangers_lock_nobody_out(app, alice):
    """ASVS 6.1.1: signing in works from where it worked before, whatever strangers do."""
    alice.sign_out()
    guess_from_everywhere(app, 20)
    for number in range(25):  # from her own address, too
        guess(app, f"name{number}", "127.0.0.1")
    assert guess(app, address="203.0.113.1", password=PASSWORD).status_int == 429
    assert stranger(app, "127.0.0.1").fill("/login", username="bob").submit(expect_errors=True).status_int == 429
    for login in ("alice", "alice@example.com", "ALICE"):
        alice.sign_in(login)
        alice.sign_out()


def test_a_known_browser_has_ten_tries_of_its_own(app, alice):
    alice.sign_out()
    for _ in range(10):
        alice.send("/login", status=422, username="alice", password=WRONG)
    alice.send("/login", status=429, username="alice", password=WRONG)
    assert guess(app).status_int == 422  # and takes none of the others'


def test_a_browser_is_known_to_those_who_signed_in_from_it_only(app, alice, bob):
    alice.sign_out()
    guess_from_everywhere(app, 10, "bob")
    alice.send("/login", status=429, username="bob", password=PASSWORD)


def test_a_browser_is_known_for_180_days(app, alice, clock):
    alice.sign_out()
    device = alice.cookies["device"]
    for days, status in [(180, 429), (179, 302)]:
        browser = stranger(app)
        browser.set_cookie("device", device)
        clock.advance(days=days)
        guess_from_everywhere(app, 10)
        browser.send("/login", status=status, username="alice", password=PASSWORD)
        clock.advance(days=-days)
        app.registry.counters._own.storage.reset()


def test_a_browser_is_known_by_a_digest_and_a_new_token_each_time(app, alice, tmp_path):
    alice.sign_out()
    old = alice.cookies["device"]
    alice.sign_in("alice")
    new = alice.cookies["device"]
    assert old != new
    with opened(app) as root:
        (digest,) = root["users"]["alice"].devices
        assert len(digest) == 32
    stored = (tmp_path / "var" / "Data.fs").read_bytes()
    assert old.encode() not in stored and new.encode() not in stored


def test_a_stranger_who_made_up_a_device_is_a_stranger(app, alice):
    guess_from_everywhere(app, 10)
    for value in ["A" * 43, "garbled"]:
        browser = stranger(app)
        browser.set_cookie("device", value)
        browser.send("/login", status=429, username="alice", password=PASSWORD)


def test_a_device_opens_nothing(app, alice):
    assert Browser(app).ask("/", cookie=f"session={alice.cookies['device']}").status_int == 302
    assert Browser(app).ask("/", cookie=f"device={alice.cookies['device']}").status_int == 302


def test_the_owner_is_told_once_and_the_log_each_time(app, alice, caplog, clock):
    with caplog.at_level(logging.INFO, "eventapp.audit"):
        guess_from_everywhere(app, 13)
        app.registry.background.wait()
    lines = [json.loads(record.getMessage()) for record in caplog.records]
    throttled = [line for line in lines if line["what"] == "throttled"]
    assert len(throttled) == 3
    assert throttled[0]["user"] == "alice" and throttled[0]["detail"] == "sign-in" and throttled[0]["address"]
    assert activity(app).count("throttled") == 1
    clock.advance(seconds=330)
    guess_from_everywhere(app, 13)
    assert activity(app).count("throttled") == 2


def test_an_address_past_its_limit_is_no_news_to_the_owner(app, alice):
    for number in range(20):
        guess(app, f"name{number}")
    assert guess(app).status_int == 429
    assert "throttled" not in activity(app)


def test_an_address_past_its_limit_uses_up_nobodys_tries(app, alice):
    for number in range(20):
        guess(app, f"name{number}")
    assert {guess(app).status_int for _ in range(12)} == {429}
    assert guess(app, address="192.0.2.2").status_int == 422


def test_registering_is_counted_by_address(app, clock):
    fields = {"username": "admin", "email": "a@example.com", "password": PASSWORD}
    for _ in range(20):
        stranger(app).send("/register", status=422, **fields)
    clock.advance(seconds=1)
    response = stranger(app).send("/register", status=429, **{**fields, "username": "carol"})
    assert "Try again in 60 minutes." in response and PASSWORD not in response
    assert (response.form["username"].value, response.form["email"].value) == ("carol", "a@example.com")
    assert response.html.find("input", type="password")["autocomplete"] == "new-password"
    Browser(app).register("carol")


def test_confirming_is_counted_by_who_is_signed_in(app, alice, bob):
    path = "/users/alice/confirm"
    for _ in range(10):
        alice.send(path, status=422, password=WRONG)
    response = alice.send(f"{path}?next=/users/alice/settings", path, status=429, password=PASSWORD)
    assert response.form["next"].value == "/users/alice/settings" and response.form.action == path
    bob.send("/users/bob/confirm", status=302, password=PASSWORD)


def test_a_forgotten_password_is_asked_for_three_times_an_hour(mailing, mailbox):
    Browser(mailing).register("alice")
    for username in ("alice", "nobody"):
        for _ in range(3):
            stranger(mailing).send("/forgot", status=303, username=username)
        response = stranger(mailing).send("/forgot", status=429, username=username)
        assert "Try again in" in response and response.form["username"].value == username
        forget_tries(mailing)
    assert len(mailbox("alice@example.com")) == 3


def test_a_new_password_by_mail_lets_in_whoever_strangers_kept_out(mailing, mailbox):
    """ASVS 6.1.1: from a browser that was never seen, too."""
    Browser(mailing).register("alice")
    guess_from_everywhere(mailing, 12)
    browser = stranger(mailing, "203.0.113.5")
    browser.send("/login", status=429, username="alice", password=PASSWORD)
    browser.send("/forgot", status=303, username="alice")
    browser.get(mailbox.link("alice@example.com"), status=302)
    browser.send("/reset", status=302, password="another good passphrase")
    browser.sign_in("alice", "another good passphrase")


def test_the_password_page_and_the_email_page_are_counted(mailing):
    alice = Browser(mailing).register("alice")
    fields = {"current_password": WRONG, "password": "another good passphrase"}
    for _ in range(10):
        alice.send("/users/alice/password", status=422, **fields)
    response = alice.send("/users/alice/password", status=429, **fields)
    assert "another good passphrase" not in response
    assert {"current_password", "password"} <= set(response.form.fields)
    for number in range(5):
        alice.send("/users/alice/email", status=303, email=f"new{number}@example.com")
    response = alice.send("/users/alice/email", status=429, email="new9@example.com")
    assert response.form["email"].value == "new9@example.com"


def test_the_second_step_is_counted_by_whose_it_is(app, alice, clock):
    """A code is one of a million: five tries, and not five in each browser. Known browsers have five of their own."""
    seed, _ = set_up_app(alice, clock.now)
    clock.advance(seconds=30)
    for number in range(6):
        page = second_step(stranger(app, f"198.51.100.{number}"))
        response = give(page, "code", "000000")
        assert response.status_int == (422 if number < 5 else 429)
    assert response.form["code"].value == "" and "000000" not in response
    alice.sign_out()
    page = second_step(alice)
    give(page, "code", code_at(seed, clock.now)).follow(status=200)


def test_a_forged_form_counts_against_nobody(app, alice):
    """Another site can't use up the tries of a person who visits it."""
    for _ in range(25):
        alice.post("/login", {"username": "alice", "password": WRONG, "csrf_token": "x"}, status=400)
        stranger(app).post("/login", {"username": "alice", "password": WRONG}, status=400)
    alice.sign_out()
    alice.sign_in("alice")


@pytest.mark.parametrize("username", ["alice", "nobody"])
def test_when_all_are_busy_the_page_can_be_sent_again(app, alice, username):
    browser = stranger(app)
    with all_are_busy():
        response = browser.send("/login?next=/users/", "/login", status=503, username=username, password=PASSWORD)
        browser.get("/login", status=200)
        alice.get("/", status=200)
    assert response.headers["Retry-After"] == "2" and response.html.h1.text == "Too busy just now"
    assert "Many people are signing in right now." in response and PASSWORD not in response
    form = response.form
    assert (form["username"].value, form["next"].value, form["password"].value) == (username, "/users/", "")


def test_when_all_are_busy_registering_and_confirming_can_be_sent_again(app, alice):
    fields = {"username": "carol", "email": "c@example.com", "password": PASSWORD}
    path = "/users/alice/confirm"
    with all_are_busy():
        form = stranger(app).send("/register", status=503, **fields).form
        again = alice.send(f"{path}?next=/users/", path, status=503, password=PASSWORD).form
    assert (form["username"].value, form["email"].value, form["password"].value) == ("carol", "c@example.com", "")
    assert (again["next"].value, again["password"].value) == ("/users/", "")


def test_a_crowd_keeps_nobody_away_from_their_account(app, alice):
    """Strangers take three of the four places, and the fourth is for people who are known."""
    alice.sign_out()
    request = Request.blank("/")
    request.registry = app.registry
    apply_request_extensions(request)
    with ExitStack() as crowd, ThreadPoolExecutor(IN_LINE) as elsewhere:
        done = Event()
        crowd.callback(done.set)
        places = [Event() for _ in range(IN_LINE - 1)]

        def stay(place):
            with request.passwords.place():
                place.set()
                done.wait(10)

        for place in places:
            elsewhere.submit(stay, place)
            assert place.wait(10)
        assert guess(app, password=PASSWORD).status_int == 503
        alice.sign_in("alice")
        alice.send("/users/alice/confirm", status=302, password=PASSWORD)
        alice.sign_out()
        assert alice.fill("/login", username="bob").submit(status=503)


def test_who_was_sent_away_has_not_tried(app, alice):
    with all_are_busy():
        assert [guess(app, password=PASSWORD).status_int for _ in range(30)] == [503] * 30
    assert guess(app, password=PASSWORD).status_int == 302


def with_view(make_app, monkeypatch, view, **options):
    real = Configurator.make_wsgi_app

    def more(config):
        options.setdefault("permission", Permission.VIEW)
        config.add_view(view, name="more", context=Root, request_method="POST", **options)
        return real(config)

    monkeypatch.setattr(Configurator, "make_wsgi_app", more)
    return make_app()


def test_a_view_counts_what_only_it_knows(make_app, monkeypatch):
    def view(request):
        throttle.count(request, "second-step", request.POST["who"])
        return HTTPFound("/") if "good" in request.POST else request.response

    app = with_view(make_app, monkeypatch, view)
    alice = Browser(app).register("alice")
    token = alice.get("/").forms[0]["csrf_token"].value
    for _ in range(9):
        alice.post("/more", {"who": "carol", "good": "1", "csrf_token": token}, status=302)
    stranger_to_carol = {"who": "carol", "csrf_token": token}
    monkeypatch.setitem(throttle.LIMITS, "second-step", throttle.Limits("2 per minute", forgets=False))
    assert [alice.post("/more", stranger_to_carol, expect_errors=True).status_int for _ in range(3)] == [200, 200, 429]


def test_a_repeated_request_is_counted_once(make_app, monkeypatch):
    attempts = []

    def view(request):
        attempts.append(1)
        raise TransientError("again")

    app = with_view(make_app, monkeypatch, view, throttled="password")
    alice = Browser(app).register("alice")
    token = alice.get("/").forms[0]["csrf_token"].value
    for _ in range(10):
        alice.post("/more", {"csrf_token": token}, status=503)
    assert len(attempts) == 100
    alice.post("/more", {"csrf_token": token}, status=429)


def test_a_try_that_is_not_stored_is_not_given_back(make_app, monkeypatch):
    def view(request):
        request.tm.get().join(Refuses())
        return HTTPFound("/")

    class Refuses:
        """A part of the transaction that fails at the last moment."""

        transaction_manager = None

        def tpc_begin(self, transaction):
            raise ValueError("no")

        def abort(self, transaction):
            pass

        tpc_abort = abort

        def sortKey(self):  # noqa: N802, the transaction's name
            return ""

    app = with_view(make_app, monkeypatch, view, throttled="password")
    alice = Browser(app).register("alice")
    token = alice.get("/").forms[0]["csrf_token"].value
    for _ in range(10):
        alice.post("/more", {"csrf_token": token}, status=500)
    alice.post("/more", {"csrf_token": token}, status=429)


def test_a_view_throttled_as_nothing_stops_the_start_up(make_app, monkeypatch):
    with pytest.raises(ConfigurationError, match="'sign-inn', which has no limits"):
        with_view(make_app, monkeypatch, lambda request: None, throttled="sign-inn")


def test_whatever_everybody_can_post_to_is_throttled(app):
    """A view that counts by itself is named here."""
    # The one knows from its ticket whose account it is, the other counts what is mailed
    counts_by_itself = {"second-step", "forgot"}
    views = [item["introspectable"] for item in app.registry.introspector.get_category("views")]
    posted_to = {
        view["name"]: view.get("throttled")
        for view in views
        if view["request_methods"] == "POST" and (view["context"] is Root or view["name"] not in PUBLIC)
    }
    public = {name: action for name, action in posted_to.items() if name in PUBLIC}
    assert {name for name, action in public.items() if action is None} == counts_by_itself
    assert posted_to["login"] == "sign-in" and posted_to["register"] == "register"
    assert posted_to["confirm"] == "confirm" and posted_to["password"] == "password"


def test_signing_in_again_begins_no_limit_anew(mailing):
    """A browser is a new one after each sign-in; only guesses at who somebody is are counted by it."""
    alice = Browser(mailing).register("alice")
    asked = []
    for _ in range(2):
        for number in range(4):
            form = alice.fill("/users/alice/email", email=f"new{number}@example.com")
            asked.append(form.submit(expect_errors=True).status_int)
        alice.sign_out()
        alice.sign_in("alice")
    assert asked == [303] * 5 + [429] * 3


def test_from_one_address_no_more_is_mailed_however_many_accounts_and_browsers(mailing):
    """ASVS 2.4.1: nobody's mailbox is filled by whoever has an account, or a hundred."""
    asked, mailed = [], []
    for name in ("alice", "bobby", "carol"):
        browser = Browser(mailing).register(name)
        for number in range(4):
            form = browser.fill("/users/" + name + "/email", email=f"new{number}@example.com")
            asked.append(form.submit(expect_errors=True).status_int)
        browser.sign_out()
        for _ in range(4):
            browser.sign_in(name)
            browser.sign_out()
            mailed.append(browser.fill("/forgot", username=name).submit(expect_errors=True).status_int)
    assert asked == [303] * 10 + [429] * 2
    assert mailed == [303] * 10 + [429] * 2


def test_one_address_gets_ten_mails_of_one_kind_an_hour(mailing, mailbox, clock, caplog):
    """Whoever registers with somebody else's address can sign in, and out, and in."""
    Browser(mailing).register("alice").sign_out()

    def mailed(subject):
        return sum(mail["Subject"] == subject for mail in mailbox("alice@example.com"))

    for number in range(12):
        assert guess(mailing, address=f"198.51.100.{number}", password=PASSWORD).status_int == 302
    assert mailed("A sign-in from a new browser") == 10
    assert caplog.text.count("they had too many of it") == 2
    stranger(mailing).send("/forgot", username="alice")  # another kind
    assert mailed("Set a new password") == 1
    clock.advance(hours=1, seconds=1)  # what is an hour old to the second counts, until a thread of limits drops it
    assert guess(mailing, password=PASSWORD).status_int == 302
    assert mailed("A sign-in from a new browser") == 11


def test_the_right_password_can_not_be_given_without_end(alice):
    """Each is stretched: whoever has an account could keep strangers from signing in."""
    found = [
        alice.fill("/users/alice/confirm", password=PASSWORD).submit(expect_errors=True).status_int for _ in range(11)
    ]
    assert found[10] == 429 and 429 not in found[:10]
