"""The weeks and clocks of different readers."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from eventapp.forms import LOCALES
from eventapp.views.reader import Reader

PRAGUE = ZoneInfo("Europe/Prague")


@pytest.mark.parametrize(
    ("start", "day", "week"),
    [
        (0, date(2026, 1, 1), 1),
        (0, date(2027, 1, 1), 53),
        (0, date(2026, 11, 23), 48),
        (6, date(2026, 1, 1), 1),
        (6, date(2026, 1, 3), 1),
        (6, date(2026, 1, 4), 2),
        (6, date(2027, 1, 1), 1),
        (5, date(2026, 1, 2), 1),
        (5, date(2026, 1, 3), 2),
    ],
)
def test_the_number_of_a_week(start, day, week):
    assert Reader(PRAGUE, week_start=start).week(day) == week


@pytest.mark.parametrize(
    ("hours", "locale", "clock"), [(24, "en_GB", "15:05"), (12, "en_GB", "3:05 pm"), (12, "en_US", "3:05 PM")]
)
def test_clocks(hours, locale, clock):
    assert Reader(PRAGUE, locale, hours).clock(datetime(2026, 11, 23, 14, 5, tzinfo=UTC)) == clock


@pytest.mark.parametrize(
    ("locale", "heading"),
    [
        ("en_GB", "Friday 27 November"),
        ("en_US", "Friday, November 27"),
        ("de", "Freitag, 27. November"),
        ("fi", "perjantaina 27. marraskuuta"),
        ("ja", "11月27日(金曜日)"),
    ],
)
def test_a_heading_has_the_whole_weekday(locale, heading):
    assert Reader(PRAGUE, locale).heading(date(2026, 11, 27)) == heading


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_that_is_offered_has_words_for_days(locale):
    reader, day = Reader(PRAGUE, locale, 12), date(2026, 11, 27)
    texts = [reader.short_date(day, day), reader.long_date(day), reader.heading(day), reader.weekday(day)]
    assert (all(texts) and "27" in texts[1]) or "٢٧" in texts[1] or "۲۷" in texts[1]


def test_days_without_their_weekday():
    reader, day = Reader(PRAGUE), date(2026, 11, 27)
    assert [reader.day_of_year(day), reader.day_of_year(day, 2026), reader.day_of_year(day, 2025)] == (
        ["27 November", "27 November", "27 November 2026"]
    )
    assert reader.month_name(day) == "November"
    assert Reader(PRAGUE, "cs").month_name(day) == "listopad", "as it stands alone"
