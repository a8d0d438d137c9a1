"""Expansion: the same as dateutil walking from the start, and never more work than the span is worth."""

from datetime import date, datetime, timedelta
from itertools import islice, pairwise, takewhile

import pytest
from dateutil import rrule
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eventapp.ical import expansion
from eventapp.ical.recurrence import expands, recurrence, starts
from eventapp.models.recurrence import Recurrence
from eventapp.models.rule import parse

NUMBERED = st.sampled_from(["MO", "TU", "SU", "1MO", "2TU", "5FR", "-1FR", "-2SU", "4TH"])
PLAIN = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
EDGES = [datetime(2020, 2, 29, 9), datetime(2021, 1, 31, 23, 59, 59), datetime(2019, 12, 31), datetime(2024, 12, 30, 8)]


def some(values, most=4):
    return st.one_of(st.just([]), st.just([]), st.lists(values, min_size=1, max_size=most, unique=True))


def signed(greatest):
    return st.integers(1, greatest).flatmap(lambda n: st.sampled_from([n, -n]))


@st.composite
def rules(draw, frequencies=("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"), ends=True):
    """Rules as RFC 5545 allows them, from those that people make to those that nobody would."""
    frequency = draw(st.sampled_from(frequencies))
    parts = {"INTERVAL": draw(st.sampled_from([1, 1, 1, 2, 3, 4, 5, 7, 12, 13, 36])), "WKST": draw(PLAIN)}
    if frequency == "YEARLY":
        parts["BYWEEKNO"] = draw(st.one_of(st.just([]), some(signed(53))))
    if frequency in {"YEARLY", "HOURLY"}:
        parts["BYYEARDAY"] = draw(st.one_of(st.just([]), st.just([]), some(signed(366))))
    if frequency != "WEEKLY":
        parts["BYMONTHDAY"] = draw(some(signed(31), 5))
    numbered = frequency == "MONTHLY" or (frequency == "YEARLY" and not parts["BYWEEKNO"])
    parts["BYDAY"] = draw(some(st.one_of(PLAIN, NUMBERED) if numbered else PLAIN))
    parts["BYMONTH"] = draw(some(st.integers(1, 12)))
    parts["BYHOUR"] = draw(some(st.integers(0, 23), 3))
    parts["BYMINUTE"] = draw(some(st.sampled_from([0, 15, 59]), 2))
    if any(parts.get(part) for part in ("BYDAY", "BYMONTHDAY", "BYMONTH", "BYHOUR", "BYMINUTE", "BYWEEKNO")):
        parts["BYSETPOS"] = draw(st.one_of(st.just([]), some(st.sampled_from([1, 2, 3, -1, -2, 10]), 2)))
    written = {part: ",".join(map(str, value)) if isinstance(value, list) else value for part, value in parts.items()}
    text = ";".join([f"FREQ={frequency}", *(f"{part}={value}" for part, value in written.items() if value)])
    end = draw(st.sampled_from(["", "COUNT", "UNTIL"])) if ends else ""
    if end == "COUNT":
        text += f";COUNT={draw(st.integers(1, 60))}"
    elif end == "UNTIL":
        text += f";UNTIL={draw(days(2022, 2034)):%Y%m%dT%H%M%S}"
    return text


def days(first, last):
    return st.datetimes(datetime(first, 1, 1), datetime(last, 1, 1)).map(lambda at: at.replace(microsecond=0))


MOMENTS = st.one_of(st.sampled_from(EDGES), days(2018, 2022))


def plain(start, text, until):
    """Dateutil's own answer: all of it from the start, which is the first one and counts."""
    rule = parse(text)
    bare = ";".join(part for part in text.split(";") if not part.startswith(("COUNT", "BYDAY")))
    whole = rrule.rrulestr(bare, dtstart=start)
    if rule.days:
        whole = whole.replace(byweekday=expansion._weekdays(rule))
    found = takewhile(lambda moment: moment < until, whole)
    found = sorted({start, *islice(found, rule.count)})[: rule.count]
    return [moment for moment in found if moment < until]


def made(start, text):
    try:
        return recurrence(start, [text])
    except ValueError:
        assume(False)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(start=MOMENTS, text=rules(), since=days(2018, 2032), length=st.integers(0, 900))
def test_it_is_what_dateutil_finds_from_the_start(start, text, since, length):
    series, until = made(start, text), since + timedelta(days=length)
    assume(expands(series))
    expected = [moment for moment in plain(start, text, until) if moment >= since]
    assert starts(start, series, since, until) == expected
    for kept in series.rules:
        assert str(parse(kept)) == kept


