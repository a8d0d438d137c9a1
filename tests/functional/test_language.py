"""Every text of every page is said in the reader's language."""

from dataclasses import replace

import pytest

from tests.factories import Browser, opened
from tests.functional.test_gate import DINNER, LUNCH, pages
from tests.functional.test_import import ics, send, summary
from tests.functional.test_quick import quick
from tests.marks import mark, unmarked


@pytest.fixture
def reader(app, alice, monkeypatch) -> Browser:
    """Alice, who reads dates in letters that no text of ours has."""
    with opened(app) as root:
        root["users"]["alice"].locale = "ja"
    mark(monkeypatch)
    return alice


def test_every_page_is_in_the_language_of_its_reader(app, reader):
    left = {}
    for path in pages(app, reader):
        answer = reader.ask(path)
        if answer.content_type == "text/html":
            left[path] = unmarked(answer.text)
    assert len(left) > 20
    assert {path: texts for path, texts in left.items() if texts} == {}


@pytest.fixture
def said(reader):
    """Asserts of an answer that all of it is in the language of its reader, and that it says something."""

    def look(answer, text: str = ""):
        assert unmarked(answer.text) == []
        assert text in answer
        return answer

    return look


def test_what_a_series_says_is_in_the_language_of_its_reader(reader, said):
    weekly = {"repeat": "WEEKLY", "monday": True, "thursday": True, "friday": True, "ends": "until"}
    event = reader.add("alice", LUNCH, start_date="2026-11-23", start_time="07:00", last_day="2027-03-03", **weekly)
    for path in (event, f"{event}?at=2026-11-26T07:00:00", f"{event}/edit?at=2026-11-26T07:00:00"):
        said(reader.get(path), "every ")
    page = said(reader.get(f"{event}/delete?at=2026-11-26T07:00:00"), "What to delete")
    form = page.forms[1]
    form["scope"] = "one"
    said(form.submit(status=303).follow(), "The others are still there.")
    said(reader.get(event), "except on 1 day")
    said(reader.get("/search", {"q": LUNCH}), "only the next is listed")
    reader.add("alice", DINNER, start_date="2026-10-01", repeat="DAILY", ends="count", times="3")
    said(reader.get("/search", {"q": DINNER}), "only the last is listed")
    said(reader.get("/users/alice/past"), "days ago")


def token(browser) -> str:
    return browser.get("/users/alice/add").forms[1]["csrf_token"].value


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"title": " "}, "Give the event a title."),
        ({"title": "昼" * 201}, "Use 1 to 200 characters."),
        ({"title": "\u200b"}, "that can be seen"),
        ({"place": "昼" * 501, "notes": "昼" * 10_001}, "Use 10,000 characters or fewer."),
        ({"start_date": ""}, "Give the day it starts."),
        ({"start_date": "2026-02-30", "end_date": "26"}, "Write the day as year-month-day"),
        ({"start_date": "0999-01-01"}, "Use a year from 1000 to 9000."),
        ({"start_time": "25"}, "Write the time as hours:minutes"),
        ({"end_time": "12:00"}, "Give the time it starts, too"),
        ({"end_date": "2026-11-01"}, "The end must not be before the start, 2026年11月23日(月)."),
        ({"start_time": "12:00", "end_time": "11:00"}, "If it ends on another day"),
        ({"start_time": "12:00", "end_time": "11:00", "end_date": "2026-11-23"}, "must not be before 12:00."),
        ({"start_time": "12:00", "end_date": "2026-11-25"}, "Give the time it ends on that day."),
        ({"repeat": "HOURLY"}, "Choose how it repeats."),
        ({"repeat": "DAILY", "every": "0"}, "Use a number from 1 to 999."),
        ({"repeat": "WEEKLY", "tuesday": "y"}, "It starts on a"),
        ({"repeat": "MONTHLY", "by": "last"}, "that is not the last one of its month"),
        ({"repeat": "MONTHLY", "by": "x", "ends": "x"}, "Choose the day of the month."),
        ({"repeat": "DAILY", "ends": "until"}, "Give the last day."),
        ({"repeat": "DAILY", "ends": "count"}, "Give how many times."),
        ({"repeat": "DAILY", "ends": "until", "last_day": "2026-01-01"}, "before the start, 2026年11月23日(月)."),
        ({"repeat": "YEARLY", "start_date": "2028-02-29", "ends": "count", "times": "9999"}, "needs too long"),
        ({"reminder": "7"}, "Choose one of these."),
    ],
)  # fmt: skip
@pytest.mark.no_cover
def test_what_is_wrong_with_an_event_is_said_in_the_language_of_its_reader(reader, said, fields, text):
    whole = {"title": LUNCH, "start_date": "2026-11-23", "timezone": "Europe/Prague", "csrf_token": token(reader)}
    said(reader.post("/users/alice/add", {**whole, **fields}, status=422), text)


def test_what_is_undone_and_what_changed_meanwhile_is_said_in_the_language_of_its_reader(reader, said):
    event = reader.add("alice", LUNCH, start_date="2026-11-29", start_time="02:30", reminder="60")
    first, second = reader.fill(f"{event}/edit", title=DINNER), reader.fill(f"{event}/edit", title="夜")
    page = said(first.submit(status=303).follow(), "the last change")
    undo = page.forms[1]
    said(second.submit(status=409), "This event was changed since you opened it")
    page = said(undo.submit(status=303).follow(), "Redo")
    said(undo.submit(status=409), "was changed meanwhile")
    reader.press(event, f"{event}/delete")
    said(second.submit(status=409), "This event was deleted since you opened it")
    page = said(reader.get(event, status=410), "It is kept for 30 more days.")
    restore = next(form for form in page.forms.values() if form.action == f"{event}/restore")
    said(restore.submit(status=303).follow(), "restoring it")


