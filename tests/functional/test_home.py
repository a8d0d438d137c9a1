"""Step 5: the home page, at 08:42 on Monday 23 November 2026 in Prague."""

from datetime import datetime

from eventapp.models import Event, When
from tests.factories import NOW, Browser, opened


def rows(page):
    """Each event of the agenda, as the heading of its day and the words of its row."""
    return [
        (day.find(class_="date").get_text(" ", strip=True), " ".join(row.get_text(" ", strip=True).split()))
        for day in page.html.find_all(class_="day")
        for row in day.find_all("li")
    ]


def test_a_new_user_sees_what_to_do(alice):
    page = alice.get("/")
    assert page.html.h1.text == "Monday 23 November"
    assert "Add your first event" in page and "Past events" not in page
    assert page.click("New event", index=0).request.path == "/users/alice/add"


def test_coming_events_in_order_of_time_and_how_long_until_each(alice):
    alice.add("alice", "Weekend", start_date="2026-11-27", end_date="2026-11-29")
    alice.add("alice", "Lunch", start_date="2026-11-23", start_time="12:30", end_time="13:30", place="Eska")
    alice.add("alice", "Vet", start_date="2026-11-23", start_time="08:30", end_time="09:00")
    alice.add("alice", "Yesterday", start_date="2026-11-22")
    alice.add("alice", "Evening", start_date="2026-11-24", start_time="18:00")
    page = alice.get("/")
    assert rows(page) == [
        ("Today Mon 23 Nov", "08:30 09:00 Vet now · 18 min left"),
        ("Today Mon 23 Nov", "12:30 13:30 Lunch Eska in 3 h 48 min"),
        ("Tomorrow Tue 24 Nov", "18:00 Evening tomorrow"),
        ("Friday Fri 27 Nov", "all day Weekend until Sun 29 Nov in 4 days"),
    ]
    assert "2 events today · week 48" in page
    tiles = [" ".join(tile.get_text(" ", strip=True).split()) for tile in page.html.find(class_="tiles").find_all("li")]
    assert tiles == ["3 h 48 min Lunch Today 12:30", "1 day Evening Tomorrow 18:00", "4 days Weekend Fri 27 Nov"]
    past = page.click("Past events")
    assert rows(past) == [("Yesterday Sun 22 Nov", "all day Yesterday yesterday")]


def test_with_only_past_events_it_says_so(alice):
    alice.add("alice", "Yesterday", start_date="2026-11-22")
    page = alice.get("/")
    assert "Nothing coming up" in page and "Nothing today" in page and "Add your first" not in page
    assert "Yesterday" in page.click("Past events")


def test_everybody_sees_their_own(alice, bob):
    alice.add("alice", "Lunch with Ana", start_date="2026-11-27")
    assert "Lunch with Ana" in alice.get("/") and "Lunch with Ana" not in bob.get("/")


def test_the_day_is_the_readers(app):
    tokyo = Browser(app).register("taro", timezone="Asia/Tokyo")
    pacific = Browser(app).register("pat", timezone="America/Los_Angeles")
    assert tokyo.get("/").html.h1.text == "Monday 23 November"
    assert pacific.get("/").html.h1.text == "Sunday 22 November"


def test_later_events_are_on_further_pages(app, alice):
    with opened(app) as root:
        for day in range(1, 29):
            for hour in (9, 10):
                root["users"]["alice"].add(Event(f"{day} at {hour}:00", When(datetime(2026, 12, day, hour))))
    page = alice.get("/")
    assert len(rows(page)) == 50 and page.html.find(class_="tiles")
    page = page.click("Show later events")
    assert len(rows(page)) == 6 and "Page 2" in page and not page.html.find(class_="tiles")
    page.click("Show sooner events")
    alice.get("/?page=nonsense", status=404)


def test_there_are_four_countdowns_at_most(alice):
    for day in range(24, 31):
        alice.add("alice", f"day {day}", start_date=f"2026-11-{day}")
    assert len(alice.get("/").html.find(class_="tiles").find_all("li")) == 4


def test_what_has_started_does_not_crowd_out_the_countdowns(alice):
    for number in range(8):
        alice.add("alice", f"all day {number}", start_date="2026-11-23")
    alice.add("alice", "Tomorrow", start_date="2026-11-24")
    (tile,) = alice.get("/").html.find(class_="tiles").find_all("li")
    assert "Tomorrow" in tile.text


def test_a_day_that_fills_the_page_says_that_there_may_be_more(app, alice):
    with opened(app) as root:
        for number in range(51):
            root["users"]["alice"].add(Event(f"event {number}", When(NOW.date())))
    assert "50+ events today" in alice.get("/")


def test_each_day_is_listed_once_in_order_whatever_the_zones(alice):
    """The reader is in Prague."""
    for title, day, zone in [
        ("a", "2026-11-24", "Pacific/Auckland"),
        ("b", "2026-11-24", "America/Los_Angeles"),
        ("c", "2026-11-23", "Pacific/Kiritimati"),
        ("d", "2026-11-25", "Pacific/Kiritimati"),
    ]:
        alice.add("alice", title, start_date=day, timezone=zone)
    alice.add("alice", "e", start_date="2026-11-24", start_time="00:10")
    alice.add("alice", "f", start_date="2026-11-24", start_time="23:50")
    page = alice.get("/")
    days = [day.find(class_="date").span.text for day in page.html.find_all(class_="day")]
    assert days == ["Today", "Tomorrow", "Wednesday"] and len(rows(page)) == 6
