"""The access matrix: who × resource × method → status, for every view there is.

A view without a row fails here, and so does a row without a view. In the paths U stands for a user,
E for an event of theirs and G for one that they deleted. The columns:

- *anonymous* has no cookie;
- *half* gave alice's password, and still owes the second step;
- *owner* is alice, at what is hers, and *another* is bob, at what is alice's;
- *locked* is somebody at what is theirs, with a session from before they were locked, and *expired*
  likewise with one that is over.

Posted forms are empty but for their token, so 422 is as far as most of them get. Nothing is stored.
"""

from datetime import timedelta
from typing import NamedTuple

import pytest
from pyramid.router import Router
from webob import Request

from eventapp.models import DeletedEvent, Event, Purpose, Root, Ticket, User
from eventapp.models.user import Users
from eventapp.security import sessions
from eventapp.security.counters import Counters
from eventapp.security.public import PUBLIC
from tests.factories import NOW, Browser, opened

COLUMNS = ["anonymous", "half", "owner", "another", "locked", "expired"]

ACCESS = """
#                          anonymous  half  owner  another  locked  expired
GET   /                       302      302   200     200      302     302
GET   /search                 302      302   200     200      302     302
GET   /shortcuts              302      302   200     200      302     302
GET   /add                    302      302   302     302      302     302
GET   /manifest.webmanifest   200      200   200     200      200     200
GET   /reminders              302      302   200     200      302     302
GET   /robots.txt             200      200   200     200      200     200
GET   /login                  200      200   302     302      200     200
POST  /login                  422      422   422     422      422     422
POST  /logout                 302      302   302     302      302     302
GET   /confirm-email          302      302   410     410      302     302
POST  /confirm-email          302      302   410     410      302     302
GET   /register               200      200   302     302      200     200
POST  /register               422      422   422     422      422     422

GET   /agenda                 302      302   200     200      302     302
GET   /day                    302      302   200     200      302     302
GET   /month                  302      302   200     200      302     302
GET   /week                   302      302   200     200      302     302
GET   /year                   302      302   200     200      302     302

GET   /forgot                 200      200   200     200      200     200
POST  /forgot                 422      422   422     422      422     422
GET   /reset                  410      410   410     410      410     410
POST  /reset                  410      410   410     410      410     410
GET   /second-step            302      200   302     302      302     302
POST  /second-step            302      422   302     302      302     302
POST  /passkey                422      422   422     422      422     422
GET   /feed                   404      404   404     404      404     404

GET   /users/U/               302      302   200     404      302     302
GET   /users/U/add            302      302   200     404      302     302
POST  /users/U/add            302      302   422     404      302     302
GET   /users/U/past           302      302   200     404      302     302
GET   /users/U/trash          302      302   200     404      302     302
GET   /users/U/quick          302      302   200     404      302     302
POST  /users/U/quick          302      302   422     404      302     302

GET   /users/U/calendars      302      302   200     404      302     302
POST  /users/U/calendars      302      302   422     404      302     302
GET   /users/U/calendar       302      302   200     404      302     302
POST  /users/U/calendar       302      302   422     404      302     302
POST  /users/U/delete-calendar  302    302   404     404      302     302
POST  /users/U/restore-calendar 302    302   404     404      302     302
GET   /users/U/import         302      302   200     404      302     302
POST  /users/U/import         302      302   422     404      302     302
POST  /users/U/undo-import    302      302   303     404      302     302
GET   /users/U/export         302      302   200     404      302     302
GET   /users/U/export.ics     302      302   200     404      302     302
POST  /users/U/feed           302      302   200     404      302     302

GET   /users/U/confirm        302      302   200     404      302     302
POST  /users/U/confirm        302      302   422     404      302     302
GET   /users/U/sessions       302      302   200     404      302     302
POST  /users/U/sessions       302      302   303     404      302     302
GET   /users/U/settings       302      302   200     404      302     302
POST  /users/U/settings       302      302   303     404      302     302
GET   /users/U/activity       302      302   200     404      302     302
GET   /users/U/authenticator  302      302   200     404      302     302
POST  /users/U/authenticator  302      302   422     404      302     302
GET   /users/U/add-passkey    302      302   200     404      302     302
POST  /users/U/add-passkey    302      302   422     404      302     302
GET   /users/U/data           302      302   200     404      302     302
POST  /users/U/data           302      302   422     404      302     302
GET   /users/U/email          302      302   200     404      302     302
POST  /users/U/email          302      302   422     404      302     302
POST  /users/U/export         302      302   200     404      302     302
GET   /users/U/password       302      302   200     404      302     302
POST  /users/U/password       302      302   422     404      302     302
GET   /users/U/two-step       302      302   200     404      302     302
POST  /users/U/two-step       302      302   400     404      302     302

GET   /users/U/E/             302      302   200     404      302     302
GET   /users/U/E/delete       302      302   303     404      302     302
POST  /users/U/E/delete       302      302   303     404      302     302
GET   /users/U/E/edit         302      302   200     404      302     302
POST  /users/U/E/edit         302      302   422     404      302     302
POST  /users/U/E/restore      302      302   303     404      302     302
GET   /users/U/E/event.ics    302      302   200     404      302     302
POST  /users/U/E/move         302      302   400     404      302     302
POST  /users/U/E/undo         302      302   409     404      302     302

GET   /users/U/G/             302      302   410     404      302     302
POST  /users/U/G/delete       302      302   303     404      302     302
GET   /users/U/G/edit         302      302   303     404      302     302
GET   /users/U/G/delete       302      302   303     404      302     302
POST  /users/U/G/edit         302      302   422     404      302     302
POST  /users/U/G/move         302      302   303     404      302     302
POST  /users/U/G/restore      302      302   303     404      302     302
POST  /users/U/G/undo         302      302   303     404      302     302
"""

