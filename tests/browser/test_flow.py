"""The whole flow in Chromium, at both widths, with JavaScript and without; and what JavaScript adds."""

from datetime import UTC, datetime, timedelta
from itertools import count

from playwright.sync_api import expect

from eventapp.ical.recurrence import recurrence
from eventapp.models import Event, When
from tests.device import give_password
from tests.factories import PASSWORD, opened

numbers = count()


def test_register_sign_in_add_edit_delete_undo_sign_out(person):
    page, name = person.page, f"flow{next(numbers)}"
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Username").fill(name)
    page.get_by_label("Email").fill(f"{name}@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_text("Your account is ready")).to_be_visible()
    sign_out(page, name)

    give_password(page, name)
    expect(page.get_by_role("heading", name="Add your first event")).to_be_visible()

    page.get_by_role("link", name="New", exact=True).click()
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    page.get_by_label("Title").fill("Lunch with Ana")
    page.get_by_label("Starts on").fill(tomorrow.isoformat())
    page.locator("#start_time").fill("12:30")
    page.get_by_label("Place").fill("Eska")
    page.get_by_role("button", name="Save event").click()
    expect(page.get_by_role("heading", name="Lunch with Ana")).to_be_visible()
    expect(page.get_by_text("12:30")).to_be_visible()

    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Title").fill("Dinner with Ana")
    page.locator("#start_time").fill("19:00")
    page.get_by_role("button", name="Save event").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("19:00")).to_be_visible()

    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("“Dinner with Ana” is deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Restored. Dinner with Ana")).to_be_visible()
    page.get_by_role("link", name="home").click()
    expect(page.locator(".day").get_by_role("link", name="Dinner with Ana")).to_be_visible()
    sign_out(page, name)
    assert not person.problems


