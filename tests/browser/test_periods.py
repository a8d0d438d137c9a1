"""The pages of time, each at both widths, light and dark, and without JavaScript."""

import os
import re
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Event, When
from tests.factories import opened

DAY = timedelta(days=1)
LIFE = """
Autumn break           | 2026-10-28       | 2026-11-01       |
Book club              | 2026-10-29 19:00 | 2026-10-29 21:00 |
Dentist                | 2026-11-03 09:00 | 2026-11-03 09:45 |
Swim                   | 2026-11-05 07:00 | 2026-11-05 08:00 | FREQ=WEEKLY
Piano recital          | 2026-11-06 18:00 | 2026-11-06 19:30 |
PyCon Brno             | 2026-11-13       | 2026-11-15       |
Freedom Day            | 2026-11-17       | 2026-11-17       | FREQ=YEARLY
Dinner with Ana        | 2026-11-20 19:30 | 2026-11-20 22:00 |
Vet for Miso           | 2026-11-23 08:30 | 2026-11-23 09:00 |
Lunch with Tomáš       | 2026-11-23 12:30 | 2026-11-23 13:30 |
Sprint review          | 2026-11-23 16:00 | 2026-11-23 17:00 |
Parents’ evening       | 2026-11-24 18:00 | 2026-11-24 19:30 |
Kitchen delivery       | 2026-11-25 08:00 | 2026-11-25 12:00 |
Call the plumber       | 2026-11-25 08:30 | 2026-11-25 09:00 |
Stand-up               | 2026-11-25 09:30 | 2026-11-25 09:45 |
Flat viewing           | 2026-11-25 17:15 | 2026-11-25 17:45 |
Choir                  | 2026-11-25 19:00 | 2026-11-25 21:00 |
Thank-you cards        | 2026-11-25 21:30 | 2026-11-25 22:00 |
Night train to Vienna  | 2026-11-26 22:10 | 2026-11-27 06:30 |
Weekend in Vienna      | 2026-11-27       | 2026-11-30       |
Exhibition             | 2026-11-28       | 2026-11-29       |
Mum’s 60th             | 2026-12-05 17:00 | 2026-12-05 23:00 |
"""
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


def event(line: str) -> Event:
    title, start, end, rule = (part.strip() for part in line.split("|"))
    moment = datetime.fromisoformat if ":" in start else date.fromisoformat
    last = moment(end) if ":" in start else moment(end) + DAY
    again = recurrence(moment(start), [rule]) if rule else recurrence(moment(start))
    return Event(title, When(moment(start), last, "Europe/Prague"), "Praha 1", recurrence=again)


@pytest.fixture
def living(live_app, visitor, name):
    """A visitor with a life in November 2026, and with further calendars."""
    visitor.register(name)
    with opened(live_app) as root:
        user = root["users"][name]
        for line in LIFE.strip().splitlines():
            user.add(event(line))
        user.add(Event(LONG, When(datetime(2026, 11, 12, 9), None, "Europe/Prague")))
        for n, (title, hue) in enumerate([("Family", 3), ("Work", 6)]):
            calendar = Calendar(title, title.lower())
            calendar.hue = hue
            user.add_calendar(calendar)
            calendar.add(event(f"{title} day | 2026-11-1{n} 10:00 | 2026-11-1{n} 11:00 |"))
    return visitor


def test_month(living):
    living.open("/month/2026-11").check("month")


def test_week(living):
    living.open("/week/2026-11-23").check("week")
    living.open("/week/2026-10-19").check("week-of-25-hours")


def test_day(living):
    living.open("/day/2026-11-25").check("day")
    living.open("/day/2026-11-27").check("day-after-a-night")
    living.open("/day/2027-01-01").check("day-empty")


def test_year(living):
    living.open("/year/2026").check("year")


def test_agenda(living):
    living.open("/agenda?from=2026-11-03").check("agenda")
    living.open("/agenda?from=2026-11-03&hide=own").check("agenda-hidden")


