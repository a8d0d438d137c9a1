"""What goes out: a calendar or an event as a file, and what a secret address shows."""

import json
import logging
import shutil
from datetime import timedelta

import icalendar
import pytest

from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Event, Root, When
from eventapp.security import sessions
from eventapp.views import feed
from eventapp.views.exporting import disposition
from tests.factories import NOW, Browser, happened, opened
from tests.functional.test_data import archive

PAGE = "/users/alice/export"
FEED = "/users/alice/feed"


@pytest.fixture
def alices(app, alice):
    """Alice with an event of her own, and another in a further calendar."""
    alice.add("alice", "Lunch", start_date="2026-11-27", start_time="12:30")
    with opened(app) as root:
        user = root["users"]["alice"]
        user.add_calendar(Calendar("Family", "family"))
        start = NOW.date() + timedelta(days=1)
        again = recurrence(start, ["FREQ=YEARLY"])
        user["family"].add(Event("Mum", When(start), recurrence=again, reminders=(60,), people=("Ana",)))
    return alice


def names(answer):
    return [str(event["summary"]) for event in icalendar.Calendar.from_ical(answer.body).walk("VEVENT")]


def make(browser, page=PAGE, action=FEED):
    """The path of a new secret address."""
    shown = browser.send(page, action, status=200)
    return shown.html.find(id="url")["value"].removeprefix("http://localhost:6543")


def test_a_calendar_is_a_file(alices):
    answer = alices.get("/users/alice/export.ics", status=200)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content_disposition == "attachment; filename=\"alice.ics\"; filename*=UTF-8''alice.ics"
    assert names(answer) == ["Lunch"] and answer.headers["Cache-Control"] == "no-store"
    family = alices.get("/users/alice/family/export.ics", status=200)
    assert names(family) == ["Mum"] and b"NAME:Family" in family.body and b"TRIGGER:-PT1H" in family.body


def test_so_is_an_event(app, alices):
    path = alices.add("alice", "Café / “Savoy”; 5\u00a0pm 🎉")
    answer = alices.get(f"{path}/event.ics", status=200)
    assert names(answer) == ["Café / “Savoy”; 5 pm 🎉"]
    assert answer.content_disposition.startswith('attachment; filename="cafe-savoy-5-pm.ics"; filename*=')


@pytest.mark.parametrize(
    ("title", "plain", "name"),
    [
        ("../../etc/passwd", "etc-passwd", "etc-passwd"),
        ('a"b\r\nSet-Cookie: x=1', "a-b-set-cookie-x-1", "a-b-Set-Cookie-x-1"),
        ("🎉", "event", "event"),
        ("Žluťoučký kůň", "zlutoucky-kun", "%C5%BDlu%C5%A5ou%C4%8Dk%C3%BD-k%C5%AF%C5%88"),
        ("昼食", "event", "%E6%98%BC%E9%A3%9F"),
        ("x" * 500, "x" * 60, "x" * 60),
        ("CON.ics ", "con-ics", "CON-ics"),
    ],
)
def test_the_name_of_a_file_is_harmless(title, plain, name):
    """ASVS 5.4.1 and 5.4.2."""
    assert disposition(title) == f"attachment; filename=\"{plain}.ics\"; filename*=UTF-8''{name}.ics"


def test_exporting_is_counted(alices):
    for _ in range(20):
        alices.get("/users/alice/export.ics", status=200)
    assert "Too many tries" in alices.get("/users/alice/export.ics", status=429)


def test_everything_has_the_further_calendars_too(app, alices):
    with opened(app) as root:
        family = root["users"]["alice"]["family"]
        family.add(Event("Gone", When(NOW.date()), name="a" * 26))
        family.delete("a" * 26, NOW)
    files = archive(alices)
    mum = next(event for event in json.loads(files["events.json"]) if event["title"] == "Mum")
    assert (mum["calendar"], mum["reminders"], mum["people"]) == ("family", [60], ["Ana"])
    assert mum["repeats"] == {"rules": ["FREQ=YEARLY"], "also": [], "never": []} and mum["changes"] == []
    assert json.loads(files["deleted-events.json"])[0]["calendar"] == "family"
    assert b"SUMMARY:Mum" in files["calendars/family.ics"] and b"Mum" not in files["events.ics"]
    assert [found["name"] for found in json.loads(files["account.json"])["calendars"]] == ["alice", "family"]


