"""The account's page of second factors: turning them on and off, and what every change brings with it."""

import hashlib
import re
from urllib.parse import unquote

import pytest

from eventapp.security import recovery, totp
from tests.authenticator import Authenticator, add_passkey, code_at, codes_on, form_on, give, second_step, set_up_app
from tests.factories import Browser, opened

PAGE = "/users/alice/two-step"
APP = "/users/alice/authenticator"
ADD = "/users/alice/add-passkey"


def factors(app):
    with opened(app) as root:
        found = root["users"]["alice"].factors
        return found.totp, len(found.passkeys), len(found.recovery)


def happened(app):
    with opened(app) as root:
        return [(entry.what, entry.detail) for entry in root["users"]["alice"].activity]


def press(browser, do: str, status: int | None = None, **fields: str):
    """Press the button of the page that does that."""
    page = browser.get(PAGE)
    for form in page.forms.values():
        values = dict(form.submit_fields())
        if values.get("do") == do and fields.items() <= values.items():
            return form.submit(status=status)
    raise AssertionError(f"There is no button {do}.")


def test_the_second_step_is_off_at_first(app, alice):
    page = alice.get(PAGE, status=200)
    assert page.html.find(class_="chip").text == "Off"
    assert page.html.find("nav", class_="tabs").find(attrs={"aria-current": "page"}).text == "Second step"
    assert "Recovery codes" not in page and factors(app) == (None, 0, 0)


def test_an_app_is_turned_on_by_its_first_code(app, alice, clock):
    seed, response = set_up_app(alice, clock.now)
    assert response.status_int == 200 and re.fullmatch(r"[A-Z2-7]{32}", seed)
    sealed, _, left = factors(app)
    assert left == 10 and seed.encode() not in sealed
    page = alice.get(PAGE)
    assert page.html.find(class_="chip").text == "On" and "10 of 10 left" in page
    assert [what for what, _ in happened(app)][:2] == ["recovery-codes-made", "totp-on"]


def test_nothing_is_stored_until_the_code_is_right(app, alice, clock, tmp_path):
    stored = tmp_path / "var" / "Data.fs"
    before = stored.stat().st_size
    page = alice.get(APP)
    seed = page.html.find("code").text
    for wrong in (
        "",
        "000000",
        "12345",
        "abcdef",
        "１２３４５６",
        "1" * 5000,
        code_at(seed.replace(" ", ""), clock.now, 1),
    ):
        form = form_on(page, APP)
        form["code"] = wrong
        page = form.submit(status=422)
        assert page.html.find("code").text == seed, "the app need not be set up again"
        assert "That code is wrong" in page and page.html.title.text.startswith("Error: ")
    assert stored.stat().st_size == before and factors(app) == (None, 0, 0)
    form = form_on(page, APP)
    form["code"] = f" {code_at(seed.replace(' ', ''), clock.now)[:3]} {code_at(seed.replace(' ', ''), clock.now)[3:]} "
    form.submit(status=200)


@pytest.mark.parametrize("steps", [-2, -1, 1, 2])
def test_an_app_is_not_turned_on_by_a_code_of_another_time(app, alice, clock, steps):
    """ASVS 6.5.5."""
    page = alice.get(APP)
    form = form_on(page, APP)
    form["code"] = code_at(page.html.find("code").text.replace(" ", ""), clock.now, steps)
    assert "use the one the app shows now" in form.submit(status=422)
    assert factors(app) == (None, 0, 0)


@pytest.mark.parametrize("sealed", ["", "x", "é", "AAAA", "A" * 200, "\x00", "====", "A" * 100_000])
def test_a_seed_that_is_not_the_one_offered_is_replaced(app, alice, sealed):
    form = alice.fill(APP, code="123456", seed=sealed)
    page = form.submit(status=422)
    assert re.fullmatch(r"[A-Z2-7 ]{39}", page.html.find("code").text) and factors(app) == (None, 0, 0)


