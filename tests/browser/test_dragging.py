"""Dragging, clicking and pasting on the pages of time, with a real pointer; and that all is there without a script."""

from datetime import date, datetime

import pytest
from playwright.sync_api import expect

from eventapp.ical.recurrence import recurrence
from eventapp.models import Event, When
from tests.factories import opened

ZONE = "Europe/Prague"


@pytest.fixture
def settle(live_app, name):
    """Registers a visitor with a few events in the week of 23 November 2015, in which it is never now."""

    def settle(visitor):
        visitor.page.emulate_media(reduced_motion="reduce")  # or a page that just came can't be grabbed yet
        visitor.register(name)
        with opened(live_app) as root:
            user = root["users"][name]
            user.timezone, user.locale = ZONE, "en_GB"
            user.add(Event("Lunch", When(datetime(2015, 11, 25, 12, 30), datetime(2015, 11, 25, 13, 30), ZONE)))
            user.add(Event("Tea", When(datetime(2015, 11, 26, 15, 10), datetime(2015, 11, 26, 16, 10), ZONE)))
            user.add(Event("Trip", When(date(2015, 11, 24), date(2015, 11, 26), ZONE)))
            weekly = recurrence(datetime(2015, 11, 23, 9), ["FREQ=WEEKLY"], timezone=ZONE)
            start, end = datetime(2015, 11, 23, 9), datetime(2015, 11, 23, 10)
            user.add(Event("Swim", When(start, end, ZONE), recurrence=weekly))
        return visitor

    return settle


@pytest.fixture
def when(live_app, name):
    """Says when an event is now, as its start and its end."""

    def when(title):
        with opened(live_app) as root:
            (event,) = (event for event in root["users"][name].values() if event.title == title)
            return event.when.start, event.when.end

    return when


def hour(page, day, time):
    """Where an hour of a day begins on the page."""
    box = page.locator(f"[data-day='{day}'] .slots a[href*='time={time}']").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + 6


def middle(page, selector):
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def to_top(page):
    """Where what was done is said is not over anything."""
    page.evaluate("scrollTo(0, 0)")


def drag(page, start, end, drop=True):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 6, start[1] + 6)
    page.mouse.move(*end, steps=4)
    if drop:
        page.mouse.up()


def block(page, title):
    box = page.locator("[data-start]").get_by_role("link", name=title).first.bounding_box()
    return box["x"] + min(20, box["width"] / 2), box["y"] + 4


def lower_edge(page, title):
    box = page.locator("li.k", has=page.get_by_role("link", name=title)).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] - 4


def test_a_block_is_dragged_to_another_day_and_hour_and_back(settle, visitor, when):
    """While it is held, too, the page is as it should be; on a phone a day has hours to drag to."""
    page = settle(visitor).page
    wide = visitor.label == "desktop"
    visitor.open("/week/2015-11-23" if wide else "/day/2015-11-25")
    target = hour(page, "2015-11-27" if wide else "2015-11-25", "10:00")
    drag(page, block(page, "Lunch"), target, drop=False)
    expect(page.locator(".ghost")).to_contain_text("10:00")
    visitor.check("week-dragging" if wide else "day-dragging")
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="Lunch · ")).to_contain_text("10:00 to 11:00")
    day = 27 if wide else 25
    assert when("Lunch") == (datetime(2015, 11, day, 10), datetime(2015, 11, day, 11))
    to_top(page)
    visitor.check("week-dropped" if wide else "day-dropped")
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_text("The change is undone.")).to_be_visible()
    assert when("Lunch") == (datetime(2015, 11, 25, 12, 30), datetime(2015, 11, 25, 13, 30))
    page.get_by_role("button", name="Redo the last change").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert when("Lunch")[0] == datetime(2015, 11, day, 10)