KINDS = {"/": Root, "/users/": Users, "/users/U/": User, "/users/U/E/": Event, "/users/U/G/": DeletedEvent}
"""What is at the paths; the rest of a path is the name of a view."""

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "FOO"]


class Row(NamedTuple):
    method: str
    path: str
    statuses: dict[str, int]

    @property
    def kind(self) -> type:
        return KINDS[self.path.rpartition("/")[0] + "/"]

    @property
    def view(self) -> str:
        return self.path.rpartition("/")[2]


def rows() -> list[Row]:
    lines = [line.split() for line in ACCESS.splitlines() if line and not line.startswith("#")]
    return [Row(method, path, dict(zip(COLUMNS, map(int, found), strict=True))) for method, path, *found in lines]


ROWS = rows()


class Person(NamedTuple):
    """Somebody who asks, always with the same cookies, and whose things they ask for."""

    app: Router
    cookies: str
    token: str
    names: dict[str, str]

    def ask(self, method: str, path: str) -> int:
        path = "/".join(self.names.get(part, part) for part in path.split("/"))
        form = {"csrf_token": self.token} if method == "POST" else None
        request = Request.blank(path, base_url="http://localhost:6543", method=method, POST=form)
        request.environ["HTTP_COOKIE"] = self.cookies
        return request.get_response(self.app).status_int


class Veto:
    """Stores what the setting-up does, and nothing afterwards: no row changes what the next one meets."""

    everything = False

    def __call__(self, request, response) -> bool:
        return self.everything or response.status_int >= 400


veto = Veto()