def test_the_page_tells_the_states_apart(app, alices):
    assert "Make a secret address" in alices.get(PAGE)
    page = alices.send(PAGE, FEED, status=200)
    assert "shown only this once" in page and page.html.find("a", string="Open in your calendar")["href"] == (
        page.html.find(id="url")["value"].replace("http:", "webcal:")
    )
    later = alices.get(PAGE)
    assert "Make a new one" in later and "/feed/" not in later.text.replace(FEED, "")
    assert "is ended" in end(alices).follow() and "Make a secret address" in alices.get(PAGE)
    assert happened(app)[:2] == [("feed-closed", "alice"), ("feed-opened", "alice")]


def end(browser, page=PAGE, action=FEED):
    forms = browser.get(page).forms.values()
    form = next(f for f in forms if f.action == action and f["do"].value == "end")
    return form.submit(status=303)


def test_whoever_has_the_address_reads_the_calendar(app, alices):
    path = make(alices)
    answer = Browser(app).get(path, status=200)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8" and names(answer) == ["Lunch"]
    assert answer.headers["Cache-Control"] == "private, no-cache" and "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    family = make(alices, "/users/alice/family/export", "/users/alice/family/feed")
    assert names(Browser(app).get(family)) == ["Mum"]
    head = Browser(app).head(path)
    assert head.status_int == 200 and head.headers["ETag"] == answer.headers["ETag"] and head.body == b""
    assert Browser(app).ask(path, "POST").status_int == 405


def test_what_did_not_change_is_not_sent_again(app, alices, monkeypatch):
    path = make(alices)
    tag = Browser(app).get(path).headers["ETag"]
    monkeypatch.setattr(feed, "calendar_text", lambda *_: 1 / 0)
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = Browser(app).get(path, headers={"If-None-Match": known}, status=304)
        assert answer.body == b"" and answer.headers["ETag"] == tag
        assert answer.headers["Cache-Control"] == "private, no-cache"
    monkeypatch.undo()
    alices.add("alice", "More")
    answer = Browser(app).get(path, headers={"If-None-Match": tag}, status=200)
    assert names(answer) != ["Lunch"] and answer.headers["ETag"] != tag


def test_after_a_backup_was_brought_back_nobody_is_told_that_nothing_changed(app, alices, make_app, tmp_path):
    """The calendar is at the revision that a program has seen, but another event was added."""
    path = make(alices)
    shutil.copytree(tmp_path / "var", tmp_path / "backup")
    alices.add("alice", "Before")
    tag = Browser(app).get(path).headers["ETag"]
    again = make_app(**{"zodbconn.uri": f"file://{tmp_path}/backup/Data.fs"})
    Browser(again).sign_in("alice").add("alice", "After")
    with opened(app) as one, opened(again) as other:
        assert one["users"]["alice"].log.revision == other["users"]["alice"].log.revision
    assert "After" in names(Browser(again).get(path, headers={"If-None-Match": tag}, status=200))


def test_an_answer_is_written_once_for_all_who_ask(app, alices, monkeypatch):
    """Some programs never say what they have. Each calendar has an answer of its own, and only so much is kept."""
    real, written = feed.calendar_text, []
    monkeypatch.setattr(feed, "calendar_text", lambda *args: written.append(1) or real(*args))
    path, family = make(alices), make(alices, "/users/alice/family/export", "/users/alice/family/feed")
    assert [names(Browser(app).get(path)) for _ in range(3)] == [["Lunch"]] * 3 and len(written) == 1
    assert names(Browser(app).get(family)) == ["Mum"] and len(written) == 2
    alices.add("alice", "More")
    assert len(names(Browser(app).get(path))) == 2 and len(written) == 3
    assert names(Browser(app).get(make(alices))) and len(written) == 4
    assert names(Browser(app).get(family)) == ["Mum"] and len(written) == 4
    monkeypatch.setattr(feed, "MOST_KEPT", 10)
    assert [names(Browser(app).get(family)) for _ in range(2)] == [["Mum"]] * 2 and len(written) == 5