def test_a_seed_offered_to_somebody_else_is_none(app, alice, bob, clock):
    page = bob.get("/users/bob/authenticator")
    seed = page.html.find("code").text.replace(" ", "")
    sealed = form_on(page, "/users/bob/authenticator")["seed"].value
    alice.fill(APP, code=code_at(seed, clock.now), seed=sealed).submit(status=422)
    assert factors(app) == (None, 0, 0)


def test_the_qr_code_holds_what_is_written_beside_it(alice):
    page = alice.get(APP)
    seed = page.html.find("code").text.replace(" ", "")
    uri = page.html.find("a", href=re.compile("^otpauth:"))["href"]
    assert uri == f"otpauth://totp/localhost:alice?secret={seed}&issuer=localhost"
    picture = page.html.find("div", class_="qr")
    assert str(picture.find("path", class_="qrline")["d"]) in totp.qr_code(uri)
    assert picture["role"] == "img" and picture["aria-label"]
    assert not page.html.find(style=True), "the Content-Security-Policy forbids styles of elements"


def test_recovery_codes_are_shown_once_and_stored_as_digests(app, alice, clock, tmp_path):
    _, page = set_up_app(alice, clock.now)
    codes = codes_on(page)
    assert len(set(codes)) == 10 and all(re.fullmatch(r"([a-z2-7]{4}-){6}[a-z2-7]{4}", code) for code in codes)
    text = unquote(page.html.find("a", download=True)["href"].partition(",")[2])
    assert "Recovery codes of alice for http://localhost:6543" in text and all(code in text for code in codes)
    stored = (tmp_path / "var" / "Data.fs").read_bytes()
    assert all(code.encode() not in stored and code.replace("-", "").encode() not in stored for code in codes)
    assert all(recovery.digest(code) in stored for code in codes)
    assert page.headers["Cache-Control"] == "no-store"
    assert not any(code in alice.get(PAGE) for code in codes)


def test_new_recovery_codes_take_the_place_of_the_old(app, alice, clock):
    old = codes_on(set_up_app(alice, clock.now)[1])
    new = codes_on(press(alice, "recovery-codes"))
    with opened(app) as root:
        left = set(root["users"]["alice"].factors.recovery)
    assert left == {recovery.digest(code) for code in new} and not set(old) & set(new)
    assert happened(app)[0][0] == "recovery-codes-made"


def test_there_are_no_recovery_codes_without_a_factor(app, alice, clock):
    set_up_app(alice, clock.now)
    stale = alice.get(PAGE)
    press(alice, "app-off")
    assert factors(app) == (None, 0, 0), "codes of before are good for nothing"
    form = next(form for form in stale.forms.values() if ("do", "recovery-codes") in form.submit_fields())
    form["csrf_token"] = alice.get(PAGE).forms[0]["csrf_token"].value
    form.submit(status=303)
    assert factors(app) == (None, 0, 0)


def test_turning_the_app_off_and_on_again(app, alice, clock):
    set_up_app(alice, clock.now)
    page = press(alice, "app-off").follow()
    assert "Your authenticator app is turned off" in page and page.html.find(class_="chip").text == "Off"
    assert happened(app)[0][0] == "totp-off"
    set_up_app(alice, clock.now)[1]  # at once: it is another seed
    assert factors(app)[0] is not None


def test_another_app_takes_the_place_of_the_first(app, alice, clock):
    first, _ = set_up_app(alice, clock.now)
    second, response = set_up_app(alice, clock.now)
    assert response.status_int == 303 and response.location.endswith(f"{PAGE}?done=app-on"), "no new recovery codes"
    page = second_step(Browser(app))
    clock.advance(seconds=30)
    page = give(page, "code", code_at(first, clock.now))
    assert page.status_int == 422
    assert give(page, "code", code_at(second, clock.now)).status_int == 302


