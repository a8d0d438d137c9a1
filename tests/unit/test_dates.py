"""Times in words, for a reader in Prague on Monday 23 November 2026, at 08:42."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventapp.ical import Occurrence
from eventapp.models import Calendar, Event, When
from eventapp.views import dates
from eventapp.views.facts import before
from eventapp.views.reader import Reader
from tests.factories import NOW

PRAGUE, BERLIN = Reader(ZoneInfo("Europe/Prague")), Reader(ZoneInfo("Europe/Berlin"), "de")
MONDAY = datetime(2026, 11, 23)


def when(start: str, end: str | None = None, zone: str = "Europe/Prague") -> When:
    """``23 09:00`` is a time in November 2026, ``23`` a whole day; the end of whole days is their last."""

    def moment(text: str):
        day, _, clock = text.partition(" ")
        at = date(2026, 11, 1) + timedelta(days=int(day) - 1)
        return datetime.fromisoformat(f"{at} {clock}") if clock else at

    last = moment(end) if end else None
    return When(moment(start), last if last is None or isinstance(last, datetime) else last + timedelta(1), zone)


@pytest.mark.parametrize(
    ("when", "kind", "words"),
    [
        (when("23 09:00"), "soon", "in 18 min"),
        (when("23 08:43"), "soon", "in 1 min"),
        (when("23 12:30"), "soon", "in 3 h 48 min"),
        (when("23 09:42"), "soon", "in 1 h 00 min"),
        (when("23 08:30", "23 09:00"), "now", "now · 18 min left"),
        (when("22 08:00", "25 09:00"), "now", "now · 2 days left"),
        (when("22 08:00", "24 09:00"), "now", "now · 1 day left"),
        (when("23 08:42"), "now", "now"),
        (when("23"), "now", "today"),
        (when("21", "24"), "now", "until Tue 24 Nov"),
        (when("24 00:05"), "", "tomorrow"),
        (when("24"), "", "tomorrow"),
        (when("25 23:00"), "", "in 2 days"),
        (when("27", "30"), "", "in 4 days"),
        (when("23 07:00", "23 08:42"), "", "ended"),
        (when("23 08:00"), "", "ended"),
        (when("22"), "", "yesterday"),
        (when("20 10:00"), "", "3 days ago"),
        (when("24 00:30", zone="Asia/Tokyo"), "soon", "in 7 h 48 min"),  # 16:30 on Monday in Prague
    ],
)
def test_how_far_off(when, kind, words):
    assert dates.distance(when, NOW, PRAGUE) == (kind, words)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (when("23 09:00"), "in 18 min"),
        (when("23 12:30"), "in 3 h 48 min"),
        (when("23 08:30", "23 09:00"), "jetzt · noch 18 min"),
        (when("22 08:00", "25 09:00"), "jetzt · noch 2 Tage"),
        (when("21", "24"), "bis Di., 24. Nov."),
        (when("25 23:00"), "in 2 Tagen"),
        (when("20 10:00"), "vor 3 Tagen"),
    ],
)
def test_how_far_off_in_german(when, words):
    assert BERLIN.say(dates.distance(when, NOW, BERLIN)[1]) == words


@pytest.mark.parametrize(
    ("ago", "words", "german"),
    [
        (timedelta(seconds=59), "a moment ago", "gerade eben"),
        (timedelta(minutes=2), "today at 08:40", "heute um 08:40"),
        (timedelta(hours=9), "yesterday at 23:42", "gestern um 23:42"),
        (timedelta(days=3), "Fri 20 Nov at 08:42", "Fr., 20. Nov. um 08:42"),
    ],
)
def test_when_something_happened(ago, words, german):
    assert dates.moment(NOW - ago, NOW, PRAGUE) == words
    assert BERLIN.say(dates.moment(NOW - ago, NOW, BERLIN)) == german


@pytest.mark.parametrize(
    ("minutes", "words", "german"),
    [
        (0, "when it starts", "zu Beginn"),
        (1, "1 minute before", "1 Minute vorher"),
        (90, "90 minutes before", "90 Minuten vorher"),
        (120, "2 hours before", "2 Stunden vorher"),
        (1440, "1 day before", "1 Tag vorher"),
        (20160, "2 weeks before", "2 Wochen vorher"),
    ],
)
def test_reminders(minutes, words, german):
    assert before(minutes) == words and BERLIN.say(before(minutes)) == german


def test_the_agenda_puts_events_under_the_days_on_which_people_look_for_them():
    events = [
        Event("holidays", when("20", "24")),
        Event("breakfast", when("23 08:30", "23 09:00"), place="Eska"),
        Event("call", when("24 08:00", "24 09:00", "Asia/Tokyo")),
        Event("night", when("24 22:00", "25 03:00")),
    ]
    today, tomorrow = dates.agenda(map(Occurrence.once, events), NOW, PRAGUE)
    assert (today.label, today.date, today.day) == ("Today", "Mon 23 Nov", date(2026, 11, 23))
    assert tomorrow.label == "Tomorrow"
    holidays, breakfast = today.entries[:2]
    assert (holidays.start, holidays.end, holidays.until) == ("", "", "until Tue 24 Nov")
    assert (breakfast.start, breakfast.end, breakfast.until) == ("08:30", "09:00", "")
    call, night = tomorrow.entries
    assert (call.start, call.end) == ("00:00", "01:00")
    assert (night.start, night.end, night.until) == ("22:00", "03:00", "until Wed 25 Nov")


def test_days_of_another_year_say_which():
    assert PRAGUE.short_date(date(2027, 1, 1), MONDAY.date()) == "Fri, 1 Jan 2027"
    assert PRAGUE.long_date(date(2027, 1, 1)) == "Friday, 1 January 2027"


@pytest.mark.parametrize(("offset", "name"), [(0, "Today"), (1, "Tomorrow"), (-1, "Yesterday"), (2, "Wednesday")])
def test_names_of_days(offset, name):
    assert dates.day_name(MONDAY.date() + timedelta(days=offset), MONDAY.date(), PRAGUE) == name


def test_countdowns_are_for_what_has_not_started():
    events = [
        Event("going on", when("21", "24")),
        Event("today", when("23")),
        Event("started", when("23 08:00", "23 10:00")),
        Event("soon", when("23 09:00")),
        Event("later", when("23 12:30")),
        Event("tomorrow", when("24 18:00")),
        Event("weekend", when("27", "30")),
        Event("too many", when("28")),
    ]
    tiles = dates.countdowns(map(Occurrence.once, events), NOW, PRAGUE, 4)
    assert [(tile.number, tile.unit, tile.at) for tile in tiles] == [
        ("18", "min", "Today 09:00"),
        ("3", "h 48 min", "Today 12:30"),
        ("1", "day", "Tomorrow 18:00"),
        ("4", "days", "Fri 27 Nov"),
    ]
    assert all(tile.hue == dates.hue(tile.occurrence) for tile in tiles)


def test_a_title_always_has_the_same_hue():
    def hue(title, calendar=None):
        event = Event(title, when("23"))
        if calendar is not None:
            calendar.add(event)
        return dates.Entry(Occurrence.once(event), date(2026, 11, 23), "", "", "", "", "").hue

    assert hue("Swim") == hue("SWIM") == hue("swim", Calendar())
    assert {hue(f"title {n}") for n in range(100)} == set(range(8))
    family = Calendar("Family")
    family.hue = 3
    assert {hue(f"title {n}", family) for n in range(10)} == {3}


@pytest.mark.parametrize(
    ("when", "last"),
    [
        (when("23 22:00", "24 00:00"), 23),
        (when("23 22:00", "24 00:01"), 24),
        (when("23 00:00", "25 00:00"), 25),
        (when("23 22:00", "24 00:00", "Europe/London"), 24),
    ],
)
def test_what_ends_at_midnight_is_on_one_day(when, last):
    assert dates.Local(when, PRAGUE).last.day == last
