"""Your data: what is taken along, and how an account is deleted."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import icalendar
import pytest

from eventapp.models import What
from eventapp.security import leaving
from tests.factories import PASSWORD, Browser, do_chores, opened

PAGE = "/users/alice/data"


def download(browser):
    return browser.send(PAGE, "/users/alice/export", status=200)


def archive(browser):
    files = zipfile.ZipFile(io.BytesIO(download(browser).body))
    assert files.testzip() is None
    return {name: files.read(name) for name in files.namelist()}


def test_everything_is_in_one_zip(app, alice):
    lunch = {"start_date": "2026-11-27", "start_time": "12:30", "end_time": "13:30", "place": "Eska"}
    alice.add("alice", "Lunch; with Ana, 🎉", **lunch)
    alice.add("alice", "Trip", start_date="2026-12-01", end_date="2026-12-03", notes="one\ntwo")
    gone = alice.add("alice", "Gone")
    alice.press(gone, f"{gone}/delete")
    files = archive(alice)
    assert {event["title"] for event in json.loads(files["events.json"])} == {"Lunch; with Ana, 🎉", "Trip"}
    assert [event["title"] for event in json.loads(files["deleted-events.json"])] == ["Gone"]
    account = json.loads(files["account.json"])
    assert (account["username"], account["email"]) == ("alice", "alice@example.com") and len(account["sessions"]) == 1
    assert json.loads(files["activity.json"])[-1]["what"] == "registered"
    lunch, trip = sorted(icalendar.Calendar.from_ical(files["events.ics"]).walk("VEVENT"), key=lambda e: e["summary"])
    assert lunch["summary"] == "Lunch; with Ana, 🎉" and lunch["location"] == "Eska"
    assert lunch["dtstart"].dt == datetime(2026, 11, 27, 12, 30, tzinfo=ZoneInfo("Europe/Prague"))
    assert (trip["dtstart"].dt, trip["dtend"].dt) == (date(2026, 12, 1), date(2026, 12, 4))
    assert trip["description"] == "one\ntwo"


def test_the_zip_is_a_file_of_its_own_and_holds_no_secret(app, alice):
    response = download(alice)
    assert response.content_disposition == 'attachment; filename="eventapp-alice-2026-11-23.zip"'
    assert response.headers["Cache-Control"] == "no-store"
    content = b"".join(archive(alice).values())
    with opened(app) as root:
        user = root["users"]["alice"]
        (digest,) = user.sessions
        for secret in (user.password, user.password[-20:], alice.token, digest.hex()):
            assert secret.encode() not in content
        assert next(iter(user.activity)).what == What.EXPORTED


def test_downloading_asks_for_the_password_after_a_while(app, alice, clock):
    clock.advance(minutes=10)
    response = alice.send(PAGE, "/users/alice/export", status=302)
    assert response.location == "http://localhost:6543/users/alice/confirm?next=/users/alice/data%3Fdone%3Dconfirmed"
    confirm = next(form for form in response.follow().forms.values() if form.action == "/users/alice/confirm")
    confirm["password"] = PASSWORD
    page = confirm.submit(status=302).follow(status=200)
    assert page.html.h1.text == "Your data" and "please send it once more" in page


def test_downloading_is_counted(app, alice):
    """ASVS 2.4.1."""
    for _ in range(20):
        download(alice)
    assert "Too many tries" in alice.send(PAGE, "/users/alice/export", status=429)


@pytest.fixture
def left(app, alice):
    """An account whose owner just asked for it to be deleted."""
    alice.add("alice", "Lunch")
    return alice.send(PAGE, PAGE, status=302, username=" Alice ")


def test_leaving_signs_out_everywhere_and_keeps_everything_for_a_while(app, alice, clock):
    phone = Browser(app).sign_in("alice")
    login = alice.send(PAGE, PAGE, status=302, username="alice").follow(status=200)
    assert "your account will be deleted" in login
    assert alice.token is None
    phone.get("/", status=302)
    with opened(app) as root:
        assert root["users"]["alice"].leaves_at == clock.now + timedelta(days=7)


def test_signing_in_within_the_days_of_grace_keeps_it(app, left, clock):
    clock.advance(days=7, seconds=-1)
    browser = Browser(app)
    home = browser.send("/login", status=302, username="alice", password=PASSWORD).follow()
    assert "Your account is kept" in home
    clock.advance(days=30)
    with opened(app) as root:
        assert root["users"].overdue(clock.now) == [] and root["users"]["alice"].leaves_at is None
        assert next(iter(root["users"]["alice"].activity)).what == What.DELETION_CALLED_OFF
    assert "Lunch" in browser.sign_in("alice").get("/users/alice/past")


def test_afterwards_it_is_gone_for_good(app, left, clock):
    clock.advance(days=7)
    refused = Browser(app).send("/login", status=422, username="alice", password=PASSWORD)
    assert "Name or password is wrong" in refused
    do_chores(app)
    app.registry.background.wait()
    with opened(app) as root:
        assert list(root["users"]) == []
    taken = Browser(app).send("/register", status=422, username="alice", email="alice@example.com", password=PASSWORD)
    assert "“alice” is taken" in taken and "with this email" not in taken


def test_whoever_comes_back_at_the_last_moment_stays(app, left, clock):
    """Between finding whose time is over and removing them there is a moment."""
    registry = app.registry
    clock.advance(days=7)
    with opened(app) as root:
        root["users"].stays(root["users"]["alice"])
    registry.background.put(partial(leaving.remove, registry, "alice"))
    registry.background.put(partial(leaving.remove, registry, "nobody"))
    registry.background.wait()
    with opened(app) as root:
        assert "alice" in root["users"]


def test_a_server_that_starts_removes_what_is_overdue(make_app):
    first = make_app()
    alice = Browser(first).register("alice")  # by the clock of the tests, which is behind the real one
    with opened(first) as root:
        root["users"].leaves(root["users"]["alice"], datetime.now(UTC) - timedelta(seconds=1))
    first.registry.background.wait()
    first.registry.db.close()
    second = make_app()
    second.registry.background.wait()
    with opened(second) as root:
        assert root["users"].is_taken("alice") and "alice" not in root["users"]
    assert Browser(second).ask("/", cookie=f"session={alice.token}").status_int == 302


@pytest.mark.parametrize("name", ["", "bob", "alicee"])
def test_the_name_must_be_written(app, alice, name):
    page = alice.send(PAGE, PAGE, status=422, username=name)
    assert "Write alice, to be sure." in page.html.find(id="username-error").text
    alice.get("/", status=200)
    with opened(app) as root:
        assert root["users"]["alice"].leaves_at is None


def test_leaving_asks_for_the_password_after_a_while(app, alice, clock):
    clock.advance(minutes=10)
    response = alice.send(PAGE, PAGE, status=302, username="alice")
    assert response.location.startswith("http://localhost:6543/users/alice/confirm?next=")
