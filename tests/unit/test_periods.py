"""Lanes, weeks and hours: where events stand on the pages of time."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.ical import Occurrence
from eventapp.ical.days import days_between, days_of
from eventapp.ical.occurrences import between
from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Change, Event, When
from eventapp.views.periods import grid, hours
from eventapp.views.periods.period import period_of
from eventapp.views.periods.week import label, place, shift, times
from eventapp.views.reader import Reader

PRAGUE = ZoneInfo("Europe/Prague")
READER = Reader(PRAGUE)
DAY = timedelta(days=1)
MONDAY = date(2026, 11, 23)
WEEK = [MONDAY + n * DAY for n in range(7)]
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)).map(lambda pair: (pair[0], sum(pair))), max_size=30)


def items(*lines: str, zone: str = "Europe/Prague"):
    """``title 2026-11-23T09:00 2026-11-23T10:00``, or two days, the last inclusive."""
    events = []
    for line in lines:
        title, start, *end = line.split()
        if "T" in start:
            when = When(*map(datetime.fromisoformat, (start, *end)), timezone=zone)
        else:
            when = When(date.fromisoformat(start), date.fromisoformat((end or [start])[0]) + DAY, zone)
        events.append(Event(title, when))
    return grid.items(map(Occurrence.once, sorted(events, key=lambda event: event.when.starts_at)), READER)


def drawn(cells) -> list[str]:
    """Each day as its slots: a name where it begins, ``=`` where it goes on, ``.`` where there is nothing."""

    def sign(slot):
        return "." if slot.item is None else f"{slot.item.title}{slot.days}" if slot.days else "="

    return [" ".join([*map(sign, cell.slots), *([f"+{cell.more}"] if cell.more else [])]) for cell in cells]


@settings(max_examples=100, derandomize=True)
@given(SPANS)
def test_no_two_in_a_lane_touch(spans):
    found = grid.lanes(spans)
    for n, (first, last) in enumerate(spans):
        for m, (start, end) in enumerate(spans[:n]):
            assert found[n] != found[m] or last < start or end < first
        below = {found[m] for m, (start, end) in enumerate(spans[:n]) if start <= last and first <= end}
        assert set(range(found[n])) <= below, "the lowest lane that is free"


def test_bars_keep_their_lane_and_say_where_they_come_from_and_go():
    found = items("a 2026-11-20 2026-11-24", "b 2026-11-24 2026-11-30", "c 2026-11-24T09:00", "d 2026-11-26")
    cells = grid.row(found, WEEK, 3)
    assert drawn(cells) == ["a2", "= b6 c1", ". =", "d1 =", ". =", ". =", ". ="]
    assert [cell.count for cell in cells] == [1, 3, 1, 2, 1, 1, 1]
    assert cells[0].slots[0].before and not cells[0].slots[0].after
    assert cells[1].slots[1].after and not cells[1].slots[1].before


def test_one_more_is_shown_and_two_more_are_counted():
    four = items(*(f"{name} 2026-11-23T1{n}:00" for n, name in enumerate("abcd")))
    assert drawn(grid.row(four, WEEK, 3))[0] == "a1 b1 c1 d1"
    five = items(*(f"{name} 2026-11-23T1{n}:00" for n, name in enumerate("abcde")))
    assert drawn(grid.row(five, WEEK, 3))[0] == "a1 b1 c1 +2"


def test_a_bar_is_shown_on_all_its_days_or_on_none():
    """The third would be all that is left over on Wednesday, but is not on Monday and Tuesday."""
    found = items("a 2026-11-23 2026-11-25", "b 2026-11-23 2026-11-25", "c 2026-11-23 2026-11-25", "d 2026-11-24")
    assert drawn(grid.row(found, WEEK, 2))[:4] == ["a3 b3 +1", "= = +2", "= = +1", ""]
    assert drawn(grid.row(found, WEEK, 3))[:4] == ["a3 b3 c3", "= = = d1", "= = =", ""]


def test_what_ends_at_midnight_is_not_on_the_day_after():
    (found,) = items("a 2026-11-23T22:00 2026-11-24T00:00")
    assert (found.first, found.last, found.is_bar) == (MONDAY, MONDAY, False)
    (found,) = items("a 2026-11-23T22:00 2026-11-24T00:01")
    assert (found.last, found.is_bar, found.is_long) == (MONDAY + DAY, True, False)
    (found,) = items("a 2026-11-24T00:00")
    assert found.first == found.last == MONDAY + DAY
    (found,) = items("a 2026-11-23T22:00 2026-11-24T22:00")
    assert found.is_long


@pytest.mark.parametrize(
    ("start", "first", "number"), [(0, "2026-10-26", 6), (6, "2026-11-01", 5), (5, "2026-10-31", 5)]
)
def test_weeks_begin_when_those_of_the_reader_do(start, first, number):
    month = period_of("month", MONDAY, READER)
    weeks = grid.weeks(month.first, month.last, Reader(PRAGUE, week_start=start))
    assert weeks[0][0] == date.fromisoformat(first) and len(weeks) == number
    assert all(day - before == DAY for week in weeks for before, day in pairwise(week))


def test_periods_of_leap_years_and_at_the_ends_of_years():
    assert period_of("month", date(2028, 2, 10), READER).last == date(2028, 2, 29)
    assert period_of("month", date(2100, 2, 10), READER).last == date(2100, 2, 28)
    assert len(period_of("year", date(2028, 5, 5), READER).days) == 366
    assert period_of("week", date(2027, 1, 1), READER).first == date(2026, 12, 28)
    assert period_of("week", date(2027, 1, 1), Reader(PRAGUE, week_start=6)).first == date(2026, 12, 27)


# Hours


def test_hours_of_usual_days_and_of_those_on_which_clocks_change():
    usual = [(hour, 0) for hour in range(24)]
    assert hours.hours_of(WEEK, PRAGUE) == usual == hours.hours_of([date(2026, 3, 29)], PRAGUE)
    back = hours.hours_of([date(2026, 10, 24), date(2026, 10, 25)], PRAGUE)
    assert back[:5] == [(0, 0), (1, 0), (2, 0), (2, 1), (3, 0)] and len(back) == 25
    assert hours.hours_of([date(2026, 4, 5)], ZoneInfo("Australia/Lord_Howe"))[1:3] == [(1, 0), (1, 1)]
    assert len(hours.hours_of([date(2026, 10, 25)], ZoneInfo("Antarctica/Troll"))) == 26
    assert hours.hours_of([date(2026, 10, 24)], ZoneInfo("Asia/Beirut"))[-1] == (23, 1)


@pytest.mark.parametrize(("day", "zone", "words"), [
    ("2026-03-29", "Europe/Prague", "Clocks go forward by 1\u00a0h."),
    ("2026-10-25", "Europe/Prague", "Clocks go back by 1\u00a0h."),
    ("2026-04-05", "Australia/Lord_Howe", "Clocks go back by 30\u00a0min."),
    ("2026-03-28", "Europe/Prague", ""),
])  # fmt: skip
def test_what_clocks_do(day, zone, words):
    day, zone = date.fromisoformat(day), ZoneInfo(zone)
    column = hours.Column(day, [], frozenset(), hours.shift(day, zone))
    assert shift(column) == words


def blocks(lines, day, now=NOON, most=3):
    found = hours.grid(items(*lines), [date.fromisoformat(day)], PRAGUE, now, most)
    return found, [(b.item.title, b.start, b.end, b.lane, b.lanes, b.more) for b in found.columns[0].blocks]


def test_blocks_stand_where_their_time_is():
    found, placed = blocks(["a 2026-11-23T09:10 2026-11-23T10:50", "b 2026-11-23T12:00"], "2026-11-23")
    assert found.hours[0] == (7, 0) and found.hours[-1] == (21, 0)
    assert placed == [("a", 8, 16, 0, 1, 0), ("b", 20, 22, 0, 1, 0)]


def test_early_and_late_hours_are_there_when_something_is_in_them():
    found, placed = blocks(["a 2026-11-23T05:30 2026-11-23T06:00", "b 2026-11-23T23:59"], "2026-11-23")
    assert (found.hours[0], found.hours[-1]) == ((5, 0), (23, 0))
    assert placed == [("a", 2, 4, 0, 1, 0), ("b", 74, 76, 0, 1, 0)]
    found, _ = blocks([], "2026-11-23", now=datetime(2026, 11, 23, 22, 20, tzinfo=PRAGUE))
    assert found.hours[-1] == (22, 0) and found.columns[0].now == 61


def test_across_midnight_there_is_a_part_on_each_day():
    night = items("night 2026-11-23T22:10 2026-11-24T06:30")
    found = hours.grid(night, WEEK, PRAGUE, NOON, 3)
    (first,), (second,) = found.columns[0].blocks, found.columns[1].blocks
    assert (first.start, first.end, first.before, first.after) == (88, 96, False, True)
    assert (second.start, second.end, second.before, second.after) == (0, 26, True, False)
    assert (times(first, READER), times(second, READER)) == ("from 22:10", "until 06:30")


def test_an_hour_that_comes_twice_has_two_rows():
    """Both last one hour, and stand one after the other."""
    again = [Event("first", When(datetime(2026, 10, 25, 0, 30), datetime(2026, 10, 25, 1, 30), "UTC"))]
    again += [Event("before", When(datetime(2026, 10, 24, 23, 30), datetime(2026, 10, 25, 0, 30), "UTC"))]
    found = grid.items(map(Occurrence.once, sorted(again, key=lambda e: e.when.starts_at)), READER)
    day = hours.grid(found, [date(2026, 10, 25)], PRAGUE, NOON, 3)
    assert day.hours[:4] == [(1, 0), (2, 0), (2, 1), (3, 0)]
    before, first = day.columns[0].blocks
    assert before.end == first.start and before.end - before.start == first.end - first.start == 4
    assert (times(before, READER), times(first, READER)) == ("01:30–02:30", "02:30 CEST–02:30")
    assert [label(hour, READER) for hour in day.hours[:3]] == ["01:00", "02:00", "02:00 again"]
    week = hours.grid([], [date(2026, 10, 19) + n * DAY for n in range(7)], PRAGUE, NOON, 3)
    assert week.columns[0].missing == frozenset() == week.columns[6].missing, "early hours are left out"


def test_an_hour_that_is_left_out_has_a_row_without_use():
    day = date(2026, 3, 29)
    found = hours.grid(items("a 2026-03-29T01:30 2026-03-29T03:30"), [day - DAY, day], PRAGUE, NOON, 3)
    assert found.columns[1].missing == {found.hours.index((2, 0))} and not found.columns[0].missing
    (block,) = found.columns[1].blocks
    assert block.end - block.start == 8
    alone = hours.grid([], [day], PRAGUE, NOON, 3)
    assert alone.hours[0] == (2, 0) and alone.columns[0].missing == {0}


def test_on_other_days_an_hour_that_comes_twice_somewhere_is_without_use():
    sunday = date(2026, 10, 25)
    found = hours.grid(items("a 2026-10-25T01:00 2026-10-25T04:00"), [sunday - DAY, sunday], PRAGUE, NOON, 3)
    (block,) = found.columns[1].blocks
    assert block.end - block.start == 16, "four hours pass"
    assert found.columns[0].missing == {found.hours.index((2, 1))}


def test_where_clocks_changed_by_minutes_there_is_a_place_for_all():
    """Those of Paris were set back by 9 minutes and 21 seconds in 1911."""
    zone = ZoneInfo("Europe/Paris")
    midnight = datetime(1911, 3, 11, tzinfo=zone).astimezone(UTC)
    for minutes in range(-60, 60):
        at = midnight + timedelta(minutes=minutes)
        day = at.astimezone(zone).date()
        assert hours.grid([], [day], zone, at, 3).columns[0].now is not None


def test_who_overlap_stand_side_by_side():
    lines = ["a 2026-11-23T09:00 2026-11-23T12:00", "b 2026-11-23T09:30 2026-11-23T10:00",
             "c 2026-11-23T10:00 2026-11-23T11:00", "d 2026-11-23T12:00 2026-11-23T13:00"]  # fmt: skip
    _, placed = blocks(lines, "2026-11-23")
    assert [(title, lane, lanes) for title, _, _, lane, lanes, _ in placed] == [
        ("a", 0, 2), ("b", 1, 2), ("c", 1, 2), ("d", 0, 1)
    ]  # fmt: skip


def test_where_too_many_overlap_the_last_place_says_how_many():
    lines = [f"{name} 2026-11-23T09:{n}0 2026-11-23T12:00" for n, name in enumerate("abcde")]
    _, placed = blocks(lines, "2026-11-23")
    assert [(title, lane, lanes, more) for title, _, _, lane, lanes, more in placed] == [
        ("a", 0, 3, 0), ("b", 1, 3, 0), ("c", 2, 3, 3)
    ]  # fmt: skip


def test_classes_say_where_a_block_stands():
    (item,) = items("a 2026-11-23T09:00 2026-11-23T10:30")
    assert place(hours.Block(item, 9, 14, 1, 3)) == "f2 u3 q1 w2 c1-3"
    assert place(hours.Block(item, 8, 10)) == "f2 u2 w2 short"


def test_what_lasts_longer_than_a_day_and_is_on_all_of_it_says_no_times():
    (item,) = items("a 2026-11-23T09:00 2026-11-23T10:30")
    assert times(hours.Block(item, 0, 96, before=True, after=True), READER) == ""
    (item,) = items("a 2026-11-23T09:00")
    assert times(hours.Block(item, 8, 10), READER) == "09:00"
    assert Reader(PRAGUE, hours=12, locale="en_US").hour(15) == "3 PM"


# Counts

ZONES = st.sampled_from(["Europe/Prague", "Pacific/Auckland", "UTC"])
STARTS = st.datetimes(datetime(2025, 11, 1), datetime(2027, 2, 1)).map(lambda at: at.replace(second=0, microsecond=0))
RULES = st.sampled_from(["", "FREQ=WEEKLY;COUNT=60", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=DAILY;COUNT=3"])


@st.composite
def events(draw):
    start, length = draw(STARTS), draw(st.sampled_from([None, 0, 1, 60, 24 * 60, 50 * 60]))
    long = None if length is None else timedelta(minutes=length)
    start = start.replace(hour=12) if start.hour in {1, 2, 3} else start  # by the wall, an hour left out is another
    whole = draw(st.booleans())
    begin = start.date() if whole else start
    end = None if long is None else begin + timedelta(days=max(1, long.days)) if whole else start + long
    rule = draw(RULES)
    again = recurrence(begin, [rule] if rule else [])
    event = Event("a", When(begin, end, draw(ZONES)), recurrence=again)
    if rule and draw(st.booleans()):
        moved = When(begin + 3 * DAY, None, event.when.timezone)
        event.change(changes=(Change(begin, "b", moved),))
    return event


@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.lists(events(), max_size=6))
def test_what_is_counted_is_what_is_found(found):
    calendar = Calendar()
    for event in found:
        calendar.add(event)
    year = period_of("year", MONDAY, READER)
    since, until = (datetime.combine(day, datetime.min.time(), PRAGUE) for day in (year.first, year.last + DAY))
    listed = [days_of(o.when, PRAGUE) for o in between([calendar], since, until)]
    counted = list(days_between([calendar], year.first, year.last, PRAGUE))
    assert grid.counts(counted, year.days) == grid.counts(listed, year.days)
    assert sorted(counted) == sorted(listed)


def test_what_ends_at_the_midnight_of_new_year_is_not_counted_on_its_day():
    calendar = Calendar()
    when = When(datetime(2025, 12, 20, 22), datetime(2025, 12, 21), "Europe/Prague")
    calendar.add(Event("late", when, recurrence=recurrence(when.start, ["FREQ=DAILY;UNTIL=20260105T220000"])))
    found = days_between([calendar], date(2026, 1, 1), date(2026, 12, 31), PRAGUE)
    assert [first for first, _ in found] == [date(2026, 1, n) for n in range(1, 6)]


def test_a_series_of_another_zone_is_counted_on_the_days_of_the_reader():
    """22:00 in New York is the next day in Prague."""
    calendar, start = Calendar(), datetime(2026, 1, 5, 22)
    calendar.add(Event("late", When(start, None, "America/New_York"), recurrence=recurrence(start, ["FREQ=WEEKLY"])))
    found = days_between([calendar], date(2026, 1, 1), date(2026, 1, 31), PRAGUE)
    assert sorted(found) == [(date(2026, 1, n), date(2026, 1, n)) for n in (6, 13, 20, 27)]


def test_a_changed_occurrence_is_counted_on_its_own_day():
    calendar, first = Calendar(), date(2026, 1, 5)
    moved = (Change(date(2026, 1, 12), "b", When(date(2026, 1, 14), None, "Europe/Prague")),)
    again = recurrence(first, ["FREQ=WEEKLY"])
    calendar.add(Event("a", When(first, None, "Europe/Prague"), recurrence=again, changes=moved))
    found = days_between([calendar], date(2026, 1, 1), date(2026, 1, 31), PRAGUE)
    assert sorted(day for day, _ in found) == [date(2026, 1, n) for n in (5, 14, 19, 26)]


def test_days_are_counted_within_what_is_shown():
    spans = [(MONDAY - DAY, MONDAY + DAY), (MONDAY, MONDAY), (MONDAY - DAY, MONDAY - DAY), (WEEK[6], WEEK[6] + DAY)]
    assert grid.counts(spans, WEEK) == {MONDAY: 2, MONDAY + DAY: 1, WEEK[6]: 1}
