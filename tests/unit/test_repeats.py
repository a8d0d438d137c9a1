"""How a series repeats, in words."""

from datetime import date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.ical.recurrence import recurrence
from eventapp.models.recurrence import Recurrence
from eventapp.views.reader import Reader
from eventapp.views.repeats import WORDS, in_words
from eventapp.views.repeats.de import German
from eventapp.views.repeats.en import English
from tests.unit.test_expansion import rules

TUESDAY = datetime(2026, 12, 1, 9)
READER = Reader(ZoneInfo("Europe/Prague"))
GERMAN = Reader(ZoneInfo("Europe/Berlin"), "de")

SAID = {
    "FREQ=DAILY": "every day",
    "FREQ=DAILY;INTERVAL=3": "every 3 days",
    "FREQ=DAILY;BYHOUR=9;BYMINUTE=0": "every day",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR": "every weekday",
    "FREQ=DAILY;UNTIL=20270303T090000": "every day until 3 March 2027",
    "FREQ=DAILY;UNTIL=20261224T090000": "every day until 24 December",
    "FREQ=DAILY;COUNT=1": "every day, once",
    "FREQ=HOURLY;INTERVAL=2;COUNT=1000": "every 2 hours, 1,000 times",
    "FREQ=MINUTELY;INTERVAL=15": "every 15 minutes",
    "FREQ=SECONDLY": "every second",
    "FREQ=WEEKLY": "every Tuesday",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270303T090000": "every 2nd Tuesday until 3 March 2027",
    "FREQ=WEEKLY;INTERVAL=13": "every 13th Tuesday",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": "every weekday",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU": "every day",
    "FREQ=WEEKLY;BYDAY=TU,TH,SA": "every Tuesday, Thursday and Saturday",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=10": "every 2 weeks on Tuesday and Thursday, 10 times",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR": "every 2 weeks on every weekday",
    "FREQ=MONTHLY": "every month on the 1st",
    "FREQ=MONTHLY;BYMONTHDAY=15": "every month on the 15th",
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=2,22": "every 3 months on the 2nd and the 22nd",
    "FREQ=MONTHLY;BYMONTHDAY=-1": "on the last day of every month",
    "FREQ=MONTHLY;BYMONTHDAY=-3": "on the 3rd-last day of every month",
    "FREQ=MONTHLY;BYDAY=TU": "every Tuesday",
    "FREQ=MONTHLY;BYDAY=-1FR": "on the last Friday of every month",
    "FREQ=MONTHLY;BYDAY=1SU,-1SU": "on the last Sunday and the first Sunday of every month",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU": "every 2 months on the second Tuesday",
    "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3": "on the third Tuesday of every month",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2": "on the 2nd-last weekday of every month",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1": "on the last day of every month",
    "FREQ=YEARLY": "every year on 1 December",
    "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29": "every 2 years on 29 February",
    "FREQ=YEARLY;BYMONTH=6,7": "every year on 1 June and 1 July",
    "FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=30": "every year on 30 March",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1": "every year on the last day of December",
    "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU": "every year on the second Sunday of May",
    "FREQ=YEARLY;BYMONTH=5;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1": "every year on the first weekday of May",
    "FREQ=YEARLY;BYDAY=TU": "every Tuesday",
}

NOT_SAID = [
    "FREQ=DAILY;BYHOUR=9,17", "FREQ=DAILY;BYMONTH=1", "FREQ=DAILY;INTERVAL=2;BYDAY=TU", "FREQ=DAILY;BYMONTHDAY=1,3",
    "FREQ=HOURLY;BYHOUR=9", "FREQ=HOURLY;BYDAY=MO", "FREQ=WEEKLY;BYMONTH=1", "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=MONTHLY;BYDAY=MO,2TU", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
    "FREQ=MONTHLY;BYMONTHDAY=1,3,5,7,9,11,13", "FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=2",
    "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1,2",
    "FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYYEARDAY=100", "FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYMONTHDAY=15",
    "FREQ=YEARLY;BYMONTH=1,2;BYDAY=MO;BYSETPOS=1", "FREQ=YEARLY;BYMONTH=1,2;BYSETPOS=1",
    "FREQ=YEARLY;BYMONTH=1;BYDAY=MO",
    "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7",
]  # fmt: skip


@pytest.mark.parametrize(("rule", "words"), SAID.items())
def test_a_rule_in_words(rule, words):
    assert in_words(recurrence(TUESDAY, [rule]), TUESDAY, READER) == words


@pytest.mark.parametrize("rule", NOT_SAID)
def test_a_rule_without_words_is_shown_as_it_is(rule):
    series = recurrence(TUESDAY, [rule])
    assert in_words(series, TUESDAY, READER) == f"on a rule of its own: {series.rules[0]}"


