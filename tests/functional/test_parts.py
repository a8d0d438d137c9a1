"""The part that an edit of “this and following” makes of a series goes and comes with that edit, never twice."""

from datetime import datetime, timedelta

import pytest

from eventapp.ical.occurrences import between
from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Event, When
from tests.factories import NOW, opened

NAME = "s" * 26
SWIM = f"/users/alice/{NAME}"
TUESDAY = When(datetime(2026, 11, 24, 12, 30), datetime(2026, 11, 24, 13), "Europe/Prague")
WHOLE = ["11-24 Swim", "12-01 Swim", "12-08 Swim", "12-15 Swim"]
CUT = ["11-24 Swim", "12-01 Swim", "12-08 Dive", "12-15 Dive"]


@pytest.fixture(autouse=True)
def swim(app, alice):
    """A swim each Tuesday, four times from 24 November 2026 on, and a further calendar."""
    again = recurrence(TUESDAY.start, ["FREQ=WEEKLY;COUNT=4"], timezone="Europe/Prague")
    with opened(app) as root:
        user = root["users"]["alice"]
        user.add(Event("Swim", TUESDAY, name=NAME, recurrence=again))
        user.add_calendar(Calendar("Family", "family"))


@pytest.fixture
def part(alice, swim) -> str:
    """The path of the event that the swims from 8 December on became."""
    return edit(alice, SWIM, "2026-12-08", "following", title="Dive")


def form_of(page, view):
    return next(form for form in page.forms.values() if form.action.partition("?")[0].endswith(f"/{view}"))


def edit(alice, path, day, scope, **fields):
    form = alice.fill(f"{path}/edit?at={day}T12:30:00", f"{path}/edit", scope=scope, **fields)
    return form.submit(status=303).location.partition("?")[0].removeprefix("http://localhost:6543").rstrip("/")


def undo(alice, path, status=303, query=""):
    return form_of(alice.get(f"{path}/{query}"), "undo").submit(status=status)


def days(app):
    """What is on, in all calendars that there are."""
    with opened(app) as root:
        found = between(root["users"]["alice"].all_calendars(), NOW - timedelta(days=30), NOW + timedelta(days=60))
        return [f"{one.when.start:%m-%d} {one.title}" for one in found]


def in_trash(app):
    with opened(app) as root:
        user = root["users"]["alice"]
        calendars = [user, *user.calendars.values()]
        return [deleted.event.title for calendar in calendars for deleted in calendar.deleted(NOW)]


def test_undo_brings_the_series_back_whole_and_leaves_nothing_to_restore(app, alice, part):
    assert days(app) == CUT
    for path in (part, SWIM):
        undo(alice, path)
        assert days(app) == WHOLE and in_trash(app) == []
        assert "Nothing was deleted" in alice.get("/users/alice/trash")
        assert alice.ask(f"{part}/").status_int == 404
        undo(alice, SWIM)
        assert days(app) == CUT and in_trash(app) == []
        assert alice.get(f"{part}/").html.h1.text == "Dive"


def test_so_it_does_where_those_that_follow_are_deleted(app, alice):
    alice.fill(f"{SWIM}/delete?at=2026-12-08T12:30:00", f"{SWIM}/delete", scope="following").submit(status=303)
    assert days(app) == WHOLE[:2]
    undo(alice, SWIM)
    assert days(app) == WHOLE and in_trash(app) == []


def test_on_a_page_of_time_what_comes_again_is_marked(app, alice):
    form = form_of(alice.get("/week/2026-12-07").click("Swim").click("Edit"), "edit")
    form["scope"], form["title"] = "following", "Dive"
    page = form.submit().follow()
    page = form_of(page, "undo").submit(status=303).follow()
    assert days(app) == WHOLE and page.html.find(id="saved").a.bdi.text == "Swim"
    page = form_of(page, "undo").submit(status=303).follow()
    assert days(app) == CUT and page.html.find(id="saved").a.bdi.text == "Dive"
    form_of(page, "undo").submit(status=303)
    assert days(app) == WHOLE


def test_what_was_edited_since_is_not_lost_and_that_is_said(app, alice, part):
    edit(alice, part, "2026-12-15", "one", title="Dive deep", notes="My best one.")
    page = undo(alice, SWIM, 409)
    assert days(app) == [*CUT[:3], "12-15 Dive deep"] and in_trash(app) == []
    assert "that was edited since" in page.html.find(role="alert").text
    assert "Dive" in page.html.find(class_="saved").text
    assert page.click("Show the series").request.path == f"{SWIM}/"
    assert page.click("Show what follows").request.path == f"{part}/"
    undo(alice, part)  # its own edit first
    assert days(app) == CUT
    undo(alice, SWIM)
    assert days(app) == WHOLE and in_trash(app) == []
    undo(alice, SWIM)
    assert days(app) == CUT
    undo(alice, part)
    assert days(app) == [*CUT[:3], "12-15 Dive deep"], "what it said before comes with it"


def test_redo_of_one_that_has_an_edit_of_its_own_to_undo_offers_the_right_undo(app, alice, part):
    edit(alice, part, "2026-12-08", "all", title="Deep")
    undo(alice, part)
    page = undo(alice, SWIM, query="?back=/week/2026-12-07").follow()
    page = form_of(page, "undo").submit(status=303).follow()
    assert days(app) == CUT
    form_of(page, "undo").submit(status=303)
    assert days(app) == WHOLE


