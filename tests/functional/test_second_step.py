"""Signing in with a second factor: until it is shown, nobody is signed in."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest

from eventapp.models import Purpose, Ticket
from eventapp.security import sessions
from eventapp.security.passwords import Passwords
from eventapp.security.public import PUBLIC
from eventapp.storage import KEY, transact
from eventapp.views.second_step import WRONG_CODE, WRONG_RECOVERY_CODE
from tests.authenticator import (
    Authenticator,
    add_passkey,
    code_at,
    codes_on,
    form_on,
    give,
    options_on,
    second_step,
    set_up_app,
    sign_in_by_passkey,
)
from tests.factories import NOW, PASSWORD, Browser, forget_tries, happened, opened
from tests.functional.test_gate import pages
from tests.functional.test_login import cookie_of

LOGIN = "http://localhost:6543/login"
HOME = "http://localhost:6543/"


@pytest.fixture
def seed(alice, clock) -> str:
    """The seed of alice's app. The code by which it was turned on is a step old."""
    seed, response = set_up_app(alice, clock.now)
    alice.codes = codes_on(response)
    clock.advance(seconds=30)
    return seed


def test_the_password_alone_opens_no_session(app, seed):
    browser = Browser(app)
    response = browser.send("/login", status=302, username="alice", password=PASSWORD)
    assert response.location == "http://localhost:6543/second-step"
    assert "session" not in browser.cookies
    cookie = cookie_of(response, "second-step")
    assert cookie["httponly"] and cookie["samesite"] and cookie["max-age"] == "300" and not cookie["domain"]
    assert browser.get("/", status=302).location == LOGIN
    page = browser.get("/second-step", status=200)
    assert "alice" not in page, "it tells nothing of the account"
    with opened(app) as root:
        assert len(root["users"]["alice"].sessions) == 1, "that of the browser in which the app was set up"


def test_a_wrong_password_is_answered_as_ever(app, seed):
    browser = Browser(app)
    assert "Name or password is wrong" in browser.send("/login", status=422, username="alice", password="x" * 12)
    assert browser.get("/second-step", status=302).location == LOGIN


def test_the_code_of_the_app_signs_in(app, seed, clock):
    browser = Browser(app)
    response = give(second_step(browser), "code", code_at(seed, clock.now))
    assert response.status_int == 302 and response.location == HOME
    assert cookie_of(response, "second-step").value == "" and cookie_of(response)["max-age"] == "1209600"
    assert "alice" in browser.get("/", status=200)
    assert browser.get("/second-step", status=302).location == LOGIN
    assert happened(app)[0] == ("signed-in", "authenticator app")


def test_what_was_asked_for_at_the_first_step_holds_at_the_second(app, seed, clock):
    browser = Browser(app)
    page = browser.get("/users/alice/add", status=302).follow()
    form = page.form
    form["username"], form["password"] = "alice", PASSWORD
    form.set("keep", False)
    response = give(form.submit().follow(), "code", code_at(seed, clock.now))
    assert response.location == "http://localhost:6543/users/alice/add"
    assert cookie_of(response)["max-age"] == "43200"


@pytest.mark.parametrize("wrong", ["", "000000", "abc", "0" * 10_000, "\x00", "é", "１２３４５６"])
def test_a_wrong_code_is_refused_and_noted(app, seed, wrong):
    page = give(second_step(Browser(app)), "code", wrong)
    assert page.status_int == 422 and page.text.count(WRONG_CODE) == 1
    assert page.html.title.text.startswith("Error: ")
    assert form_on(page, "/second-step", "code")["code"].value == ""
    assert happened(app)[0][0] == "second-step-refused"