def test_all_of_a_series():
    start = TUESDAY.date()
    days = [start + timedelta(days=n) for n in (3, 7, 14)]
    assert in_words(Recurrence(), start, READER) == ""
    assert in_words(recurrence(start, never=days), start, READER) == ""
    assert in_words(recurrence(start, also=days[:1]), start, READER) == "on 1 more day"
    assert in_words(recurrence(start, ["FREQ=WEEKLY"], days[:2]), start, READER) == "every Tuesday and on 2 more days"
    two = recurrence(start, ["FREQ=WEEKLY", "FREQ=YEARLY;UNTIL=20271201"], never=days[1:])
    assert in_words(two, start, READER) == (
        "every Tuesday and every year on 1 December until 1 December 2027, except on 2 days"
    )
    assert in_words(recurrence(start, ["FREQ=DAILY"], never=days[1:2]), start, READER) == "every day, except on 1 day"


IN_GERMAN = [
    "jeden Tag",
    "alle 3 Tage",
    "jeden Tag",
    "an jedem Werktag",
    "jeden Tag bis 3. März 2027",
    "jeden Tag bis 24. Dezember",
    "jeden Tag, einmal",
    "alle 2 Stunden, 1.000-mal",
    "alle 15 Minuten",
    "jede Sekunde",
    "jeden Dienstag",
    "jeden 2. Dienstag bis 3. März 2027",
    "jeden 13. Dienstag",
    "an jedem Werktag",
    "jeden Tag",
    "jeden Dienstag, Donnerstag und Samstag",
    "alle 2 Wochen am Dienstag und Donnerstag, 10-mal",
    "alle 2 Wochen an jedem Werktag",
    "jeden Monat am 1.",
    "jeden Monat am 15.",
    "alle 3 Monate am 2. und am 22.",
    "am letzten Tag jedes Monats",
    "am drittletzten Tag jedes Monats",
    "jeden Dienstag",
    "am letzten Freitag jedes Monats",
    "am letzten Sonntag und am ersten Sonntag jedes Monats",
    "alle 2 Monate am zweiten Dienstag",
    "am dritten Dienstag jedes Monats",
    "am vorletzten Werktag jedes Monats",
    "am letzten Tag jedes Monats",
    "jedes Jahr am 1. Dezember",
    "alle 2 Jahre am 29. Februar",
    "jedes Jahr am 1. Juni und am 1. Juli",
    "jedes Jahr am 30. März",
    "jedes Jahr am letzten Tag im Dezember",
    "jedes Jahr am zweiten Sonntag im Mai",
    "jedes Jahr am ersten Werktag im Mai",
    "jeden Dienstag",
]


@pytest.mark.parametrize(("rule", "words"), list(zip(SAID, IN_GERMAN, strict=True)))
def test_a_rule_in_german(rule, words):
    assert in_words(recurrence(TUESDAY, [rule]), TUESDAY, GERMAN) == words


def test_all_of_a_series_in_german():
    start = TUESDAY.date()
    days = [start + timedelta(days=n) for n in (3, 7, 14)]
    assert in_words(recurrence(start, ["FREQ=WEEKLY"], days[:2]), start, GERMAN) == (
        "jeden Dienstag und an 2 weiteren Tagen"
    )
    assert in_words(recurrence(start, also=days[:1]), start, GERMAN) == "an 1 weiterem Tag"
    daily = "FREQ=DAILY"
    assert in_words(recurrence(start, [daily], never=days[1:2]), start, GERMAN) == "jeden Tag, an 1 Tag nicht"
    assert in_words(recurrence(start, [daily], never=days[1:]), start, GERMAN) == "jeden Tag, an 2 Tagen nicht"
    assert in_words(Recurrence(("FREQ=HOURLY;BYHOUR=9",)), start, GERMAN) == "nach eigener Regel: FREQ=HOURLY;BYHOUR=9"


def test_days_and_months_are_named_in_the_language_of_the_reader():
    french = Reader(ZoneInfo("Europe/Paris"), "fr")
    assert in_words(recurrence(TUESDAY, ["FREQ=WEEKLY"]), TUESDAY, french) == "every mardi"
    assert English(french, 2026).of("the last day", 3) == "the last day of mars"


def test_every_language_has_the_same_methods():
    def methods(words):
        return {name for name in vars(words) if callable(vars(words)[name])}

    assert {language.name for language in (files("eventapp") / "locale").iterdir()} <= WORDS.keys()
    for words in WORDS.values():
        assert methods(English) <= methods(words), words


def test_german_ordinals():
    words = German(GERMAN, 2026)
    assert [words.nth(n) for n in (1, 1002, -1, -5, -6)] == ["1.", "1.002.", "letzten", "fünftletzten", "6.-letzten"]
    assert words.nth_weekday(20, 0) == "am 20. Montag"


def test_ordinals():
    words = English(READER, 2026)
    numbers = (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 1002, -1, -2)
    assert [words.nth(n) for n in numbers] == (
        "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th 1,002nd last 2nd-last".split()
    )


@settings(deadline=None, derandomize=True, max_examples=200)
@given(text=rules(("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY")), whole_days=st.booleans())
def test_there_are_always_words(text, whole_days):
    start = date(2026, 12, 1) if whole_days else TUESDAY
    assert in_words(Recurrence((text,)), start, READER) and in_words(Recurrence((text,)), start, GERMAN)