def test_a_passkey_is_added_renamed_and_removed(app, alice):
    device = Authenticator()
    page = add_passkey(alice, device)
    assert page.status_int == 200 and len(codes_on(page)) == 10
    with opened(app) as root:
        user = root["users"]["alice"]
        assert root["users"].find_by_passkey(device.credential_id) is user
        assert device.handle == user.factors.handle and b"alice" not in device.handle
    page = alice.get(PAGE)
    assert "Phone" in page and "not used yet" in page
    form = next(form for form in page.forms.values() if ("do", "passkey-rename") in form.submit_fields())
    form["name"] = "  My   <b>phone</b> " + "x" * 100
    page = form.submit(status=303).follow()
    name = ("My <b>phone</b> " + "x" * 100)[:60]
    assert page.html.find("li", class_="gone").b.text == name
    assert "That passkey is removed" in press(alice, "passkey-remove").follow()
    assert factors(app) == (None, 0, 0)
    assert happened(app)[:3] == [
        ("passkey-removed", name), ("recovery-codes-made", ""), ("passkey-added", "Phone"),
    ]  # fmt: skip


def test_a_passkey_without_a_name_is_called_as_its_browser(app):
    chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
    browser = Browser(app, HTTP_USER_AGENT=chrome).register("alice")
    assert form_on(browser.get(ADD), ADD)["name"].value == "Chrome on Linux"
    add_passkey(browser, Authenticator(), name=" ")
    assert "Chrome on Linux" in browser.get(PAGE)


def test_a_further_passkey_brings_no_new_codes(app, alice):
    add_passkey(alice, Authenticator())
    response = add_passkey(alice, Authenticator(), name="Key")
    assert response.location.endswith(f"{PAGE}?done=passkey-added") and factors(app) == (None, 2, 10)
    press(alice, "passkey-remove")
    assert factors(app) == (None, 1, 10), "one is left, and so are the codes"


def test_what_is_gone_already_is_no_error(app, alice, clock):
    set_up_app(alice, clock.now)
    add_passkey(alice, Authenticator())
    stale = [dict(form.submit_fields()) for form in alice.get(PAGE).forms.values()]
    press(alice, "passkey-remove")
    press(alice, "app-off")
    for fields in stale:
        if "do" in fields:
            fields["csrf_token"] = alice.get(PAGE).forms[0]["csrf_token"].value
            assert alice.post(PAGE, fields, status=303).location.endswith(PAGE)
    assert factors(app) == (None, 0, 0)


@pytest.mark.parametrize("do", ["", "anything", "é"])
def test_a_button_that_does_not_exist_does_nothing(alice, do):
    token = alice.get(PAGE).forms[0]["csrf_token"].value
    alice.post(PAGE, {"do": do, "csrf_token": token}, status=400)


def test_twenty_passkeys_are_the_most(app, alice, clock):
    for number in range(20):
        add_passkey(alice, Authenticator(), name=f"Key {number}")
    assert "Add a passkey" not in alice.get(PAGE)
    response = add_passkey(alice, Authenticator())
    assert response.status_int == 422 and "can’t be added" in response
    assert factors(app) == (None, 20, 10)


def change_by_app_on(browser, clock):
    set_up_app(browser, clock.now)


def change_by_app_off(browser, clock):
    press(browser, "app-off")


def change_by_passkey(browser, clock):
    add_passkey(browser, Authenticator(), name="Second")


def change_by_removal(browser, clock):
    press(browser, "passkey-remove")


def change_by_codes(browser, clock):
    press(browser, "recovery-codes")


