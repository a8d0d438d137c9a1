"""Search: what a line means, which events it finds, and where the words in them are."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.ical.patience import Patience
from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Change, Event, When
from eventapp.search import Marks, Query, find, finding, parse
from eventapp.search.nearest import last_of, next_of

NOW = datetime(2026, 11, 23, 8, 42, tzinfo=ZoneInfo("Europe/Prague"))


def event(title, start, end=None, rule="", place="", notes="", **more):
    again = recurrence(start, [rule] if rule else [], timezone="Europe/Prague")
    return Event(title, When(start, end, "Europe/Prague"), place, notes, recurrence=again, **more)


def calendar(*events):
    filled = Calendar("Family", "family")
    for one in events:
        filled.add(one)
    return filled


def titles(text, *events, most=51):
    found = find([calendar(*events)], parse(text), NOW, most)
    return [o.title for o in found.coming], [o.title for o in found.past]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("   - \u2013 .", Query()),
        ("Café  Savoy", Query(words=("cafe", "savoy"))),
        ('"Parents evening" anna', Query(words=("anna",), phrases=(("parents", "evening"),))),
        ("\u201cparents evening\u201d", Query(phrases=(("parents", "evening"),))),
        ('"never closed', Query(phrases=(("never", "closed"),))),
        ("-work -\"big boss\" -well-known", Query(without=(("work",), ("big", "boss"), ("well", "known")))),
        ('place:eska PLACE:"Café Savoy"', Query(places=("eska", "cafe", "savoy"))),
        ('calendar:family calendar:"My work"', Query(calendars=(("family",), ("my", "work")))),
        ("after:2026-01", Query(since=date(2026, 1, 1))),
        ("before:2026-12-24", Query(until=date(2026, 12, 24))),
        ("on:2026-11-27", Query(since=date(2026, 11, 27), until=date(2026, 11, 28))),
        ("in:2026-12", Query(since=date(2026, 12, 1), until=date(2027, 1, 1))),
        ("in:2026-2", Query(since=date(2026, 2, 1), until=date(2026, 3, 1))),
        ("In:2026", Query(since=date(2026, 1, 1), until=date(2027, 1, 1))),
        ("in:2026 after:2026-03 before:2026-05 after:2025", Query(since=date(2026, 3, 1), until=date(2026, 5, 1))),
        ("12:30 foo:bar", Query(words=("12", "30", "foo", "bar"))),
        ("in:9000", Query(since=date(9000, 1, 1), until=date(9001, 1, 1))),
    ],
)  # fmt: skip
def test_what_a_line_means(text, query):
    assert parse(text) == query
    assert bool(query) == bool(query != Query())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("dentist after:soon", "“after:soon” is no day. Write after:2026, after:2026-01 or after:2026-01-15."),
        ("ab:bald", "“ab:bald” is no day. Write ab:2026, ab:2026-01 or ab:2026-01-15."),
        ("in:2026-13", "“in:2026-13” is no day."),
        ("on:2026-02-30", "“on:2026-02-30” is no day."),
        ("on:0999", "is no day"),
        ("on:9001", "is no day"),
        ("before:", "“before:” is no day."),
        ("-in:2026", "“-in:2026” is no day."),
        ("place:", "Write what to look for behind “place:”."),
        ("calendar:\u2013", "Write what to look for behind “calendar:”."),
        ("-place:eska", "“-place:eska” can’t be left out. Leave out words, such as -eska."),
        ("in:2025 in:2026", "No day is in all of these ranges at once."),
        ("after:2026 before:2026", "No day is in all of these ranges at once."),
        ("after:soon -place:x place: after:2026 before:2026", "“after:soon” is no day."),
    ],
)
def test_what_a_line_can_not_mean(text, problem):
    assert problem in parse(text).problem


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("ab:2026-01 vor:2027", "after:2026-01 before:2027"),
        ("nach:2026-01", "after:2026-01"),
        ("Am:2026-11-27", "on:2026-11-27"),
        ("im:2026-11", "in:2026-11"),
        ("ort:eska kalender:Familie", "place:eska calendar:Familie"),
    ],
)
def test_what_is_said_in_german_means_the_same(german, english):
    assert parse(german) == parse(english) != Query()


def test_of_a_long_line_the_beginning_counts():
    query = parse(" ".join(f"w{number}" for number in range(200)))
    assert len(query.words) == 20 and query.cut
    for line in (
        ".".join(["x"] * 21),
        f"place:{'-'.join(['x'] * 21)}",
        f'"{"x " * 21}"',
        f"-{'.x' * 21}",
        "a b " + ".x" * 19,
    ):
        query = parse(line)
        assert query.cut and len([*query.needed, *(word for phrase in query.without for word in phrase)]) == 20
    whole = parse(".".join(["x"] * 20))
    assert len(whole.words) == 20 and not whole.cut
    assert parse("in:2026-01 " + "x " * 20).since and not parse("in:2026-01 " + "x " * 20).cut
    assert parse("x" * 501).cut and not parse("x" * 500).cut


def test_words_and_phrases_are_found_wherever_they_stand():
    events = [
        event("Lunch with Ana", datetime(2026, 11, 27, 12, 30), place="Café Savoy", notes="Bring the map."),
        event("Dentist", datetime(2026, 11, 20, 9)),
        event("Party", date(2026, 12, 24), people=("Ana Nová", "bob@example.com")),
    ]
    assert titles("lun", *events) == (["Lunch with Ana"], [])
    assert titles("ana", *events) == (["Lunch with Ana", "Party"], [])
    assert titles("cafe map", *events) == (["Lunch with Ana"], [])
    assert titles("place:savoy", *events) == (["Lunch with Ana"], [])
    assert titles("place:map", *events) == ([], [])
    assert titles("ana -lunch", *events) == (["Party"], [])
    assert titles("-ana", *events) == ([], ["Dentist"])
    assert titles('"with ana"', *events) == (["Lunch with Ana"], [])
    assert titles('"ana with"', *events) == ([], [])
    assert titles('"wit"', *events) == ([], [])
    assert titles('ana -"bring the"', *events) == (["Party"], [])
    assert titles('-"with an"', *events) == (["Party"], ["Dentist"])
    assert titles("unheard", *events) == ([], [])


def test_the_place_of_one_occurrence_counts():
    changed = Change(
        datetime(2026, 11, 30, 9), "Standup", When(datetime(2026, 11, 30, 9), None, "Europe/Prague"), "Roof"
    )
    standup = event("Standup", datetime(2026, 11, 2, 9), rule="FREQ=WEEKLY", changes=(changed,))
    assert titles("place:roof", standup) == (["Standup"], [])


def test_the_coming_ones_are_first_and_the_latest_past():
    events = [event(f"x{day}", datetime(2026, 11, day, 9)) for day in (25, 24, 26, 20, 22, 21)]
    assert titles("x", *events) == (["x24", "x25", "x26"], ["x22", "x21", "x20"])


def starts(text, *events):
    found = find([calendar(*events)], parse(text), NOW, 51)
    return [o.when.first_day for o in found.coming], [o.when.first_day for o in found.past]


@pytest.mark.parametrize(
    ("text", "coming", "past"),
    [
        ("standup", [date(2026, 11, 30)], []),
        ("standup in:2026-11-23", [], [date(2026, 11, 23)]),
        ("standup before:2026-11", [], [date(2026, 10, 26)]),
        ("standup before:2026-01", [], []),
        ("standup in:2031", [date(2031, 1, 6)], []),
        ("standup after:2026-12-02", [date(2026, 12, 7)], []),
        ("birthday", [date(2026, 12, 5)], []),
        ("birthday in:2024", [], [date(2024, 12, 5)]),
        ("course", [], [date(2026, 3, 15)]),
        ("far", [date(2050, 1, 1)], []),
        ("long ago", [], [date(2003, 5, 3)]),
    ],
)
def test_a_series_is_found_once(text, coming, past):
    series = [
        event("Standup", datetime(2026, 6, 1, 7), datetime(2026, 6, 1, 8), rule="FREQ=WEEKLY"),
        event("Birthday", date(1966, 12, 5), rule="FREQ=YEARLY"),
        event("Course", datetime(2026, 3, 1, 9), rule="FREQ=WEEKLY;COUNT=3"),
        event("Far", datetime(2050, 1, 1, 9), rule="FREQ=DAILY"),
        event("Long ago", datetime(2003, 5, 1, 9), rule="FREQ=DAILY;COUNT=3"),
    ]
    assert starts(text, *series) == (coming, past)


def test_what_spans_now_or_the_edge_of_a_range():
    events = [
        event("now", datetime(2026, 11, 23, 8), datetime(2026, 11, 23, 9)),
        event("all day", date(2026, 11, 23)),
        event("year's end", date(2025, 12, 30), date(2026, 1, 3)),
    ]
    assert titles("-x", *events) == (["all day", "now"], ["year's end"])
    assert titles("in:2025", *events) == ([], ["year's end"])
    assert titles("in:2026-01", *events) == ([], ["year's end"])


TIMES = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))
TITLES = ["lunch", "dinner ana", "ana eska", "eska ana lunch"]
WORDS = st.lists(st.sampled_from(["lunch", "dinner", "ana", "eska"]), min_size=1, max_size=3).map(" ".join)
EVENTS = st.lists(st.tuples(WORDS, TIMES, st.integers(0, 3000)), max_size=12, unique_by=lambda one: one[1])
QUERIES = [
    "lunch",
    "di an",
    "-lunch",
    "in:2026",
    "ana after:2026-06",
    '"ana eska"',
    "lunch before:2026-12",
    "e in:2027",
]


@pytest.mark.parametrize("text", QUERIES)
def test_few_or_many_the_same_is_found(text):
    at = [datetime(2025, 5, 5), datetime(2026, 5, 5), datetime(2026, 11, 30), datetime(2027, 2, 2)]
    few_or_many([(title, one + timedelta(hours=n), 60) for one in at for n, title in enumerate(TITLES)], text)


@settings(max_examples=60, deadline=None)
@given(EVENTS, st.sampled_from(QUERIES))
def test_few_or_many_the_same_is_found_whatever_there_is(specs, text):
    few_or_many(specs, text)


def few_or_many(specs, text):
    """Events looked at in order of time, as among many, are those that are found one by one."""
    family = calendar(*(event(title, at, at + timedelta(minutes=length)) for title, at, length in specs))
    few = find([family], parse(text), NOW, 51)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "FEW", -1)
        many = find([family], parse(text), NOW, 51)
    assert {o.event.__name__ for o in few.coming} == {o.event.__name__ for o in many.coming}
    assert {o.event.__name__ for o in few.past} == {o.event.__name__ for o in many.past}
    assert [o.when for o in few.past] == [o.when for o in many.past] and not many.cut


def test_among_many_no_more_is_looked_at_than_is_shown(monkeypatch):
    monkeypatch.setattr(finding, "FEW", 3)
    events = [event(f"x {n}", datetime(2026, 12, 1) + timedelta(days=n)) for n in range(20)]
    found = find([calendar(*events)], parse("x"), NOW, 5)
    assert [o.title for o in found.coming] == ["x 0", "x 1", "x 2", "x 3", "x 4"] and not found.cut
    monkeypatch.setattr(finding, "MOST_LOOKED", 10)
    found = find([calendar(*events)], parse("x -y"), NOW, 51)
    assert found.cut and len(found.coming) == 10
    monkeypatch.setattr(finding, "MOST_LOOKED", 20)
    assert not find([calendar(*events)], parse("x -y"), NOW, 51).cut
    series = event("x", datetime(2026, 11, 20), rule="FREQ=DAILY;COUNT=8")
    monkeypatch.setattr(finding, "FEW", 0)
    assert titles("x", series) == (["x"], [])
    assert find([calendar(event("x", datetime(2026, 11, 1)))], parse("x"), NOW, 0).past == []


def test_of_many_long_texts_only_some_are_read_for_phrases(monkeypatch):
    monkeypatch.setattr(finding, "MOST_TEXT", 1_000)
    events = [event(f"x {n}", datetime(2026, 12, 1), notes="a b " * 100) for n in range(5)]
    found = find([calendar(*events)], parse('"a b"'), NOW, 51)
    assert len(found.coming) == 2 and found.cut


def test_words_are_counted_over_all_calendars(monkeypatch):
    monkeypatch.setattr(finding, "FEW", 3)
    both = [calendar(event("x", datetime(2026, 12, n)), event("x", datetime(2026, 12, n + 1))) for n in (1, 5)]
    assert [o.when.first_day.day for o in find(both, parse("x"), NOW, 51).coming] == [1, 2, 5, 6]


def test_a_series_without_any_start_left_is_not_found():
    series = event("Gone", datetime(2026, 11, 30, 9), rule="FREQ=DAILY;COUNT=1")
    series.change(
        recurrence=recurrence(datetime(2026, 11, 30, 9), ["FREQ=DAILY;COUNT=1"], never=[datetime(2026, 11, 30, 9)])
    )
    assert next_of(series, NOW, None, Patience()) is None and last_of(series, None, NOW, NOW, Patience()) is None


def test_marks():
    marks = Marks(parse('caf "map" place:ana').needed)
    assert marks("Café Savoy") == [("Café", True), (" Savoy", False)]
    assert marks("the Map-room") == [("the ", False), ("Map", True), ("-room", False)]
    assert marks("Cafe\u0301") == [("Cafe\u0301", True)]
    assert marks("") == [] and marks("banana") == [("banana", False)]
    assert Marks(())("café") == [("café", False)]


def test_an_extract_is_around_the_first_mark():
    marks = Marks(["map"])
    assert marks.extract("nothing here") == []
    assert marks.extract("Bring\nthe map.") == [("Bring the ", False), ("map", True), (".", False)]
    pieces = marks.extract("word " * 50 + "map" + " word" * 50)
    text = "".join(text for text, _ in pieces)
    assert text.startswith("… word") and text.endswith("word …") and 100 < len(text) < 160
    assert marks.extract("x" * 2_000 + " map") == []


def test_extremes_of_time():
    events = [event("old", date(1000, 1, 1)), event("new", date(9000, 12, 31))]
    early, late = datetime(1000, 1, 1, tzinfo=UTC), datetime(8999, 1, 1, tzinfo=UTC)
    assert [o.title for o in find([calendar(*events)], parse("-x"), late, 51).coming] == ["new"]
    for text in ("in:1000", "in:9000", "after:1000", "before:9000", "-x", "after:9000-12"):
        find([calendar(*events)], parse(text), NOW, 51)
        find([calendar(*events)], parse(text), early + timedelta(days=400), 51)