def test_a_bar_is_dragged_in_a_month(settle, visitor, when):
    page = settle(visitor).page
    visitor.open("/month/2015-11")
    if visitor.label == "mobile":  # its events are dots, and its days lead to where there is more room
        page.locator("[data-day='2015-11-24'] .d").click()
        expect(page).to_have_url("/day/2015-11-24")
        return
    drag(page, block(page, "Trip"), middle(page, "[data-day='2015-11-11']"), False)
    assert page.locator(".drop").evaluate_all("all => all.map(one => one.dataset.day)") == ["2015-11-11", "2015-11-12"]
    visitor.check("month-dragging")
    page.mouse.up()
    expect(page.get_by_text("Trip · ")).to_be_visible()
    assert when("Trip") == (date(2015, 11, 11), date(2015, 11, 13))
    to_top(page)
    visitor.check("month-dropped")


def test_one_of_a_bar_is_grabbed_by_its_second_day(settle, desk, when):
    """It goes as far as the pointer does."""
    page = settle(desk).page
    desk.open("/week/2015-11-23")
    bar = page.get_by_role("link", name="Trip").bounding_box()
    second = bar["x"] + bar["width"] * 0.7, bar["y"] + 8
    drag(page, second, (second[0] + bar["width"] / 2, second[1]))
    expect(page.get_by_text("Trip · ")).to_be_visible()
    assert when("Trip") == (date(2015, 11, 25), date(2015, 11, 27))


def test_only_the_day_changes_where_it_is_dragged_straight_across(settle, desk, when):
    """The minutes that are no quarter stay; they are rounded where the hour changes."""
    page = settle(desk).page
    page.set_viewport_size({"width": 1280, "height": 1200})
    desk.open("/week/2015-11-23")
    start = block(page, "Tea")
    drag(page, start, (hour(page, "2015-11-27", "15:00")[0], start[1]))
    expect(page.get_by_text("Tea · ")).to_be_visible()
    assert when("Tea")[0] == datetime(2015, 11, 27, 15, 10)
    start = block(page, "Tea")
    drag(page, start, (start[0], start[1] + 12))
    expect(page.get_by_text("Tea · ")).to_contain_text("15:30 to 16:30")


def test_edges_are_stretched(settle, desk, when):
    page = settle(desk).page
    desk.open("/week/2015-11-23")
    drag(page, lower_edge(page, "Lunch"), hour(page, "2015-11-25", "15:00"), drop=False)
    expect(page.locator(".ghost time")).to_have_text("12:30–15:15")
    page.mouse.up()
    expect(page.get_by_text("Lunch · ")).to_contain_text("12:30 to 15:15")
    assert when("Lunch") == (datetime(2015, 11, 25, 12, 30), datetime(2015, 11, 25, 15, 15))
    to_top(page)
    bar = page.get_by_role("link", name="Trip").bounding_box()
    edge = bar["x"] + bar["width"] - 3, bar["y"] + 8
    drag(page, edge, (edge[0] + bar["width"], edge[1]))
    expect(page.get_by_text("Trip · ")).to_be_visible()
    assert when("Trip") == (date(2015, 11, 24), date(2015, 11, 28))


def test_escape_and_what_goes_nowhere_change_nothing(settle, desk, when):
    page = settle(desk).page
    desk.open("/week/2015-11-23")
    address = page.url
    drag(page, block(page, "Lunch"), hour(page, "2015-11-27", "10:00"), drop=False)
    page.keyboard.press("Escape")
    expect(page.locator(".ghost, .held")).to_have_count(0)
    page.mouse.up()
    drag(page, block(page, "Lunch"), (5, 400))
    drag(page, block(page, "Lunch"), block(page, "Lunch"))
    assert page.url == address and when("Lunch")[0] == datetime(2015, 11, 25, 12, 30)
    page.get_by_role("link", name="Lunch").click()  # a press that moved nothing is a click
    expect(page.get_by_role("heading", name="Lunch")).to_be_visible()
    assert not desk.problems