def test_from_a_month_to_an_event_and_back(person, name):
    """With JavaScript and without, at both widths."""
    page = person.page
    person.register(name).open("/")
    page.get_by_role("link", name="Month", exact=True).first.click()
    page.get_by_role("link", name="Next month").click()
    page.get_by_label("Go to a day").fill("2028-02-10")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_role("heading", name="February 2028")).to_be_visible()
    page.get_by_role("link", name="29 February").first.click()
    page.get_by_role("link", name="Add on this day").click()
    expect(page.get_by_label("Starts on")).to_have_value("2028-02-29")
    page.get_by_label("Title").fill("Leap day")
    page.locator("#start_time").fill("10:00")
    page.get_by_role("button", name="Save event").click()
    for path in ("/day/2028-02-29", "/week/2028-02-28", "/agenda?from=2028-02-01"):
        page.goto(path)
        expect(page.get_by_role("link", name="Leap day")).to_be_visible()
    page.goto("/year/2028")
    page.get_by_role("link", name=re.compile("^29 ?, 1 event$")).click()
    expect(page).to_have_url(re.compile("/day/2028-02-29$"))
    assert not person.problems


def test_a_click_on_an_hour_adds_there(desk, name):
    desk.register(name).open("/week/2026-11-23")
    desk.page.locator("section[data-day='2026-11-25'] .slots a[href$='time=12:00']").click(position={"x": 20, "y": 5})
    expect(desk.page.locator("#start_time")).to_have_value("12:00")
    expect(desk.page.get_by_label("Starts on")).to_have_value("2026-11-25")


def test_bars_are_as_wide_as_their_days(live_app, desk, name):
    desk.register(name)
    with opened(live_app) as root:
        root["users"][name].add(event("Vienna | 2026-11-25 | 2026-11-29 |"))
    for path, days in (("/month/2026-11", "td"), ("/week/2026-11-23", "section")):
        desk.open(path)
        bar = desk.page.get_by_role("link", name="Vienna").bounding_box()
        first, last = (desk.page.locator(f"{days}[data-day='2026-11-{n}']").bounding_box() for n in (25, 29))
        assert 0 < bar["x"] - first["x"] < 8
        assert 0 < last["x"] + last["width"] - bar["x"] - bar["width"] < 8


def test_a_long_title_makes_no_column_wider(live_app, desk, name):
    desk.register(name)
    with opened(live_app) as root:
        root["users"][name].add(event(f"{'all-day ' * 9}| 2026-11-25 | 2026-11-25 |"))
    desk.open("/week/2026-11-23")
    column, bar = (desk.page.locator(path).bounding_box() for path in ("[data-day='2026-11-25']", ".bars li a"))
    assert bar["x"] + bar["width"] <= column["x"] + column["width"]


def test_blocks_stand_at_their_hours(live_app, desk, name):
    desk.register(name)
    with opened(live_app) as root:
        root["users"][name].add(event("Lunch | 2026-11-25 12:30 | 2026-11-25 13:45 |"))
        root["users"][name].timezone = "Europe/Prague"
    desk.open("/day/2026-11-25")
    first, last = (desk.page.locator(f".slots a[href$='time=1{n}:00']").bounding_box() for n in (2, 3))
    block = desk.page.locator(".blocks li.k").bounding_box()
    assert block["y"] == pytest.approx(first["y"] + first["height"] / 2, abs=1)
    assert block["y"] + block["height"] == pytest.approx(last["y"] + last["height"] * 3 / 4, abs=1)


@pytest.mark.parametrize("visitor", ["desktop"], indirect=True)
def test_a_month_fits_a_printed_page_and_keeps_its_colours(living, tmp_path):
    for path in ("/month/2026-11", "/year/2026"):
        pdf = living.open(path).page.pdf(prefer_css_page_size=True, format="A4", print_background=False)
        assert len(re.findall(rb"/Type /Page\b", pdf)) == 1, path
    if shots := os.environ.get("SHOTS"):
        living.open("/month/2026-11").page.pdf(path=f"{shots}/month.pdf", prefer_css_page_size=True)


def test_in_forced_colours_today_and_bars_are_seen(living):
    living.page.emulate_media(forced_colors="active")
    living.open("/month/2026-11").check("month-forced")
    living.open("/week/2026-11-23").check("week-forced")


def test_on_the_narrowest_phone_all_links_are_within_reach(desk, name):
    desk.register(name)
    desk.page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/month", "/week", "/day", "/year", "/agenda"):
        desk.open(path)
        for link in desk.page.locator("nav a").all():
            box = link.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 320, (path, link.inner_text())
