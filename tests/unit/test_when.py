"""When: wall time in a zone, and the instants that follow from it."""

from datetime import UTC, date, datetime

import pytest

from eventapp.models import When

PRAGUE = "Europe/Prague"


def utc(*args):
    return datetime(*args, tzinfo=UTC)


def test_a_timed_event():
    when = When(datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 30), PRAGUE)
    assert not when.all_day
    assert when.starts_at == utc(2026, 11, 27, 11, 30)
    assert when.ends_at == utc(2026, 11, 27, 12, 30)
    assert when.first_day == when.last_day == date(2026, 11, 27)


def test_the_same_wall_time_is_another_instant_in_summer():
    assert When(datetime(2026, 7, 1, 12, 30), timezone=PRAGUE).starts_at == utc(2026, 7, 1, 10, 30)


def test_without_an_end_a_timed_event_has_no_length():
    when = When(datetime(2026, 11, 27, 12, 30), timezone=PRAGUE)
    assert when.starts_at == when.ends_at and when.last_day == date(2026, 11, 27)


def test_a_whole_day_lasts_until_the_next_midnight():
    when = When(date(2026, 11, 27), timezone=PRAGUE)
    assert when.all_day and when.last_day == when.first_day == date(2026, 11, 27)
    assert when.starts_at == utc(2026, 11, 26, 23)
    assert when.ends_at == utc(2026, 11, 27, 23)


def test_the_end_of_whole_days_is_exclusive_as_in_icalendar():
    when = When(date(2026, 11, 27), date(2026, 11, 30), PRAGUE)
    assert when.last_day == date(2026, 11, 29)
    assert when.ends_at == utc(2026, 11, 29, 23)


def test_a_whole_day_with_an_end_on_itself_is_one_day():
    when = When(date(2026, 11, 27), date(2026, 11, 27), PRAGUE)
    assert when.last_day == date(2026, 11, 27) and when.ends_at == utc(2026, 11, 27, 23)


def test_when_clocks_are_set_back_the_end_is_never_before_the_start():
    # on that night 02:30 comes twice; the later one (fold=1) is after the earlier 02:40
    when = When(datetime(2026, 10, 25, 2, 30, fold=1), datetime(2026, 10, 25, 2, 40), PRAGUE)
    assert when.starts_at == when.ends_at == utc(2026, 10, 25, 1, 30)


@pytest.mark.parametrize(
    ("start", "end", "timezone", "message"),
    [
        (date(2026, 1, 2), date(2026, 1, 1), "UTC", "before the start"),
        (datetime(2026, 1, 2, 9), datetime(2026, 1, 2, 8), "UTC", "before the start"),
        (date(2026, 1, 2), datetime(2026, 1, 3, 8), "UTC", "both be days"),
        (datetime(2026, 1, 2, 9), date(2026, 1, 3), "UTC", "both be days"),
        (date(2026, 1, 2), None, "Europe/Atlantis", "time zone"),
        (date(999, 1, 2), None, "UTC", "year"),
        (date(2026, 1, 2), date(9001, 1, 2), "UTC", "year"),
        (datetime(2026, 1, 2, tzinfo=UTC), None, "UTC", "offset"),
    ],
)
def test_refuses_what_is_no_time(start, end, timezone, message):
    with pytest.raises(ValueError, match=message):
        When(start, end, timezone)
