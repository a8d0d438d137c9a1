"""The pages of second factors in Chromium: in every state, with JavaScript and without."""

from dataclasses import replace

from playwright.sync_api import expect

from tests.authenticator import lasting_code
from tests.device import Device, add_passkey, expect_home, give_password, sign_out
from tests.factories import PASSWORD, opened


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


def test_where_a_second_step_is_required(live_app, visitor, name, monkeypatch):
    """From signing in to the first page, at both widths, light and dark."""
    page = visitor.page
    visitor.register(name)
    monkeypatch.setattr(live_app.registry, "eventapp", replace(live_app.registry.eventapp, second_step="required"))
    page.goto("/")
    expect(page.get_by_text("This server asks everybody for a second step.")).to_be_visible()
    assert page.url.endswith(f"/users/{name}/two-step")
    visitor.check("required")
    page.get_by_role("link", name="Set up app").click()
    expect(page.get_by_text("This server asks everybody for a second step.")).to_be_visible()
    visitor.check("required-app")
    with opened(live_app) as root:
        for session in root["users"][name].sessions.values():
            session.confirmed_at = None
    visitor.open("/").check("required-confirm")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("link", name="Set up app").click()
    page.get_by_label("Code from the app").fill(lasting_code(page.locator("code").inner_text().replace(" ", "")))
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Turn off").click()
    expect(page.get_by_role("alert")).to_contain_text("Set up another first.")
    visitor.check("required-last")
    page.goto("/")
    expect_home(page, name)
