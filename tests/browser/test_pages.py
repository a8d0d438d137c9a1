"""Every page in every state, at both widths, light and dark: nothing for axe-core, the console or a ruler to find."""

from datetime import UTC, datetime, timedelta
from itertools import count
from unittest.mock import Mock

import pytest
from limits import parse_many

from eventapp.models import Entry, Event, Session, When
from eventapp.security.passwords import Busy, Passwords
from eventapp.security.throttle import LIMITS
from tests.factories import PASSWORD, opened

numbers = count()
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


@pytest.fixture
def name():
    return f"maya{next(numbers)}"


@pytest.fixture
def busy(live_app, visitor, name):
    """A visitor with a life: events now, soon, later, past and deleted, and one with a title without end."""
    visitor.register(name)
    today = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=None)
    with opened(live_app) as root:
        user = root["users"][name]
        now = datetime.now(UTC).replace(second=0, microsecond=0, tzinfo=None)
        for title, start, end, place in [
            ("Vet for Miso", now - timedelta(minutes=10), now + timedelta(minutes=20), "Karlín clinic"),
            ("Lunch with Tomáš", now + timedelta(minutes=25), now + timedelta(minutes=85), "Café Savoy, Vítězná 5"),
            ("Choir", today + timedelta(days=1, hours=6), today + timedelta(days=1, hours=8), "St. Ludmila"),
            (
                "Weekend in Vienna",
                today.date() + timedelta(days=4),
                today.date() + timedelta(days=7),
                "Hotel Beethoven",
            ),
            (LONG, today + timedelta(days=5), None, LONG),
            ("Mum’s 60th", today.date() + timedelta(days=12), None, ""),
            ("Dentist", today - timedelta(days=2), today - timedelta(days=2, hours=-1), "Dr. Nováková"),
            ("Swim", today - timedelta(days=3), None, ""),
            ("Flat viewing", today + timedelta(days=2), None, "Korunní 42"),
        ]:
            user.add(Event(title, When(start, end), place, "Bring the map.\n\nAsk about the trip."))
        gone = next(event for event in user.values() if event.title == "Flat viewing")
        user.delete(gone.__name__, datetime.now(UTC))
        paths = {event.title: f"/users/{name}/{event.__name__}" for event in user.values()}
        paths["deleted"] = f"/users/{name}/{gone.__name__}"
    visitor.paths = paths
    return visitor


def test_sign_in_and_register(visitor, name):
    visitor.open("/login").check("login")
    visitor.page.get_by_label("Username or email").fill("maya")
    visitor.page.get_by_label("Password", exact=True).fill("wrong")
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    visitor.page.get_by_role("alert").wait_for()
    visitor.check("login-refused")
    visitor.open("/register").check("register")
    visitor.page.get_by_label("Username").fill("admin")
    visitor.page.get_by_label("Email").fill("maya@localhost")
    visitor.page.get_by_label("Password", exact=True).fill("password1234")
    visitor.page.get_by_role("button", name="Create account").click()
    visitor.page.get_by_role("alert").wait_for()
    visitor.check("register-refused")


def test_too_many_tries(live_app, visitor, name):
    visitor.open("/login")
    window = parse_many(LIMITS["sign-in"].address)[0]
    for _ in range(window.amount):
        live_app.registry.counters.hit(window, "sign-in/address/127.0.0.1")
    visitor.page.get_by_label("Username or email").fill("maya@example.com")
    visitor.page.get_by_label("Password", exact=True).fill("wrong")
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    visitor.page.get_by_role("heading", name="Too many tries").wait_for()
    assert visitor.page.get_by_text("Try again in 5 minutes.").is_visible()
    visitor.check("too-many-tries")


def test_too_busy(live_app, visitor, name):
    visitor.open("/register")
    visitor.page.get_by_label("Username").fill(name)
    visitor.page.get_by_label("Email").fill(f"{name}@example.com")
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Passwords, "place", Mock(side_effect=Busy))
        visitor.page.get_by_role("button", name="Create account").click()
        visitor.page.get_by_role("heading", name="Too busy just now").wait_for()
    visitor.check("too-busy")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Try again").click()
    visitor.page.wait_for_url("**/?done=welcome")


def test_the_first_day(visitor, name):
    visitor.register(name).open("/?done=welcome").check("home-empty")
    visitor.open(f"/users/{name}/").check("events-empty")
    visitor.open(f"/users/{name}/past").check("past-empty")
    visitor.open(f"/users/{name}/trash").check("trash-empty")


