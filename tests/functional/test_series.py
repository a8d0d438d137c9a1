"""Recurring events: made by the form, shown one by one, and edited: this one, those that follow, or all."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Event, Recurrence, When
from tests.factories import opened

TUESDAY = {"start_date": "2026-11-24", "start_time": "12:30", "end_time": "13:00"}


@pytest.fixture
def swim(alice) -> str:
    """The path of an event that happens each Tuesday at 12:30, four times: 24 November to 15 December 2026."""
    return add(alice, "Swim", **TUESDAY, repeat="WEEKLY", ends="count", times="4", place="Pool")


def add(alice, title, **fields):
    form = alice.fill("/users/alice/add", title=title)
    fill(form, fields)
    response = form.submit(status=303)
    return response.location.partition("?")[0].removeprefix("http://localhost:6543").rstrip("/")


def fill(form, fields):
    day = fields.get("start_date")
    if "repeat" in fields and day:
        for name in "monday tuesday wednesday thursday friday saturday sunday".split():
            form[name] = False
        form[f"{date.fromisoformat(day):%A}".lower()] = True
    for name, value in fields.items():
        form[name] = value


def edit(alice, path, at, status=303, **fields):
    form = alice.fill(f"{path}/edit?at={at}", f"{path}/edit")
    fill(form, fields)
    return form.submit(status=status)


def listed(alice, path="/users/alice/"):
    """The day, the time and the title of each event in the list."""
    page = alice.get(path).html
    found = []
    for day in page.select("section.day"):
        for entry in day.select("li.ev"):
            start = entry.select_one(".t time")
            found.append(f"{day.time['datetime'][5:]} {start.text if start else 'all day'} {entry.a.text}")
    return found


def test_the_form_makes_a_recurring_event_and_each_time_is_listed(alice, swim):
    assert listed(alice) == ["11-24 12:30 Swim", "12-01 12:30 Swim", "12-08 12:30 Swim", "12-15 12:30 Swim"]
    page = alice.get(f"{swim}/")
    assert "every Tuesday, 4 times" in page.text.lower().replace("tuesday", "Tuesday") and "24 November" in page
    page = alice.get(swim + "/?at=2026-12-08T12:30:00")
    assert "8 December 2026" in page and f"{swim}/edit?at=2026-12-08T12%3A30%3A00" in page


@pytest.mark.parametrize(
    "at", ["2026-12-09T12:30:00", "2026-12-08", "x", "2026-12-08T12:30:00+00:00", "9" * 99, "9999-12-31T23:59:59"]
)
def test_a_time_at_which_it_does_not_happen_has_no_page(alice, swim, at):
    for view in ("", "edit", "delete"):
        assert alice.ask(f"{swim}/{view}?at={at}").status_int == 404


def test_one_is_changed_and_the_others_are_not(app, alice, swim):
    page = edit(alice, swim, "2026-12-01T12:30:00", title="Swim late", start_time="18:00", end_time="19:00").follow()
    assert "Swim late" in page and "this one is different" in page
    assert listed(alice)[:3] == ["11-24 12:30 Swim", "12-01 18:00 Swim late", "12-08 12:30 Swim"]
    edit(alice, swim, "2026-12-01T12:30:00", title="Swim", start_time="12:30", end_time="13:00")
    with opened(app) as root:
        (event,) = root["users"]["alice"].values()
        assert event.content.changes == ()


def test_this_and_what_follows_becomes_an_event_of_its_own(app, alice, swim):
    edit(alice, swim, "2026-12-15T12:30:00", title="Swim last")
    page = edit(
        alice, swim, "2026-12-08T12:30:00", scope="following", title="Dive", start_time="15:00", end_time="16:00"
    )
    assert page.follow().html.h1.text == "Dive"
    assert listed(alice) == ["11-24 12:30 Swim", "12-01 12:30 Swim", "12-08 15:00 Dive", "12-15 15:00 Swim last"]
    with opened(app) as root:
        events = list(root["users"]["alice"].values())
        assert len({event.uid for event in events}) == 2


def test_this_and_what_follows_of_the_first_one_is_all(app, alice, swim):
    edit(alice, swim, "2026-11-24T12:30:00", scope="following", title="Dive")
    assert listed(alice) == ["11-24 12:30 Dive", "12-01 12:30 Dive", "12-08 12:30 Dive", "12-15 12:30 Dive"]
    with opened(app) as root:
        assert len(root["users"]["alice"]) == 1


def test_all_are_moved_with_the_one_that_is_shown(alice, swim):
    edit(alice, swim, "2026-12-15T12:30:00", title="Swim last")
    edit(
        alice,
        swim,
        "2026-12-01T12:30:00",
        scope="all",
        title="Swum",
        start_date="2026-12-02",
        start_time="13:00",
        end_time="13:30",
    )
    assert listed(alice) == ["11-25 13:00 Swum", "12-02 13:00 Swum", "12-09 13:00 Swum", "12-16 13:00 Swim last"]


def test_all_get_another_rule(alice, swim):
    edit(
        alice,
        swim,
        "2026-11-24T12:30:00",
        scope="all",
        repeat="MONTHLY",
        ends="until",
        last_day="2027-01-31",
        start_date="2026-11-24",
    )
    assert listed(alice) == ["11-24 12:30 Swim", "12-24 12:30 Swim", "01-24 12:30 Swim"]
    edit(alice, swim, "2026-12-24T12:30:00", scope="all", repeat="", start_date="2026-12-24")
    assert listed(alice) == ["12-24 12:30 Swim"]


def test_they_become_whole_days(alice, swim):
    edit(alice, swim, "2026-12-01T12:30:00", scope="all", start_time="", end_time="")
    assert listed(alice) == ["11-24 all day Swim", "12-01 all day Swim", "12-08 all day Swim", "12-15 all day Swim"]


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        ("one", ["11-24", "12-08", "12-15"]),
        ("following", ["11-24"]),
        ("all", []),
    ],
)
def test_deleting(alice, swim, scope, left):
    page = alice.get(f"{swim}/?at=2026-12-01T12:30:00").click("Delete…")
    form = next(form for form in page.forms.values() if form.action.partition("?")[0] == f"{swim}/delete")
    form["scope"] = scope
    done = form.submit(status=303).follow()
    assert [entry[:5] for entry in listed(alice)] == left
    assert ("The others are still there." in done) is bool(left) and ("is deleted" in done) is not left


def test_deleting_the_first_and_what_follows_deletes_it(alice, swim):
    form = alice.fill(f"{swim}/delete?at=2026-11-24T12:30:00", f"{swim}/delete", scope="following")
    assert "“Swim” is deleted." in form.submit(status=303).follow()


def test_deleting_each_one_deletes_it(alice):
    path = add(alice, "Twice", **TUESDAY, repeat="WEEKLY", ends="count", times="2")
    for at in ("2026-11-24", "2026-12-01"):
        done = alice.fill(f"{path}/delete?at={at}T12:30:00", f"{path}/delete", scope="one").submit(status=303).follow()
    assert "“Twice” is deleted." in done and listed(alice) == []


def test_what_happens_once_is_deleted_by_its_button(alice):
    path = alice.add("alice", "Lunch")
    assert alice.get(f"{path}/delete", status=303).location.endswith(f"{path}/")
    assert "Delete…" not in alice.get(f"{path}/")


def test_what_is_gone_meanwhile_loses_nothing_that_was_typed(alice, swim):
    form = alice.fill(f"{swim}/edit?at=2026-12-15T12:30:00", f"{swim}/edit", title="Typed")
    alice.fill(f"{swim}/delete?at=2026-12-01T12:30:00", f"{swim}/delete", scope="following").submit()
    page = form.submit(status=409)
    assert "was changed since you opened it" in page and 'value="Typed"' in page
    again = next(form for form in page.forms.values() if form.action.partition("?")[0] == f"{swim}/edit")
    again.submit(status=303)
    assert listed(alice)[0].endswith("Typed")


def test_one_that_changed_meanwhile_is_shown_beside_what_was_typed(alice, swim):
    form = alice.fill(f"{swim}/edit?at=2026-12-01T12:30:00", f"{swim}/edit", title="Mine")
    edit(alice, swim, "2026-12-08T12:30:00", title="Theirs")
    page = form.submit(status=409)
    assert 'value="Mine"' in page and "Not saved yet." in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"repeat": "WEEKLY", "start_date": "2026-11-24", "ends": "until"}, "Give the last day."),
        ({"repeat": "DAILY", "start_date": "2026-11-24", "every": "0"}, "Use a number from 1 to 999."),
        ({"repeat": "WEEKLY", "start_date": "2026-11-24", "tuesday": False, "monday": True}, "It starts on a Tuesday."),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_at_its_field(alice, fields, message):
    form = alice.fill("/users/alice/add", title="Swim")
    fill(form, fields)
    page = form.submit(status=422)
    assert message in page and "Not saved yet." in page and 'value="Swim"' in page


def test_a_rule_that_the_form_does_not_know_is_kept(app, alice):
    with opened(app) as root:
        start = datetime(2026, 11, 26, 9)
        again = recurrence(start, ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"], timezone="Europe/Prague")
        root["users"]["alice"].add(
            Event("Pay day", When(start, timezone="Europe/Prague"), recurrence=again, name="p" * 26)
        )
    path = f"/users/alice/{'p' * 26}"
    edit(alice, path, "2026-11-30T09:00:00", scope="all", title="Payday")
    with opened(app) as root:
        event = root["users"]["alice"]["p" * 26]
        assert event.title == "Payday" and event.recurrence == again


def test_posting_without_the_controls_leaves_the_rule_alone(app, alice, swim):
    page = alice.get(f"{swim}/edit")
    token = page.forms[f"{swim}/edit" if f"{swim}/edit" in page.forms else 0]["csrf_token"].value
    fields = {"title": "Renamed", "timezone": "Europe/Prague", "csrf_token": token, **TUESDAY}
    alice.post(f"{swim}/edit", fields, status=303)
    assert len(listed(alice)) == 4 and listed(alice)[0].endswith("Renamed")


def test_reminders_are_set_kept_and_shown(app, alice):
    path = add(alice, "Lunch", reminder="1440")
    assert "Reminder 1 day before" in alice.get(f"{path}/")
    with opened(app) as root:
        event = root["users"]["alice"][path.rpartition("/")[2]]
        event.change(reminders=(0, 45))
    assert "Reminder when it starts, 45 minutes before" in alice.get(f"{path}/")
    alice.send(f"{path}/edit", title="Late lunch")
    assert "45 minutes before" in alice.get(f"{path}/")
    alice.send(f"{path}/edit", reminder="")
    assert "Reminder" not in alice.get(f"{path}/")


def test_an_event_is_added_to_and_moved_between_calendars(app, alice):
    with opened(app) as root:
        root["users"]["alice"].add_calendar(Calendar("Family", "family"))
    path = add(alice, "Picnic", calendar="family")
    assert path.startswith("/users/alice/family/")
    moved = alice.send(f"{path}/edit", calendar="own")
    assert moved.location.startswith("http://localhost:6543/users/alice/") and "/family/" not in moved.location
    assert "Picnic" in moved.follow()
    form = alice.fill("/users/alice/family/add", title="Dinner")
    assert form["calendar"].value == "family"
    form["calendar"].force_value("nobody's")
    assert "/users/alice/family/" in form.submit(status=303).location


def test_a_form_that_was_sent_twice_adds_one_even_to_another_calendar(app, alice):
    with opened(app) as root:
        root["users"]["alice"].add_calendar(Calendar("Family", "family"))
    form = alice.fill("/users/alice/add", title="Picnic", calendar="family")
    first, second = form.submit(status=303), form.submit(status=303)
    assert second.location.split("?")[0] == first.location.split("?")[0]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2027-03-28", "Clocks go forward then in Europe/Prague: there is no 02:30, so it starts at 03:30."),
        ("2026-10-25", "Clocks go back then in Europe/Prague: 02:30 comes twice, and the first is meant."),
    ],
)
def test_a_time_that_is_not_or_comes_twice_says_so(alice, day, words):
    path = add(alice, "Night", start_date=day, start_time="02:30")
    assert words in alice.get(f"{path}/")
    assert "Clocks" not in alice.get(add(alice, "Day", start_date=day, start_time="12:30") + "/")


def undo(page, label="Undo"):
    form = next(form for form in page.forms.values() if form.action.endswith("/undo"))
    assert label in form.text
    return form.submit(status=303).follow()


def test_a_split_is_undone_with_the_part_that_it_made(app, alice, swim):
    before = listed(alice)
    page = edit(alice, swim, "2026-12-08T12:30:00", scope="following", title="Dive").follow()
    page = undo(page)
    assert listed(alice) == before and page.html.h1.text == "Swim"
    page = undo(page, "Redo")
    assert listed(alice) == ["11-24 12:30 Swim", "12-01 12:30 Swim", "12-08 12:30 Dive", "12-15 12:30 Dive"]
    assert undo(alice.get(f"{swim}/")) and listed(alice) == before


def test_a_part_of_an_earlier_change_does_not_come_again(app, alice, swim):
    """Where a version that knew of no kept parts edited the event meanwhile."""
    before = listed(alice)
    undo(edit(alice, swim, "2026-12-08T12:30:00", scope="following", title="Dive").follow())
    with opened(app) as root:
        event = root["users"]["alice"][swim.rpartition("/")[2]]
        part = event.part
        event.change(title="Swum")
        event.part = part
    undo(alice.get(f"{swim}/"))
    assert listed(alice) == before


def test_a_later_change_is_undone_alone(alice, swim):
    edit(alice, swim, "2026-12-08T12:30:00", scope="following", title="Dive")
    page = edit(alice, swim, "2026-11-24T12:30:00", scope="all", title="Swum").follow()
    undo(page)
    assert [entry[12:] for entry in listed(alice)] == ["Swim", "Swim", "Dive", "Dive"]


def test_one_that_was_left_out_comes_back(alice, swim):
    form = alice.fill(f"{swim}/delete?at=2026-12-01T12:30:00", f"{swim}/delete", scope="one")
    undo(form.submit(status=303).follow())
    assert len(listed(alice)) == 4


def test_what_is_at_other_times_meanwhile_loses_nothing_that_was_typed(alice, swim):
    form = alice.fill(f"{swim}/edit?at=2026-12-15T12:30:00", f"{swim}/edit", title="Typed")
    alice.fill(f"{swim}/delete?at=2026-12-08T12:30:00", f"{swim}/delete", scope="following").submit()
    page = form.submit(status=409)
    assert 'value="Typed"' in page and "was changed since you opened it" in page


def test_a_rule_that_goes_too_far_is_refused(alice):
    form = alice.fill("/users/alice/add", title="Swim")
    fill(form, {"repeat": "YEARLY", "ends": "count", "times": "10000", **TUESDAY})
    assert "Not saved yet." in form.submit(status=422)


@pytest.fixture
def extra(app, alice) -> str:
    """The path of an event that happens each Tuesday, and on Friday 4 December besides."""
    with opened(app) as root:
        when = When(datetime(2026, 11, 24, 9), timezone="Europe/Prague")
        again = recurrence(when.start, ["FREQ=WEEKLY"], [datetime(2026, 12, 4, 9)])
        root["users"]["alice"].add(Event("Swim", when, recurrence=again, name="e" * 26))
    return f"/users/alice/{'e' * 26}"


def test_a_series_that_can_not_be_cut_there_stays_whole_and_says_why(alice, extra):
    at = "2026-12-04T09:00:00"
    page = edit(alice, extra, at, status=422, scope="following", title="Dive")
    assert "beside the rhythm" in page and 'value="Dive"' in page
    form = alice.fill(f"{extra}/delete?at={at}", f"{extra}/delete", scope="following")
    assert "beside the rhythm" in form.submit(status=422)
    edit(alice, extra, at, scope="one", title="Dive")
    assert "12-04 09:00 Dive" in listed(alice)


@pytest.mark.parametrize("day", ["9000-12-30", "9000-12-01"])
def test_no_series_is_moved_past_the_last_day(alice, swim, day):
    page = edit(alice, swim, "2026-11-24T12:30:00", status=422, scope="all", start_date=day)
    assert "names no day that ever comes" in page.html.find(role="alert").get_text() and f'value="{day}"' in page


def test_no_series_is_added_past_the_last_day(alice):
    form = alice.fill("/users/alice/add", title="Swim")
    fill(form, {"repeat": "YEARLY", "ends": "count", "times": "9", "start_date": "8999-06-01"})
    page = form.submit(status=422)
    assert page.html.find(role="alert") and 'value="Swim"' in page


def test_no_exception_is_moved_past_all_days(app, alice):
    with opened(app) as root:
        when = When(datetime(2026, 11, 24, 9), timezone="Europe/Prague")
        again = recurrence(when.start, ["FREQ=DAILY"], never=[datetime(8000, 1, 1, 9)])
        root["users"]["alice"].add(Event("Swim", when, recurrence=again, name="f" * 26))
    fields = {"scope": "all", "start_date": "7026-11-24"}
    page = edit(alice, f"/users/alice/{'f' * 26}", "2026-11-24T09:00:00", status=422, **fields)
    assert "further away than any day here" in page and 'value="7026-11-24"' in page


def test_a_split_is_undone_though_its_part_is_in_another_calendar(app, alice, swim):
    with opened(app) as root:
        root["users"]["alice"].add_calendar(Calendar("Family", "family"))
    before = listed(alice)
    page = edit(alice, swim, "2026-12-08T12:30:00", scope="following", title="Dive", calendar="family").follow()
    assert len(listed(alice, "/users/alice/family/")) == 2
    undo(page)
    assert listed(alice) == before and listed(alice, "/users/alice/family/") == []
    undo(alice.get(f"{swim}/"), "Undo last change")
    assert len(listed(alice)) == 2 * len(listed(alice, "/users/alice/family/")) == 4


@pytest.mark.parametrize("scope", ["one", "following"])
def test_what_does_not_repeat_any_more_is_not_deleted_as_a_whole(app, alice, swim, scope):
    """In one tab an occurrence was to be deleted, and in another the event was made to happen once."""
    form = alice.fill(f"{swim}/delete?at=2026-12-01T12:30:00", f"{swim}/delete", scope=scope)
    with opened(app) as root:
        event = root["users"]["alice"][swim.rpartition("/")[2]]
        event.content = replace(event.content, recurrence=Recurrence())
    response = form.submit(status=303)
    assert "deleted" not in response.location and len(listed(alice)) == 1
