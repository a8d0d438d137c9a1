"""Recurrences: what is taken, how it is kept, and how a series is parted."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eventapp.ical import expansion
from eventapp.ical.recurrence import in_utc, recurrence, split, starts, without
from eventapp.models.recurrence import Recurrence
from eventapp.models.rule import parse
from tests.unit.test_expansion import MOMENTS, made, rules

TUESDAY = datetime(2026, 11, 24, 9)
PRAGUE = "Europe/Prague"
FAR = datetime(2034, 1, 1)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("freq=weekly;byday=th,tu;interval=2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        (" FREQ=DAILY;INTERVAL=1;WKST=MO; ", "FREQ=DAILY"),
        ("BYDAY=+2MO,-1FR,MO;WKST=SU;FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=MO,2MO,-1FR;WKST=SU"),
        ("FREQ=YEARLY;BYMONTHDAY=-1,1,1;BYMONTH=12,1", "FREQ=YEARLY;BYMONTHDAY=-1,1;BYMONTH=1,12"),
        ("FREQ=DAILY;BYSECOND=60;BYMINUTE=05;COUNT=3", "FREQ=DAILY;COUNT=3;BYSECOND=59;BYMINUTE=5"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=YEARLY;BYDAY=MO;BYWEEKNO=20"),
        ("FREQ=YEARLY;BYYEARDAY=100,-1;BYSETPOS=-1", "FREQ=YEARLY;BYYEARDAY=-1,100;BYSETPOS=-1"),
        ("FREQ=DAILY;UNTIL=20261224T000000Z", "FREQ=DAILY;UNTIL=20261224T010000"),
        ("FREQ=DAILY;UNTIL=20270624T000000Z", "FREQ=DAILY;UNTIL=20270624T020000"),
        ("FREQ=DAILY;UNTIL=20261224", "FREQ=DAILY;UNTIL=20261224T235959"),
        ("FREQ=DAILY;UNTIL=20261224T080000", "FREQ=DAILY;UNTIL=20261224T080000"),
    ],
)
def test_a_rule_is_kept_in_one_form(text, kept):
    assert recurrence(TUESDAY, [text, kept], timezone=PRAGUE).rules == (kept,)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("FREQ=DAILY;UNTIL=20261224", "FREQ=DAILY;UNTIL=20261224"),
        ("FREQ=DAILY;UNTIL=20261224T230000Z", "FREQ=DAILY;UNTIL=20261225"),
        ("FREQ=DAILY;UNTIL=20261224T233000", "FREQ=DAILY;UNTIL=20261224"),
        ("FREQ=DAILY;UNTIL=20261224T000000Z", "FREQ=DAILY;UNTIL=20261224"),
    ],
)
def test_of_whole_days_the_end_is_a_day(text, kept):
    series = recurrence(TUESDAY.date(), [text], timezone=PRAGUE)
    assert series.rules == (kept,)
    if text.endswith("T000000Z"):
        assert recurrence(TUESDAY.date(), [text], timezone="America/New_York") == series, "a day, wherever it is"
    assert series.last == parse(kept).until


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must say how often"),
        ("FREQ=FORTNIGHTLY", "it says “FORTNIGHTLY”"),
        ("FREQ=DAILY;FREQ=DAILY", "says FREQ twice"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL must be from 1"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL must be from 1"),
        ("FREQ=DAILY;INTERVAL=1e3", "INTERVAL must be from 1"),
        ("FREQ=DAILY;INTERVAL=٣", "INTERVAL must be from 1"),
        ("FREQ=DAILY;INTERVAL=1000000000", "INTERVAL must be from 1"),
        ("FREQ=DAILY;COUNT=10001", "COUNT must be from 1 to 10,000, not “10001”"),
        ("FREQ=DAILY;COUNT=0", "COUNT must be"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20301224", "can't be together"),
        ("FREQ=DAILY;UNTIL=20261123", "must not be before the start"),
        ("FREQ=DAILY;UNTIL=20261124T075959Z", "must not be before the start"),
        ("FREQ=DAILY;UNTIL=20270230", "UNTIL must be a day"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL must be a day"),
        ("FREQ=MONTHLY;BYDAY=7XX", "BYDAY must name weekdays such as TU, 2TU or -1FR, not “7XX”"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY must name weekdays"),
        ("FREQ=MONTHLY;BYDAY=54MO", "BYDAY must name weekdays"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY must be from 1 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY must be from 1 to 31"),
        ("FREQ=YEARLY;BYMONTH=-1", "BYMONTH must be from 1 to 12"),
        ("FREQ=DAILY;BYHOUR=24", "BYHOUR must be from 0 to 23"),
        ("FREQ=DAILY;BYEASTER=1", "not known here: “BYEASTER”"),
        ("FREQ=DAILY;WKST=1", "WKST must be a weekday"),
        ("FREQ=DAILY;", "COUNT"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO needs FREQ=YEARLY"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY can't be with FREQ=MONTHLY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY can't be with FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=2TU", "needs FREQ=MONTHLY or FREQ=YEARLY"),
        ("FREQ=YEARLY;BYDAY=2TU;BYWEEKNO=3", "can't be with BYWEEKNO"),
        ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS needs another part"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no day that ever comes"),
        ("FREQ=MONTHLY;BYDAY=6MO", "no day that ever comes"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "no day that ever comes"),
        ("FREQ=HOURLY;INTERVAL=24;BYHOUR=3", "no day that ever comes"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=100", "too long to happen 100 times"),
        ("FREQ=DAILY;BYHOUR=" + ",".join(["1"] * 500), "too long: use 1,000 characters"),
    ],
)
def test_a_rule_that_is_wrong_is_told_in_words(text, message):
    if message == "COUNT":
        assert recurrence(TUESDAY, [text]).rules == ("FREQ=DAILY",), "a semicolon at the end is common, and no matter"
        return
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        recurrence(TUESDAY, [text])
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("text", ["FREQ=HOURLY", "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY;BYHOUR=9"])
def test_whole_days_repeat_by_the_day(text):
    with pytest.raises(ValueError, match="Whole days can't repeat at times of day"):
        recurrence(TUESDAY.date(), [text])


def test_there_are_only_so_many_rules_and_dates():
    with pytest.raises(ValueError, match="too many rules: use 10"):
        recurrence(TUESDAY, [f"FREQ=DAILY;INTERVAL={n}" for n in range(1, 12)])
    dates = [TUESDAY + timedelta(days=n) for n in range(10_001)]
    for also, never in [(dates, ()), ((), dates)]:
        with pytest.raises(ValueError, match="too many dates: use 10,000"):
            recurrence(TUESDAY, (), also, never)
    full = recurrence(TUESDAY, ["FREQ=DAILY"], never=dates[:-1])
    with pytest.raises(ValueError, match="too many dates"):
        without(full, dates[-1])
    assert starts(TUESDAY, full, TUESDAY, dates[-1] + timedelta(days=1)) == dates[-1:]
    assert recurrence(TUESDAY, ["FREQ=DAILY;COUNT=10000"], never=dates[:-1]).last == TUESDAY, "where all are left out"


def test_counting_ends_when_it_takes_too_long(monkeypatch):
    steps, step = [0], expansion.Interval._step
    monkeypatch.setattr(expansion.Interval, "_step", lambda self: (steps.__setitem__(0, steps[0] + 1), step(self)))
    for text in ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SA;COUNT=999", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9;COUNT=5",
                 "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=1;COUNT=99"]:  # fmt: skip
        steps[0] = 0
        with pytest.raises(ValueError, match=r"too long|ever comes"):
            recurrence(TUESDAY, [text])
        assert steps[0] <= 2 * max(expansion.PATIENCE.values()) + 2


def test_dates_are_of_the_type_of_the_start():
    also = [date(2026, 12, 1), datetime(2026, 12, 2, 12, tzinfo=UTC), datetime(2026, 12, 3, 9), date(2026, 12, 1)]
    timed = (datetime(2026, 12, 1, 9), datetime(2026, 12, 2, 13), datetime(2026, 12, 3, 9))
    assert recurrence(TUESDAY, (), also, timezone=PRAGUE).also == timed
    assert recurrence(TUESDAY, (), (), also, timezone=PRAGUE) == Recurrence(), "nothing repeats, so nothing is left out"
    days = tuple(moment.date() for moment in timed)
    assert recurrence(TUESDAY.date(), ["FREQ=DAILY"], (), also, timezone=PRAGUE).never == days


@pytest.mark.parametrize(
    ("rule", "zone", "written"),
    [
        ("FREQ=DAILY", PRAGUE, "FREQ=DAILY"),
        ("FREQ=DAILY;UNTIL=20261224", PRAGUE, "FREQ=DAILY;UNTIL=20261224"),
        ("FREQ=DAILY;UNTIL=20261224T010000", PRAGUE, "FREQ=DAILY;UNTIL=20261224T000000Z"),
        ("FREQ=DAILY;UNTIL=20261025T023000", PRAGUE, "FREQ=DAILY;UNTIL=20261025T013000Z"),
    ],
)
def test_the_end_goes_out_in_utc(rule, zone, written):
    assert in_utc(rule, zone) == written
    start = date(2026, 10, 1) if rule.endswith("1224") else datetime(2026, 10, 1)
    assert recurrence(start, [written], timezone=zone).rules == (rule,)


@pytest.mark.parametrize(
    ("start", "rules", "also", "ranges"),
    [
        (date(2026, 12, 5), ["FREQ=YEARLY"], [], [(377, 377)]),
        (date(2026, 12, 5), ["FREQ=YEARLY;BYMONTH=1,12"], [], [(36, 36), (377, 377)]),
        (date(2026, 12, 5), ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24,25"], [date(2027, 6, 1)],
         [(187, 187), (377, 377), (396, 397)]),
        (date(2026, 5, 10), ["FREQ=YEARLY;BYMONTH=5;BYDAY=2SU"], [], [(156, 186)]),
        (date(2026, 5, 31), ["FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=-1"], [], [(156, 186)]),
        (date(2026, 1, 15), ["FREQ=YEARLY;BYMONTHDAY=15"], [],
         [(31 * month + 15, 31 * month + 15) for month in range(1, 13)]),
        (date(2026, 1, 15), ["FREQ=YEARLY;BYMONTHDAY=1,9,15"], [], []),
        (date(2026, 1, 15), ["FREQ=YEARLY;BYWEEKNO=5"], [], []),
        (date(2026, 1, 15), ["FREQ=YEARLY;BYYEARDAY=5"], [], []),
        (date(2026, 1, 15), ["FREQ=YEARLY;BYDAY=5MO"], [], []),
        (date(2026, 1, 15), ["FREQ=YEARLY", "FREQ=DAILY;COUNT=3"], [], []),
        (date(2026, 1, 15), [], [date(2026, 2, 1)], []),
    ],
)  # fmt: skip
def test_where_in_a_year_it_can_be(start, rules, also, ranges):
    assert recurrence(start, rules, also).yearly == tuple(ranges)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(start=MOMENTS, text=rules(("YEARLY",)))
def test_no_start_is_elsewhere_in_a_year(start, text):
    series = made(start, text)
    assume(series.yearly)
    for moment in starts(start, series, start, FAR):
        assert any(first <= moment.month * 31 + moment.day <= last for first, last in series.yearly)


def test_one_is_left_out():
    series = recurrence(TUESDAY, ["FREQ=WEEKLY;COUNT=4"])
    gone = without(without(series, datetime(2026, 12, 8, 9)), datetime(2026, 12, 1, 9))
    assert gone.never == (datetime(2026, 12, 1, 9), datetime(2026, 12, 8, 9))
    assert starts(TUESDAY, gone, TUESDAY, FAR) == [TUESDAY, datetime(2026, 12, 15, 9)]
    assert without(gone, datetime(2026, 12, 8, 9)) == gone


def parted(start, series, at):
    before, following = split(start, series, at, PRAGUE)
    earlier = [] if before is None else starts(start, before, start, FAR)
    return before, following, earlier + starts(at, following, at, FAR)


@pytest.mark.parametrize(
    ("rule", "n", "before", "following"),
    [
        ("FREQ=WEEKLY", 2, "FREQ=WEEKLY;UNTIL=20261201T090000", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;COUNT=10", 4, "FREQ=WEEKLY;COUNT=4", "FREQ=WEEKLY;COUNT=6"),
        ("FREQ=WEEKLY;COUNT=10", 9, "FREQ=WEEKLY;COUNT=9", None),
        ("FREQ=WEEKLY;COUNT=10", 1, None, "FREQ=WEEKLY;COUNT=9"),
        ("FREQ=WEEKLY", 1, None, "FREQ=WEEKLY"),
        ("FREQ=DAILY;UNTIL=20261130T090000", 3, "FREQ=DAILY;UNTIL=20261126T090000", "FREQ=DAILY;UNTIL=20261130T090000"),
        ("FREQ=DAILY;UNTIL=20261130T090000", 6, "FREQ=DAILY;UNTIL=20261129T090000", None),
    ],
)
def test_this_and_following(rule, n, before, following):
    series = recurrence(TUESDAY, [rule])
    whole = starts(TUESDAY, series, TUESDAY, FAR)
    first, second, together = parted(TUESDAY, series, whole[n])
    assert first.rules == ((before,) if before else ())
    assert second.rules == ((following,) if following else ())
    assert together == whole


def test_dates_go_with_their_part():
    days = [date(2026, 11, 24) + timedelta(days=n) for n in range(30)]
    series = recurrence(days[0], ["FREQ=DAILY;INTERVAL=7;COUNT=4"], [days[1], days[16]], [days[7]])
    before, following, together = parted(days[0], series, days[14])
    assert (before.also, before.never) == ((days[1],), (days[7],))
    assert before.rules == ("FREQ=DAILY;COUNT=2;INTERVAL=7",) and before.last == days[1]
    assert (following.also, following.never) == ((days[16],), ())
    assert together == starts(days[0], series, days[0], FAR)


def test_two_rules_end_each_in_its_part():
    series = recurrence(TUESDAY, ["FREQ=DAILY;COUNT=3", "FREQ=WEEKLY"])
    whole = starts(TUESDAY, series, TUESDAY, FAR)
    _, following, together = parted(TUESDAY, series, whole[3])
    assert following.rules == ("FREQ=WEEKLY",) and together == whole


def test_nothing_is_before_the_first():
    series = recurrence(TUESDAY, ["FREQ=WEEKLY"])
    assert split(TUESDAY, series, TUESDAY, PRAGUE) == (None, series)
    second = datetime(2026, 12, 1, 9)
    assert split(TUESDAY, without(series, TUESDAY), second, PRAGUE) == (None, recurrence(second, ["FREQ=WEEKLY"]))


def test_only_at_a_date_of_the_series():
    extra = datetime(2026, 11, 27, 9)
    series = recurrence(TUESDAY, ["FREQ=WEEKLY"], [extra])
    with pytest.raises(ValueError, match="no such date"):
        split(TUESDAY, series, datetime(2026, 11, 25, 9), PRAGUE)
    with pytest.raises(ValueError, match="beside the rhythm"):
        split(TUESDAY, series, extra, PRAGUE)
    ended = recurrence(TUESDAY, ["FREQ=DAILY;COUNT=2"], [extra])
    before, following = split(TUESDAY, ended, extra, PRAGUE)
    assert before.rules == ("FREQ=DAILY;COUNT=2",) and following == Recurrence()


@settings(deadline=None, derandomize=True, max_examples=60)
@given(start=MOMENTS, text=rules(), n=st.integers(0, 40))
def test_the_parts_are_the_whole(start, text, n):
    assume("BYSETPOS" not in text or "WEEKLY" not in text)  # dateutil counts positions in the rest of the first week
    series = made(start, text)
    whole = starts(start, series, start, FAR)
    assume(expansion.expands(series) and len(whole) > n)
    try:
        together = parted(start, series, whole[n])[2]
    except ValueError as problem:
        assert "rhythm" in str(problem), "when the start itself is beside the rule"
        return
    assert together == whole


def test_a_rule_until_the_end_of_time_has_none():
    assert recurrence(date(2026, 11, 24), ["FREQ=DAILY;UNTIL=99991231"]).rules == ("FREQ=DAILY",)
