"""A copy of an event: the form of a new one, filled in."""

from datetime import datetime

import pytest

from eventapp.ical.recurrence import recurrence
from eventapp.models import Event, When
from tests.factories import Browser, opened

LUNCH = {"title": "Lunch", "start_date": "2026-11-27", "start_time": "12:30", "end_time": "13:30"}
MORE = {"timezone": "Asia/Tokyo", "place": "Eska", "notes": "Bring the map."}


def copy_form(page):
    return next(form for form in page.forms.values() if "/add?" in form.action)


def test_a_copy_is_the_form_of_a_new_event_filled_in(app, alice):
    event = alice.add("alice", **LUNCH, **MORE)
    page = alice.get(event + "/").click("Copy")
    assert page.html.h1.text == "New event"
    form = copy_form(page)
    for name, value in {**LUNCH, **MORE}.items():
        assert form[name].value == value, name
    form["start_date"] = "2026-12-04"
    form.submit(status=303)
    form.submit(status=303)
    with opened(app) as root:
        events = list(root["users"]["alice"].values())
        assert sorted((one.title, one.when.first_day.day) for one in events) == [("Lunch", 4), ("Lunch", 27)]
        assert {one.place for one in events} == {"Eska"}


def test_what_is_not_there_can_not_be_copied(app, alice):
    event = alice.add("alice", "Lunch")
    name = event.rpartition("/")[2]
    bob = Browser(app).register("bob")
    bob.get("/users/bob/add", {"copy": name}, status=404)
    alice.get("/users/alice/add", {"copy": "edit"}, status=404)
    alice.press(event, f"{event}/delete")
    alice.get("/users/alice/add", {"copy": name}, status=404)


def test_a_copy_of_several_days_keeps_them(alice):
    event = alice.add("alice", "Trip", start_date="2026-11-27", end_date="2026-11-30")
    form = copy_form(alice.get(f"/users/alice/add?copy={event.rpartition('/')[2]}"))
    assert (form["start_date"].value, form["end_date"].value) == ("2026-11-27", "2026-11-30")


@pytest.fixture
def pay(app, alice) -> str:
    """The path to copy what happens on the last Monday or Tuesday of each month from 24 November 2026, but once."""
    with opened(app) as root:
        when = When(datetime(2026, 11, 24, 9), datetime(2026, 11, 24, 10), "Europe/Prague")
        rule = "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"
        again = recurrence(when.start, [rule], never=[datetime(2026, 12, 29, 9)], timezone="Europe/Prague")
        root["users"]["alice"].add(Event("Pay day", when, recurrence=again, name="p" * 26))
    return f"/users/alice/add?copy={'p' * 26}"


def copies(app):
    with opened(app) as root:
        return [event for event in root["users"]["alice"].values() if event.__name__ != "p" * 26]


def test_a_copy_keeps_a_rule_that_its_form_can_not_say(app, alice, pay):
    form = copy_form(alice.get(pay))
    assert form["title"].value == "Pay day" and form["repeat"].value == "KEEP"
    form["title"] = "Pay day of Ana"
    form.submit(status=303)
    (copy,) = copies(app)
    with opened(app) as root:
        assert copy.recurrence == root["users"]["alice"]["p" * 26].recurrence
    assert copy.uid != "p" * 26 + "@eventapp"


def test_a_copy_that_is_refused_keeps_its_rule(app, alice, pay):
    form = copy_form(alice.get(pay))
    form["title"] = ""
    form = copy_form(form.submit(status=422))
    assert form["repeat"].value == "KEEP"
    form["title"] = "Rent"
    form.submit(status=303)
    assert copies(app)[0].recurrence.rules == ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",)


def test_a_copy_can_repeat_otherwise_or_not_at_all(app, alice, pay):
    form = copy_form(alice.get(pay))
    form["repeat"] = ""
    form.submit(status=303)
    form = copy_form(alice.get(pay))
    form["repeat"] = "DAILY"
    form.submit(status=303)
    assert sorted(copy.recurrence.rules for copy in copies(app)) == [(), ("FREQ=DAILY",)]


def test_where_the_original_went_meanwhile_the_rule_is_asked_for_and_nothing_is_lost(app, alice, pay):
    form = copy_form(alice.get(pay))
    form["notes"] = "By bank."
    path = f"/users/alice/{'p' * 26}"
    alice.send(f"{path}/delete?at=2026-11-24T09:00:00", f"{path}/delete", status=303, scope="all")
    page = form.submit(status=422)
    assert "Choose how it repeats." in page and "By bank." in page
    form = next(form for form in page.forms.values() if form.action == "/users/alice/add")
    form["repeat"] = "MONTHLY"
    form.submit(status=303)
    assert len(copies(app)) == 1


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ("day=2026-12-04", datetime(2026, 12, 4, 12, 30), datetime(2026, 12, 4, 13, 30)),
        ("day=2026-12-04&time=18:15", datetime(2026, 12, 4, 18, 15), datetime(2026, 12, 4, 19, 15)),
        ("time=18:15", datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 30)),
        ("day=tomorrow", datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 30)),
        ("day=9999-12-31", datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 30)),
    ],
)
def test_a_copy_at_another_day_or_time_is_as_long(app, alice, query, start, end):
    event = alice.add("alice", **LUNCH)
    copy_form(alice.get(f"/users/alice/add?copy={event.rpartition('/')[2]}&{query}")).submit(status=303)
    with opened(app) as root:
        times = [(one.when.start, one.when.end) for one in root["users"]["alice"].values()]
    assert (start, end) in times and len(times) == 2


def test_a_copy_keeps_its_own_zone_and_whole_days(alice):
    """10:00 in Prague, where alice is, is 18:00 in Tokyo."""
    there = alice.add("alice", **LUNCH, timezone="Asia/Tokyo").rpartition("/")[2]
    trip = alice.add("alice", "Trip", start_date="2026-11-27", end_date="2026-11-30").rpartition("/")[2]
    form = copy_form(alice.get(f"/users/alice/add?copy={there}&day=2026-12-01&time=10:00"))
    fields = [form[name].value for name in ("start_date", "start_time", "end_time", "timezone")]
    assert fields == ["2026-12-01", "18:00", "19:00", "Asia/Tokyo"]
    form = copy_form(alice.get(f"/users/alice/add?copy={trip}&day=2026-12-01&time=10:00"))
    fields = [form[name].value for name in ("start_date", "start_time", "end_date", "end_time")]
    assert fields == ["2026-12-01", "", "2026-12-04", ""]


def test_the_rule_of_a_copy_goes_with_its_day(app, alice, pay):
    """What was weekly on Tuesday is weekly on Thursday; without a tick of its own."""
    form = alice.fill("/users/alice/add", title="Swim", start_date="2026-11-24", start_time="12:30")
    form["repeat"] = "WEEKLY"
    form["monday"], form["tuesday"] = False, True
    swim = form.submit(status=303).location.rpartition("/")[0].rpartition("/")[2]
    form = copy_form(alice.get(f"/users/alice/add?copy={swim}&day=2026-11-26"))
    assert form["thursday"].checked and not form["tuesday"].checked
    form.submit(status=303)
    assert {copy.recurrence.rules for copy in copies(app)} == {("FREQ=WEEKLY;BYDAY=TU",), ("FREQ=WEEKLY;BYDAY=TH",)}
