"""Moving an event from a page of time, as static/drag.js does when it is dropped there."""

from datetime import date, datetime, timedelta

import pytest

from eventapp.ical.recurrence import recurrence
from eventapp.models import Event, When
from tests.factories import Browser, opened

NAME = "m" * 26
PATH = f"/users/alice/{NAME}"
WEEK = "/week/2026-11-23"
LUNCH = When(datetime(2026, 11, 25, 12, 30), datetime(2026, 11, 25, 13, 40), "Europe/Prague")
TRIP = When(date(2026, 11, 24), date(2026, 11, 26), "Europe/Prague")


@pytest.fixture
def put(app, alice):
    """Gives alice an event at a time."""

    def put(when, rule="", title="Lunch"):
        again = recurrence(when.start, [rule] if rule else [], timezone=when.timezone)
        with opened(app) as root:
            root["users"]["alice"].add(Event(title, when, recurrence=again, name=NAME))

    return put


@pytest.fixture
def drop(app, alice):
    """Drops that event, as the script of a page does."""

    def drop(status=303, page=WEEK, **fields):
        form = alice.get(page).forms["drop"]
        form.action = f"{PATH}/move"
        if "version" not in fields:
            fields["version"] = event(app).version
        for name, value in fields.items():
            form[name] = value
        return form.submit(status=status)

    return drop


def event(app):
    with opened(app) as root:
        found = root["users"]["alice"].get(NAME)
        found.content  # noqa: B018 - loaded while the database is open
        return found


def when(app):
    return event(app).when


def flash(page):
    return page.html.find(class_="flash").get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("before", "fields", "start", "end"),
    [
        (LUNCH, {"start": "2026-11-27T09:15"}, datetime(2026, 11, 27, 9, 15), datetime(2026, 11, 27, 10, 25)),
        (LUNCH, {"start": "2026-11-27"}, datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 40)),
        (LUNCH, {"end": "2026-11-25T15:00"}, datetime(2026, 11, 25, 12, 30), datetime(2026, 11, 25, 15)),
        (LUNCH, {"end": "2026-11-26T00:00"}, datetime(2026, 11, 25, 12, 30), datetime(2026, 11, 26)),
        (LUNCH, {"end": "2026-11-27"}, datetime(2026, 11, 25, 12, 30), datetime(2026, 11, 27, 13, 40)),
        (
            LUNCH,
            {"start": "2026-11-24T23:00", "end": "2026-11-25T01:00"},
            datetime(2026, 11, 24, 23),
            datetime(2026, 11, 25, 1),
        ),
        (TRIP, {"start": "2026-12-01"}, date(2026, 12, 1), date(2026, 12, 3)),
        (TRIP, {"start": "2026-12-01T09:15"}, date(2026, 12, 1), date(2026, 12, 3)),
        (TRIP, {"end": "2026-11-28"}, date(2026, 11, 24), date(2026, 11, 29)),
        (TRIP, {"end": "2026-11-24"}, date(2026, 11, 24), None),
        (TRIP, {"start": "2026-11-20", "end": "2026-11-21"}, date(2026, 11, 20), date(2026, 11, 22)),
    ],
)
def test_it_begins_or_ends_where_it_was_dropped(app, put, drop, before, fields, start, end):
    put(before)
    page = drop(**fields).follow()
    week = start - timedelta(days=start.weekday())
    assert page.request.path == f"/week/{week:%Y-%m-%d}" and flash(page).startswith("Saved. Lunch · ")
    assert when(app) == When(start, end, "Europe/Prague")


def test_what_has_no_length_gets_none_until_it_is_given_an_end(app, put, drop):
    put(When(datetime(2026, 11, 25, 12, 30), None, "Europe/Prague"))
    drop(start="2026-11-26T10:00")
    assert when(app).end is None
    drop(end="2026-11-26T11:00")
    assert when(app).end == datetime(2026, 11, 26, 11)


def test_until_midnight_is_until_the_end_of_its_last_day(app, put, drop):
    put(When(datetime(2026, 11, 24, 18), datetime(2026, 11, 26), "Europe/Prague"))
    drop(end="2026-11-27")
    assert when(app).end == datetime(2026, 11, 28)


