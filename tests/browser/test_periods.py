"""The pages of time, each at both widths, light and dark, and without JavaScript."""

from datetime import date, datetime, timedelta

import pytest

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
    living.open("/agenda?from=2026-11-03&hide=_").check("agenda-hidden")