@settings(deadline=None, derandomize=True, max_examples=50)
@given(
    start=MOMENTS,
    text=rules(("YEARLY", "MONTHLY", "WEEKLY", "DAILY")),
    since=days(2018, 2032),
    length=st.integers(0, 900),
)
def test_it_is_the_same_for_days(start, text, since, length):
    text = ";".join(part for part in text.split(";") if not part.startswith(("BYHOUR", "BYMINUTE")))
    day, series = start.date(), None
    try:
        series = recurrence(day, [text])
    except ValueError:
        assume(False)
    midnight, until = datetime.combine(day, datetime.min.time()), since.date() + timedelta(days=length)
    end = parse(series.rules[0]).until
    expected = [moment.date() for moment in plain(midnight, text, datetime.combine(until, datetime.min.time()))]
    assert starts(day, series, since.date(), until) == [
        moment for moment in expected if moment >= since.date() and (end is None or moment <= end)
    ]


@settings(deadline=None, derandomize=True, max_examples=50)
@given(start=MOMENTS, text=rules())
def test_last_is_the_last_one(start, text):
    series = made(start, text)
    assume(expands(series) and series.last is not None)
    assert starts(start, series, start, datetime(2200, 1, 1))[-1] == series.last


ORDINARY = [
    "FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=3", "FREQ=YEARLY;BYMONTH=1,6", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU",
    "FREQ=YEARLY;BYWEEKNO=1,53", "FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=5", "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=MO,2TU", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU", "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=17;BYHOUR=8,20", "FREQ=HOURLY;INTERVAL=5", "FREQ=HOURLY;INTERVAL=7;BYDAY=MO",
    "FREQ=HOURLY;INTERVAL=5;BYHOUR=1,2,3",
]  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("text", ORDINARY)
@pytest.mark.parametrize("start", EDGES, ids=str)
def test_ordinary_rules_month_by_month(start, text):
    series, whole = recurrence(start, [text]), plain(start, text, datetime(2029, 1, 1))
    months = [datetime(year, month, 1) for year in range(2019, 2029) for month in range(1, 13)]
    for since, until in pairwise(months):
        assert starts(start, series, since, until) == [moment for moment in whole if since <= moment < until]


def test_every_monday_and_the_second_tuesday():
    """Of itself dateutil finds the days that are both, which are none."""
    start = datetime(2026, 11, 2, 9)
    series = recurrence(start, ["FREQ=MONTHLY;BYDAY=MO,2TU"])
    found = starts(start, series, start, datetime(2026, 12, 31))
    assert [moment.day for moment in found] == [2, 9, 10, 16, 23, 30, 7, 8, 14, 21, 28]
    yearly = recurrence(start, ["FREQ=YEARLY;BYMONTH=11;BYDAY=MO,2TU"])
    assert [moment.day for moment in starts(start, yearly, start, datetime(2026, 12, 31))] == [2, 9, 10, 16, 23, 30]
    anywhere = recurrence(start, ["FREQ=YEARLY;BYDAY=MO,53TU"])
    assert len(starts(start, anywhere, datetime(2030, 1, 1), datetime(2031, 1, 1))) == 52 + 1


def test_what_is_added_and_left_out():
    start = datetime(2026, 11, 24, 9)
    more, less = [datetime(2026, 11, 20, 9), start, datetime(2026, 12, 2, 9)], [datetime(2026, 12, 1, 9)]
    series = recurrence(start, ["FREQ=WEEKLY;COUNT=3"], more, less)
    expected = [start, datetime(2026, 12, 2, 9), datetime(2026, 12, 8, 9)]
    assert starts(start, series, date(2026, 1, 1), date(2028, 1, 1)) == expected, "none is before the start"
    assert starts(start, series, datetime(2026, 11, 24, 9, 0, 1), datetime(2026, 12, 8, 9)) == expected[1:2]
    assert series.last == expected[-1]
    assert recurrence(start, ["FREQ=WEEKLY;COUNT=3"], never=[expected[-1]]).last == less[0]
    assert starts(start, Recurrence(), start, datetime(2027, 1, 1)) == [start]


def test_rules_end_each_by_itself():
    start = date(2026, 11, 24)
    series = recurrence(start, ["FREQ=DAILY;COUNT=2", "FREQ=WEEKLY;COUNT=3"], [date(2027, 3, 1)])
    expected = [date(2026, 11, 24), date(2026, 11, 25), date(2026, 12, 1), date(2026, 12, 8), date(2027, 3, 1)]
    assert starts(start, series, datetime(2026, 11, 24), datetime(2028, 1, 1, 12)) == expected
    assert series.last == date(2027, 3, 1)
    assert starts(start, series, datetime(2026, 11, 24, 0, 1), datetime(2026, 11, 25, 0, 1)) == expected[1:2]