def test_the_page_is_the_readers_and_the_zone_the_events(app, put, drop):
    """12:30 in Tokyo is 4:30 in Prague; and a floating time stays one."""
    put(When(datetime(2026, 11, 25, 12, 30), datetime(2026, 11, 25, 13, 30), "Asia/Tokyo", floating=True))
    drop(start="2026-11-26T06:00")
    assert when(app) == When(datetime(2026, 11, 26, 14), datetime(2026, 11, 26, 15), "Asia/Tokyo", floating=True)
    drop(end="2026-11-26T08:00")
    assert when(app).end == datetime(2026, 11, 26, 16)
    drop(start="2026-11-28")
    assert when(app).start == datetime(2026, 11, 28, 14)


def test_of_days_it_keeps_the_time_that_is_read_across_a_change_of_clocks(app, put, drop):
    """13:00 in Prague is 20:00 in Tokyo in summer, and 21:00 in winter."""
    put(When(datetime(2026, 10, 23, 20), datetime(2026, 10, 23, 21), "Asia/Tokyo"))
    drop(start="2026-10-26")
    assert when(app).start == datetime(2026, 10, 26, 21)


def test_at_a_time_that_clocks_leave_out_it_is_as_the_form_has_it(app, alice, put, drop):
    put(LUNCH)
    drop(start="2027-03-28T02:30")
    assert when(app).start == datetime(2027, 3, 28, 2, 30)
    assert "there is no 02:30, so it starts at 03:30" in alice.get(f"{PATH}/")
    form = alice.fill(f"{PATH}/edit")
    assert (form["start_date"].value, form["start_time"].value) == ("2027-03-28", "02:30")
    drop(start="2026-10-25T02:30")
    assert "02:30 comes twice, and the first is meant" in alice.get(f"{PATH}/")


def test_it_is_undone_and_done_again_on_the_page_where_it_was_dropped(app, alice, put, drop):
    put(LUNCH)
    page = drop(page=f"{WEEK}?hide=work", start="2026-11-27T09:15").follow()
    assert page.request.path_qs == f"{WEEK}?hide=work&saved={NAME}"
    for said, button, now in (
        ("The change is undone. Lunch · Wed 25 Nov 12:30 to 13:40", "Redo the last change", LUNCH),
        ("Saved. Lunch · Fri 27 Nov 09:15 to 10:25", "Undo the last change", LUNCH.at(datetime(2026, 11, 27, 9, 15))),
    ):
        undo = next(form for form in page.forms.values() if form.action == f"{PATH}/undo")
        page = undo.submit(status=303).follow()
        assert page.request.path == WEEK and page.request.GET["hide"] == "work"
        assert flash(page) == f"{said} {button}" and when(app) == now


def test_dropped_where_it_was_it_stays_and_nothing_is_said(app, alice, put, drop):
    put(LUNCH)
    response = drop(start="2026-11-25T12:30")
    assert response.location == f"http://localhost:6543{WEEK}"
    assert not response.follow().html.find(class_="flash") and event(app).before is None
    assert not alice.get(f"{WEEK}?saved={NAME}").html.find(class_="flash"), "there is nothing to undo"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"start": "tomorrow"},
        {"start": "2026-02-30"},
        {"start": "2026-11-27T25:00"},
        {"start": "2026-11-27T09:15+01:00"},
        {"start": "0001-01-01T00:00"},
        {"start": "0999-01-01"},
        {"end": "2026-11-25T12:15"},
        {"end": "2026-11-24"},
        {"end": "9999-12-31T23:59"},
    ],
)
@pytest.mark.parametrize("before", [LUNCH, TRIP.at(date(2026, 11, 25))], ids=["timed", "days"])
def test_where_nothing_can_be_it_stays(app, put, drop, before, fields):
    put(before)
    if before.all_day and fields == {"end": "2026-11-25T12:15"}:
        fields = {"end": "2026-11-24T23:00"}
    page = drop(status=400, **fields)
    assert "An event can’t be put there. Nothing was changed." in page
    assert when(app) == before


def test_what_changed_meanwhile_is_shown_and_the_drop_is_in_the_form(app, alice, put, drop):
    put(LUNCH)
    stale = event(app).version
    with opened(app) as root:
        root["users"]["alice"][NAME].change(title="Dinner")
    page = drop(status=409, version=stale, start="2026-11-27T09:15")
    assert "This event was changed since you opened it." in page and "As it is saved now" in page
    assert when(app) == LUNCH
    form = next(form for form in page.forms.values() if form.action.partition("?")[0] == f"{PATH}/edit")
    fields = [form[name].value for name in ("title", "start_date", "start_time")]
    assert fields == ["Dinner", "2026-11-27", "09:15"]
    form.submit(status=303)
    assert when(app) == LUNCH.at(datetime(2026, 11, 27, 9, 15))
    drop(status=409, version="", start="2026-11-27T10:00")