def test_what_was_put_into_another_calendar_since_stays_there(app, alice, part):
    form = alice.fill(f"{part}/edit", calendar="family")
    moved = form.submit(status=303).location.partition("?")[0].removeprefix("http://localhost:6543").rstrip("/")
    page = undo(alice, SWIM, 409)
    assert days(app) == CUT and page.click("Show what follows").request.path == f"{moved}/"
    alice.fill(f"{moved}/edit", calendar="own").submit(status=303)
    undo(alice, SWIM)
    assert days(app) == WHOLE


def test_what_was_put_into_another_calendar_by_the_same_edit_goes_and_comes(app, alice):
    part = edit(alice, SWIM, "2026-12-08", "following", title="Dive", calendar="family")
    assert "/family/" in part
    undo(alice, part)
    assert days(app) == WHOLE and in_trash(app) == []
    undo(alice, SWIM)
    assert alice.get(f"{part}/").html.h1.text == "Dive" and days(app) == CUT


def test_what_was_deleted_since_is_not_left_to_be_restored(app, alice, part):
    alice.fill(f"{part}/delete?at=2026-12-08T12:30:00", f"{part}/delete", scope="all").submit(status=303)
    assert in_trash(app) == ["Dive"]
    undo(alice, SWIM)
    assert days(app) == WHOLE and in_trash(app) == []
    undo(alice, SWIM)
    assert days(app) == CUT


def test_what_was_edited_and_deleted_since_can_still_be_restored(app, alice, part):
    edit(alice, part, "2026-12-08", "all", title="Deep")
    alice.fill(f"{part}/delete?at=2026-12-08T12:30:00", f"{part}/delete", scope="all").submit(status=303)
    page = undo(alice, SWIM, 409)
    assert days(app) == WHOLE[:2] and in_trash(app) == ["Deep"]
    assert "As it was when deleted" in page and "Deep" in page.html.find(class_="saved").text
    restore = form_of(alice.get(page.html.find("a", string="Show what follows")["href"], status=410), "restore")
    restore.submit(status=303)
    assert days(app) == [*WHOLE[:2], "12-08 Deep", "12-15 Deep"]


def test_what_is_in_a_deleted_calendar_does_not_come_back_with_it(app, alice):
    edit(alice, SWIM, "2026-12-08", "following", title="Dive", calendar="family")
    with opened(app) as root:
        root["users"]["alice"].calendars["family"].deleted_at = NOW
    undo(alice, SWIM)
    with opened(app) as root:
        root["users"]["alice"].calendars["family"].deleted_at = None
    assert days(app) == WHOLE
    with opened(app) as root:
        root["users"]["alice"].calendars["family"].deleted_at = NOW
    undo(alice, SWIM)
    assert days(app) == CUT, "it is beside the series where its calendar is gone"


def test_what_was_edited_in_a_calendar_that_is_deleted_now_is_not_lost(app, alice):
    part = edit(alice, SWIM, "2026-12-08", "following", title="Dive", calendar="family")
    edit(alice, part, "2026-12-08", "all", title="Deep")
    with opened(app) as root:
        root["users"]["alice"].calendars["family"].deleted_at = NOW
    page = undo(alice, SWIM, 409)
    assert "Deep" in page and "Show what follows" not in page


def test_what_is_gone_for_good_is_not_missed(app, alice, part, clock):
    alice.fill(f"{part}/delete?at=2026-12-08T12:30:00", f"{part}/delete", scope="all").submit(status=303)
    with opened(app) as root:
        root["users"]["alice"].empty_trash(NOW + timedelta(days=31))
    undo(alice, SWIM)
    assert days(app) == WHOLE
    undo(alice, SWIM)
    assert days(app) == WHOLE[:2]


def test_after_another_change_the_part_does_not_come_again(app, alice, part):
    undo(alice, SWIM)
    edit(alice, SWIM, "2026-11-24", "all", title="Swum")
    undo(alice, SWIM)
    undo(alice, SWIM)
    assert [day[6:] for day in days(app)] == ["Swum"] * 4 and in_trash(app) == []


def test_the_series_can_be_deleted_and_restored_meanwhile(app, alice, part):
    undo(alice, SWIM)
    alice.fill(f"{SWIM}/delete?at=2026-11-24T12:30:00", f"{SWIM}/delete", scope="all").submit(status=303)
    assert days(app) == [] and in_trash(app) == ["Swim"]
    alice.press("/users/alice/trash", f"{SWIM}/restore")
    assert days(app) == WHOLE
    undo(alice, SWIM)
    assert days(app) == CUT


def test_a_part_is_cut_again_and_all_of_it_undone(app, alice, part):
    last = edit(alice, part, "2026-12-15", "following", title="Sink")
    assert days(app) == [*CUT[:3], "12-15 Sink"]
    undo(alice, SWIM, 409)
    undo(alice, last)
    undo(alice, SWIM)
    assert days(app) == WHOLE and in_trash(app) == []
    undo(alice, SWIM)
    undo(alice, part)
    assert days(app) == [*CUT[:3], "12-15 Sink"] and in_trash(app) == []


def test_parts_that_were_stored_before_are_as_they_were(app, alice, part):
    """They do not know how they were made; an undo put them among the deleted ones."""
    with opened(app) as root:
        user = root["users"]["alice"]
        made = user[part.rpartition("/")[2]]
        del made.made_as
        user.delete(made.__name__, NOW)
        user[NAME].undo()
    assert days(app) == WHOLE and in_trash(app) == ["Dive"]
    undo(alice, SWIM)
    assert days(app) == CUT and in_trash(app) == []
    undo(alice, SWIM)
    assert days(app) == WHOLE and in_trash(app) == []
    undo(alice, SWIM)
    edit(alice, part, "2026-12-08", "all", title="Deep")
    undo(alice, SWIM, 409)
