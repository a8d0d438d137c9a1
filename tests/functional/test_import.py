"""The import page: what comes in, what is said of the rest, and the way back."""

import operator
import threading
from datetime import UTC, datetime

import pytest
from webtest import Upload

from eventapp.models import Calendar, Event
from eventapp.security.forms import FILES_LENGTH
from eventapp.views import importing
from tests.factories import Browser, Conflicting, opened

PAGE = "/users/alice/import"
LUNCH = ("UID:1", "DTSTART:20261127T113000Z", "SUMMARY:Lunch, with Ana", "X-KEPT:yes")
BAD = ("UID:2", "DTSTART:tomorrow", "SUMMARY:Dinner")


def ics(*events, more=()):
    lines = [line for event in events for line in ("BEGIN:VEVENT", *event, "END:VEVENT")]
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCALENDAR", *lines, *more, "END:VCALENDAR")).encode()


def send(browser, *files, strict="", status=303, page=PAGE):
    form = browser.fill(page)
    fields = [("csrf_token", form["csrf_token"].value), ("strict", strict)]
    uploads = [("files", f"{n}.ics", content) for n, content in enumerate(files)]
    return browser.post(page, fields, upload_files=uploads, status=status)


def summary(browser, *files, **more):
    return send(browser, *files, **more).follow(status=200)


def said(page):
    """The kinds of the summary and their counts."""
    return {box.contents[0].strip(): int(box.span.text.replace(",", "")) for box in page.html.find_all("summary")}


def titles(app):
    with opened(app) as root:
        return sorted(event.title for event in root["users"]["alice"].values())


def test_the_form_itself_works(app, alice):
    form = alice.fill(PAGE)
    form["files"] = [Upload("my.ics", ics(LUNCH), "text/calendar")]
    page = form.submit(status=303).follow()
    assert said(page) == {"Added": 1} and page.html.find("a", string="Lunch, with Ana")
    assert form["strict"].value == ""


def test_the_same_file_twice_changes_nothing(app, alice):
    summary(alice, ics(LUNCH))
    with opened(app) as root:
        revision = root["users"]["alice"].log.revision
    later = ("DTSTAMP:20261201T000000Z", *LUNCH, "SEQUENCE:4")
    for file in (ics(LUNCH), ics(later)):
        page = summary(alice, file)
        assert said(page) == {} and "1 there already" in page and "Nothing new was in it." in page
        assert not page.html.find("form", action="/users/alice/undo-import")
    with opened(app) as root:
        assert root["users"]["alice"].log.revision == revision
        (event,) = root["users"]["alice"].values()
        assert "X-KEPT:yes" in event.content.source.text


def test_what_a_person_changed_since_stays_until_the_file_says_something_new(app, alice):
    summary(alice, ics(LUNCH))
    with opened(app) as root:
        next(iter(root["users"]["alice"].values())).change(title="Mine")
    assert said(summary(alice, ics(LUNCH))) == {} and titles(app) == ["Mine"]
    exported = alice.get("/users/alice/export.ics").body
    assert said(summary(alice, exported)) == {} and titles(app) == ["Mine"]
    assert said(summary(alice, ics((*LUNCH[:2], "SUMMARY:Theirs")))) == {"Updated": 1}
    assert titles(app) == ["Theirs"]
    assert said(summary(alice, ics((*LUNCH[:2], "SUMMARY:Theirs", "X-NEW:1")))) == {"Updated": 1}


def test_ones_own_export_comes_in_as_what_it_is(app, alice):
    alice.add("alice", "Mine")
    assert said(summary(alice, alice.get("/users/alice/export.ics").body)) == {}


def test_what_can_not_be_read_costs_itself_or_all(app, alice):
    page = send(alice, ics(LUNCH, BAD), strict="yes", status=422)
    assert titles(app) == [] and "Nothing was imported" in page and said(page) == {"Can’t be read": 1}
    assert "Dinner" in page and "Its start can’t be read: tomorrow" in page
    page = summary(alice, ics(LUNCH, BAD))
    assert said(page) == {"Added": 1, "Left out": 1} and "Its start can’t be read: tomorrow" in page
    assert titles(app) == ["Lunch, with Ana"]
    assert said(summary(alice, ics(LUNCH), strict="yes")) == {}