@pytest.fixture
def people(make_app, monkeypatch) -> dict[str, Person]:
    monkeypatch.setattr(veto, "everything", False)
    app = make_app(**{"tm.commit_veto": "tests.functional.test_access.veto", "eventapp.session.seen_interval": "86400"})
    things = {name: settled(app, name) for name in ("alice", "bob", "lukas", "erika")}
    half = sessions.new_token()
    with opened(app) as root:
        ticket = Ticket(Purpose.SECOND_STEP, NOW + timedelta(minutes=5))
        root.open_ticket(root["users"]["alice"], sessions.digest(half), ticket, NOW)
        root["users"]["lukas"].locked = True
        for session in root["users"]["erika"].sessions.values():
            session.expires = NOW
    browsers = {name: browser for name, (browser, _) in things.items()}
    names = {name: found for name, (_, found) in things.items()}
    monkeypatch.setattr(veto, "everything", True)
    return {
        "anonymous": person(Browser(app), names["alice"]),
        # As a session it is nothing, whatever the cookie is called.
        "half": person(Browser(app), names["alice"], **{"session": half, "second-step": half}),
        "owner": person(browsers["alice"], names["alice"]),
        "another": person(browsers["bob"], names["alice"]),
        "locked": person(browsers["lukas"], names["lukas"]),
        "expired": person(browsers["erika"], names["erika"]),
    }


def settled(app, name: str) -> tuple[Browser, dict[str, str]]:
    """Somebody with an event, and one that they deleted."""
    browser = Browser(app).register(name)
    event, gone = browser.add(name, "Lunch"), browser.add(name, "Dinner")
    browser.press(gone, f"{gone}/delete")
    return browser, {"U": name, "E": event.rpartition("/")[2], "G": gone.rpartition("/")[2]}


def person(browser: Browser, names: dict[str, str], **more: str) -> Person:
    page = browser.get("/")
    page = page.follow() if page.status_int == 302 else page
    token = page.forms[0]["csrf_token"].value
    cookies = "; ".join(f"{name}={value}" for name, value in {**browser.cookies, **more}.items())
    return Person(browser.app, cookies, token, names)


def test_who_may_do_what(people):
    found = []
    for row in ROWS:
        for who, status in row.statuses.items():
            people[who].app.registry.counters = Counters("memory://")  # nobody has tried before
            answer = people[who].ask(row.method, row.path)
            if answer != status:
                found.append(f"{row.method} {row.path} as {who}: {answer}, and not {status}")
    assert not found, "\n".join(found)


@pytest.mark.no_cover
def test_what_no_view_answers(people):
    """Methods without a row: absent for whoever may see nothing there, and for the others not allowed."""
    answered = {(row.method, row.path) for row in ROWS} | {("HEAD", row.path) for row in ROWS if row.method == "GET"}
    public = {f"/{name}" for name in PUBLIC}
    found = []
    for path in dict.fromkeys(row.path for row in ROWS):
        for method in METHODS:
            for who, somebody in people.items():
                if (method, path) in answered:
                    continue
                inside = who in {"owner", "another"}
                absent = who == "another" and path.startswith("/users/U")
                expected = 405 if path in public else 404 if absent else 405 if inside else 302
                if (answer := somebody.ask(method, path)) != expected:
                    found.append(f"{method} {path} as {who}: {answer}, and not {expected}")
    assert not found, "\n".join(found)


def views(app) -> set[tuple[type, str, str]]:
    """Every view of a resource: its context, name and method."""
    found = [item["introspectable"] for item in app.registry.introspector.get_category("views")]
    return {
        (view["context"], view["name"], view["request_methods"])
        for view in found
        if isinstance(view["context"], type) and not issubclass(view["context"], Exception)
    }


def test_every_view_has_a_row_and_every_row_a_view(app):
    rows = {(row.kind, row.view, row.method) for row in ROWS}
    assert len(rows) == len(ROWS)
    there = views(app)

    def matches(row, view) -> bool:
        return issubclass(row[0], view[0]) and row[1:] == view[1:]

    without_row = [view for view in there if not any(matches(row, view) for row in rows)]
    without_view = [row for row in rows if not any(matches(row, view) for view in there)]
    assert not without_row, f"add a row for {without_row}"
    assert not without_view, f"nothing answers {without_view}"


def test_a_view_without_a_row_is_noticed(app, monkeypatch):
    monkeypatch.setattr("tests.functional.test_access.ROWS", ROWS[1:])
    with pytest.raises(AssertionError, match=r"add a row for .*Root"):
        test_every_view_has_a_row_and_every_row_a_view(app)
