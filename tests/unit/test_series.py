"""Series: what an edit makes of the rule, the exceptions and the changed ones."""

from datetime import date, datetime, timedelta

import pytest

from eventapp.ical.recurrence import recurrence
from eventapp.ical.series import change_all, change_one, leave_out
from eventapp.models import Change, Content, When


def content(start, *rules, **more):
    when = start if isinstance(start, When) else When(start)
    return Content("Swim", when, recurrence=recurrence(when.start, rules, **more))


@pytest.mark.parametrize(
    ("start", "rule", "by", "moved"),
    [
        (date(2026, 11, 24), "FREQ=WEEKLY;BYDAY=TU,SU", 2, "FREQ=WEEKLY;BYDAY=TU,TH"),
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