def sign_out(page, name):
    page.get_by_role("button", name=f"Account of {name}").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_after_signing_out_back_shows_nothing(desk):
    name = f"back{next(numbers)}"
    desk.register(name).open(f"/users/{name}/settings")
    desk.open("/")
    sign_out(desk.page, name)
    desk.page.go_back()
    expect(desk.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_browsers_time_zone_goes_along_with_the_registration(desk):
    name = f"zone{next(numbers)}"
    desk.open("/register").page.get_by_label("Username").fill(name)
    desk.page.get_by_label("Email").fill(f"{name}@example.com")
    desk.page.get_by_label("Password", exact=True).fill(PASSWORD)
    desk.page.get_by_role("button", name="Create account").click()
    expect(desk.page.get_by_text("Times in America/New_York")).to_be_visible()


def test_the_browsers_time_zone_is_offered_where_another_stands(desk):
    name = f"zone{next(numbers)}"
    desk.register(name).open(f"/users/{name}/settings")
    zone = desk.page.get_by_label("Time zone")
    offer = desk.page.get_by_text("This browser is in America/New_York.")
    expect(offer).to_be_hidden()
    zone.fill("Asia/Tokyo")
    desk.page.get_by_role("button", name="Save settings").click()
    desk.page.goto(f"/users/{name}/add")
    expect(zone).to_have_value("Asia/Tokyo")
    expect(offer).to_be_visible()
    desk.page.get_by_role("button", name="Use that").click()
    expect(zone).to_have_value("America/New_York")
    expect(offer).to_be_hidden()


def test_after_a_refusal_the_keyboard_is_at_what_is_wrong(desk):
    name = f"focus{next(numbers)}"
    desk.register(name).open(f"/users/{name}/add")
    desk.page.get_by_label("Title").fill("Lunch")
    desk.page.get_by_label("Time zone").fill("Mars/Olympus")
    desk.page.get_by_role("button", name="Save event").click()
    expect(desk.page.get_by_role("alert")).to_be_focused()
    desk.page.get_by_role("link", name="time zone").click()
    desk.page.keyboard.press("Tab")
    expect(desk.page.get_by_role("alert")).not_to_be_focused()


def test_what_was_typed_outlives_a_session_that_ended_meanwhile(desk):
    name = f"draft{next(numbers)}"
    desk.register(name).open(f"/users/{name}/add")
    page = desk.page
    page.get_by_label("Title").fill("Lunch with Ana")
    page.get_by_label("Notes").fill("Bring the map.\nAnd a coat.")
    desk.context.clear_cookies(name="session")
    page.get_by_role("button", name="Save event").click()
    expect(page.get_by_text("You were signed out meanwhile")).to_be_visible()
    give_password(page, name)
    expect(page.get_by_label("Title")).to_have_value("Lunch with Ana")
    expect(page.get_by_label("Notes")).to_have_value("Bring the map.\nAnd a coat.")
    expect(page.get_by_text("It is not saved yet.")).to_be_visible()
    page.get_by_role("button", name="Save event").click()
    expect(page.get_by_text("Added.")).to_be_visible()
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    page.goto(f"/users/{name}/add")
    expect(page.get_by_label("Title")).to_have_value("")


def test_what_was_typed_for_one_of_a_series_outlives_a_session_too(live_app, desk):
    name = f"draft{next(numbers)}"
    desk.register(name)
    with opened(live_app) as root:
        weekly = recurrence(datetime(2027, 1, 4, 9), ["FREQ=WEEKLY"], timezone="UTC")
        event = Event("Swim", When(datetime(2027, 1, 4, 9), None, "UTC"), recurrence=weekly)
        root["users"][name].add(event)
    page = desk.open(f"/users/{name}/{event.__name__}/edit?at=2027-01-11T09:00:00&back=/week/2027-01-11").page
    page.get_by_label("Title").fill("Dive")
    page.get_by_label("Only this one").check()
    desk.context.clear_cookies(name="session")
    page.get_by_role("button", name="Save event").click()
    give_password(page, name)
    expect(page.get_by_label("Title")).to_have_value("Dive")
    expect(page.get_by_label("Starts on")).to_have_value("2027-01-11")
    expect(page.get_by_label("Only this one")).to_be_checked()
    page.get_by_role("button", name="Save event").click()
    page.wait_for_url("**/week/2027-01-11?saved=*")
    expect(page.locator("[data-day='2027-01-11']").get_by_role("link", name="Dive")).to_be_visible()
    assert not desk.problems


def test_countdowns_tick(live_app, desk):
    name = f"tick{next(numbers)}"
    desk.page.clock.install()
    desk.register(name)
    start = datetime.now(UTC) + timedelta(minutes=90)
    with opened(live_app) as root:
        root["users"][name].timezone = "UTC"
        wall = start.replace(tzinfo=None, second=0, microsecond=0)
        root["users"][name].add(Event("Launch", When(wall)))
    desk.open("/")
    chip = desk.page.locator(".chip[data-countdown]")
    if chip.count():  # towards midnight in UTC the start is tomorrow, and days do not tick
        expect(chip).to_have_text("in 1 h 30 min")
        desk.page.clock.fast_forward("00:45:00")
        expect(chip).to_contain_text("45 min")
        desk.page.clock.fast_forward("00:46:00")
        expect(chip).to_have_text("now")


def test_tiles_tick_in_days_hours_and_minutes(live_app, desk):
    """The reader is where it is about eleven in the morning, and the browser in New York."""
    name, now = f"tick{next(numbers)}", datetime.now(UTC)
    hours = now.hour - 11
    desk.page.clock.install()
    desk.register(name)
    with opened(live_app) as root:
        root["users"][name].timezone = zone = f"Etc/GMT{hours:+}" if hours else "UTC"
        wall = (now - timedelta(hours=hours)).replace(tzinfo=None, second=0, microsecond=0) + timedelta(minutes=90)
        root["users"][name].add(Event("Launch", When(wall + timedelta(days=2), None, zone)))
        root["users"][name].add(Event("Holiday", When(wall.date() + timedelta(days=1), None, zone)))
    desk.open("/")
    number = desk.page.locator(".tiles li", has_text="Launch").locator(".num")
    label = desk.page.locator(".tiles li", has_text="Launch").locator(".mute")
    holiday = desk.page.locator(".tiles li", has_text="Holiday")
    expect(number).to_have_text("2 days")
    expect(holiday).to_contain_text("1 day")
    for forward, text in [("24:00:00", "1 day"), ("24:00:00", "1 h 30 min"), ("00:45:00", "45 min")]:
        desk.page.clock.fast_forward(forward)
        expect(number).to_have_text(text)
    expect(label).to_have_text(f"Today {wall:%H:%M}")
    expect(holiday).to_contain_text("now")
    desk.page.clock.fast_forward("00:46:00")
    expect(number).to_have_text("now")
    desk.page.goto("/")
    desk.page.get_by_role("link", name="Launch").last.click()
    expect(desk.page.locator("h1")).to_have_text("Launch")
    assert not desk.problems
