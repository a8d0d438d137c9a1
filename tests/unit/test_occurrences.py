"""Occurrences: what is on in a span of time is found through the index, and is what a scan of all events finds."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.ical import series
from eventapp.ical.occurrences import between, is_on, nearest, occurrence, of_event
from eventapp.ical.recurrence import recurrence, starts
from eventapp.models import Calendar, Change, Event, When

PRAGUE = ZoneInfo("Europe/Prague")
NOW = datetime(2026, 11, 24, 12, tzinfo=PRAGUE)
RULES = """FREQ=DAILY;COUNT=3 FREQ=WEEKLY;BYDAY=TU FREQ=MONTHLY;BYMONTHDAY=-1 FREQ=YEARLY FREQ=YEARLY;COUNT=2
FREQ=YEARLY;BYMONTH=12,3;BYDAY=-1SU FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29 FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO
FREQ=YEARLY;UNTIL=20300101""".split()
STARTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda wall: wall.replace(microsecond=0, fold=0))
ZONES = st.sampled_from(["Europe/Prague", "Pacific/Auckland", "Pacific/Honolulu", "UTC"])


@st.composite
def events(draw):
    start, days = draw(STARTS), draw(st.sampled_from([0, 0, 0, 1, 3, 40, 320]))
    if draw(st.booleans()):
        when = When(start.date(), start.date() + timedelta(days=days + 1) if days else None)
    else:
        when = When(start, start + timedelta(days=days, hours=draw(st.integers(0, 9))), draw(ZONES))
    rule = draw(st.none() | st.sampled_from(RULES))
    if rule is None:
        return Event("once", when)
    never = (when.start,) if draw(st.booleans()) else ()
    rule = rule if when.all_day or "UNTIL" not in rule else f"{rule}T000000Z"
    again = recurrence(when.start, (rule,), (), never, when.timezone)
    moved = draw(st.none() | st.timedeltas(timedelta(days=-400), timedelta(days=400)))
    changes = () if moved is None else (Change(when.start, "moved", when.at(when.start + timedelta(moved.days))),)
    return Event("again", when, recurrence=again, changes=changes)


def scan(calendar, since, until):
    found = set()
    for event in calendar.values():
        if event.recurrence:
            found |= {(o.event.__name__, o.when) for o in of_event(event, since, until)}
        elif is_on(event.when, since, until):
            found.add((event.__name__, event.when))
    return found


def edit_series(calendar, event, data):
    """Change, leave out or move some of a recurring event, or split it; some of it is undone again."""
    content = event.content
    every = starts(content.when.start, content.recurrence, content.when.start, datetime(2036, 1, 1))
    if not content.recurrence or not every:
        return
    at, later = data.draw(st.sampled_from(every[:40])), None
    moved = content.when.at(at + timedelta(days=data.draw(st.integers(-400, 400))))
    try:
        match data.draw(st.sampled_from(["one", "leave out", "all", "end", "split"])):
            case "one":
                content = series.change_one(content, Change(at, "other", moved))
            case "leave out":
                content = series.leave_out(content, at)
            case "all":
                content = series.change_all(content, content.when.at(at), moved)
            case "end":
                content = series.end_before(content, at)
            case "split":
                content, later = series.end_before(content, at), series.begin_with(content, at)
    except ValueError:  # beside the rhythm, or moved to where a rule names no day
        return
    if later is not None and content is not None:
        calendar.add(Event.of(later))
    event.content = content or event.content
    if data.draw(st.booleans()):
        event.undo()


@settings(deadline=None, max_examples=150)
@given(st.lists(events(), max_size=5), STARTS, st.sampled_from([1, 7, 42, 366, 800]), ZONES, st.data())
def test_the_index_finds_what_a_scan_finds_after_any_edits(made, start, days, zone, data):
    calendar = Calendar()
    for event in made:
        calendar.add(event)
    for event in made:
        match data.draw(st.sampled_from(["keep", "change", "undo", "delete", "restore", "series", "series", "series"])):
            case "change":
                event.content = data.draw(events()).content
            case "undo":
                event.content = data.draw(events()).content
                event.undo()
            case "delete":
                calendar.delete(event.__name__, NOW)
            case "restore":
                calendar.delete(event.__name__, NOW)
                calendar.restore(event.__name__)
            case "series":
                for _ in range(data.draw(st.integers(1, 3))):
                    edit_series(calendar, event, data)
    since = start.replace(tzinfo=ZoneInfo(zone))
    until = since + timedelta(days=days)
    found = between([calendar], since, until)
    assert {(o.event.__name__, o.when) for o in found} == scan(calendar, since, until)
    assert len(found) == len({(o.event.__name__, o.when, o.at) for o in found})
    for o in found:
        assert o.at is None or occurrence(o.event, o.at) == o


def test_a_series_that_comes_once_a_year_is_found_until_it_is_deleted():
    calendar, start = Calendar(), date(2020, 12, 5)
    birthday = Event("birthday", When(start), recurrence=recurrence(start, ["FREQ=YEARLY"]))
    calendar.add(birthday)
    year = NOW, NOW + timedelta(days=366)
    assert [o.when.start for o in between([calendar], *year)] == [date(2026, 12, 5)]
    calendar.delete(birthday.__name__, NOW)
    assert between([calendar], *year) == []


def test_no_look_finds_more_than_a_page_could_show(monkeypatch):
    monkeypatch.setattr("eventapp.ical.occurrences.MOST", 3)
    calendars = [Calendar(), Calendar()]
    for calendar in calendars:
        for _ in range(3):
            when = When(NOW.date())
            calendar.add(Event("again", when, recurrence=recurrence(when.start, ["FREQ=DAILY"])))
    found = between(calendars, NOW, NOW + timedelta(days=9))
    assert len(found) == 3 and {o.event.__parent__ for o in found} == {calendars[0]}


def test_an_occurrence_is_named_by_what_its_event_starts_with():
    day, hour = When(NOW.date()), When(datetime(2026, 11, 24, 9))
    for when, other in ((day, hour), (hour, day)):
        event = Event("again", when, recurrence=recurrence(when.start, ["FREQ=DAILY"]))
        assert occurrence(event, when.start).at == when.start and occurrence(event, other.start) is None


def test_what_is_shown_of_an_event_is_on_or_next_or_the_last():
    def shown(start, rule):
        when = When(start)
        return nearest(Event("again", when, recurrence=recurrence(when.start, [rule])), NOW).at

    assert shown(date(2026, 11, 20), "FREQ=DAILY") == date(2026, 11, 24)
    assert shown(date(2026, 11, 20), "FREQ=DAILY;COUNT=3") == date(2026, 11, 22)
    assert shown(date(1990, 1, 1), "FREQ=DAILY;COUNT=3") == date(1990, 1, 1)
