"""Second factors in Chromium: its virtual authenticator stands for a phone, and a person's finger on it."""

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.authenticator import lasting_code
from tests.factories import PASSWORD, opened

numbers = count()


@pytest.fixture
def name():
    return f"nora{next(numbers)}"


class Device:
    """A virtual authenticator in the page of a visitor (Chrome DevTools Protocol, domain WebAuthn)."""

    def __init__(self, visitor) -> None:
        self.cdp = visitor.context.new_cdp_session(visitor.page)
        self.cdp.send("WebAuthn.enable")
        self.id = ""

    def plug_in(self) -> None:
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def touch(self, there: bool) -> None:
        """Whether somebody touches it when it asks."""
        self.cdp.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self.id, "enabled": there})

    def verify(self, known: bool) -> None:
        """Whether it knows who touches it."""
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": known})

    def keys(self) -> list:
        return self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]


@pytest.fixture
def device(desk):
    device = Device(desk)
    device.plug_in()
    return device


def add_passkey(visitor, name):
    visitor.open(f"/users/{name}/add-passkey")
    visitor.page.get_by_label("Name").fill("My phone")
    visitor.page.get_by_role("button", name="Add a passkey").click()


def sign_out(page, name):
    page.goto("/")
    page.get_by_role("button", name=f"Account of {name}").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def give_password(page, name):
    page.get_by_label("Username or email").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def expect_home(page, name):
    expect(page.get_by_role("button", name=f"Account of {name}")).to_be_visible()


def test_a_passkey_from_its_making_to_its_removal(live_app, desk, device, name):
    page = desk.page
    desk.register(name)
    add_passkey(desk, name)
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    codes = page.get_by_role("group", name="Recovery codes").inner_text().split()
    assert len(codes) == 10 and len(device.keys()) == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "eventapp-recovery-codes.txt"
    kept = download.value.path().read_text("utf-8")
    assert all(code in kept for code in codes)

    # without a password
    device.touch(False)
    sign_out(page, name)
    device.touch(True)
    page.get_by_role("button", name="Use a passkey").click()
    expect_home(page, name)

    # as the second step
    device.touch(False)
    sign_out(page, name)
    give_password(page, name)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/second-step")
    device.touch(True)
    page.get_by_role("button", name="Use your passkey").click()
    expect_home(page, name)

    # to confirm
    with opened(live_app) as root:
        for session in root["users"][name].sessions.values():
            session.confirmed_at = None
    page.goto(f"/users/{name}/two-step")
    expect(page.get_by_role("heading", name="Confirm it’s you")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("last used a moment ago")).to_be_visible()

    page.get_by_text("Rename").click()
    page.get_by_label("New name of My phone").fill("Old phone")
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_text("Your passkey has its new name.")).to_be_visible()
    page.get_by_role("button", name="Remove Old phone").click()
    expect(page.get_by_text("That passkey is removed.")).to_be_visible()
    device.touch(False)
    sign_out(page, name)
    device.touch(True)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That passkey was not taken.")
    give_password(page, name)
    expect_home(page, name)
    assert not desk.problems


def test_autofill_signs_in_with_a_passkey(desk, device, name):
    """Chromium's virtual authenticator picks the passkey as soon as the field may offer it."""
    desk.register(name)
    add_passkey(desk, name)
    expect(desk.page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    desk.context.clear_cookies()
    desk.page.goto("/login")
    expect_home(desk.page, name)
    assert not desk.problems


def test_a_device_that_does_not_know_its_owner_signs_nobody_in(desk, device, name):
    desk.register(name)
    add_passkey(desk, name)
    expect(desk.page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    device.verify(False)
    desk.context.clear_cookies()
    desk.page.goto("/login")
    desk.page.get_by_role("button", name="Use a passkey").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("No passkey was used.")
    assert not desk.problems


def test_a_device_with_a_passkey_says_so_when_it_is_to_make_another(desk, device, name):
    desk.register(name)
    add_passkey(desk, name)
    expect(desk.page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    add_passkey(desk, name)
    expect(desk.page.get_by_role("alert")).to_contain_text("has a passkey for your account already")
    assert len(device.keys()) == 1 and not desk.problems


def test_at_another_address_there_is_no_button(desk, name):
    """Passkeys are made for one host, and 127.0.0.1 is none."""
    desk.page.goto("/login")
    expect(desk.page.get_by_role("button", name="Use a passkey")).to_be_visible()
    port = desk.page.evaluate("location.port")
    desk.page.goto(f"http://127.0.0.1:{port}/login")
    expect(desk.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(desk.page.get_by_role("button", name="Use a passkey")).to_be_hidden()


def test_an_app_and_recovery_codes_with_javascript_and_without(person, name):
    page = person.page
    person.register(name)
    page.goto(f"/users/{name}/two-step")
    page.get_by_role("link", name="Set up app").click()
    seed = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill(lasting_code(seed))
    page.get_by_role("button", name="Turn it on").click()
    codes = page.get_by_role("group", name="Recovery codes").inner_text().split()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("10 of 10 left")).to_be_visible()
    sign_out(page, name)
    give_password(page, name)
    page.get_by_label("Code from your app").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("That code is wrong")).to_be_visible()
    page.get_by_text("Use a recovery code").click()
    page.get_by_label("Recovery code", exact=True).fill(codes[3])
    page.get_by_role("button", name="Sign in with it").click()
    expect_home(page, name)
    assert not person.problems


def test_without_javascript_the_page_says_what_a_passkey_needs(person, name):
    person.register(name)
    person.open(f"/users/{name}/add-passkey")
    has_js = "no-js" not in person.label
    expect(person.page.get_by_text("Passkeys need JavaScript")).to_have_count(0 if has_js else 1)
    expect(person.page.get_by_role("button", name="Add a passkey")).to_have_count(1 if has_js else 0)


def test_the_pages(live_app, visitor, name):
    """Every page in every state, at both widths, light and dark."""
    page, device = visitor.page, Device(visitor)
    visitor.register(name)
    visitor.open(f"/users/{name}/two-step").check("two-step-off")
    visitor.open(f"/users/{name}/authenticator").check("authenticator")
    seed = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_text("That code is wrong").wait_for()
    visitor.check("authenticator-refused")
    page.get_by_label("Code from the app").fill(lasting_code(seed))
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    visitor.check("recovery-codes")
    visitor.open(f"/users/{name}/add-passkey").check("add-passkey")
    device.plug_in()
    add_passkey(visitor, name)
    page.get_by_text("Your passkey is added.").wait_for()
    visitor.check("two-step-on")
    page.get_by_text("Rename").click()
    visitor.check("two-step-rename")
    add_passkey(visitor, name)
    page.get_by_role("alert").wait_for()
    visitor.check("add-passkey-refused")
    with opened(live_app) as root:
        for session in root["users"][name].sessions.values():
            session.confirmed_at = None
    visitor.open(f"/users/{name}/confirm").check("confirm-passkey")
    device.touch(False)
    visitor.context.clear_cookies()
    visitor.open("/login").check("login-passkey")
    give_password(page, name)
    page.get_by_role("heading", name="One more step").wait_for()
    visitor.check("second-step")
    page.get_by_label("Code from your app").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("That code is wrong").wait_for()
    visitor.check("second-step-refused")
    page.get_by_text("Use a recovery code").click()
    page.get_by_label("Recovery code", exact=True).fill("aaaa")
    page.get_by_role("button", name="Sign in with it").click()
    page.get_by_text("That is none of the recovery codes").wait_for()
    visitor.check("second-step-recovery")
