"""Calendar: its events, its index by time, and what it keeps of the deleted."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventapp.models import Calendar, Event, NameTaken, When
from tests.factories import NOW

START = datetime(2026, 11, 23)


def at(hours: float, length: float | None = None) -> When:
    """A time in UTC, so many hours from midnight before NOW, so many hours long."""
    start = START + timedelta(hours=hours)
    return When(start, None if length is None else start + timedelta(hours=length))


def titles(events):
    return [event.title for event in events]


@pytest.fixture
def calendar():
    calendar = Calendar()
    for title, when in [
        ("tomorrow", at(30, 1)),
        ("yesterday", at(-20, 1)),
        ("going on", at(7, 2)),
        ("long since", at(-1000, 2000)),
        ("today", When(date(2026, 11, 23))),
        ("later today", at(15)),
        ("last week", at(-160, 24)),
    ]:
        calendar.add(Event(title, when))
    return calendar


def test_what_is_coming_in_order_of_start(calendar):
    assert titles(calendar.coming(NOW)) == ["long since", "today", "going on", "later today", "tomorrow"]


def test_what_is_past_latest_first(calendar):
    assert titles(calendar.past(NOW)) == ["yesterday", "last week"]


def test_an_event_without_length_is_coming_until_it_starts_and_past_after_it():
    calendar = Calendar()
    calendar.add(Event("gong", When(datetime(2026, 11, 23, 7, 42))))
    assert titles(calendar.coming(NOW)) == ["gong"] and titles(calendar.past(NOW)) == []
    later = NOW + timedelta(seconds=1)
    assert titles(calendar.coming(later)) == [] and titles(calendar.past(later)) == ["gong"]


def test_moving_an_event_moves_it_in_the_index(calendar):
    event = next(iter(calendar.past(NOW)))
    event.change(when=at(40))
    assert titles(calendar.past(NOW)) == ["last week"]
    assert titles(calendar.coming(NOW))[-1] == "yesterday"


def test_removing_an_event_removes_it_from_the_index(calendar):
    event = next(iter(calendar.coming(NOW)))
    assert calendar.remove(event.__name__) is event
    assert "long since" not in titles(calendar.coming(NOW))
    event.change(when=at(1))  # out of the calendar, it is nobody's business
    assert len(calendar) == 6


def test_any_sequence_of_changes_leaves_the_index_equal_to_a_scan():
    rnd = random.Random(7)
    calendar, now = Calendar(), NOW
    for _ in range(600):
        names = list(calendar)
        match rnd.choice(["add", "add", "move", "delete", "restore"]):
            case "add":
                calendar.add(Event("e", at(rnd.randint(-5000, 5000) / 10, rnd.choice([None, 0, 1, 50, 3000]))))
            case "move" if names:
                calendar[rnd.choice(names)].change(when=at(rnd.randint(-50, 50), rnd.randint(0, 500)))
            case "delete" if names:
                calendar.delete(rnd.choice(names), now)
            case "restore" if calendar.deleted(now):
                calendar.restore(rnd.choice(calendar.deleted(now)).__name__)
    everything = list(calendar.values())
    coming = [e for e in everything if e.when.ends_at > now or e.when.starts_at >= now]
    assert list(calendar.coming(now)) == sorted(coming, key=lambda e: (e.when.starts_at, e.__name__))
    past = [e for e in everything if e not in coming]
    assert {e.__name__ for e in calendar.past(now)} == {e.__name__ for e in past}
    ends = [e.when.ends_at for e in calendar.past(now)]
    assert ends == sorted(ends, reverse=True) and len(ends) == len(past)
    assert len(past) > 20 and len(coming) > 20


def test_a_deleted_event_is_kept_out_of_sight(calendar):
    event = next(iter(calendar.coming(NOW)))
    deleted = calendar.delete(event.__name__, NOW)
    assert event.__name__ not in calendar and event not in list(calendar.values())
    assert calendar[event.__name__] is deleted and deleted.__parent__ is calendar
    assert calendar.deleted(NOW) == [deleted] and calendar.get_deleted(event.__name__, NOW) is deleted
    assert "long since" not in titles(calendar.coming(NOW))
    assert deleted.version != event.version
    assert repr(deleted) == f"<DeletedEvent {event.__name__} 'long since', kept until 2026-12-23>"
    with pytest.raises(NameTaken):
        calendar.add(event)
    with pytest.raises(KeyError):
        calendar.delete(event.__name__, NOW)


def test_restoring_puts_it_back_as_it_was(calendar):
    event = next(iter(calendar.coming(NOW)))
    before = titles(calendar.coming(NOW))
    calendar.delete(event.__name__, NOW)
    assert calendar.restore(event.__name__) is event
    assert calendar[event.__name__] is event and event.__parent__ is calendar
    assert titles(calendar.coming(NOW)) == before and calendar.deleted(NOW) == []
    with pytest.raises(KeyError):
        calendar.restore(event.__name__)


def test_deleted_events_are_kept_for_thirty_days(calendar):
    first, second = (event.__name__ for event in list(calendar.past(NOW)))
    calendar.delete(first, NOW)
    almost, over = NOW + timedelta(days=30, seconds=-1), NOW + timedelta(days=30)
    assert [d.__name__ for d in calendar.deleted(almost)] == [first]
    assert calendar.deleted(over) == [] and calendar.get_deleted(first, over) is None
    calendar.delete(second, over)
    with pytest.raises(KeyError):
        calendar[first]
    assert [d.__name__ for d in calendar.deleted(over)] == [second]


def test_the_latest_deleted_comes_first(calendar):
    first, second = (event.__name__ for event in list(calendar.past(NOW)))
    calendar.delete(first, NOW)
    calendar.delete(second, NOW + timedelta(hours=1))
    assert [d.__name__ for d in calendar.deleted(NOW + timedelta(hours=2))] == [second, first]


@pytest.mark.parametrize(
    ("zone", "now", "coming", "past"),
    [
        ("UTC", datetime(2026, 11, 24, 12), ["Tuesday", "noon", "Wednesday"], ["Monday"]),
        ("Pacific/Auckland", datetime(2026, 11, 25, 0, 30), ["Wednesday", "noon"], ["Tuesday", "Monday"]),
        ("Pacific/Auckland", datetime(2026, 11, 24, 23, 59), ["Tuesday", "Wednesday", "noon"], ["Monday"]),
        ("America/Los_Angeles", datetime(2026, 11, 23, 23, 59), ["Monday", "Tuesday", "noon", "Wednesday"], []),
        ("America/Los_Angeles", datetime(2026, 11, 25, 23, 59), ["Wednesday"], ["Tuesday", "noon", "Monday"]),
    ],
)
def test_a_whole_day_is_the_readers_day_whatever_its_zone(zone, now, coming, past):
    calendar = Calendar()
    for title, day, its_zone in [
        ("Monday", 23, "Pacific/Auckland"),
        ("Tuesday", 24, "America/Los_Angeles"),
        ("Wednesday", 25, "UTC"),
    ]:
        calendar.add(Event(title, When(date(2026, 11, day), timezone=its_zone)))
    calendar.add(Event("noon", When(datetime(2026, 11, 24, 13), timezone="UTC")))
    now = now.replace(tzinfo=ZoneInfo(zone))
    assert titles(calendar.coming(now)) == coming
    assert titles(calendar.past(now)) == past


def test_reindexing_changes_nothing_that_is_seen(calendar):
    calendar.add(Event("holiday", When(date(2026, 11, 24))))
    before = titles(calendar.coming(NOW)), titles(calendar.past(NOW))
    calendar.reindex()
    assert (titles(calendar.coming(NOW)), titles(calendar.past(NOW))) == before
    for name in list(calendar):
        calendar.remove(name)
    assert titles(calendar.coming(NOW)) == titles(calendar.past(NOW)) == []
