"""The pages of recurring events and of calendars in Chromium, at both widths, light and dark."""

from itertools import count

import pytest
from playwright.sync_api import expect

numbers = count()


@pytest.fixture
def name():
    return f"vera{next(numbers)}"


@pytest.fixture
def signed_in(visitor, name):
    visitor.register(name)
    return visitor


def add_swim(visitor, name):
    visitor.open(f"/users/{name}/add")
    page = visitor.page
    page.get_by_label("Title").fill("Swim")
    page.get_by_label("Starts on").fill("2026-12-01")
    page.locator("#start_time").fill("12:30")
    page.locator("#end_time").fill("13:15")
    page.get_by_label("Place").fill("Pool in Podolí")
    page.get_by_text("Repeat", exact=True).click()
    page.get_by_label("Weekly", exact=True).check()
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        page.get_by_label(day, exact=True).set_checked(day == "Tuesday")
    page.get_by_label("After so many times").check()
    page.get_by_label("How many times").fill("4")
    page.get_by_label("Remind me").select_option("30")


def test_an_event_that_repeats(signed_in, name):
    visitor, page = signed_in, signed_in.page
    add_swim(visitor, name)
    page.evaluate("scrollTo(0, 0)")
    visitor.check("repeat-form")
    page.get_by_role("button", name="Save event").click()
    expect(page.get_by_text("every Tuesday, 4 times")).to_be_visible()
    visitor.check("repeat-event")
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Title").fill("Dive")
    visitor.check("repeat-edit")
    page.get_by_label("Only this one").check()
    page.get_by_role("button", name="Save event").click()
    expect(page.get_by_text("this one is different")).to_be_visible()
    visitor.check("repeat-changed")
    page.get_by_role("link", name="Delete…").click()
    visitor.check("repeat-delete")
    page.get_by_label("Only this one").check()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("The others are still there.")).to_be_visible()
    visitor.check("repeat-left-out")


def test_what_is_wrong_with_a_rule(signed_in, name):
    visitor, page = signed_in, signed_in.page
    add_swim(visitor, name)
    page.get_by_label("On a day", exact=True).check()
    page.get_by_role("button", name="Save event").click()
    expect(page.get_by_text("Give the last day.")).to_be_visible()
    visitor.check("repeat-wrong")


def test_calendars(signed_in, name):
    visitor, page = signed_in, signed_in.page
    visitor.open(f"/users/{name}/calendars").check("calendars-one")
    page.get_by_label("Name").fill("Family and friends")
    page.get_by_label("Green").check()
    page.get_by_role("button", name="Add calendar").click()
    expect(page.get_by_text("The calendar is added.")).to_be_visible()
    visitor.check("calendars-two")
    page.get_by_role("link", name="Name and colour of Family and friends").click()
    visitor.check("calendar-form")
    page.get_by_role("button", name="Delete calendar").click()
    expect(page.get_by_role("button", name="Restore")).to_be_visible()
    visitor.check("calendars-deleted")
    page.get_by_role("button", name="Restore").click()
    visitor.open(f"/users/{name}/add").check("add-with-calendars")
    page.get_by_label("Calendar").select_option("family-and-friends")
    page.get_by_label("Title").fill("Picnic")
    page.get_by_role("button", name="Save event").click()
    assert f"/users/{name}/family-and-friends/" in page.url
