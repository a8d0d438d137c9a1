"""Importing: taken back, an import leaves a calendar as it was before, whatever was in its files."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.ical import bring_in, read, take_back
from eventapp.models import Calendar
from tests.factories import NOW


def items(*events):
    """What is in files of one event each: (UID, title)."""
    return [
        item
        for uid, title in events
        for item in read(
            f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:{uid}\nDTSTART:20261127T113000Z\nSUMMARY:{title}\n"
            "END:VEVENT\nEND:VCALENDAR\n".encode(),
            "UTC",
        ).items
    ]


def state(calendar):
    """The titles of what is there, and of what is deleted, by UID."""
    there = {event.uid: event.title for event in calendar.values()}
    return there, {gone.event.uid: gone.event.title for gone in calendar.deleted(NOW)}


def test_an_event_that_two_files_have_goes_back_to_what_it_said():
    calendar = Calendar()
    bring_in(calendar, items(("1", "one")), NOW)
    done = bring_in(calendar, items(("1", "two"), ("1", "three"), ("2", "new"), ("2", "newer")), NOW)
    assert state(calendar)[0] == {"1": "three", "2": "newer"}
    assert (len(done.added), len(done.updated), done.same) == (1, 1, 0)
    assert calendar.by_uid("2").before is None  # nobody changed it since it came
    assert take_back(calendar, done, NOW) == 0
    assert state(calendar) == ({"1": "one"}, {})


def test_a_deleted_event_goes_back_as_it_was():
    calendar = Calendar()
    name = bring_in(calendar, items(("1", "one")), NOW).added[0]
    calendar.delete(name, NOW)
    done = bring_in(calendar, items(("1", "two"), ("1", "two")), NOW)
    assert done.restored == done.updated == (name,) and calendar[name].title == "two"
    take_back(calendar, done, NOW)
    assert calendar.restore(name).title == "one"


def test_a_deleted_event_that_came_again_as_it_was_is_deleted_again():
    calendar = Calendar()
    name = bring_in(calendar, items(("1", "one")), NOW).added[0]
    calendar.delete(name, NOW)
    done = bring_in(calendar, items(("1", "one")), NOW)
    assert (done.restored, done.updated) == ((name,), ()) and state(calendar) == ({"1": "one"}, {})
    take_back(calendar, done, NOW)
    assert state(calendar) == ({}, {"1": "one"})


FILES = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["one", "two", "three"])), max_size=5)


@settings(deadline=None)
@given(FILES, st.sets(st.sampled_from("abc")), FILES)
def test_whatever_is_taken_back_was_never_there(first, gone, then):
    calendar = Calendar()
    bring_in(calendar, items(*first), NOW - timedelta(days=1))
    for event in [event for event in calendar.values() if event.uid in gone]:
        calendar.delete(event.__name__, NOW)
    before = state(calendar)
    done = bring_in(calendar, items(*then), NOW)
    assert take_back(calendar, done, NOW) == 0
    assert state(calendar) == before