def test_lists(busy, name):
    busy.open("/").check("home")
    busy.page.get_by_role("button", name=f"Account of {name}").click()
    busy.page.get_by_role("button", name="Sign out").wait_for()
    busy.check("home-menu")
    busy.open(f"/users/{name}/").check("events")
    busy.open(f"/users/{name}/past").check("past")
    busy.open(f"/users/{name}/trash").check("trash")
    busy.open(f"/?deleted={busy.paths['deleted'].rpartition('/')[2]}").check("home-undo")


def test_events(busy, name):
    busy.open(busy.paths["Weekend in Vienna"]).check("event")
    busy.open(busy.paths["Vet for Miso"]).check("event-now")
    busy.open(busy.paths[LONG]).check("event-long")
    busy.open(busy.paths["deleted"], 410).check("event-deleted")
    busy.open(f"/users/{name}/add").check("form")
    busy.page.get_by_label("Title").fill(LONG)
    busy.page.get_by_label("Starts on").fill("2026-11-27")
    busy.page.get_by_label("at", exact=False).nth(0).fill("12:30")
    busy.page.locator("#end_time").fill("11:30")
    busy.page.get_by_label("Time zone").fill("Mars/Olympus")
    busy.page.get_by_role("button", name="Save event").click()
    busy.page.get_by_role("alert").wait_for()
    busy.check("form-refused")


def test_conflict(live_app, busy, name):
    path = busy.paths["Weekend in Vienna"]
    busy.open(f"{path}/edit").check("edit")
    with opened(live_app) as root:
        root["users"][name][path.rpartition("/")[2]].change(title="Weekend in Graz")
    busy.page.get_by_label("Place").fill("Pension Mozart")
    busy.page.get_by_role("button", name="Save event").click()
    busy.page.get_by_role("alert").wait_for()
    assert busy.page.get_by_text("Weekend in Graz").is_visible()
    busy.check("conflict")


def test_account(live_app, visitor, name):
    visitor.register(name)
    with opened(live_app) as root:
        user, now = root["users"][name], datetime.now(UTC)
        for digest, agent in ((b"phone", PHONE), (b"desk", "")):
            session = Session(now - timedelta(days=2), now + timedelta(days=5), agent, "192.0.2.7")
            root.open_session(user, digest * 8, session)
        user.activity.note(Entry(now - timedelta(hours=3), "sign-in-refused", "2001:db8::7", PHONE))
    visitor.open(f"/users/{name}/sessions").check("sessions")
    visitor.open(f"/users/{name}/activity").check("activity")
    visitor.open(f"/users/{name}/data").check("data")
    visitor.page.get_by_label("Your username").fill("somebody")
    visitor.page.get_by_role("button", name="Delete my account").click()
    visitor.page.get_by_text(f"Write {name}, to be sure.").wait_for()
    visitor.check("data-refused")
    visitor.open(f"/users/{name}/confirm?next=/").check("confirm")
    visitor.page.get_by_label("Password").fill("wrong")
    visitor.page.get_by_role("button", name="Confirm").click()
    visitor.page.get_by_text("That is not your password.").wait_for()
    visitor.check("confirm-refused")
    visitor.open(f"/users/{name}/data")
    visitor.page.get_by_label("Your username").fill(name)
    visitor.page.get_by_role("button", name="Delete my account").click()
    visitor.page.wait_for_url("**/login?done=leaving")
    visitor.check("login-leaving")


def test_settings_and_errors(visitor, name):
    visitor.register(name)
    visitor.open(f"/users/{name}/settings").check("settings")
    visitor.page.get_by_label("Time zone").fill("Prague")
    visitor.page.get_by_role("button", name="Save settings").click()
    visitor.page.get_by_role("alert").wait_for()
    visitor.check("settings-refused")
    visitor.open("/nothing", 404).check("not-found")
    visitor.open(f"/users/{name}/add")
    visitor.context.clear_cookies(name="session")
    visitor.page.get_by_label("Title").fill("Lunch")
    visitor.page.get_by_role("button", name="Save event").click()
    visitor.page.wait_for_url("**/login?lost=1**")
    visitor.page.get_by_label("Username or email").fill(name)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.context.clear_cookies(name="csrf")
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    visitor.page.get_by_role("button", name="Send it once more").wait_for()
    visitor.check("out-of-date")


def test_the_visitor_notices_what_is_wrong(desk):
    desk.open("/login")
    desk.page.evaluate(
        """() => {
            const image = document.createElement('img');
            image.width = 3000;
            document.querySelector('main').append(image);
            document.body.setAttribute('style', 'color: red');
            console.error('something broke');
        }"""
    )
    with pytest.raises(AssertionError) as noticed:
        desk.check("broken")
    for problem in ("image-alt", "something broke", "Content Security Policy", "pixels too wide"):
        assert problem in str(noticed.value)