def test_a_code_is_taken_once_and_none_before_it(app, seed, clock):
    """ASVS 6.5.1."""
    now, before = code_at(seed, clock.now), code_at(seed, clock.now, -1)
    assert give(second_step(Browser(app)), "code", now).status_int == 302
    for used in (now, before):
        assert give(second_step(Browser(app)), "code", used).status_int == 422
    clock.advance(seconds=30)
    assert give(second_step(Browser(app)), "code", now).status_int == 422
    assert give(second_step(Browser(app)), "code", code_at(seed, clock.now)).status_int == 302


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 422), (0, 302), (1, 422), (2, 422)])
def test_a_code_of_another_time_is_refused(app, seed, clock, steps, status):
    """ASVS 6.5.5."""
    clock.advance(seconds=90)
    assert give(second_step(Browser(app)), "code", code_at(seed, clock.now, steps)).status_int == status


def test_a_grace_that_is_set_takes_late_codes_and_each_once(make_app, clock):
    app = make_app(**{"eventapp.totp_grace": "10"})
    seed, _ = set_up_app(Browser(app).register("alice"), clock.now)
    clock.advance(seconds=30)
    code = code_at(seed, clock.now)
    clock.advance(seconds=39)
    assert give(second_step(Browser(app)), "code", code).status_int == 302
    assert give(second_step(Browser(app)), "code", code).status_int == 422
    code = code_at(seed, clock.now)
    clock.advance(seconds=31)
    assert give(second_step(Browser(app)), "code", code).status_int == 422, "10 seconds after its end"


def test_five_wrong_codes_and_no_more(app, alice, seed, clock):
    """ASVS 6.3.1; a new password or another ticket is no further try."""
    answers = [give(second_step(Browser(app)), "code", "000000").status_int for _ in range(5)]
    assert answers == [422] * 5
    assert give(second_step(Browser(app)), "code", code_at(seed, clock.now)).status_int == 429
    forget_tries(app)
    assert give(second_step(Browser(app)), "code", code_at(seed, clock.now)).status_int == 302


def test_a_recovery_code_works_whatever_others_tried(app, alice, seed):
    """Whoever knows the password locks nobody out: what can't be guessed is not counted against the account."""
    for _ in range(6):
        give(second_step(Browser(app)), "code", "000000")
    assert give(second_step(Browser(app)), "recovery", alice.codes[0]).status_int == 302


def test_a_recovery_code_signs_in_once(app, alice, seed):
    codes = alice.codes
    browser = Browser(app)
    typed = f"  {codes[0].upper().replace('-', ' ')} "
    assert give(second_step(browser), "recovery", typed).location == HOME
    browser.get("/", status=200)
    page = give(second_step(Browser(app)), "recovery", codes[0])
    assert page.status_int == 422 and page.text.count(WRONG_RECOVERY_CODE) == 1
    assert page.html.find("details").has_attr("open")
    assert [what for what, _ in happened(app)][:3] == ["second-step-refused", "signed-in", "recovery-code-used"]
    assert ("signed-in", "recovery code") in happened(app) and ("recovery-code-used", "9 left") in happened(app)
    assert "9 of 10 left" in browser.get("/users/alice/two-step")


@pytest.mark.parametrize("wrong", ["aaaa-aaaa", "x" * 10_000, "\x00", "é", "-"])
def test_a_wrong_recovery_code_is_none(app, seed, wrong):
    assert give(second_step(Browser(app)), "recovery", wrong).status_int == 422


def test_somebody_elses_codes_are_none(app, alice, bob, seed, clock):
    bobs_seed, response = set_up_app(bob, clock.now, "bob")
    clock.advance(seconds=30)
    assert give(second_step(Browser(app)), "code", code_at(bobs_seed, clock.now)).status_int == 422
    assert give(second_step(Browser(app)), "recovery", codes_on(response)[0]).status_int == 422


def test_a_passkey_is_a_second_step(app, alice, device, clock):
    browser = Browser(app)
    page = second_step(browser)
    assert not page.html.find(id="code"), "there is no app to ask for"
    assert give(page, "credential", device.get(options_on(page))).location == HOME
    browser.get("/", status=200)
    assert happened(app)[0] == ("signed-in", "passkey Phone")
    assert "last used a moment ago" in alice.get("/users/alice/two-step")


