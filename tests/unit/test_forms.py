"""Forms: from what was typed to values, or to messages."""

from datetime import date, datetime

import pytest
from webob.multidict import MultiDict

from eventapp.forms import EventForm, RegisterForm, SettingsForm, lines, one_line
from eventapp.models import Event, When

GOOD = {"title": "Lunch", "start_date": "2026-11-27", "timezone": "Europe/Prague"}


def event_form(**fields: str) -> EventForm:
    return EventForm(MultiDict({**GOOD, **fields}))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, When(date(2026, 11, 27), None, "Europe/Prague")),
        ({"start_time": "12:30"}, When(datetime(2026, 11, 27, 12, 30), None, "Europe/Prague")),
        ({"start_time": "12:30:15"}, When(datetime(2026, 11, 27, 12, 30, 15), None, "Europe/Prague")),
        (
            {"start_time": "12:30", "end_time": "13:30"},
            When(datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 30), "Europe/Prague"),
        ),
        (
            {"start_time": "22:00", "end_date": "2026-11-28", "end_time": "02:00"},
            When(datetime(2026, 11, 27, 22), datetime(2026, 11, 28, 2), "Europe/Prague"),
        ),
        (
            {"start_time": "12:30", "end_date": "2026-11-27"},
            When(datetime(2026, 11, 27, 12, 30), None, "Europe/Prague"),
        ),
        ({"end_date": "2026-11-30"}, When(date(2026, 11, 27), date(2026, 12, 1), "Europe/Prague")),
        ({"end_date": "2026-11-27"}, When(date(2026, 11, 27), None, "Europe/Prague")),
        ({"timezone": " america/new_york "}, When(date(2026, 11, 27), None, "America/New_York")),
        (
            {"start_time": "12:30", "end_time": "12:30"},
            When(datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 12, 30), "Europe/Prague"),
        ),
    ],
)
def test_times(fields, expected):
    form = event_form(**fields)
    assert form.validate(), form.errors
    assert form.when == expected


@pytest.mark.parametrize(
    ("fields", "wrong", "message"),
    [
        ({"title": ""}, "title", "Give the event a title."),
        ({"title": "   "}, "title", "Give the event a title."),
        ({"title": "x" * 201}, "title", "Use 1 to 200 characters."),
        ({"start_date": ""}, "start_date", "Give the day it starts."),
        ({"start_date": "27.11.2026"}, "start_date", "Write the day as"),
        ({"start_date": "2026-02-30"}, "start_date", "There is no such day."),
        ({"start_date": "0999-01-01"}, "start_date", "Use a year from 1000 to 9000."),
        ({"end_date": "9001-01-01"}, "end_date", "Use a year from 1000 to 9000."),
        ({"start_time": "noon"}, "start_time", "Write the time as"),
        ({"end_time": "25:00", "start_time": "12:00"}, "end_time", "Write the time as"),
        ({"end_date": "2026-11-26"}, "end_date", "before the start, Fri, 27 Nov 2026."),
        ({"end_time": "13:00"}, "start_time", "Give the time it starts"),
        ({"start_time": "12:30", "end_date": "2026-11-28"}, "end_time", "Give the time it ends"),
        ({"start_time": "12:30", "end_time": "12:29"}, "end_time", "must not be before 12:30. If it ends"),
        (
            {"start_time": "12:30", "end_time": "12:29", "end_date": "2026-11-27"},
            "end_time",
            "must not be before 12:30.",
        ),
        ({"timezone": ""}, "timezone", "no such time zone"),
        ({"timezone": "Europe/Atlantis"}, "timezone", "no such time zone"),
        ({"title": "\u200b \u2800"}, "title", "can be seen"),
        ({"id": "alice"}, "id", "Invalid input"),
        ({"place": "x" * 501}, "place", "500 characters"),
        ({"notes": "x" * 10_001}, "notes", "10,000 characters"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(fields, wrong, message):
    form = event_form(**fields)
    assert not form.validate()
    assert list(form.errors) == [wrong]
    assert message in form.errors[wrong][0]


def test_limits_are_within():
    assert event_form(title="x" * 200, place="x" * 500, notes="é" * 10_000).validate()


def test_the_form_of_an_event_makes_the_same_event():
    for when in [
        When(date(2026, 11, 27), None, "Europe/Prague"),
        When(date(2026, 11, 27), date(2026, 12, 1), "Europe/Prague"),
        When(datetime(2026, 11, 27, 12, 30), None, "UTC"),
        When(datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 0), "UTC"),
        When(datetime(2026, 11, 27, 22, 0), datetime(2026, 11, 28, 2, 0), "Asia/Tokyo"),
        When(datetime(2026, 11, 27, 22, 0, 30), datetime(2026, 11, 28, 2, 0, 30), "Asia/Tokyo"),
    ]:
        event = Event("Lunch", when, "Eska", "first line\nsecond line")
        shown = EventForm.of(event)
        sent = EventForm(
            MultiDict({field.name: field._value() if hasattr(field, "_value") else field.data or "" for field in shown})
        )
        assert sent.validate(), sent.errors
        assert (sent.when, sent.title.data, sent.place.data, sent.notes.data) == (
            when, event.title, event.place, event.notes,
        )  # fmt: skip
        assert sent.version.data == event.version


def test_text_is_kept_without_what_nobody_can_see():
    assert one_line("  a\r\n b\x00\tc\u2028 ") == "a b c"
    assert lines(" a\r\n b\x00\tc\rd \n") == "a\n b\tc\nd"
    assert one_line(None) == lines(None) == ""


def register(**fields: str) -> RegisterForm:
    good = {"username": "alice", "email": "alice@example.com", "password": "x" * 12}
    return RegisterForm(MultiDict({**good, **fields}))


@pytest.mark.parametrize("username", ["alice", " Alice ", "a-", "a1_", "x" * 32])
def test_usernames(username):
    form = register(username=username)
    assert form.validate() and form.username.data == username.strip().lower()


@pytest.mark.parametrize(
    "username", ["", "a", "x" * 33, "1a", "-a", "al ice", "álice", "alice@example.com", "login", "ADMIN"]
)
def test_usernames_that_are_refused(username):
    form = register(username=username)
    assert not form.validate() and list(form.errors) == ["username"]


@pytest.mark.parametrize(
    "email", ["a@example.com", "A.B+c@Example.co.uk", "me@home.lan", "ü@exämple.de", "x@sub.example.test"]
)
def test_emails(email):
    assert register(email=email).validate()


@pytest.mark.parametrize(
    "email",
    ["", "alice", "alice@", "@example.com", "a b@example.com", "a@b@c.com", "a@gmail", "a@x..com", "a@" + "x" * 300],
)
def test_emails_that_are_refused(email):
    form = register(email=email)
    assert not form.validate() and list(form.errors) == ["email"]


def test_an_email_that_is_far_too_long_is_refused_at_once():
    form = register(email="a" + "\u0301\u0316" * 30_000 + "@example.com")
    assert not form.validate() and form.email.errors == ["That is longer than any email address."]


def test_time_zones():
    usual = {"locale": "en_GB", "hours": "24", "week_start": "0", "shortcuts": "1"}
    assert SettingsForm(MultiDict(timezone="europe/prague", **usual)).validate()
    assert not SettingsForm(MultiDict(timezone="Prague", **usual)).validate()
