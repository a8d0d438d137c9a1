"""Series: what an edit makes of the rule, the exceptions and the changed ones."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eventapp.ical.occurrences import of_event
from eventapp.ical.recurrence import recurrence, starts
from eventapp.ical.series import begin_with, change_all, change_one, end_before, leave_out
from eventapp.models import Change, Content, Event, When


def content(start, *rules, **more):
    when = start if isinstance(start, When) else When(start)
    return Content("Swim", when, recurrence=recurrence(when.start, rules, **more))


@pytest.mark.parametrize(
    ("start", "rule", "by", "moved"),
    [
        (date(2026, 11, 24), "FREQ=WEEKLY;BYDAY=TU,SU", 2, "FREQ=WEEKLY;BYDAY=TU,TH"),
        (date(2026, 11, 24), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", 1, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=TU"),
        (date(2026, 11, 24), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", 1, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        (date(2026, 11, 24), "FREQ=WEEKLY;UNTIL=20261215", 1, "FREQ=WEEKLY;UNTIL=20261216"),
        (date(2026, 11, 24), "FREQ=MONTHLY;BYDAY=4TU", 1, "FREQ=MONTHLY;BYDAY=4WE"),
        (date(2026, 11, 24), "FREQ=MONTHLY;BYDAY=-1TU", 1, "FREQ=MONTHLY;BYDAY=-1WE"),
        (date(2026, 11, 24), "FREQ=MONTHLY;BYDAY=-1TU", -7, "FREQ=MONTHLY;BYDAY=3TU"),
        (date(2026, 11, 24), "FREQ=YEARLY;BYMONTHDAY=24;BYMONTH=11", 7, "FREQ=YEARLY;BYMONTHDAY=1;BYMONTH=12"),
        (date(2026, 11, 24), "FREQ=DAILY;INTERVAL=3", 1, "FREQ=DAILY;INTERVAL=3"),
    ],
)
def test_a_rule_goes_with_its_event(start, rule, by, moved):
    before = content(start, rule)
    after = change_all(before, before.when, before.when.at(start + timedelta(days=by)))
    assert after.recurrence.rules == (moved,) and after.when.start == start + timedelta(days=by)


def test_what_stays_the_same_is_the_same():
    before = content(date(2026, 11, 24), "FREQ=DAILY")
    assert change_all(before, before.when, before.when) is before


def test_exceptions_and_changed_ones_go_along_and_those_of_no_start_go():
    start = datetime(2026, 11, 24, 9)
    before = content(start, "FREQ=DAILY;COUNT=9", never=[start + timedelta(days=1)])
    day = start + timedelta(days=2)
    before = change_one(before, Change(day, "Dive", before.when.at(day)))
    later = start + timedelta(days=5)
    before = change_one(before, Change(later, "Swim", When(datetime(2026, 12, 24, 9))))
    after = change_all(before, before.when, before.when.at(start + timedelta(hours=1)))
    assert after.recurrence.never == (datetime(2026, 11, 25, 10),)
    assert [(c.at, c.title, c.when.start) for c in after.changes] == [
        (datetime(2026, 11, 26, 10), "Dive", datetime(2026, 11, 26, 10)),
        (datetime(2026, 11, 29, 10), "Swim", datetime(2026, 12, 24, 9)),
    ]
    weekly = change_all(before, before.when, before.when, ("FREQ=WEEKLY",))
    assert weekly.changes == ()


def test_leaving_out():
    start = date(2026, 11, 24)
    assert leave_out(content(start, "FREQ=DAILY"), start).recurrence.never == (start,)
    assert leave_out(content(start, "FREQ=DAILY;COUNT=2"), start) is not None
    assert leave_out(leave_out(content(start, "FREQ=DAILY;COUNT=2"), start), date(2026, 11, 25)) is None
    changed = change_one(content(start, "FREQ=DAILY"), Change(start, "Dive", When(date(2026, 12, 24))))
    assert leave_out(changed, date(2026, 11, 25)).changes == changed.changes != ()
    assert leave_out(changed, start).changes == ()


def test_the_only_one_that_is_left_says_what_it_said():
    """One that was changed by itself stays as it was made when all the others go."""
    start = datetime(2026, 11, 24, 9)
    daily = content(start, "FREQ=DAILY;COUNT=2")
    next_day = start + timedelta(days=1)
    other = When(datetime(2026, 12, 24, 9))
    first = end_before(change_one(daily, Change(start, "Dive", other, "Lake")), next_day)
    last = begin_with(change_one(daily, Change(next_day, "Dive", other, "Lake")), next_day)
    for left in (first, last):
        assert (left.title, left.when, left.place) == ("Dive", other, "Lake")
        assert not left.recurrence and not left.changes
    assert end_before(daily, next_day).when.start == start


SERIES_RULES = """FREQ=DAILY FREQ=DAILY;INTERVAL=3 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU FREQ=MONTHLY;BYMONTHDAY=31
FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,TU;WKST=SU FREQ=MONTHLY;BYDAY=-1FR FREQ=YEARLY;BYDAY=1MO,-1SU FREQ=HOURLY;INTERVAL=7
FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1,1 FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,2 FREQ=YEARLY""".split()
ZONES = st.sampled_from(["Europe/Prague", "America/New_York", "Pacific/Apia", "UTC"])
HORIZON = datetime(2032, 1, 1)


@st.composite
def contents(draw):
    """A series by some rule, with days left out, added and changed, over changes of the clocks."""
    rule, zone = draw(st.sampled_from(SERIES_RULES)), draw(ZONES)
    start = draw(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1))).replace(second=0, microsecond=0)
    day, end = draw(st.booleans()) and "HOURLY" not in rule, draw(st.sampled_from(["", "COUNT", "UNTIL", "UNTILZ"]))
    if end == "COUNT":
        rule += f";COUNT={draw(st.integers(1, 12))}"
    elif end:
        until = start + timedelta(days=draw(st.integers(2, 500)))
        rule += f";UNTIL={until:%Y%m%dT%H%M%S}{end[5:]}" if not day else f";UNTIL={until:%Y%m%d}"
    first = start.date() if day else start
    when = When(first, None if day else start + timedelta(minutes=draw(st.integers(0, 3000))), zone)
    also = [first + timedelta(days=n) for n in draw(st.lists(st.integers(1, 400), max_size=2))]
    again = recurrence(first, [rule], also, (), zone)
    every = starts(first, again, first, HORIZON)
    never = draw(st.lists(st.sampled_from(every), max_size=2))
    made = Content("Swim", when, "Pool", recurrence=recurrence(first, [rule], also, never, zone))
    for at in draw(st.lists(st.sampled_from(every), max_size=2, unique=True)):
        if at not in never:
            moved = when.at(at + timedelta(days=draw(st.integers(-40, 40))))
            made = change_one(made, Change(at, "Dive", moved, "Lake"))
    assume(starts(first, made.recurrence, first, HORIZON))
    return made


def said(made):
    """All that a person sees of it."""
    if made is None:
        return []
    if not made.recurrence:
        return [(made.title, made.when, made.place)]
    found = of_event(Event.of(made), datetime(2020, 1, 1, tzinfo=UTC), datetime(2033, 1, 1, tzinfo=UTC))
    return sorted(((o.title, o.when, o.place) for o in found), key=repr)


@settings(deadline=None, max_examples=150)
@given(contents(), st.data())
def test_the_parts_of_a_series_are_the_whole(made, data):
    at = data.draw(st.sampled_from(starts(made.when.start, made.recurrence, made.when.start, HORIZON)[:30]))
    one = {change.at: change for change in made.changes}.get(at)
    gone = ("Swim", made.when.at(at), "Pool") if one is None else (one.title, one.when, one.place)
    assert sorted([gone, *said(leave_out(made, at))], key=repr) == said(made)
    try:
        parts = [*said(end_before(made, at)), *said(begin_with(made, at))]
    except ValueError as error:
        assert "beside the rhythm" in str(error)
        return
    assert sorted(parts, key=repr) == said(made)
