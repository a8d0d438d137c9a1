"""What pages are told of reminders: which are due, when, in which words, and how many at the most.

It is 08:42 on Monday, 23 November 2026 in Prague; tests/browser looks at what the script makes of it.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Change, Event, When
from tests.factories import NOW, Browser, opened

PATH = "/reminders"
PRAGUE = ZoneInfo("Europe/Prague")


@pytest.fixture
def add(app, alice):
    """Adds an event of alice's: its start, its reminders in minutes, and what else it is."""

    def add(title, start, *reminders, end=None, timezone="Europe/Prague", rule="", changes=()):
        again = {"recurrence": recurrence(start, [rule], timezone=timezone)} if rule else {}
        with opened(app) as root:
            event = Event(title, When(start, end, timezone), reminders=reminders, changes=changes, **again)
            root["users"]["alice"].add(event)
            return event.__name__

    return add


def told(browser) -> list[str]:
    """When each is due, on the clocks of Prague, and of what."""
    found = browser.get(PATH, status=200).json["reminders"]
    due = [datetime.fromtimestamp(one["due"] / 1000, PRAGUE) for one in found]
    assert due == sorted(due) and len({one["id"] for one in found}) == len(found)
    return [f"{at:%d %H:%M} {one['title']}" for at, one in zip(due, found, strict=True)]


def test_what_is_told(alice):
    fields = {"start_date": "2026-11-23", "start_time": "12:30", "end_time": "13:15", "place": "Pool"}
    event = alice.add("alice", "Swim", **fields, reminder="30")
    alice.add("alice", "Lunch", **fields)
    answer = alice.get(PATH)
    assert answer.headers["Content-Type"] == "application/json" and answer.headers["Cache-Control"] == "no-store"
    (one,) = answer.json["reminders"]
    assert len(one.pop("id")) == 32 and answer.json["person"] == "alice"
    assert one == {
        "due": int(datetime(2026, 11, 23, 11, tzinfo=UTC).timestamp()) * 1000,
        "until": int(datetime(2026, 11, 23, 12, 15, tzinfo=UTC).timestamp()) * 1000,
        "title": "Swim",
        "text": "Mon 23 Nov 12:30 to 13:15\nPool",
        "path": f"{event}/",
    }


def test_times_are_in_the_notation_of_the_reader(alice, add):
    add("Swim", datetime(2026, 11, 23, 12, 30), 0)
    alice.send("/users/alice/settings", status=303, hours="12", locale="en_US", timezone="America/New_York")
    assert [one["text"] for one in alice.get(PATH).json["reminders"]] == ["Mon, Nov 23 6:30 AM"]


def test_those_of_a_day_are_told_and_of_events_four_weeks_ahead(alice, add):
    add("in a minute", datetime(2026, 11, 23, 8, 43), 0)
    add("tomorrow", datetime(2026, 11, 24, 8, 41), 0)
    add("too far", datetime(2026, 11, 24, 8, 42), 0)
    add("in a week", datetime(2026, 11, 30, 12, 30), 10080)
    add("in eight days", datetime(2026, 12, 1, 12, 30), 10080)
    add("in four weeks", datetime(2026, 12, 21, 12, 31), 40320)
    add("in five", datetime(2026, 12, 28, 12, 30), 50400)
    add("in the year 4000", datetime(2026, 12, 28, 12, 30), 10**12)
    assert told(alice) == ["23 08:43 in a minute", "23 12:30 in a week", "23 12:31 in four weeks", "24 08:41 tomorrow"]


def test_what_was_due_is_told_until_the_event_is_over(alice, add, clock):
    add("Meeting", datetime(2026, 11, 23, 8, 30), 15, end=datetime(2026, 11, 23, 9))
    add("Call", datetime(2026, 11, 23, 8, 35), 0)
    add("Holidays", date(2026, 11, 20), 1440, end=date(2026, 12, 20))
    add("Long ago", date(2026, 11, 10), 0, end=date(2026, 12, 20))
    assert told(alice) == ["19 00:00 Holidays", "23 08:15 Meeting", "23 08:35 Call"]
    clock.advance(minutes=3)
    assert told(alice) == ["19 00:00 Holidays", "23 08:15 Meeting"], "what has no length is over after ten minutes"
    clock.advance(minutes=15)
    assert told(alice) == ["19 00:00 Holidays"]
    clock.advance(days=3)
    assert told(alice) == [], "a week is late enough"


def test_an_event_has_several_and_each_is_told(alice, add):
    add("Flight", datetime(2026, 11, 24, 8, 0), 1440, 60, 120, 0)
    assert told(alice) == ["23 08:00 Flight", "24 06:00 Flight", "24 07:00 Flight", "24 08:00 Flight"]


def test_each_time_of_a_recurring_event(alice, add):
    name = add("Pills", datetime(2026, 1, 1, 9), 10, 0, rule="FREQ=DAILY")
    add("No reminder", datetime(2026, 1, 1, 9), rule="FREQ=DAILY")
    assert told(alice) == ["23 08:50 Pills", "23 09:00 Pills"]
    paths = [one["path"] for one in alice.get(PATH).json["reminders"]]
    assert paths == [f"/users/alice/{name}/?at=2026-11-23T09%3A00%3A00"] * 2
    add("Swim", datetime(2026, 10, 6, 12, 30), 10080, rule="FREQ=WEEKLY;BYDAY=MO,TU")
    pills = ["23 08:50 Pills", "23 09:00 Pills"]
    assert told(alice) == ["16 12:30 Swim", "17 12:30 Swim", *pills, "23 12:30 Swim"]


