"""Settings: how a person reads days and times."""

import pytest

from tests.factories import Browser, opened

PAGE = "/users/alice/settings"


def test_the_time_zone(app, alice):
    alice.add("alice", "Lunch", start_date="2026-11-27", start_time="12:30")
    page = alice.send(PAGE, status=303, timezone="asia/tokyo").follow()
    assert "Your settings are saved." in page and "Times in Asia/Tokyo" in page
    assert "20:30" in alice.get("/")
    refused = alice.send(PAGE, status=422, timezone="Tokyo")
    assert "There is no such time zone." in refused and refused.forms[1]["timezone"].value == "Tokyo"
    assert alice.get("/users/alice/add").forms[1]["timezone"].value == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["Monday 23 November", "week 48", "Fri 27 Nov", "12:30", "Sat, 2 Jan 2027"]),
        ({"locale": "de"}, ["Montag, 23. November", "Fr., 27. Nov.", "12:30"]),
        ({"locale": "en_US", "hours": "12"}, ["Monday, November 23", "Fri, Nov 27", "12:30 PM"]),
        ({"locale": "ja", "hours": "12"}, ["11月23日(月曜日)", "11月27日(金)", "午後0:30"]),
        ({"week_start": "6"}, ["week 48"]),
    ],
)
def test_days_and_times_are_written_as_their_reader_likes(alice, fields, expected):
    alice.add("alice", "Lunch", start_date="2026-11-27", start_time="12:30")
    alice.add("alice", "Ski", start_date="2027-01-02")
    alice.send(PAGE, status=303, **fields)
    page = alice.get("/").text
    for text in expected:
        assert text in page


@pytest.mark.parametrize(("name", "value"), [("locale", "tlh"), ("locale", ""), ("hours", "13"), ("week_start", "x")])
def test_what_is_not_offered_is_refused(app, alice, name, value):
    form = alice.fill(PAGE)
    form[name].force_value(value)
    page = form.submit(status=422)
    assert page.html.find(id=name)["aria-invalid"] == "true"
    with opened(app) as root:
        assert root["users"]["alice"].locale == "en_GB" and root["users"]["alice"].hours == 24


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("cs, en;q=0.5", "cs"),
        ("de-AT", "de"),
        ("en, de;q=0.9", "en_GB"),
        ("en-AU, de;q=0.9", "en_GB"),
        ("en-us, de;q=0.9", "en_US"),
        ("zh-TW, zh;q=0.9", "zh_Hant"),
        ("no", "nb"),
        ("pt-BR,pt;q=0.9", "pt_BR"),
        ("tlh", "en_GB"),
        ("", "en_GB"),
        (";;q", "en_GB"),
    ],
)
def test_the_language_of_the_browser_is_taken_at_registration(app, header, locale):
    Browser(app, HTTP_ACCEPT_LANGUAGE=header).register("carol")
    with opened(app) as root:
        assert root["users"]["carol"].locale == locale