def test_it_goes_on_to_the_last_year_there_is():
    start = datetime(2026, 11, 24, 9)
    series = recurrence(start, ["FREQ=DAILY"])
    assert len(starts(start, series, datetime(8999, 12, 1), datetime(9999, 1, 1))) == 31
    assert starts(start, series, datetime(9500, 1, 1), datetime(9999, 1, 1)) == []
    assert list(expansion.walk(start, parse("FREQ=DAILY"), datetime(9500, 1, 1), datetime(9999, 1, 1))) == []


@pytest.fixture
def steps(monkeypatch):
    """How many intervals dateutil has added."""
    counted, step = [0], expansion.Interval._step

    def counting(self):
        counted[0] += 1
        step(self)

    monkeypatch.setattr(expansion.Interval, "_step", counting)
    expansion._chunk.cache_clear()
    return counted


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;INTERVAL=24;BYHOUR=3", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=7",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366;BYMONTH=1",
        *(f"FREQ={frequency};INTERVAL=999999999" for frequency in ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")),
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=SECONDLY", "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
    ],
)  # fmt: skip
def test_no_rule_is_looked_at_beyond_the_span(text, steps):
    """It was not checked, as ``recurrence`` would have refused most of them."""
    start = datetime(1011, 1, 4, 9)
    for since in (start, datetime(2026, 3, 1), datetime(8000, 1, 1)):
        steps[0] = 0
        assert starts(start, Recurrence((text,)), since, since + timedelta(days=27)) in ([], [start])
        assert steps[0] <= 2 * 31 * 24, "as many hours as two months have"


DENSE = [
    "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))),
    "FREQ=HOURLY;BYHOUR=1,2,3,4;BYMINUTE=0,10,20,30,40,50,55,59",
    "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=1,2,3",
]  # fmt: skip


@pytest.mark.parametrize("text", DENSE)
def test_no_chunk_holds_more_than_a_thousand(text, steps):
    start = datetime(2010, 1, 1)
    series = recurrence(start, [text])
    held = []
    chunk = expansion._chunk.__wrapped__
    for year, month in [(2026, 0), (2026, 1), (2024, 2)]:
        if month or not (text.startswith(("FREQ=HOURLY", "FREQ=DAILY")) or "BYHOUR" in text):
            held.append(len(chunk(start, text, None, year, month)))
    assert expands(series) and 28 < max(held) <= 1000
    assert len(starts(start, series, datetime(2026, 1, 1), datetime(2027, 1, 1))) in (365, 365 * 3, 365 * 24, 365 * 32)


@pytest.mark.parametrize(
    "texts",
    [["FREQ=SECONDLY"], ["FREQ=MINUTELY"], ["FREQ=HOURLY;BYMINUTE=0,30"],
     ["FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9"],
     ["FREQ=DAILY;BYMINUTE=0,15,30,45;BYHOUR=1,2,3,4,5,6,7,8,9"], ["FREQ=DAILY", "FREQ=SECONDLY;COUNT=5"]],
)  # fmt: skip
def test_what_happens_too_often_is_kept_and_not_expanded(texts, steps):
    start, more = datetime(2026, 11, 24, 9), datetime(2027, 1, 1, 9)
    series = recurrence(start, texts, [more])
    assert not expands(series) and series.rules == tuple(texts)
    assert starts(start, series, start, datetime(2030, 1, 1)) == [start, more]
    assert series.last == more and steps[0] == 0
    assert expands(recurrence(start, ["FREQ=HOURLY;INTERVAL=12;BYMINUTE=0,30"]))


def test_an_old_series_costs_what_a_new_one_does(steps):
    for text in ORDINARY:
        counts = []
        for year in (2026, 1526):
            expansion._chunk.cache_clear()
            steps[0] = 0
            starts(datetime(year, 1, 5, 9), Recurrence((text,)), datetime(2026, 11, 1), datetime(2026, 12, 1))
            counts.append(steps[0])
        assert counts[1] <= counts[0] + 10, text


def test_what_was_found_is_kept(steps):
    start, series = datetime(2026, 1, 5, 9), Recurrence(("FREQ=DAILY",))
    for _ in range(3):
        assert len(starts(start, series, datetime(2026, 11, 10), datetime(2026, 11, 20))) == 10
    assert steps[0] <= 31