@pytest.mark.parametrize(
    "change", [change_by_app_on, change_by_app_off, change_by_passkey, change_by_removal, change_by_codes]
)
def test_every_change_ends_what_was_before_it(app, alice, clock, change):
    """ASVS 7.2.4 and 7.4.3: a new token here, no other session, and no sign-in that is half done."""
    seed, _ = set_up_app(alice, clock.now)
    device = Authenticator()
    add_passkey(alice, device)
    clock.advance(seconds=30)
    other = Browser(app)
    assert give(second_step(other), "code", code_at(seed, clock.now)).status_int == 302
    half = Browser(app)
    second_step(half)
    before = alice.token
    change(alice, clock)
    assert alice.token != before
    alice.get("/", status=200)
    other.get("/", status=302)
    assert half.get("/second-step", status=302).location.endswith("/login")
    stale = Browser(app)
    stale.set_cookie("session", before)
    stale.get("/", status=302)
    with opened(app) as root:
        assert list(root["users"]["alice"].sessions) == [hashlib.sha256(alice.token.encode()).digest()]
        assert not root["users"]["alice"].tickets
    assert ("sessions-ended", "1") in happened(app)


def test_every_change_is_mailed_to_the_person(mailing, mailbox, clock):
    """ASVS 6.3.7."""
    alice = Browser(mailing, REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Mozilla/5.0 Firefox/153.0").register("alice")
    seed, page = set_up_app(alice, clock.now)
    clock.advance(seconds=1)
    add_passkey(alice, Authenticator())
    clock.advance(seconds=1)
    codes = codes_on(press(alice, "recovery-codes"))
    clock.advance(seconds=1)
    press(alice, "passkey-remove")
    clock.advance(seconds=1)
    give(second_step(Browser(mailing)), "recovery", codes[0])
    clock.advance(seconds=1)
    press(alice, "app-off")
    mails = sorted(mailbox("alice@example.com"), key=lambda mail: mail["Date"].datetime)
    assert [mail["Subject"] for mail in mails] == [
        "An authenticator app was set up",
        "A passkey was added",
        "New recovery codes were made",
        "A passkey was removed",
        "A recovery code was used to sign in",
        "A sign-in from a new browser",
        "The authenticator app was turned off",
    ]
    texts = [mail.get_content() for mail in mails]
    assert "on 23 November 2026 at 08:42 (Europe/Prague), from Firefox at 192.0.2.7:" in texts[0]
    assert "A passkey was added (Phone)." in texts[1] and "(9 left)" in texts[4]
    assert not any(secret in text for text in texts for secret in (seed, *codes, *codes_on(page)))


@pytest.mark.parametrize("path", [PAGE, APP, ADD])
def test_each_page_asks_first_whether_it_is_you(app, alice, clock, path):
    token = alice.get(path, status=200).forms[0]["csrf_token"].value
    clock.advance(minutes=10)
    asked = f"http://localhost:6543/users/alice/confirm?next={path}"
    assert alice.get(path, status=302).location == asked
    assert (
        alice.post(path, {"do": "recovery-codes", "csrf_token": token}, status=302).location
        == f"{asked}%3Fdone%3Dconfirmed"
    )
    assert factors(app) == (None, 0, 0)


def test_a_form_that_is_out_of_date_shows_no_code(app, alice):
    page = alice.post(APP, {"code": "123456", "seed": "sealed", "csrf_token": "x"}, status=400)
    assert "123456" not in page and page.form["code"].value == ""
    page = alice.post(PAGE, {"recovery": "abcd-efgh", "csrf_token": "x"}, status=400)
    assert "abcd-efgh" not in page and page.form["recovery"].value == ""


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 302)])
def test_a_key_that_was_scanned_is_good_for_half_an_hour(app, alice, clock, minutes, status):
    """Though confirming was longer ago: whoever set up their app need not do it again. After that they must."""
    page = alice.get(APP)
    form = form_on(page, APP)
    clock.advance(minutes=minutes)
    form["code"] = code_at(page.html.find("code").text.replace(" ", ""), clock.now)
    response = form.submit(status=status)
    if status == 200:
        assert len(codes_on(response)) == 10
    else:
        assert "/users/alice/confirm?next=" in response.location and factors(app) == (None, 0, 0)
