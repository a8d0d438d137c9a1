"""Passkeys: signing in without a password, confirming, and every answer that is not taken."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from webauthn.helpers.structs import PublicKeyCredentialType

from eventapp.security.passkeys import LATE, NOT_ADDED, REFUSED
from tests.authenticator import (
    Authenticator,
    add_passkey,
    b64,
    form_on,
    give,
    options_on,
    second_step,
    sign_in_by_passkey,
    unb64,
)
from tests.factories import PASSWORD, Browser, happened, opened

HOME = "http://localhost:6543/"
CONFIRM = "/users/alice/confirm"
PRESENT = 1


def count(app) -> int:
    with opened(app) as root:
        return len(root["users"]["alice"].sessions)


def post(browser, credential: str, page=None):
    page = page or browser.get("/login")
    fields = dict(page.form.submit_fields())
    return browser.post("/passkey", {**fields, "credential": credential}, expect_errors=True)


def test_a_passkey_signs_in_without_a_password(app, device):
    browser = Browser(app)
    response = sign_in_by_passkey(browser, device)
    assert response.status_int == 302 and response.location == HOME
    assert "alice" in browser.get("/", status=200)
    assert happened(app)[0] == ("signed-in", "passkey Phone")
    assert "csrf" not in browser.cookies


def test_it_goes_where_the_person_wanted_to(app, device):
    browser = Browser(app)
    page = browser.get("/users/alice/add", status=302).follow()
    page.form.set("keep", False)
    response = post(browser, device.get(options_on(page)), page)
    assert response.location == "http://localhost:6543/users/alice/add"
    assert "Max-Age=43200" in str(response.headers.getall("Set-Cookie"))


def test_the_login_page_asks_for_whoever_is_there(browser):
    page = browser.get("/login")
    asked = json.loads(options_on(page))
    assert asked["allowCredentials"] == [] and asked["userVerification"] == "required" and asked["rpId"] == "localhost"
    assert page.html.find("button", attrs={"data-passkey": True}).has_attr("hidden"), "shown by JavaScript only"
    assert page.html.find(id="username")["autocomplete"] == "username webauthn"


def test_challenges_are_long_and_differ(browser):
    asked = {json.loads(options_on(browser.get("/login")))["challenge"] for _ in range(50)}
    assert len({unb64(challenge)[:32] for challenge in asked}) == 50


def test_what_a_new_passkey_is_asked_to_be(alice):
    asked = json.loads(options_on(alice.get("/users/alice/add-passkey")))
    assert asked["attestation"] == "none" and asked["rp"] == {"name": "eventapp", "id": "localhost"}
    assert asked["authenticatorSelection"]["residentKey"] == "preferred"
    assert asked["authenticatorSelection"]["userVerification"] == "preferred"
    assert asked["user"]["name"] == "alice" and len(unb64(asked["user"]["id"])) == 32


def test_a_passkey_is_not_made_twice_on_one_device(app, alice, device):
    asked = json.loads(options_on(alice.get("/users/alice/add-passkey")))
    assert [unb64(one["id"]) for one in asked["excludeCredentials"]] == [device.credential_id]
    response = add_passkey(alice, device)
    assert response.status_int == 422 and NOT_ADDED in response


def test_another_persons_passkey_is_not_added(app, bob, device):
    response = add_passkey(bob, device, "bob")
    assert response.status_int == 422 and NOT_ADDED in response
    with opened(app) as root:
        assert not root["users"]["bob"].factors.asked_for


def test_under_https_at_the_usual_port(make_app):
    app = make_app(**{"eventapp.url": "https://Events.Example.com:443", "eventapp.hosts": "events.example.com"})
    browser = Browser(app, HTTP_HOST="events.example.com", **{"wsgi.url_scheme": "https"}).register("alice")
    device = Authenticator()
    assert add_passkey(browser, device, origin="https://events.example.com").status_int == 200
    other = Browser(app, HTTP_HOST="events.example.com", **{"wsgi.url_scheme": "https"})
    assert sign_in_by_passkey(other, device, origin="https://events.example.com").status_int == 302


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:6544"},
        {"origin": "https://localhost:6543"},
        {"origin": "null"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
        {"handle": b""},
        {"handle": b"x" * 32},
    ],
    ids=str,
)
def test_an_answer_that_is_not_good_is_refused(app, device, lies):
    """The user must be verified where a passkey stands alone."""
    before = count(app)
    page = sign_in_by_passkey(Browser(app), device, **lies)
    assert page.status_int == 422 and page.text.count(REFUSED) == 1
    assert page.html.title.text.startswith("Error: ")
    assert count(app) == before and happened(app)[0] == ("sign-in-refused", "")


def test_an_unknown_passkey_and_a_wrong_one_look_alike(app, device):
    stranger, wrong = Authenticator(), Authenticator()
    stranger.handle = device.handle
    wrong.credential_id, wrong.handle = device.credential_id, device.handle
    pages = [sign_in_by_passkey(Browser(app), one) for one in (stranger, wrong)]
    assert [page.status_int for page in pages] == [422, 422]
    assert len({page.headers["Content-Length"] for page in pages}) == 1
    assert all(REFUSED in page for page in pages)


def test_a_passkey_that_was_removed_is_unknown(app, alice, device):
    form = next(
        form
        for form in alice.get("/users/alice/two-step").forms.values()
        if ("do", "passkey-remove") in form.submit_fields()
    )
    form.submit(status=303)
    page = sign_in_by_passkey(Browser(app), device)
    assert page.status_int == 422 and REFUSED in page


def test_an_answer_is_taken_once(app, alice, device, clock):
    """ASVS 6.7.2; with a passkey that does not count its uses, which is what most do."""
    device.counts = False
    device.uses = 0
    with opened(app) as root:
        root["users"]["alice"].factors.passkeys[device.credential_id].sign_count = 0
    browser = Browser(app)
    page = browser.get("/login")
    answer, csrf = device.get(options_on(page)), browser.cookies["csrf"]
    fields = {**dict(page.form.submit_fields()), "credential": answer}
    assert browser.post("/passkey", fields).status_int == 302
    thief = Browser(app)
    thief.set_cookie("csrf", csrf)
    page = thief.post("/passkey", fields, status=422)
    assert LATE in page and thief.token is None
    clock.advance(minutes=5)
    thief.set_cookie("csrf", csrf)
    thief.post("/passkey", fields, status=422)
    assert sign_in_by_passkey(Browser(app), device).status_int == 302
    with opened(app) as root:
        assert len(root["users"]["alice"].factors._challenges) == 1, "those that are over are let go of"


def test_of_twenty_uses_of_one_answer_at_once_one_succeeds(app, device):
    device.counts = False
    device.uses = 0
    with opened(app) as root:
        root["users"]["alice"].factors.passkeys[device.credential_id].sign_count = 0
    browser = Browser(app)
    page = browser.get("/login")
    fields = {**dict(page.form.submit_fields()), "credential": device.get(options_on(page))}
    thieves = []
    for _ in range(20):
        thief = Browser(app)
        thief.set_cookie("csrf", browser.cookies["csrf"])
        thieves.append(thief)
    before = count(app)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda thief: thief.post("/passkey", fields, expect_errors=True).status_int, thieves))
    assert answers.count(302) == 1 and set(answers) <= {302, 422, 503}
    assert count(app) == before + 1


def test_a_challenge_is_good_for_five_minutes(app, device, clock):
    browser = Browser(app)
    page = browser.get("/login")
    clock.advance(seconds=300)
    late = post(browser, device.get(options_on(page)), page)
    assert late.status_int == 422 and LATE in late
    clock.advance(seconds=299)
    assert post(browser, device.get(options_on(late)), late).status_int == 302


def test_a_challenge_is_good_for_one_browser(app, device):
    answer = device.get(options_on(Browser(app).get("/login")))
    page = post(Browser(app), answer)
    assert page.status_int == 422 and LATE in page


def test_a_challenge_is_good_for_one_use(app, device):
    """One that was made for the second step, or for confirming, signs nobody in, and the other way round."""
    browser = Browser(app)
    second = second_step(browser)
    page = post(browser, device.get(options_on(second)))
    assert page.status_int == 422 and LATE in page
    assert give(second, "credential", device.get(options_on(page))).status_int == 422


def test_a_challenge_of_somebody_elses_making_is_none(app, device):
    for challenge in ("", "AAAA", b64(b"x" * 72), b64(b"\xff" * 40)):
        page = sign_in_by_passkey(Browser(app), device, challenge=challenge)
        assert page.status_int == 422 and LATE in page


def test_a_copy_of_a_passkey_is_noticed(app, device):
    """Its count went on elsewhere, so one of the two is a copy."""
    assert sign_in_by_passkey(Browser(app), device).status_int == 302
    uses = device.uses
    assert sign_in_by_passkey(Browser(app), device).status_int == 302
    device.uses = uses - 1
    page = sign_in_by_passkey(Browser(app), device)
    assert page.status_int == 422 and REFUSED in page
    device.uses = 100
    assert sign_in_by_passkey(Browser(app), device).status_int == 302


GOOD = {"clientDataJSON": "", "authenticatorData": "", "signature": "", "userHandle": ""}
CLIENTS = [
    b"",
    b"[]",
    b"{}",
    b"\xff",
    b'{"type": [], "challenge": 7, "origin": {}}',
    b'{"type": "webauthn.get", "challenge": "\\ud800", "origin": ""}',
    b"[" * 9000,
    b'{"challenge": ' + b"9" * 5000 + b"}",
]
HOSTILE = [
    "",
    "x",
    "[]",
    "null",
    "7",
    "{}",
    "\x00",
    "[" * 16_000,
    "9" * 6000,
    '"' + "x" * 20_000 + '"',
    '{"a":' * 3000,
    json.dumps({"id": 7, "rawId": [], "type": "public-key", "response": {}}),
    json.dumps({"id": "\ud800", "rawId": "\ud800", "type": "public-key", "response": GOOD}),
    json.dumps({"id": "é", "rawId": "é", "type": "public-key", "response": GOOD}),
    json.dumps({"id": "AA", "rawId": "AA", "type": PublicKeyCredentialType.PUBLIC_KEY, "response": "AA"}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {**GOOD, "userHandle": 7}}),
    *(
        json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {**GOOD, "clientDataJSON": b64(data)}})
        for data in CLIENTS
    ),
]


@pytest.mark.no_cover
@pytest.mark.parametrize("credential", HOSTILE, ids=range(len(HOSTILE)))
def test_a_malformed_answer_is_refused_everywhere(app, alice, device, credential):
    browser = Browser(app)
    assert post(browser, credential).status_int == 422
    assert give(second_step(browser), "credential", credential).status_int == 422
    form = form_on(alice.get(CONFIRM), CONFIRM)
    form["credential"] = credential
    assert form.submit(status=422)
    form = form_on(alice.get("/users/alice/add-passkey"), "/users/alice/add-passkey")
    form["credential"] = credential
    assert form.submit(status=422)


@pytest.mark.parametrize(
    "part", ["clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject"]
)
@pytest.mark.parametrize(
    "value", ["", "x", "é", "\ud800", "_" * 10_000, b64(b"\x00" * 37), b64(b"\xff" * 200), 7, None]
)
def test_a_part_that_is_not_what_it_should_be_is_refused(app, alice, device, part, value):
    """Well made up to one part, so the challenge is good where it is not the challenge that is wrong."""
    page = alice.get("/users/alice/add-passkey") if part == "attestationObject" else Browser(app).get("/login")
    browser = alice if part == "attestationObject" else page.test_app
    other = Authenticator()
    answer = json.loads(other.create(options_on(page)) if part == "attestationObject" else device.get(options_on(page)))
    answer["response"][part] = value
    if part == "attestationObject":
        form = form_on(page, "/users/alice/add-passkey")
        form["credential"] = json.dumps(answer)
        assert form.submit(status=422)
    else:
        assert post(browser, json.dumps(answer), page).status_int == 422


def test_an_answer_that_is_too_long_is_not_even_read(app, device):
    browser = Browser(app)
    page = browser.get("/login")
    answer = device.get(options_on(page))
    assert post(browser, answer + " " * 16_384, page).status_int == 422
    assert post(browser, answer, page).status_int == 302


def test_a_stored_key_that_is_damaged_opens_nothing(app, device):
    with opened(app) as root:
        root["users"]["alice"].factors.passkeys[device.credential_id].public_key = b"\xff"
    assert sign_in_by_passkey(Browser(app), device).status_int == 422


def test_a_passkey_confirms(app, alice, device, clock):
    clock.advance(minutes=10)
    page = alice.get("/users/alice/two-step", status=302).follow()
    asked = json.loads(options_on(page))
    assert asked["userVerification"] == "required"
    assert [unb64(one["id"]) for one in asked["allowCredentials"]] == [device.credential_id]
    form, before = form_on(page, CONFIRM), alice.token
    form["credential"] = device.get(options_on(page))
    response = form.submit(status=302)
    assert response.location == "http://localhost:6543/users/alice/two-step" and alice.token != before
    alice.get("/users/alice/two-step", status=200)
    assert happened(app)[0] == ("confirmed", "")


@pytest.mark.parametrize("lies", [{"flags": PRESENT}, {"origin": "http://evil.example"}, {"handle": b"x"}], ids=str)
def test_a_passkey_that_is_not_good_does_not_confirm(app, alice, device, clock, lies):
    clock.advance(minutes=10)
    page = alice.get("/users/alice/two-step", status=302).follow()
    form = form_on(page, CONFIRM)
    form["credential"] = device.get(options_on(page), **lies)
    page = form.submit(status=422)
    assert REFUSED in page
    assert form_on(page, CONFIRM)["next"].value == "/users/alice/two-step"
    assert happened(app)[0][0] == "confirmation-refused"
    alice.get("/users/alice/two-step", status=302)


def test_the_password_still_confirms(app, alice, device, clock):
    clock.advance(minutes=10)
    page = alice.get("/users/alice/two-step", status=302).follow()
    form = form_on(page, CONFIRM)
    form["password"] = PASSWORD + "x"
    page = form.submit(status=422)
    assert "That is not your password" in page
    form = form_on(page, CONFIRM)
    form["password"] = PASSWORD
    form.submit(status=302)


def test_without_a_passkey_there_is_none_to_confirm_with(alice):
    page = alice.get(CONFIRM)
    assert not page.html.find("button", attrs={"data-passkey": True}) and "passkeys.js" not in page
