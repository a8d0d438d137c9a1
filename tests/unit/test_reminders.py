"""Reminders: those that are found through the index are those that a scan of everything finds."""

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from eventapp.ical.occurrences import Occurrence, of_event
from eventapp.ical.recurrence import recurrence
from eventapp.ical.reminders import _reminder, reminders
from eventapp.models import Calendar, Event, When

NOW = datetime(2026, 10, 23, 12, tzinfo=ZoneInfo("Europe/Prague"))
DAY = timedelta(days=1)
RULES = ["", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,SU", "FREQ=YEARLY", "FREQ=MONTHLY;BYMONTHDAY=-1"]


def made(start, days, minutes, rule):
    end = start + days * DAY
    again = {"recurrence": recurrence(start, [rule])} if rule else {}
    return Event(f"{start} {days} {minutes} {rule}", When(start, end), reminders=minutes, **again)


@pytest.fixture
def calendar():
    calendar = Calendar()
    starts = [datetime(2026, 10, 20, 9), datetime(2026, 10, 23, 15), datetime(2026, 11, 20), date(2026, 11, 1)]
    for start in [*starts, date(2025, 11, 20), datetime(2025, 10, 31, 23, 59)]:
        for days in (1, 9):
            for minutes in [(), (0,), (10, 1440), (10080, 40320), (30, 40321)]:
                for rule in RULES:
                    calendar.add(made(start, days, minutes, rule))
    return calendar


def scan(calendar, since, now, until):
    """Of all occurrences of a hundred days, whether or not they remind."""
    found = set()
    for event in calendar.values():
        all_of = of_event(event, now - 50 * DAY, now + 50 * DAY) if event.recurrence else [Occurrence.once(event)]
        near = (minutes for minutes in event.content.reminders if minutes <= 40320)
        found |= {_reminder(occurrence, minutes, now) for occurrence, minutes in product(all_of, near)}
    return {(one.occurrence.when, one.due) for one in found if since <= one.due < until and now < one.until}


@pytest.mark.no_cover
@pytest.mark.parametrize("hours", [0, 20, 24 * 8, 24 * 30])
def test_the_index_finds_what_a_scan_finds(calendar, hours):
    now = NOW + timedelta(hours=hours)
    since, until = now - 7 * DAY, now + DAY
    found = reminders([calendar], since, now, until)
    assert {(one.occurrence.when, one.due) for one in found} == scan(calendar, since, now, until)
    assert len(found) > 50
    assert found == sorted(found, key=lambda one: one.due)
