"""Steps 1, 2 and 9: who is let through, and what the others see."""

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from pyramid.security import NO_PERMISSION_REQUIRED

from eventapp.models import Calendar, DeletedEvent, Event, Root, User
from eventapp.models.event import new_id
from eventapp.security.public import PUBLIC
from tests.factories import Browser, opened

LOGIN = "http://localhost:6543/login"
LUNCH, DINNER = "昼食", "夕食"
"""Titles in letters that no text of ours has."""

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "CONNECT", "FOO"]
COOKIES = {
    "unknown": "session=" + "A" * 43,
    "empty": "session=",
    "garbled": "session=%00%ff'\"<>",
    "over-long": "session=" + "A" * 5000,
    "one too long": "session=" + "A" * 44,
    "non-ASCII": "session=žluťoučký".encode().decode("latin-1"),
    "undecodable": 'session="\\377"',
    "bytes": "session=\xff\xfe",
    "no name": "=" + "A" * 43,
}


def anonymous(app, path: str, method: str = "GET", cookie: str | None = None):
    return Browser(app).ask(path, method, cookie)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/users/",
        "/users/alice/",
        "/users/nobody/",
        "/users/alice/add",
        "/nothing/here",
        "/logout",
        "/%ff",
        "/favicon.ico",
    ],
)
def test_without_a_session_everything_leads_to_login(app, alice, method, path):
    response = anonymous(app, path, method)
    assert response.status_int == 302
    assert response.location.partition("?")[0] == LOGIN
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("cookie", COOKIES.values(), ids=COOKIES)
@pytest.mark.parametrize("path", ["/", "/users/alice/", "/users/nobody/"])
def test_a_cookie_that_is_no_session_is_none(app, alice, cookie, path):
    assert anonymous(app, path, cookie=cookie).location.partition("?")[0] == LOGIN


def test_an_expired_session_is_none(app, alice, clock):
    clock.advance(seconds=1209600 - 1)
    alice.get("/", status=200)
    clock.advance(seconds=1)
    assert anonymous(app, "/", cookie=f"session={alice.token}").location == LOGIN


def test_what_exists_looks_like_what_does_not(app, alice):
    """T1: nobody can list users or events by looking at answers."""
    event = alice.add("alice", "Lunch")
    answers = {
        (response.status, response.headers["Content-Length"], response.location.replace(path, "PATH"))
        for path in ["/users/alice", "/users/nobod", "/users/alica"]
        for response in [anonymous(app, path)]
    }
    assert len(answers) == 1
    assert anonymous(app, event).status == anonymous(app, event[:-3] + "aaa").status


@pytest.mark.parametrize("path", ["/login", "/register"])
def test_the_public_pages_need_no_session(app, path):
    page = Browser(app).get(path, status=200)
    assert page.form.method == "POST" and page.form.action == path


def test_the_login_form_has_the_fields_it_promises(browser):
    page = browser.get("/login")
    assert set(page.form.fields) - {None} >= {"username", "password", "next", "csrf_token"}
    assert page.form["password"].attrs["type"] == "password"


def test_static_files_need_no_session_and_are_kept_by_browsers(app):
    page = Browser(app).get("/login")
    sheet = page.html.find("link", rel="stylesheet")["href"]
    response = anonymous(app, sheet)
    assert response.status_int == 200 and response.content_type == "text/css"
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert anonymous(app, "/static/missing.css").status_int == 404
    assert anonymous(app, "/static/../__init__.py").status_int in {302, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/login/",
        "/login/more",
        "/@@login",
        "/./login",
        "//login",
        "/x/../login",
        "/register/x",
        "/login/static/app.css",
    ],
)
def test_what_traversal_would_take_for_a_public_page_is_not_public(app, path):
    assert anonymous(app, path).status_int == 302


@pytest.mark.parametrize("method", ["DELETE", "PUT", "FOO", "TRACE"])
@pytest.mark.parametrize("path", ["/login", "/register"])
def test_public_pages_say_which_methods_they_know(app, method, path):
    response = anonymous(app, path, method)
    assert response.status_int == 405 and set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert "That can’t be done here" in response.text


def pages(app, alice) -> list[str]:
    """The path of every view there is."""
    event, deleted = alice.add("alice", LUNCH), alice.add("alice", DINNER)
    alice.press(deleted, f"{deleted}/delete")
    places = {Root: ["/"], User: ["/users/alice/"], Event: [f"{event}/"], DeletedEvent: [f"{deleted}/"]}
    places[Calendar] = places[User]
    views = [item["introspectable"] for item in app.registry.introspector.get_category("views")]
    ours = [view for view in views if view["context"] in places and view["route_name"] is None]
    found = {place + view["name"] for view in ours for place in places[view["context"]]}
    assert {"/", "/login", "/logout", "/users/alice/", "/users/alice/add", f"{event}/edit"} < found
    return sorted(found)


@pytest.mark.no_cover
@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "FOO", "PROPFIND", "get", "OPTIONS"])
def test_nothing_answers_a_method_that_it_does_not_know(app, alice, method):
    """T7: a view that names no method answers any, and Pyramid lets TRACE pass as safe."""
    paths, before = pages(app, alice), app.registry.db.lastTransaction()
    for path in paths:
        assert alice.ask(path, method).status_int == 405, path
        assert anonymous(app, path, method).status_int == (405 if path.removeprefix("/") in PUBLIC else 302), path
    assert alice.ask("/static/app.css", method).status_int == 404
    assert anonymous(app, "/static/app.css", method).status_int == 302
    assert app.registry.db.lastTransaction() == before