def test_after_the_password_the_device_need_not_know_its_owner(app, device):
    page = second_step(Browser(app))
    assert '"userVerification": "preferred"' in options_on(page)
    assert give(page, "credential", device.get(options_on(page), flags=1, handle=b"")).status_int == 302


def test_the_passkey_of_somebody_else_is_none(app, device, bob):
    other = Authenticator()
    add_passkey(bob, other, "bob")
    page = second_step(Browser(app))
    assert give(page, "credential", other.get(options_on(page))).status_int == 422
    assert give(page, "credential", other.get(options_on(page), handle=b"")).status_int == 422


def test_the_half_sign_in_is_over_after_five_minutes(app, seed, clock):
    browser = Browser(app)
    page = second_step(browser)
    clock.advance(seconds=299)
    assert give(page, "code", "000000").status_int == 422
    clock.advance(seconds=1)
    response = give(page, "code", code_at(seed, clock.now))
    assert response.location == f"{LOGIN}?done=too-slow" and "That took too long." in response.follow()
    assert browser.get("/second-step", status=302).location == LOGIN and browser.token is None


def test_a_ticket_is_good_for_one_sign_in(app, seed, clock):
    browser = Browser(app)
    page = second_step(browser)
    ticket = browser.cookies["second-step"]
    give(page, "code", code_at(seed, clock.now))
    clock.advance(seconds=30)
    again = Browser(app)
    again.set_cookie("second-step", ticket)
    assert again.get("/second-step", status=302).location == LOGIN


@pytest.mark.parametrize("ticket", ["", "x", "A" * 43, "é".encode().decode("latin-1"), "A" * 5000])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_ticket_there_is_only_the_first_step(app, seed, ticket, method):
    browser = Browser(app)
    token = browser.get("/login").form["csrf_token"].value
    cookie = f"second-step={ticket}; csrf={browser.cookies['csrf']}"
    answer = browser.ask("/second-step", method, cookie=cookie, X_CSRF_Token=token)
    assert answer.status_int == 302 and answer.location.partition("?")[0] == LOGIN


def test_a_ticket_is_stored_as_a_digest(app, seed, tmp_path):
    browser = Browser(app)
    second_step(browser)
    stored = (tmp_path / "var" / "Data.fs").read_bytes()
    token = browser.cookies["second-step"]
    assert token.encode() not in stored and hashlib.sha256(token.encode()).digest() in stored


def test_a_locked_person_gets_no_further(app, seed, device, clock):
    browser = Browser(app)
    page = second_step(browser)
    with opened(app) as root:
        root["users"]["alice"].locked = True
    response = give(page, "code", code_at(seed, clock.now))
    assert response.location == f"{LOGIN}?done=too-slow" and "That took too long." in response.follow()
    assert sign_in_by_passkey(Browser(app), device).status_int == 422


def test_a_seed_that_opens_no_more_is_a_wrong_code(make_app, tmp_path, clock):
    """With another pepper the app is of no use; recovery codes still are."""
    app = make_app()
    alice = Browser(app).register("alice")
    seed, page = set_up_app(alice, clock.now)
    clock.advance(seconds=30)
    app.registry.db.close()
    app = make_app(**{"eventapp.pepper": "another secret of the operator, long enough"})
    with opened(app) as root:
        user = root["users"]["alice"]
        token = sessions.new_token()
        ticket = Ticket(Purpose.SECOND_STEP, clock.now + timedelta(minutes=5), keep=True, next="/")
        root.open_ticket(user, sessions.digest(token), ticket, clock.now)
    browser = Browser(app)
    browser.set_cookie("second-step", token)
    answer = give(browser.get("/second-step"), "code", code_at(seed, clock.now))
    assert answer.status_int == 422
    assert give(answer, "recovery", codes_on(page)[0]).status_int == 302


