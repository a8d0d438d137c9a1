"""From a page of time to an event and back, in Chromium: with scripts and without, at both widths."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from eventapp.ical.recurrence import recurrence
from eventapp.models import Event, When
from tests.factories import opened

ZONE = "Europe/Prague"
LUNCH = datetime(2015, 11, 27, 18, 30)


@pytest.fixture
def settle(live_app, name):
    """Registers a visitor with events in the week of 23 November 2015, in which it is never now."""

    def settle(visitor):
        visitor.page.emulate_media(reduced_motion="reduce")  # or a page may still fade in when the next one comes
        visitor.register(name)
        with opened(live_app) as root:
            user = root["users"][name]
            user.timezone, user.locale = ZONE, "en_GB"
            for n in range(20):
                start = datetime(2015, 11, 23, 9) + timedelta(hours=6 * n)
                user.add(Event(f"Meeting {n}", When(start, start + timedelta(hours=1), ZONE)))
            user.add(Event("Lunch with Ana", When(LUNCH, LUNCH + timedelta(hours=1), ZONE), "Eska"))
            again = recurrence(datetime(2015, 11, 27, 7), ["FREQ=WEEKLY"], timezone=ZONE)
            user.add(Event("Swim", When(datetime(2015, 11, 27, 7), timezone=ZONE), recurrence=again))
        return visitor

    return settle


def open_form(page, title):
    page.locator("main").get_by_role("link", name=title).first.click()
    page.get_by_role("link", name="Edit").click()


PAGES = ["/week/2015-11-23", "/day/2015-11-27", "/agenda?from=2015-11-23", "/search?q=lunch+in%3A2015"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path[1:4])
def test_the_way_there_and_back(settle, person, path):
    page = settle(person).page
    person.open(path)
    address = page.url
    open_form(page, "Lunch with Ana")
    page.get_by_role("link", name="Cancel").click()
    expect(page).to_have_url(address)
    open_form(page, "Lunch with Ana")
    page.get_by_label("Place").fill("Savoy")
    page.get_by_role("button", name="Save event").click()
    said = page.get_by_role("status").filter(has_text="Saved. Lunch with Ana · Fri, 27 Nov 2015 18:30 to 19:30")
    expect(said).to_be_in_viewport()
    expect(page.locator("#saved")).to_be_in_viewport()
    assert page.url.startswith(address)
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_text("The change is undone.")).to_be_in_viewport()
    expect(page.locator("#saved")).to_be_in_viewport()
    page.locator("#saved a").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("“Lunch with Ana” is deleted.")).to_be_visible()
    assert page.url.startswith(address)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Restored. Lunch with Ana")).to_be_visible()
    assert page.url.startswith(address)


def test_what_was_moved_is_shown_where_it_is_now(settle, person):
    page = settle(person).page
    person.open("/month/2015-11")
    if person.label.startswith("mobile"):  # its events are dots, and its days lead to where there is more room
        page.locator("[data-day='2015-11-27'] .d").click()
    else:
        page.locator("[data-day='2015-11-27'] .more a").click()
    expect(page).to_have_url("/day/2015-11-27")
    open_form(page, "Lunch with Ana")
    page.get_by_label("Starts on").fill("2015-12-24")
    page.locator("#end_date").fill("")
    page.get_by_role("button", name="Save event").click()
    expect(page.get_by_role("heading", name="Thursday, 24 December 2015")).to_have_count(1)
    expect(page.locator("#saved")).to_be_in_viewport()
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_role("heading", name="Friday, 27 November 2015")).to_have_count(1)


@pytest.mark.parametrize("path", ["/week/2015-11-23", "/month/2015-11", "/agenda?from=2015-11-23"])
def test_the_page_after_it_is_as_it_should_be(settle, visitor, path):
    """With a long title, too; and what has the focus is never under what is said."""
    page = settle(visitor).page
    visitor.open("/day/2015-11-27")
    link = page.locator("main").get_by_role("link", name="Swim").first.get_attribute("href")
    visitor.open(link.replace("?", "edit?").replace("/day/2015-11-27", path))
    page.get_by_label("Title").fill("Swim " + "a long way " * 14)
    page.get_by_label("Only this one").check()
    page.get_by_role("button", name="Save event").click()
    said = page.locator(".put")
    expect(said).to_be_in_viewport()
    page.locator("footer a").last.focus()
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        focus = page.locator(":focus")
        if focus.evaluate("element => Boolean(element.closest('.put, .bar'))"):
            break
        box, over = focus.bounding_box(), said.bounding_box()
        assert box["y"] + box["height"] > over["y"] + over["height"]
    page.evaluate("scrollTo(0, 0)")  # or axe-core measures what is half under it
    visitor.check(f"saved-{path[1:6]}")


def test_what_is_clicked_or_pasted_somewhere_is_shown_there(settle, desk):
    page = settle(desk).page
    desk.open("/week/2015-11-23")
    page.get_by_role("link", name="Lunch with Ana").focus()
    page.keyboard.press("Control+c")
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    desk.open("/month/2015-12")
    page.locator("[data-day='2015-12-08'] .d").focus()
    page.keyboard.press("Control+v")
    page.get_by_role("button", name="Save event").click()
    expect(page.locator("#saved")).to_contain_text("Lunch with Ana")
    expect(page).to_have_url(re.compile(r"/month/2015-12\?added="))
    page.locator("[data-day='2015-12-10']").click()
    page.get_by_label("Title").fill("Tea")
    page.get_by_role("button", name="Save event").click()
    expect(page.locator("[data-day='2015-12-10'] #saved")).to_contain_text("Tea")
    assert page.evaluate("sessionStorage.getItem('draft')") is None
    desk.open("/week/2015-12-07")
    page.get_by_role("link", name="Lunch with Ana").click()
    page.wait_for_load_state()  # the script is there
    page.keyboard.press("Control+c")
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    desk.open("/day/2015-12-09")
    page.locator(".slots a[href$='time=10:00']").hover()
    page.keyboard.press("Control+v")
    page.get_by_role("button", name="Save event").click()
    expect(page).to_have_url(re.compile(r"/day/2015-12-09\?added="))
    assert not desk.problems


def test_an_undo_that_would_lose_what_follows(settle, visitor):
    page = settle(visitor).page
    visitor.open("/day/2015-12-04")
    for title, scope in (("Dive", "This and all that follow"), ("Deep", "All of them")):
        page.locator("main li").get_by_role("link").first.click()
        page.get_by_role("link", name="Edit").click()
        page.get_by_label("Title").fill(title)
        page.get_by_label(scope).check()
        page.get_by_role("button", name="Save event").click()
        expect(page.locator("#saved")).to_contain_text(title)
    visitor.open("/day/2015-11-27")
    page.locator("main li").get_by_role("link", name="Swim").click()
    page.get_by_role("button", name="Undo last change").click()
    expect(page.get_by_role("heading", name="What follows, as it is now")).to_be_visible()
    visitor.check("undo-refused-part")
    page.get_by_role("link", name="Show what follows").click()
    expect(page.get_by_role("heading", name="Deep")).to_be_visible()