def test_the_list_of_public_views_is_literal(app):
    """A view that is open to everybody is added here on purpose, or not at all."""
    views = [item["introspectable"] for item in app.registry.introspector.get_category("views")]
    public = {
        (view["context"], view["name"], view["route_name"])
        for view in views
        if view["derived_callable"] is not None
        and getattr(view["derived_callable"], "__permission__", None) in {None, NO_PERMISSION_REQUIRED}
        and not issubclass(view["context"] or object, Exception)
        and not view.get("exception_only")
    }
    named = {(context, name) for context, name, route in public if route is None and isinstance(context, type)}
    files = {"manifest.webmanifest", "robots.txt"}
    pages = {"feed", "forgot", "login", "passkey", "register", "reset", "second-step"}
    assert {name for _, name in named} == PUBLIC == pages | files
    assert {context for context, _ in named} == {Root}


def test_every_view_answers_one_method_and_names_a_permission(app):
    for item in app.registry.introspector.get_category("views"):
        view = item["introspectable"]
        if (
            isinstance(view["context"], type)
            and not issubclass(view["context"], Exception)
            and view["route_name"] is None
        ):
            assert view["request_methods"], view


def test_a_view_without_a_permission_stops_the_start_up(make_app, monkeypatch):
    real = Configurator.make_wsgi_app

    def with_one_more_view(config):
        config.add_view(lambda request: request.response, name="open-to-all", context=Root)
        return real(config)

    monkeypatch.setattr(Configurator, "make_wsgi_app", with_one_more_view)
    with pytest.raises(ConfigurationError, match="names no permission"):
        make_app()


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "DELETE", "FOO"])
def test_what_is_anothers_looks_like_what_is_not_there(app, alice, bob, method):
    """T2: signed in, but not allowed."""
    event = alice.add("alice", "Lunch")
    deleted = alice.add("alice", "Dinner")
    alice.press(deleted, f"{deleted}/delete")
    absent = bob.ask("/users/nobody/", method)
    for path in [
        "/users/alice/", "/users/alice", "/users/alice/add", "/users/alice/trash", "/users/alice/past",
        "/users/alice/settings", event, f"{event}/edit", f"{event}/delete", f"{event}/restore",
        deleted, f"{deleted}/restore", f"{deleted}/edit",
        "/users/", "/users/bob/nothing", "/nothing", f"/users/bob/{new_id()}",
    ]:  # fmt: skip
        answer = bob.ask(path, method)
        assert answer.status_int == 404, path
        assert answer.body == absent.body, path
        assert answer.headers == absent.headers, path


def test_one_cannot_post_to_anothers_calendar(app, alice, bob):
    event = alice.add("alice", "Lunch")
    token = bob.get("/users/bob/add").forms[1]["csrf_token"].value
    fields = {"title": "Mine", "start_date": "2026-11-27", "timezone": "UTC", "csrf_token": token}
    for path in ["/users/alice/add", f"{event}/edit", f"{event}/delete"]:
        bob.post(path, fields, status=404)
    with opened(app) as root:
        assert [kept.title for kept in root["users"]["alice"].values()] == ["Lunch"]


def test_nothing_but_children_is_reached_by_traversal(app, alice):
    """Credentials and sessions are attributes: no path leads to them."""
    for name in [
        "tickets",
        "factors",
        "_sessions",
        "_email",
        "_by_email",
        "_children",
        "__parent__",
        "_times",
        "_deleted",
    ]:
        alice.get(f"/users/alice/{name}", status=404)
        alice.get(f"/users/alice/{name}/", status=404)
        alice.get(f"/{name}", status=404)


def test_signed_in_methods_that_a_page_does_not_know_are_405(alice):
    event = alice.add("alice", "Lunch")
    for path, allowed in [("/", "GET, HEAD"), ("/logout", "POST"), (f"{event}/restore", "POST"), (event, "GET, HEAD")]:
        response = alice.ask(path, "FOO")
        assert response.status_int == 405
        assert response.headers["Allow"] == allowed
    alice.get("/logout", status=405)
    alice.get("/", status=200)


def test_vhm_root_does_not_move_the_root(app, alice):
    """T5."""
    response = alice.get("/", headers={"X-Vhm-Root": "/users/alice"})
    assert "Add your first event" in response
    assert anonymous(app, "/users/alice/").status_int == 302


def test_the_root_is_made_at_start_up_and_by_no_request(app):
    """T21: what a refused request makes is rolled back, so each of them would make it again."""
    with opened(app) as root:
        assert isinstance(root, Root)
    before = app.registry.db.lastTransaction()
    for path, host in [("/", "localhost"), ("/login", "localhost"), ("/nothing", "localhost"), ("/", "evil.example")]:
        for method in ("GET", "POST", "FOO"):
            Browser(app, HTTP_HOST=host).ask(path, method)
    assert app.registry.db.lastTransaction() == before


def test_no_view_is_shadowed_by_an_event(app):
    names = {item["introspectable"]["name"] for item in app.registry.introspector.get_category("views")}
    assert "edit" in names
    assert all(len(name or "") < len(new_id()) for name in names)