def test_what_was_deleted_meanwhile_says_so(app, alice, put, drop):
    put(LUNCH)
    fields = {"version": event(app).version, "start": "2026-11-27T09:15"}
    alice.press(f"{PATH}/", f"{PATH}/delete")
    assert "This event is deleted." in drop(**fields).follow(status=410)


@pytest.mark.parametrize(
    ("scope", "starts"),
    [
        ("one", ["11-24", "12-02", "12-08", "12-15"]),
        ("following", ["11-24", "12-02", "12-09", "12-16"]),
        ("all", ["11-25", "12-02", "12-09", "12-16"]),
    ],
)
def test_of_a_series_the_form_asks_which_are_meant(app, alice, put, drop, scope, starts):
    tuesday = When(datetime(2026, 11, 24, 12, 30), datetime(2026, 11, 24, 13), "Europe/Prague")
    put(tuesday, "FREQ=WEEKLY;COUNT=4")
    page = drop(version="", at="2026-12-01T12:30:00", start="2026-12-02T10:00").follow()
    assert when(app) == tuesday
    assert "Not saved yet. This event repeats: choose below" in page and "Only this one" in page
    form = next(form for form in page.forms.values() if form.action.partition("?")[0] == f"{PATH}/edit")
    fields = [form[name].value for name in ("start_date", "start_time", "end_time", "scope")]
    assert fields == ["2026-12-02", "10:00", "10:30", "one"]
    form["scope"] = scope
    form.submit(status=303)
    days = [tag["datetime"][5:] for tag in alice.get("/users/alice/").html.select("section.day .date time")]
    assert days == starts


def test_the_end_of_one_of_a_series_is_in_the_form_too(alice, put, drop):
    put(TRIP, "FREQ=YEARLY")
    form = next(
        form
        for form in drop(version="", at="2027-11-24", end="2027-11-27").follow().forms.values()
        if form.action.partition("?")[0] == f"{PATH}/edit"
    )
    assert (form["start_date"].value, form["end_date"].value) == ("2027-11-24", "2027-11-27")
    form = alice.fill(f"{PATH}/edit?at=2027-11-24&start=soon", f"{PATH}/edit")
    assert form["start_date"].value == "2027-11-24"
    assert "Not saved yet" not in alice.get(f"{PATH}/edit?at=2027-11-24&start=soon")


def test_one_of_a_series_that_is_at_other_times_now_is_refused(app, put, drop):
    put(TRIP, "FREQ=YEARLY")
    assert "It changed meanwhile" in drop(status=409, version="", at="2027-11-25", start="2027-11-27")
    assert when(app) == TRIP


def test_one_that_repeats_no_more_is_refused(app, put, drop):
    put(TRIP)
    drop(status=409, version="", at="2026-11-24", start="2026-11-27")
    assert when(app) == TRIP


def test_others_and_forms_of_other_sites_move_nothing(app, alice, put, drop):
    put(LUNCH)
    bob = Browser(app).register("bob")
    fields = {"version": event(app).version, "start": "2026-11-27"}
    token = bob.get(WEEK).forms["drop"]["csrf_token"].value
    bob.post(f"{PATH}/move", {**fields, "csrf_token": token}, status=404)
    alice.post(f"{PATH}/move", fields, status=400)
    assert when(app) == LUNCH


def test_pages_say_of_each_event_what_the_script_needs(alice, put):
    put(LUNCH)
    for path, start in ((WEEK, "2026-11-25T12:30"), ("/day/2026-11-25", "2026-11-25T12:30"), ("/month", "2026-11-25")):
        item = alice.get(path).html.find("li", attrs={"data-start": True})
        assert item["data-start"] == start and "data-last" not in item.attrs and len(item["data-version"]) == 32


def test_of_a_series_pages_name_no_version(alice, put):
    put(TRIP, "FREQ=YEARLY")
    for path in (WEEK, "/month"):
        item = alice.get(path).html.find("li", attrs={"data-start": True})
        assert (item["data-start"], item["data-last"]) == ("2026-11-24", "2026-11-25")
        assert "data-version" not in item.attrs