def test_one_of_a_series_is_asked_about(settle, desk, when):
    page = settle(desk).page
    desk.open("/week/2015-11-23")
    drag(page, block(page, "Swim"), hour(page, "2015-11-24", "11:00"))
    expect(page.get_by_role("heading", name="Edit event")).to_be_visible()
    desk.check("edit-dropped")
    expect(page.get_by_label("Starts on")).to_have_value("2015-11-24")
    expect(page.locator("#start_time")).to_have_value("11:00")
    expect(page.locator("#end_time")).to_have_value("12:00")
    page.get_by_label("All of them").check()
    page.get_by_role("button", name="Save event").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert when("Swim")[0] == datetime(2015, 11, 24, 11)


def test_what_was_changed_meanwhile_is_shown_beside_the_drop(live_app, settle, desk, when, name):
    page = settle(desk).page
    desk.open("/week/2015-11-23")
    with opened(live_app) as root:
        next(event for event in root["users"][name].values() if event.title == "Lunch").change(title="Dinner")
    drag(page, block(page, "Lunch"), hour(page, "2015-11-27", "10:00"))
    expect(page.get_by_text("was changed since you opened it")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Dinner")
    expect(page.locator("#start_time")).to_have_value("10:00")
    page.get_by_role("button", name="Save event").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert when("Dinner")[0] == datetime(2015, 11, 27, 10)


@pytest.fixture
def touch(visitor):
    """A finger, as the browser has it: it starts, moves or ends somewhere."""
    session = visitor.context.new_cdp_session(visitor.page)

    def touch(kind, x=0, y=0):
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


@pytest.mark.parametrize("visitor", ["mobile"], indirect=True)
def test_a_finger_that_rests_drags_and_one_that_moves_scrolls(settle, visitor, touch, when):
    page = settle(visitor).page
    visitor.open("/day/2015-11-25")
    page.locator(".blocks").scroll_into_view_if_needed()
    x, y = block(page, "Lunch")
    touch("touchStart", x, y)
    for n in range(1, 9):
        touch("touchMove", x, y - 20 * n)
    touch("touchEnd")
    assert page.evaluate("scrollY") > 0 and page.locator(".held, .ghost").count() == 0
    page.get_by_role("link", name="Lunch").scroll_into_view_if_needed()
    x, y = block(page, "Lunch")
    touch("touchStart", x, y)
    expect(page.locator(".ghost")).to_be_visible()
    for n in range(1, 9):
        touch("touchMove", x, y + 12 * n)
    expect(page.locator(".ghost")).to_contain_text("14:30")
    touch("touchEnd")
    expect(page.get_by_text("Lunch · ")).to_contain_text("14:30 to 15:30")
    assert when("Lunch")[0] == datetime(2015, 11, 25, 14, 30)


@pytest.mark.parametrize("visitor", ["mobile"], indirect=True)
def test_on_a_phone_a_week_is_a_list_of_days_to_drag_between(settle, visitor, when):
    page = settle(visitor).page
    visitor.open("/week/2015-11-23")
    page.locator("[data-day='2015-11-25']").scroll_into_view_if_needed()
    drag(page, block(page, "Lunch"), middle(page, "[data-day='2015-11-24']"))
    expect(page.get_by_text("Lunch · ")).to_be_visible()
    assert when("Lunch")[0] == datetime(2015, 11, 24, 12, 30)


def test_a_click_on_an_empty_place_adds_there(settle, desk):
    page = settle(desk).page
    page.set_viewport_size({"width": 1280, "height": 1200})
    for path, place, down, time in [
        ("/week/2015-11-23", ".slots a[href*='time=10']", 6, "10:00"),
        ("/week/2015-11-23", ".slots a[href*='time=10']", 30, "10:30"),
        ("/week/2015-11-23", ".bars", 1, ""),
        ("/month/2015-11", ".d", 90, ""),
    ]:
        desk.open(path)
        box = page.locator(f"[data-day='2015-11-25'] {place}").bounding_box()
        page.mouse.click(box["x"] + 1, box["y"] + down)
        expect(page.get_by_label("Starts on")).to_have_value("2015-11-25")
        expect(page.locator("#start_time")).to_have_value(time)
    assert not desk.problems


def test_copy_and_paste(settle, desk, name):
    page = settle(desk).page
    desk.open("/week/2015-11-23")
    page.mouse.move(*hour(page, "2015-11-27", "10:00"))
    page.keyboard.press("Control+v")  # nothing is copied yet
    page.get_by_role("link", name="Lunch").focus()
    page.keyboard.press("Control+c")
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    page.mouse.move(*hour(page, "2015-11-27", "10:00"))
    page.keyboard.press("Control+v")
    expect(page.get_by_label("Title")).to_have_value("Lunch")
    expect(page.get_by_label("Starts on")).to_have_value("2015-11-27")
    expect(page.locator("#start_time")).to_have_value("10:00")
    expect(page.locator("#end_time")).to_have_value("11:00")

    desk.open("/month/2015-12")
    page.locator("[data-day='2015-12-08'] .d").focus()
    page.keyboard.press("Control+v")
    expect(page.get_by_label("Starts on")).to_have_value("2015-12-08")
    expect(page.locator("#start_time")).to_have_value("12:30")

    desk.open("/week/2015-11-23")
    page.get_by_role("link", name="Trip").click()
    page.get_by_role("heading", name="Trip").wait_for()
    page.wait_for_load_state()  # the script is there
    page.keyboard.press("Meta+c")
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    desk.open("/month/2015-12")
    page.mouse.move(*middle(page, "[data-day='2015-12-15']"))
    page.keyboard.press("Meta+v")
    expect(page.get_by_label("Title")).to_have_value("Trip")
    expect(page.locator("#end_date")).to_have_value("2015-12-16")
    page.get_by_role("button", name="Save event").click()
    expect(page.locator("#saved")).to_contain_text("Trip")
    assert not desk.problems


def test_text_that_is_selected_is_copied_and_not_the_event(settle, desk):
    page = settle(desk).page
    desk.open("/week/2015-11-23")
    page.get_by_role("link", name="Trip").click()
    page.get_by_role("heading", name="Trip").dblclick()
    page.keyboard.press("Control+c")
    assert page.evaluate("sessionStorage.getItem('copied')") is None


def test_where_shortcuts_are_off_nothing_is_copied_or_pasted(live_app, settle, desk, name):
    page = settle(desk).page
    with opened(live_app) as root:
        root["users"][name].shortcuts = False
    desk.open("/week/2015-11-23")
    page.get_by_role("link", name="Lunch").focus()
    page.keyboard.press("Control+c")
    assert page.evaluate("sessionStorage.getItem('copied')") is None
    page.evaluate("sessionStorage.setItem('copied', '/nowhere')")
    page.mouse.move(*hour(page, "2015-11-27", "10:00"))
    page.keyboard.press("Control+v")
    expect(page.get_by_role("link", name="Lunch")).to_be_visible()


def test_the_plain_way_to_all_of_it(settle, person, when):
    """With a script and without, at both widths: Edit moves and stretches, the link of a day adds, and Copy copies."""
    page = settle(person).page
    person.open("/day/2015-11-25")
    page.get_by_role("link", name="Lunch").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Starts on").fill("2015-11-26")
    page.locator("#end_time").fill("14:00")
    page.get_by_role("button", name="Save event").click()
    assert when("Lunch") == (datetime(2015, 11, 26, 12, 30), datetime(2015, 11, 26, 14))
    page.locator("#saved a").click()
    page.get_by_role("link", name="Copy").click()
    expect(page.get_by_label("Title")).to_have_value("Lunch")
    person.open("/day/2015-11-27")
    page.get_by_role("link", name="Add on this day").click()
    expect(page.get_by_label("Starts on")).to_have_value("2015-11-27")
    assert not person.problems