def test_pages_of_time_say_what_was_done_in_the_language_of_their_reader(reader, said):
    repeats = {"repeat": "WEEKLY", "monday": True, "ends": "count", "times": "4"}
    event = reader.add("alice", LUNCH, start_date="2026-11-23", **repeats)
    form = reader.fill(f"{event}/edit?at=2026-11-30&back=/week", f"{event}/edit", title=DINNER, scope="following")
    page = said(form.submit(status=303).follow(), "the last change")
    cut = page.request.GET["saved"]
    page = said(page.forms[1].submit(status=303).follow(), "Redo")
    page = said(page.forms[1].submit(status=303).follow(), "Saved.")
    reader.send(f"/users/alice/{cut}/edit", title="夜", status=303)
    said(page.forms[1].submit(status=409), "What follows, as it is now")
    page = said(reader.press(f"{event}/?back=/week", f"{event}/delete").follow(), "is deleted")
    page = said(page.forms[1].submit(status=303).follow(), "restoring it")


def test_quick_add_answers_in_the_language_of_its_reader(app, reader, said, monkeypatch):
    page = said(quick(reader, "昼食 Fri 12:30-13:30 at 食堂").follow(), "12:30 to 13:30")
    assert "at 食堂" in page
    for text in ("昼食", "", "昼" * 600):
        said(quick(reader, text, status=422), "Not saved yet")
    monkeypatch.setattr(app.registry, "eventapp", replace(app.registry.eventapp, most_events=1))
    said(quick(reader, "昼食 tomorrow", status=422), "your calendars are full (1 at the most)")


def test_an_import_is_told_and_kept_in_the_language_of_who_imports(app, reader, said):
    good, bad = ((f"UID:{start}", f"DTSTART:{start}", f"SUMMARY:{LUNCH}") for start in ("20261127T113000Z", "tomorrow"))
    rest = ("UID:3", "DTSTART:20261127T113000Z", "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270101T000000Z", f"SUMMARY:{DINNER}")
    said(send(reader, ics(good, bad, rest), strict="yes", status=422), "Not all of it is right.")
    said(send(reader, status=422), "Choose a file")
    said(send(reader, b"", status=422), "is not a calendar file")
    todo = ("BEGIN:VTODO", "UID:t", "END:VTODO")
    page = said(summary(reader, ics(good, bad, rest, more=todo)), "COUNT and UNTIL can&#39;t be together.")
    assert "1 other entry" in page
    with opened(app) as root:
        reasons = [reason for _, reason in root["users"]["alice"].imported.skipped]
    assert len(reasons) == 2 and all(reason.startswith("⟦") and type(reason) is str for reason in reasons)
    said(reader.press("/users/alice/import", "/users/alice/undo-import").follow(), "That import is taken back.")


def test_calendars_answer_in_the_language_of_their_reader(reader, said):
    for fields, text in (
        ({"title": ""}, "Give the calendar a name."),
        ({"title": LUNCH, "hue": "9"}, "Choose one of these."),
    ):
        fields["csrf_token"] = token(reader)
        said(reader.post("/users/alice/calendars", fields, status=422), text)
    said(reader.send("/users/alice/calendars", title=LUNCH, hue="3").follow(), "The calendar is added.")
    for path in ("/week", "/month?hide=own", "/agenda"):
        said(reader.get(path), "Personal")
    said(reader.get("/search", {"q": "calendar:夕"}), "Personal")
    said(reader.get("/search", {"q": f"calendar:{LUNCH}"}), "Nothing for")
    calendar = reader.get("/users/alice/calendars").html.find("a", string=LUNCH)["href"]
    for view in ("", "calendar", "import", "export", "add"):
        said(reader.get(calendar + view))
    said(reader.send(calendar + "export", calendar + "feed"), "It is shown only this once.")
    said(reader.get(calendar + "export"), "make a new one")
    said(reader.press(calendar + "calendar", "/users/alice/delete-calendar").follow(), "days left")


def test_days_on_which_clocks_are_set_are_told_in_the_language_of_their_reader(reader, said):
    reader.add("alice", LUNCH, start_date="2026-10-25", start_time="02:30", end_date="2026-10-26", end_time="03:00")
    said(reader.get("/week/2026-10-19"), "Clocks go back by")
    said(reader.get("/day/2027-03-28"), "Clocks go forward by")
    event = reader.add("alice", DINNER, start_date="2027-03-28", start_time="02:30")
    said(reader.get(event), "there is no 02:30")
    event = reader.add("alice", DINNER, start_date="2026-10-25", start_time="02:30", timezone="Europe/Paris")
    said(reader.get(event), "comes twice")
    for _nth in range(5):
        reader.add("alice", DINNER, start_date="2026-11-23", start_time="07:00", end_time="08:00")
    for path in ("/week", "/month", "/day", "/year", "/"):
        said(reader.get(path))


@pytest.mark.parametrize(
    "query",
    [
        "after:昼",
        "-in:2026",
        "-place:昼",
        "place:",
        "after:2027 before:2026",
        "昼 in:2026",
        "after:2026",
        "before:2026-02",
        "昼 " * 30,
    ],
)
def test_searches_are_answered_in_the_language_of_their_reader(reader, said, query):
    said(reader.get("/search", {"q": query}), "How to search")
    said(reader.get("/search", {"q": "昼", "page": "2"}), "on this page")
