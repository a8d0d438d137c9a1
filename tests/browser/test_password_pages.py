"""The pages of passwords and emails in Chromium: how they look, the way through them, and what JavaScript adds."""

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD

numbers = count()
NEW = "seven purple hedgehogs sing"


@pytest.fixture
def name():
    return f"paul{next(numbers)}"


def test_password_and_email_pages(visitor, name, live_mail):
    page = visitor.register(name).page
    visitor.open(f"/users/{name}/password").check("password")
    page.get_by_label("Current password", exact=True).fill("wrong")
    page.get_by_label("New password", exact=True).fill("password1234")
    page.get_by_role("button", name="Show new password").click()
    visitor.check("password-meter")
    page.get_by_role("button", name="Change password").click()
    page.get_by_role("alert").wait_for()
    visitor.check("password-refused")
    visitor.open(f"/users/{name}/email").check("email")
    page.get_by_label("New email").fill("nowhere@localhost")
    page.get_by_role("button", name="Mail me a link").click()
    page.get_by_role("alert").wait_for()
    visitor.check("email-refused")
    address = f"{name}.with-a-long-name-indeed-that-does-not-fit@donaudampfschifffahrt.example.com"
    page.get_by_label("New email").fill(address)
    page.get_by_role("button", name="Mail me a link").click()
    page.get_by_text("A mail with a link is on its way").wait_for()
    assert page.get_by_label("New email").input_value() == "" and not page.get_by_text("not saved yet").is_visible()
    visitor.check("email-asked")
    visitor.open(live_mail.link(address)).check("confirm-email")
    visitor.open("/confirm-email", 410).check("confirm-email-gone")


def test_forgotten_password_pages(visitor, name, live_mail):
    visitor.register(name)
    visitor.context.clear_cookies()
    visitor.open("/forgot").check("forgot")
    visitor.page.get_by_label("Username or email").fill(name)
    visitor.page.get_by_role("button", name="Mail me a link").click()
    visitor.page.get_by_role("heading", name="Look into your mail").wait_for()
    visitor.check("forgot-sent")
    visitor.open(live_mail.link(f"{name}@example.com")).check("reset")
    visitor.page.get_by_label("New password", exact=True).fill(name + "1234567890")
    visitor.page.get_by_role("button", name="Set password").click()
    visitor.page.locator("[aria-invalid]").wait_for()
    visitor.check("reset-refused")
    visitor.page.get_by_label("New password", exact=True).fill(NEW)
    visitor.page.get_by_role("button", name="Set password").click()
    visitor.page.wait_for_url("**/login?done=password-reset")
    visitor.check("login-after-reset")
    visitor.open("/reset", 410).check("reset-gone")


def test_a_forgotten_password_with_javascript_and_without(person, name, live_mail):
    page = person.register(name).page
    person.context.clear_cookies()
    page.goto("/login")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Username or email").fill(name)
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_text("If there is such an account, a mail is on its way.")).to_be_visible()
    page.goto(live_mail.link(f"{name}@example.com"))
    assert page.url.endswith("/reset")
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_text("Your new password is set.")).to_be_visible()
    page.get_by_label("Username or email").fill(name)
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Add your first event")).to_be_visible()
    page.goto(f"/users/{name}/password")
    page.get_by_label("Current password", exact=True).fill(NEW)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password is changed")).to_be_visible()
    assert not person.problems


def test_a_password_can_be_shown_and_is_hidden_when_it_is_sent(desk):
    desk.open("/login")
    field = desk.page.get_by_label("Password", exact=True)
    button = desk.page.get_by_role("button", name="Show password")
    field.fill("a secret")
    expect(field).to_have_attribute("type", "password")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(field).to_have_value("a secret")
    sent = desk.page.evaluate(
        """() => new Promise(done => {
            const form = document.forms[0];
            form.addEventListener('submit', event => {
                event.preventDefault();
                done(document.querySelector('[name=password]').type);
            });
            form.username.value = 'nobody';
            form.requestSubmit();
        })"""
    )
    assert sent == "password"
    assert not desk.problems


@pytest.mark.parametrize(
    ("password", "word", "value"),
    [
        ("short", "7 more characters to go.", 1),
        ("eleven char", "1 more character to go.", 1),
        ("password1234", "Easy to guess", 1),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "Easy to guess", 1),
        ("abcabcabcabcabcabc", "Easy to guess", 1),
        ("abcdefghijklmnop", "Easy to guess", 1),
        ("9876543210123456789", "Easy to guess", 1),
        ("paula-winter2026", "Easy to guess", 1),
        ("kf8-Qz2pX!m4", "Fair", 2),
        ("seven purple hed", "Good", 3),
        ("correct horse battery staple", "Very good", 4),
        ("🐎🔋📎🐎", "8 more", 1),
    ],
)
def test_the_meter_says_how_strong_a_password_is(desk, password, word, value):
    desk.open("/register")
    desk.page.get_by_label("Email").fill("paula@example.com")
    meter = desk.page.locator("meter")
    expect(meter).to_be_hidden()
    desk.page.get_by_label("Password", exact=True).fill(password)
    expect(desk.page.locator(".strength [role=status]")).to_contain_text(word)
    assert meter.evaluate("meter => meter.value") == value
    desk.page.get_by_label("Password", exact=True).fill("")
    expect(meter).to_be_hidden()
    assert not desk.problems