def test_the_token_is_long_and_only_its_digest_is_stored(app, alices, tmp_path):
    token = make(alices).removeprefix("/feed/").removesuffix(".ics")
    assert sessions.TOKEN.fullmatch(token)
    with opened(app) as root:
        assert root["users"]["alice"].feed == sessions.digest(token)
    assert token.encode() not in (tmp_path / "var/Data.fs").read_bytes()


def test_an_address_ends_in_many_ways(app, alices, clock):
    def status(path):
        return Browser(app).ask(path).status_int

    old = make(alices)
    new = make(alices)
    assert (status(old), status(new)) == (404, 200)
    end(alices)
    assert status(new) == 404
    token = alices.fill(PAGE, FEED)["csrf_token"].value
    alices.post(FEED, {"csrf_token": token, "do": "end"}, status=303)
    assert [what for what, _ in happened(app)].count("feed-closed") == 1
    family = make(alices, "/users/alice/family/export", "/users/alice/family/feed")
    mine = make(alices)
    with opened(app) as root:
        root["users"]["alice"]["family"].deleted_at = clock.now
    assert (status(family), status(mine)) == (404, 200)
    for attribute, value, as_before in (("locked", True, False), ("leaves_at", clock.now + timedelta(days=7), None)):
        with opened(app) as root:
            setattr(root["users"]["alice"], attribute, value)
        assert status(mine) == 404
        with opened(app) as root:
            setattr(root["users"]["alice"], attribute, as_before)
    assert status(mine) == 200
    with opened(app) as root:
        root.remove_user(root["users"]["alice"], clock.now)
    assert status(mine) == 404


@pytest.mark.parametrize(
    "path",
    ["/feed", "/feed/", "/feed/x.ics", f"/feed/{'A' * 43}", f"/feed/{'A' * 43}.ics", f"/feed/{'A' * 43}.ics/",
     f"/feed/{'A' * 43}.ics/x", "/feed/%ff.ics", f"/feed/{'A' * 43}.ICS", "/feed/../login.ics"],
)  # fmt: skip
def test_an_unknown_address_is_absent(app, alices, path):
    answer, absent = Browser(app).ask(path), alices.ask("/nothing")
    assert answer.status_int in {404, 302} and (answer.status_int == 404 or not path.startswith("/feed/A"))
    if answer.status_int == 404:
        assert answer.body == absent.body and "Set-Cookie" not in answer.headers
    assert alices.ask(path).status_int == 404


def test_unknown_addresses_are_counted_and_known_ones_are_not(app, alices):
    path = make(alices)
    for _ in range(60):
        assert Browser(app).ask(f"/feed/{'A' * 43}.ics").status_int == 404
    answer = Browser(app).ask(f"/feed/{'A' * 43}.ics")
    assert answer.status_int == 429 and answer.headers["Retry-After"]
    assert Browser(app).ask(path).status_int == 200


def test_making_one_asks_who_it_is(app, alices, clock):
    clock.advance(minutes=11)
    answer = alices.send(PAGE, FEED, status=302)
    assert "/users/alice/confirm?next=/users/alice/export" in answer.location
    with opened(app) as root:
        assert root["users"]["alice"].feed is None


def test_no_log_has_the_token(app, alices, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    path = make(alices)
    Browser(app).get(path, status=200)
    Browser(app).ask(path, "POST")
    Browser(app).ask(f"{path}/more")
    monkeypatch.setattr(Root, "find_feed", lambda *_: 1 / 0)
    assert Browser(app).ask(path).status_int == 500
    app.registry.background.wait()
    assert "GET /feed/… failed" in caplog.text
    assert path.removeprefix("/feed/").removesuffix(".ics") not in caplog.text