def test_a_new_password_does_not_skip_the_second_step(app, seed):
    with opened(app) as root:
        root["users"]["alice"].password = Passwords(4).stretch("another long password")
    assert second_step(Browser(app), password="another long password").request.path == "/second-step"


def test_half_signed_in_opens_no_page_at_all(app, alice, seed):
    """Every view that exists, with the ticket as every cookie there is."""
    browser = Browser(app)
    second_step(browser)
    ticket, csrf = browser.cookies["second-step"], browser.cookies["csrf"]
    private = [path for path in pages(app, alice) if path.removeprefix("/") not in PUBLIC]
    assert len(private) > 20
    for path in private:
        for method in ("GET", "POST"):
            for cookie in (f"second-step={ticket}", f"second-step={ticket}; csrf={csrf}; session={ticket}"):
                answer = browser.ask(path, method, cookie=cookie)
                assert answer.status_int == 302 and answer.location.partition("?")[0] == LOGIN, (path, method)
    for name in ("login", "register"):
        assert browser.get(f"/{name}", status=200), "to these they are nobody, as before"


def sign_in_at_once(app, seed, clock, many: int) -> list[str]:
    """Give one code with many tickets at the same moment; where each answer leads."""
    tokens = [sessions.new_token() for _ in range(many)]
    with opened(app) as root:
        user = root["users"]["alice"]
        for token in tokens:
            ticket = Ticket(Purpose.SECOND_STEP, clock.now + timedelta(minutes=5), keep=True, next="/")
            user.tickets[sessions.digest(token)] = ticket
            root._tickets[sessions.digest(token)] = "alice"
    forms = []
    for token in tokens:
        browser = Browser(app)
        browser.set_cookie("second-step", token)
        form = form_on(browser.get("/second-step"), "/second-step", "code")
        form["code"] = code_at(seed, clock.now)
        forms.append(form)
    with ThreadPoolExecutor(many) as pool:
        answers = list(pool.map(lambda form: form.submit(expect_errors=True), forms))
    return [
        "session" if "session=" in str(answer.headers.getall("Set-Cookie")) else answer.status for answer in answers
    ]


def test_of_twenty_uses_of_one_code_at_once_one_succeeds(app, seed, clock):
    """ASVS 2.3.4 and 6.5.1."""
    answers = sign_in_at_once(app, seed, clock, 20)
    assert answers.count("session") == 1
    assert not any(answer.startswith("500") for answer in answers)
    with opened(app) as root:
        assert len(root["users"]["alice"].sessions) == 2


@pytest.mark.parametrize(
    "take",
    [
        lambda factors: factors.accept_totp(77),
        lambda factors: factors.take_recovery_code(b"digest"),
        lambda factors: factors.take_challenge(b"digest", NOW + timedelta(minutes=5), NOW),
    ],
    ids=["code", "recovery", "challenge"],
)
def test_what_is_good_for_once_is_taken_once_by_whoever_tries_at_once(app, alice, take):
    """As above, without the tickets and the limits that hold it, too."""
    with opened(app) as root:
        root["users"]["alice"].factors.replace_recovery_codes([b"digest"])
    gate = Barrier(10)

    def taken(top, tm) -> bool:
        factors = top[KEY]["users"]["alice"].factors
        good = take(factors)
        with suppress(BrokenBarrierError):  # the first attempts are made on one state, so all but one conflict
            gate.wait(10)
        return good

    def attempt(_: int) -> bool:
        try:
            return transact(app.registry.db, taken)
        finally:
            gate.abort()

    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(attempt, range(10))).count(True) == 1


def test_a_sign_in_without_a_second_factor_is_as_before(app, alice):
    assert Browser(app).send("/login", username="alice", password=PASSWORD).location == HOME
    assert happened(app)[0] == ("signed-in", "")
