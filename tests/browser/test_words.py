"""Quick add, undo, search and shortcuts in Chromium: as pages, as a flow, and by keys."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from eventapp.ical.recurrence import recurrence
from eventapp.models import Event, When
from tests.device import give_password
from tests.factories import opened


@pytest.fixture
def busy(live_app, visitor, name):
    visitor.register(name)
    today = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=None)
    with opened(live_app) as root:
        user = root["users"][name]
        for title, days, place, notes in [
            ("Lunch with Tomáš", 2, "Café Savoy, Vítězná 5", "Bring the map of the lunch places near the river."),
            ("Lunch and learn", 9, "Room 3", ""),
            ("Business lunch", -3, "Eska", ""),
            ("Lunch" * 40, -40, "", ""),
        ]:
            user.add(Event(title, When(today + timedelta(days=days)), place, notes))
        weekly = recurrence(today - timedelta(days=70), ["FREQ=WEEKLY;COUNT=13"])
        user.add(Event("Lunch of the choir", When(today - timedelta(days=70)), recurrence=weekly))
        event = next(event for event in user.values() if event.title == "Business lunch")
        event.change(title="Business lunch, later")
        visitor.path = f"/users/{name}/{event.__name__}"
    return visitor


def test_pages(busy, name):
    page = busy.page
    busy.open("/")
    page.get_by_label("Quick add").fill("Dinner with Ana tomorrow 19:30-22:00 at Eska")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Dinner with Ana · ").wait_for()
    busy.check("home-added")
    page.get_by_label("Quick add").fill("Buy milk and eggs")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("it is not clear when").wait_for()
    busy.check("quick-refused")
    busy.open("/")
    expect(page.get_by_label("Quick add")).to_have_value("Buy milk and eggs")
    busy.check("home-draft")
    busy.open(f"/users/{name}/quick").check("quick")
    busy.open(f"{busy.path}/?done=saved").check("event-saved")
    busy.open(f"{busy.path}/").check("event-undo-later")
    busy.open("/search").check("search-empty")
    busy.open("/search?q=lunch+map").check("search-notes")
    busy.open("/search?q=lunch").check("search")
    busy.open("/search?q=in:2020").check("search-nothing")
    busy.open("/search?q=lunch+after:soon").check("search-refused")
    busy.open("/shortcuts").check("shortcuts")
    busy.open("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    busy.check("shortcuts-dialog")


def test_an_undo_that_is_out_of_date(live_app, busy, name):
    busy.open(f"{busy.path}/")
    with opened(live_app) as root:
        root["users"][name][busy.path.rpartition("/")[2]].change(title="Supper")
    busy.page.get_by_role("button", name="Undo last change").click()
    busy.page.get_by_text("“Supper” was changed meanwhile").wait_for()
    busy.check("undo-refused")


def test_add_undo_edit_undo_search_copy(person, name):
    page = person.page
    person.register(name).open("/")
    day = (datetime.now(UTC) + timedelta(days=3)).strftime("%-d %B %Y")
    page.get_by_label("Quick add").fill(f"Lunch with Ana {day} 12:30-13:30 at Eska")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Lunch with Ana · ")).to_contain_text("12:30 to 13:30 · at Eska")
    page.get_by_role("button", name="Undo adding it").click()
    expect(page.get_by_text("“Lunch with Ana” is deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Restored.")).to_be_visible()

    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Title").fill("Dinner with Ana")
    page.get_by_role("button", name="Save event").click()
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.locator("#saved")).to_contain_text("Lunch with Ana")
    page.get_by_role("button", name="Redo the last change").click()
    expect(page.locator("#saved")).to_contain_text("Dinner with Ana")

    page.locator("#saved a").click()
    page.get_by_role("link", name="Copy").click()
    expect(page.get_by_label("Title")).to_have_value("Dinner with Ana")
    expect(page.get_by_label("Place")).to_have_value("Eska")
    page.goto("/search")
    page.get_by_role("searchbox", name="Search events").fill("din place:eska")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("mark", has_text="Dinner")).to_be_visible()
    page.get_by_role("link", name="Dinner with Ana").click()
    expect(page.get_by_role("heading", name="Dinner with Ana")).to_be_visible()
    assert not person.problems


def test_keys(desk, name):
    page = desk.page
    desk.register(name).open("/")
    press = page.keyboard.press
    press("q")
    field = page.get_by_label("Quick add")
    expect(field).to_be_focused()
    page.keyboard.type("quiet lunch tomorrow 12:30 / n t ?")
    expect(field).to_have_value("quiet lunch tomorrow 12:30 / n t ?")
    press("Escape")
    expect(field).not_to_be_focused()
    press("Control+n")
    press("Alt+t")
    press("Shift+N")
    expect(field).to_have_value("quiet lunch tomorrow 12:30 / n t ?")
    press("/")
    expect(page.get_by_role("searchbox", name="Search events")).to_be_focused()
    press("Escape")
    field.fill("Lunch tomorrow 12:30")
    press("Enter")
    expect(page.get_by_text("Lunch · ")).to_be_visible()
    press("u")
    expect(page.get_by_text("“Lunch” is deleted.")).to_be_visible()
    press("u")
    expect(page.get_by_text("Restored.")).to_be_visible()
    press("e")
    expect(page.get_by_role("heading", name="Edit event")).to_be_visible()
    press("Escape")
    press("t")
    expect(page.get_by_role("heading", name="Coming up")).to_be_visible()
    press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_be_visible()
    press("Escape")
    expect(sheet).to_be_hidden()
    page.get_by_role("link", name="Keyboard shortcuts").click()
    expect(sheet).to_be_visible()
    press("?")
    expect(sheet).to_be_hidden()
    press("n")
    expect(page.get_by_role("heading", name="New event")).to_be_visible()
    assert not desk.problems


def test_keys_turned_off(desk, name):
    desk.register(name).open(f"/users/{name}/settings")
    desk.page.get_by_role("combobox", name="Keyboard shortcuts").select_option("Off")
    desk.page.get_by_role("button", name="Save settings").click()
    expect(desk.page.get_by_text("Your settings are saved.")).to_be_visible()
    for key in ("n", "t", "?", "/"):
        desk.page.keyboard.press(key)
    expect(desk.page.get_by_role("heading", name="Settings")).to_be_visible()
    expect(desk.page.get_by_role("dialog")).to_be_hidden()
    desk.page.get_by_role("link", name="Keyboard shortcuts").click()
    expect(desk.page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()


def test_a_line_outlives_a_session_that_ended_meanwhile(desk, name):
    desk.register(name).open("/")
    page = desk.page
    desk.context.clear_cookies(name="session")
    page.get_by_label("Quick add").fill("Lunch tomorrow 12:30")
    page.keyboard.press("Enter")
    give_password(page, name)
    expect(page.get_by_label("Quick add")).to_have_value("Lunch tomorrow 12:30")
    expect(page.get_by_text("This is what you typed before.")).to_be_visible()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Lunch · ")).to_be_visible()
    page.goto("/")
    expect(page.get_by_label("Quick add")).to_have_value("")
