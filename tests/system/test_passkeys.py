"""Passkeys from end to end: Chromium and its virtual authenticator, a real server, a real address."""

import pytest
from playwright.sync_api import expect

from tests.device import Device, add_passkey, expect_home, give_password, sign_out
from tests.factories import opened

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_tried_before")]


@pytest.fixture
def device(desk):
    device = Device(desk)
    device.plug_in()
    return device


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
