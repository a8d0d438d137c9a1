"""Patience: whatever somebody's file says, a page costs no more than so much, and shows what it can."""

from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from eventapp.ical import expansion, patience, series
from eventapp.ical import recurrence as recurring
from eventapp.ical.days import days_between
from eventapp.ical.occurrences import MOST, between, coming, nearest, past
from eventapp.ical.recurrence import recurrence
from eventapp.ical.zones import zone_of
from eventapp.models import Calendar, Change, Content, Event, When
from eventapp.search import find, parse

PRAGUE = ZoneInfo("Europe/Prague")
NOW = datetime(2026, 11, 23, 8, 42, tzinfo=PRAGUE)
SPARSE = "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"
"""Once in 28 years, which only each hour tells."""


def calendar(rule, number, start=datetime(2020, 1, 1), title="x", changes=()):
    filled = Calendar()
    for n in range(number):
        at = start + timedelta(seconds=n)
        again = recurrence(at, [rule], timezone="Europe/Prague")
        filled.add(Event(title, When(at, None, "Europe/Prague"), recurrence=again, changes=changes))
    return filled


PAGES = {
    "month": lambda calendars: between(calendars, NOW, NOW + timedelta(days=42)),
    "year": lambda calendars: list(days_between(calendars, date(2027, 1, 1), date(2027, 12, 31), PRAGUE)),
    "coming": lambda calendars: list(coming(calendars, NOW)),
    "past": lambda calendars: list(islice(past(calendars, NOW), 50)),
    "one event": lambda calendars: nearest(next(iter(calendars[0].values())), NOW),
    "search": lambda calendars: find(calendars, parse("x"), NOW, 50),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("page", PAGES)
def test_no_page_looks_at_more_intervals_than_it_has_patience_for(page, monkeypatch):
    looked, step = [0], expansion.Interval._step
    calendars = [calendar(SPARSE, 30)]
    expansion._chunk.cache_clear()

    def counted(self):
        looked[0] += 1
        step(self)

    monkeypatch.setattr(expansion.Interval, "_step", counted)
    monkeypatch.setattr(patience, "MOST", 20_000)
    PAGES[page](calendars)
    assert looked[0] <= 25_000


def test_what_is_too_much_is_left_out_and_the_rest_is_there(monkeypatch):
    """One series that costs too much hides none of the others, until nothing is left."""
    much = calendar(SPARSE, 1)
    much.add(Event("Swim", When(date(2026, 11, 24)), recurrence=recurrence(date(2026, 11, 24), ["FREQ=DAILY"])))
    monkeypatch.setattr(patience, "MOST", 1_000)
    assert {o.title for o in between([much], NOW, NOW + timedelta(days=42))} == {"Swim"}
    assert {o.title for o in islice(coming([much], NOW), 100)} == {"Swim"}
    monkeypatch.setattr(patience, "MOST", 0)
    assert between([much], NOW, NOW + timedelta(days=42)) == []


@pytest.mark.parametrize("few", [500, -1])
def test_a_search_says_that_it_gave_up(few, monkeypatch):
    monkeypatch.setattr("eventapp.search.finding.FEW", few)
    assert not find([calendar("FREQ=DAILY", 3)], parse("x"), NOW, 50).cut
    monkeypatch.setattr(patience, "MOST", 1_000)
    assert find([calendar(SPARSE, 3)], parse("x"), NOW, 50).cut


def test_changed_occurrences_cost_something_too(monkeypatch):
    when = When(datetime(2026, 11, 24), None, "Europe/Prague")
    changes = tuple(Change(datetime(2026, 12, 1 + n), "other", when) for n in range(20))
    monkeypatch.setattr(patience, "MOST", 150)
    found = between([calendar("FREQ=MONTHLY", 9, changes=changes)], NOW, NOW + timedelta(days=7))
    assert len({o.event for o in found}) == 2


@pytest.mark.parametrize("other", ["FREQ=YEARLY", "FREQ=YEARLY;COUNT=2"])
def test_counting_to_the_end_of_one_rule_beside_another_costs_something(other, monkeypatch):
    """Where the series ends says nothing of where one of its rules does."""
    start = datetime(2026, 11, 24)
    counted = Event("x", When(start), recurrence=recurrence(start, ["FREQ=DAILY;COUNT=9000", other]))
    plain = Event("y", When(start), recurrence=recurrence(start, ["FREQ=DAILY;COUNT=9000"]))
    short = recurrence(start, ["FREQ=DAILY;COUNT=9"], [start + timedelta(days=20)])
    filled = Calendar()
    for event in (counted, plain, Event("z", When(start), recurrence=short)):
        filled.add(event)
    assert {o.title for o in between([filled], NOW, NOW + timedelta(days=7))} == {"x", "y", "z"}
    monkeypatch.setattr(patience, "MOST", 1_000)
    assert {o.title for o in between([filled], NOW, NOW + timedelta(days=7))} == {"y", "z"}


def test_what_was_found_is_counted(monkeypatch):
    monkeypatch.setattr(patience, "MOST", 1_000)
    assert 100 < len(list(coming([calendar("FREQ=DAILY", 1)], NOW))) < 400


@pytest.mark.no_cover
@pytest.mark.parametrize("rule", ["FREQ=HOURLY", "FREQ=DAILY;INTERVAL=9", "FREQ=YEARLY"])
@pytest.mark.parametrize("start", [date(1000, 1, 1), datetime(1700, 1, 1, 23)])
@pytest.mark.parametrize("months", [1, 12 * 6900])
def test_a_series_of_events_as_long_as_time(rule, start, months):
    """Its first start is before the calendar has days, and its last ones end after it has."""
    if not isinstance(start, datetime) and rule == "FREQ=HOURLY":
        rule = "FREQ=DAILY"
    end = start + timedelta(days=31 * months)
    event = Event("long", When(start, end, "Europe/Prague"), recurrence=recurrence(start, [rule]))
    filled = Calendar()
    filled.add(event)
    filled.add(Event("Swim", When(date(1200, 1, 1)), recurrence=recurrence(date(1200, 1, 1), ["FREQ=DAILY"])))
    for year in (1000, 2026, 8999, 9000):
        since = datetime(year, 1, 1, tzinfo=PRAGUE)
        assert nearest(event, since).title == "long"
        next(coming([filled], since), None), next(past([filled], since), None)
        found = between([filled], since, since + timedelta(days=7))
        assert len(found) == MOST or ("Swim" in {o.title for o in found}) == (1200 < year < 9000)
        for zone in (PRAGUE, ZoneInfo("Asia/Tokyo")):
            list(islice(days_between([filled], since.date(), date(year, 12, 31), zone), 20_000))


def test_too_many_rules_are_not_even_checked(monkeypatch):
    monkeypatch.setattr(recurring, "_rule", lambda *_: pytest.fail("it was"))
    with pytest.raises(ValueError, match="too many rules"):
        recurrence(date(2026, 11, 23), [f"FREQ=DAILY;COUNT={n + 2}" for n in range(11)])


def test_of_a_last_start_that_is_too_far_to_be_found_the_latest_moment_is_told(monkeypatch):
    start, until = datetime(2016, 1, 1), datetime(8899, 12, 31)
    text = f"{SPARSE};UNTIL=88991231T000000"
    assert recurrence(start, [text]).last < until
    monkeypatch.setattr(recurring, "MOST_INTERVALS", 0)
    rare = recurrence(start, [text])
    assert rare.last == until
    content = Content("x", When(start), recurrence=rare)
    assert series.leave_out(content, start) is not None
    cut = series.end_before(content, datetime(2044, 2, 29, 1))
    assert "UNTIL=20440229T005959" in cut.recurrence.rules[0]


def test_one_that_is_left_out_is_found_without_a_walk_through_all_of_them(monkeypatch):
    start = datetime(2026, 11, 23)
    content = Content("x", When(start), recurrence=recurrence(start, ["FREQ=HOURLY;UNTIL=88991231T000000"]))
    monkeypatch.setattr(expansion, "_chunk", lambda *args, chunk=expansion._chunk: _some(chunk, args))
    _some.left = 100
    assert series.leave_out(content, start).recurrence.never == (start,)


def _some(chunk, args):
    _some.left -= 1
    assert _some.left > 0
    return chunk(*args)


def test_of_a_long_name_of_a_zone_the_beginning_counts():
    """Each of its ends could be a name: a million of them, and all in all as many characters as a million squared."""
    assert zone_of("/mozilla.org/20050126_1/Europe/Prague") == "Europe/Prague"
    assert zone_of("x/" * 100 + "Europe/Prague") is None