def test_one_that_was_moved_is_told_where_it_is(alice, add):
    moved = When(datetime(2026, 11, 23, 17), None, "Europe/Prague")
    change = Change(datetime(2026, 11, 26, 9), "Pills, late", moved)
    away = Change(datetime(2026, 11, 23, 9), "Pills", When(datetime(2026, 12, 24, 9), None, "Europe/Prague"))
    name = add("Pills", datetime(2026, 1, 1, 9), 30, rule="FREQ=DAILY", changes=(away, change))
    assert told(alice) == ["23 16:30 Pills, late", "24 08:30 Pills"]
    first, _ = alice.get(PATH).json["reminders"]
    assert first["text"] == "Mon 23 Nov 17:00" and first["path"].startswith(f"/users/alice/{name}/?at=2026-11-26")


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        (datetime(2026, 10, 25, 12, 30), 1440, "2026-10-24T12:30+02:00"),  # a day of 25 hours
        (datetime(2026, 10, 26, 12, 30), 2880, "2026-10-24T12:30+02:00"),
        (datetime(2026, 10, 25, 4), 120, "2026-10-25T02:00+01:00"),  # hours are hours: the second 02:00
        (datetime(2026, 10, 25, 4), 180, "2026-10-25T02:00+02:00"),
        (datetime(2026, 10, 25, 4), 1500, "2026-10-24T03:00+02:00"),
        (datetime(2026, 3, 29, 12, 30), 1440, "2026-03-28T12:30+01:00"),  # a day of 23 hours
        (datetime(2026, 3, 30, 2, 30), 1440, "2026-03-29T03:30+02:00"),  # there is no 02:30 on the day before
        (date(2026, 10, 26), 1440, "2026-10-25T00:00+02:00"),
        (date(2026, 10, 26), 60, "2026-10-25T23:00+01:00"),
        (date(2026, 3, 29), 10080, "2026-03-22T00:00+01:00"),
    ],
)
@pytest.mark.parametrize("rule", ["", "FREQ=WEEKLY;COUNT=2"])
def test_where_clocks_change_a_day_is_a_day_and_an_hour_an_hour(alice, add, clock, start, minutes, due, rule):
    """RFC 5545, section 3.3.6."""
    expected = datetime.fromisoformat(due)
    clock.now = expected.astimezone(UTC) - timedelta(minutes=1)
    add("Train", start, minutes, rule=rule)
    assert [one["due"] for one in alice.get(PATH).json["reminders"]] == [expected.timestamp() * 1000]


def test_whole_days_begin_where_the_reader_is(alice, add):
    add("Birthday", date(2026, 11, 24), 0, timezone="Asia/Tokyo")
    assert told(alice) == ["24 00:00 Birthday"]
    alice.send("/users/alice/settings", status=303, timezone="America/New_York")
    assert told(alice) == ["24 06:00 Birthday"]


def test_the_number_is_bounded(alice, add, app):
    with opened(app) as root:
        for n in range(60):
            for when in (datetime(2026, 11, 23, 13, n), datetime(2026, 11, 20, 13, n)):
                event = When(when, datetime(2026, 11, 23, 15), "Europe/Prague")
                root["users"]["alice"].add(Event(f"Nr {n}", event, reminders=(0,)))
    found = told(alice)
    assert found == [f"20 13:{n} Nr {n}" for n in range(10, 60)] + [f"23 13:{n:02} Nr {n}" for n in range(50)]


def test_an_event_with_thousands_hides_no_other(alice, add, app):
    add("Swim", datetime(2026, 11, 23, 12, 30), 30)
    with opened(app) as root:
        start = When(datetime(2026, 11, 23, 11), None, "Europe/Prague")
        root["users"]["alice"].add(Event("Loud", start, name="a" * 26, reminders=(*range(40_000, -1, -1), 5)))
    assert told(alice) == [*(f"23 10:{n} Loud" for n in range(51, 60)), "23 11:00 Loud", "23 12:00 Swim"]


def test_deleted_events_and_calendars_and_those_of_others_remind_nobody(app, alice, bob):
    with opened(app) as root:
        user, when = root["users"]["alice"], When(datetime(2026, 11, 23, 12, 30), None, "Europe/Prague")
        for name in ("family", "work"):
            user.add_calendar(Calendar(name, name))
            user.calendars[name].add(Event(name, when, reminders=(30,)))
        user.add(Event("own", when, reminders=(30,)))
        user.add(Event("gone", when, reminders=(30,), name="a" * 26))
        user.delete("a" * 26, NOW)
        user.calendars["work"].deleted_at = NOW
    assert sorted(told(alice)) == ["23 12:00 family", "23 12:00 own"]
    assert told(bob) == []


def test_whoever_is_not_signed_in_is_told_nothing(app, alice, add):
    add("Swim", datetime(2026, 11, 23, 12, 30), 30)
    answer = Browser(app).get(PATH, status=302)
    assert answer.location.startswith("http://localhost:6543/login") and "Swim" not in answer


def test_an_event_that_is_moved_reminds_anew(app, alice, add):
    name = add("Swim", datetime(2026, 11, 23, 12, 30), 30)
    (before,) = alice.get(PATH).json["reminders"]
    with opened(app) as root:
        root["users"]["alice"][name].change(place="Pool")
    (same,) = alice.get(PATH).json["reminders"]
    assert same["id"] == before["id"] and same["text"] != before["text"]
    with opened(app) as root:
        root["users"]["alice"][name].change(when=When(datetime(2026, 11, 23, 13, 30), None, "Europe/Prague"))
    (after,) = alice.get(PATH).json["reminders"]
    assert after["id"] != before["id"]