def test_a_description_that_is_html_is_shown_as_text_and_goes_out_as_it_came(app, alice):
    html = '<b>Menu</b>:<br><ul><li>&lt;i&gt;soup</li></ul><a href="https://eska.example/menu">all of it</a>'
    file = ics((*LUNCH, f"DESCRIPTION:{html}".replace(";", "\\;")))
    page = summary(alice, file).click("Lunch, with Ana")
    (notes,) = page.html.select("p.notes")
    assert notes.text == "Menu:\n• <i>soup\nall of it (https://eska.example/menu)"
    assert [link["href"] for link in notes.find_all("a")] == ["https://eska.example/menu"] and not notes.find("i")
    (extract,) = alice.get("/search", {"q": "soup"}).html.select(".ev [dir=auto].mute")
    assert extract.text == "Menu: • <i>soup all of it (https://eska.example/menu)"
    assert page.click("Edit").forms[1]["notes"].value == html
    body = alice.get("/users/alice/export.ics").body
    assert all(line in body for line in file.splitlines())


def test_a_cancellation_adds_nothing(app, alice):
    sent = ics(LUNCH).replace(b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\r\nMETHOD:CANCEL")
    page = summary(alice, sent)
    assert said(page) == {"Left out": 1} and "It is called off." in page and titles(app) == []
    summary(alice, ics(LUNCH))
    assert said(summary(alice, sent)) == {"Left out": 1} and titles(app) == ["Lunch, with Ana"]


def test_several_files_and_what_is_no_event(app, alice):
    todo = ("BEGIN:VTODO", "UID:t", "END:VTODO")
    other = ("UID:3", "DTSTART;VALUE=DATE:20261127", "SUMMARY:Day")
    page = summary(alice, ics(LUNCH, more=todo), ics(other, LUNCH))
    assert said(page) == {"Added": 2} and "1 other entry, such as tasks" in page and "1 there already" in page
    again = (*LUNCH[:2], "SUMMARY:Later")
    assert said(summary(alice, ics(("UID:9", *LUNCH[1:])), ics(("UID:9", *again[1:])))) == {"Added": 1}


@pytest.mark.parametrize(
    ("files", "words"),
    [((), "Choose a file"), ((b"<html>",), "“0.ics” is not a calendar"), ((ics(LUNCH), b""), "“1.ics” is not")],
)
def test_what_is_no_calendar_is_said(app, alice, files, words):
    page = send(alice, *files, status=422)
    assert words in page and titles(app) == []
    assert page.html.find(id="files")["aria-invalid"] == "true"


def test_more_than_the_most_is_refused(app, alice, monkeypatch):
    monkeypatch.setattr(importing, "MOST", 1)
    assert "That is 2 events" in send(alice, ics(LUNCH, BAD), status=422)


def test_an_import_can_be_taken_back(app, alice):
    kept = alice.add("alice", "Kept")
    summary(alice, ics(LUNCH, ("UID:4", *LUNCH[1:])))
    summary(alice, ics((*LUNCH[:2], "SUMMARY:Other"), ("UID:5", "DTSTART:20261127T113000Z", "SUMMARY:New")))
    assert titles(app) == ["Kept", "Lunch, with Ana", "New", "Other"]
    page = alice.press(PAGE, "/users/alice/undo-import").follow()
    assert "That import is taken back." in page and not page.html.find("summary")
    assert titles(app) == ["Kept", "Lunch, with Ana", "Lunch, with Ana"]
    alice.get(kept, status=200)


def test_what_changed_since_an_import_is_not_taken_back(app, alice):
    page = summary(alice, ics(LUNCH, ("UID:4", *LUNCH[1:]), ("UID:5", *LUNCH[1:])))
    with opened(app) as root:
        user = root["users"]["alice"]
        user.by_uid("4").change(title="Mine")
        user.delete(user.by_uid("5").__name__, datetime(2026, 11, 23, tzinfo=UTC))
    assert said(alice.get(PAGE)) == {"Added": 3}
    page = page.forms["import"] if "import" in page.forms else alice.fill(PAGE, "/users/alice/undo-import")
    assert "but for the events that were changed" in page.submit(status=303).follow()
    assert titles(app) == ["Mine"]
    token = alice.fill(PAGE)["csrf_token"].value
    assert "is taken back." in alice.post("/users/alice/undo-import", {"csrf_token": token}, status=303).follow()


def test_what_was_deleted_comes_back_and_goes_again(app, alice):
    summary(alice, ics(LUNCH))
    with opened(app) as root:
        (name,) = root["users"]["alice"]
    for new in (LUNCH, (*LUNCH[:2], "SUMMARY:Other")):
        alice.press(f"/users/alice/{name}", f"/users/alice/{name}/delete")
        assert said(summary(alice, ics(new))) == {"Brought back from Deleted": 1}
        assert titles(app) == [new[2].removeprefix("SUMMARY:")]
    alice.press(PAGE, "/users/alice/undo-import")
    alice.get(f"/users/alice/{name}", status=410)


def test_one_that_is_restored_beside_one_of_its_uid(app, alice, clock):
    calendar = Calendar()
    first, second = Event.of(read_one(), "1"), Event.of(read_one(), "1")
    calendar.add(first)
    calendar.delete(first.__name__, clock.now)
    calendar.add(second)
    calendar.restore(first.__name__)
    assert calendar.by_uid("1") is first
    calendar.remove(second.__name__)
    assert calendar.by_uid("1") is first
    assert calendar.remove(first.__name__) is first and calendar.by_uid("1") is None


def read_one():
    return importing.read(ics(LUNCH), "UTC").items[0].content


def test_the_summary_is_kept_for_a_while(app, alice, clock):
    summary(alice, ics(LUNCH))
    clock.advance(days=10)
    assert said(alice.get(PAGE)) == {"Added": 1}
    with opened(app) as root:
        assert repr(root["users"]["alice"].imported) == "<Imported 2026-11-23: 1 added, 0 updated>"
        root["users"]["alice"].imported.at = datetime(2026, 10, 1, tzinfo=UTC)
    assert said(alice.get(PAGE)) == {}


def test_another_calendar_takes_files_too(app, alice):
    with opened(app) as root:
        root["users"]["alice"].add_calendar(Calendar("Family", "family"))
    page = summary(alice, ics(LUNCH), page="/users/alice/family/import")
    assert said(page) == {"Added": 1} and page.html.find("b", string="Family") and titles(app) == []


def test_a_long_list_is_cut(app, alice):
    many = [(f"UID:m{n}", "DTSTART:20261127T113000Z", f"SUMMARY:No {n}") for n in range(60)]
    bad = [(f"UID:b{n}", f"SUMMARY:Bad {n}") for n in range(600)]
    page = summary(alice, ics(*many, *bad))
    assert said(page) == {"Added": 60, "Left out": 600}
    assert "and 10 more" in page and "and 100 more" in page and len(page.html.find_all("li")) < 700
    assert "and 550 more" in send(alice, ics(*many, *bad), strict="yes", status=422)


def test_reading_has_a_time_that_it_may_take(app, alice, monkeypatch):
    monkeypatch.setattr(importing, "SECONDS", -1)
    assert "takes too long to read" in summary(alice, ics(LUNCH))


def test_one_import_at_a_time(app, alice):
    with importing.alone():
        answers = []
        thread = threading.Thread(target=lambda: answers.append(send(alice, ics(LUNCH), status=503)))
        thread.start()
        thread.join()
    assert "Another import is under way" in answers[0] and answers[0].headers["Retry-After"] == "60"
    summary(alice, ics(LUNCH))


def test_after_a_conflict_the_file_is_not_read_again(app, alice, monkeypatch):
    real, calls = importing.bring_in, []

    def conflicting(calendar, items, now, others):
        calls.append(items := list(items))
        if len(calls) == 1:
            calendar._p_jar.transaction_manager.get().join(Conflicting())
        return real(calendar, items, now, others)

    monkeypatch.setattr(importing, "bring_in", conflicting)
    assert said(summary(alice, ics(LUNCH))) == {"Added": 1}
    assert len(calls) == 2 and all(map(operator.is_, *calls))


def test_importing_is_counted(app, alice):
    """ASVS 2.4.1."""
    for _ in range(30):
        send(alice, ics(LUNCH))
    assert "Too many tries" in send(alice, ics(LUNCH), status=429)


def test_a_full_account_takes_no_more(make_app):
    """ASVS 2.4.1 and 5.2.4."""
    app = make_app(**{"eventapp.limits.events": "2"})
    alice = Browser(app).register("alice")
    alice.add("alice", "Mine")
    summary(alice, ics(LUNCH))
    page = send(alice, ics(("UID:6", *LUNCH[1:])), status=422)
    assert "they hold 2 events at the most" in page and len(titles(app)) == 2
    assert said(summary(alice, ics(("UID:1", "DTSTART:20261127T113000Z", "SUMMARY:Other")))) == {"Updated": 1}


def test_only_this_form_takes_files(app, alice):
    """ASVS 5.2.1."""
    token = alice.fill("/users/alice/add")["csrf_token"].value
    file = [("title", "x.ics", b"x")]
    alice.post("/users/alice/add", {"csrf_token": token}, upload_files=file, status=400)
    large = [("files", "x.ics", b"x" * FILES_LENGTH)]
    assert "That is too much" in alice.post(PAGE, {"csrf_token": token}, upload_files=large, status=413)
    for path in ("/users/alice/add", "/login", "/users/alice/importer"):
        assert "That is too much" in alice.post(path, b"x" * (2**20 + 1), status=413)
    Browser(app).post(PAGE, b"x" * (2**20 + 1), status=302)
    parts = [("files", f"{n}.ics", b"x") for n in range(201)]
    assert "more files than can be sent" in alice.post(PAGE, {"csrf_token": token}, upload_files=parts, status=413)
    alice.post(PAGE, [("csrf_token", token), ("strict", ""), ("strict", "yes")], upload_files=[], status=400)


@pytest.mark.parametrize("name", ["../../x.ics", "C:\\x.ics", "\0.ics", "<b>.ics", "x" * 500])
def test_the_name_of_a_file_means_nothing(app, alice, name):
    """ASVS 5.3.2."""
    form = alice.fill(PAGE)
    form["files"] = [Upload(name.replace("\0", "%00"), b"no", "text/calendar")]
    page = form.submit(status=422)
    assert "is not a calendar file" in page and "<b>.ics" not in page.text
    assert titles(app) == []


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n", b"PK\x03\x04" + b"\0" * 99, b"MZ\x90", b"#!/bin/sh\nid", b"\x1f\x8b\x08"]
)
def test_files_of_other_kinds_are_refused(app, alice, data):
    """ASVS 5.2.2 and 5.2.3: what is in a file decides, and nothing is unpacked."""
    send(alice, data, status=422)


def test_a_form_that_is_out_of_date_shows_nothing_of_the_file(app, alice):
    page = alice.post(PAGE, {"csrf_token": "old"}, upload_files=[("files", "x.ics", ics(LUNCH))], status=400)
    assert "out of date" in page and "Lunch" not in page and "FieldStorage" not in page


def test_a_nested_form_can_not_be_read(app, alice):
    body = b"".join(
        b"--%d\r\nContent-Disposition: form-data; name=x\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n"
        % (n, n + 1)
        for n in range(150)
    )
    answer = alice.post(PAGE, body, {"Content-Type": "multipart/form-data; boundary=0"}, expect_errors=True)
    assert answer.status_int in {400, 413}
