"""Steps 12 and 13: the pages of errors, and what every response carries."""

import logging

import pytest
import transaction
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPConflict, HTTPFound, HTTPServiceUnavailable, HTTPUnauthorized
from pyramid.security import NO_PERMISSION_REQUIRED
from transaction.interfaces import TransientError

from eventapp.models import Event, Permission, Root, When
from eventapp.security.forms import FORM_LENGTH
from eventapp.views.account import settings as account
from tests.factories import NOW, PASSWORD, Browser, opened


class Broken(Exception):
    """Something nobody thought of."""


@pytest.fixture(scope="module")
def views(make_views):
    """The application with views that fail in every way."""

    def failing(error, write=True):
        def view(request):
            request.registry.calls.append(request.environ.get("retry.attempt"))
            if write and request.user:
                request.user.add(Event("half done", When(NOW.date())))
            raise error()

        return view

    real = Configurator.make_wsgi_app

    def with_failing_views(config):
        for name, error in [
            ("broken", lambda: Broken("the secret of the database")),
            ("unauthorized", HTTPUnauthorized),
            ("conflict", HTTPConflict),
            ("unavailable", lambda: HTTPServiceUnavailable(headers=[("Retry-After", "7"), ("X-Secret", "x")])),
            ("always-conflicts", lambda: TransientError("again")),
            ("raised-redirect", lambda: HTTPFound("/")),
        ]:
            config.add_view(failing(error), name=name, context=Root, permission=Permission.VIEW)
        config.add_view(failing(Broken), name="broken-for-all", context=Root, permission=NO_PERMISSION_REQUIRED)
        return real(config)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Configurator, "make_wsgi_app", with_failing_views)
        return make_views()


@pytest.fixture
def app(app):
    app.registry.calls = []
    return app


def events(app):
    with opened(app) as root:
        return len(root["users"]["alice"])


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/nothing", 404, "There is nothing here"),
        ("/unauthorized", 401, "Please sign in"),
        ("/conflict", 409, "It changed meanwhile"),
        ("/broken", 500, "Something went wrong"),
        ("/always-conflicts", 503, "Too busy just now"),
        ("/logout", 405, "That can’t be done here"),
    ],
)
def test_errors_have_pages_of_the_apps_own(app, alice, path, status, title):
    page = alice.get(path, status=status)
    assert page.html.h1.text == title and page.html.title.text == f"{title} · eventapp"
    assert page.html.find("link", rel="stylesheet")
    assert [link["href"] for link in page.html.find("main").find_all("a")][-1] == "/"
    assert events(app) == 0


def test_what_an_error_says_to_clients_is_kept(alice):
    response = alice.get("/unavailable", status=503)
    assert response.headers["Retry-After"] == "7" and "X-Secret" not in response.headers


def test_a_500_shows_a_reference_that_is_in_the_log(app, alice, caplog):
    with caplog.at_level(logging.ERROR):
        page = alice.get("/broken", status=500)
    reference = page.html.find("b").text
    assert len(reference) == 8
    (record,) = [record for record in caplog.records if reference in record.getMessage()]
    assert record.exc_info and "GET /broken" in record.getMessage()
    assert "secret" not in page and "Traceback" not in page and "Broken" not in page
    assert alice.token not in caplog.text


def test_a_request_that_still_conflicts_answers_503_and_nothing_is_half_done(app, alice):
    response = alice.get("/always-conflicts", status=503)
    assert response.headers["Retry-After"] == "2"
    assert app.registry.calls == list(range(10))
    assert events(app) == 0


def test_a_conflict_at_each_commit_answers_503_once_and_is_logged_once(app, alice, monkeypatch, caplog):
    """What fails after the view has answered gets the same page, and the headers, too."""
    tries = []

    def save(self):
        with opened(app) as root:  # somebody else is always quicker
            root["users"]["alice"].timezone = f"Etc/GMT+{len(tries)}"
        tries.append(self.request.environ["retry.attempt"])
        self.user.timezone = "Asia/Tokyo"
        return HTTPFound("/")

    monkeypatch.setattr(account.Settings, "save", save)
    with caplog.at_level(logging.WARNING):
        response = alice.send("/users/alice/settings", status=503, timezone="Asia/Tokyo")
    assert "Too busy just now" in response and "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert tries == list(range(10))
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "POST /users/alice/settings gave up after conflicts"
    ]
    with opened(app) as root:
        assert root["users"]["alice"].timezone == "Etc/GMT+9"


def test_every_request_gives_its_connection_back(app, alice):
    for path in ["/", "/nothing", "/broken", "/always-conflicts", "/login", "/static/app.css"]:
        alice.get(path, expect_errors=True)
        Browser(app).ask(path)
    connections = app.registry.db.connectionDebugInfo()
    assert connections and all(connection["opened"] is None for connection in connections)


def test_a_request_has_a_transaction_of_its_own(app, alice, monkeypatch):
    """Not the one of its thread, which a script or a test may have in its hands."""
    transaction.begin()
    mine = transaction.get()
    alice.get("/", status=200)
    assert transaction.get() is mine
    transaction.abort()


def test_a_raised_redirect_rolls_the_write_back(app, alice):
    alice.get("/raised-redirect", status=302)
    assert events(app) == 0


def test_an_error_on_a_public_page_needs_no_session(app, browser):
    assert "Something went wrong" in browser.get("/broken-for-all", status=500)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "",
        "evil.example:6543",
        "[::2]",
        "localhost:@evil.example",
        "localhost:80@evil.example",
        "localhost:evil",
        "localhost, evil.example",
        "localhost:",
    ],
)
@pytest.mark.parametrize("path", ["/", "/login", "/static/app.css", "/nothing"])
def test_other_hosts_get_400(app, host, path):
    """T6: nothing is built from a Host that is not ours."""
    response = Browser(app, HTTP_HOST=host).ask(path)
    assert response.status_int == 400 and "Location" not in response.headers
    assert "That request can’t be understood" in response.text
    assert not host or host not in response.text


@pytest.mark.parametrize("host", ["localhost", "localhost:6543", "LOCALHOST:80", "127.0.0.1:1", "[::1]:6543"])
def test_our_hosts_are_answered(app, host):
    assert Browser(app, HTTP_HOST=host).ask("/login").status_int == 200


def test_the_hosts_are_a_setting(make_app):
    app = make_app(**{"eventapp.hosts": "events.example"})
    assert Browser(app, HTTP_HOST="events.example").ask("/").location == "http://events.example/login"
    assert Browser(app).ask("/").status_int == 400


@pytest.mark.parametrize(
    "path", ["/", "/login", "/register", "/static/app.css", "/static/none", "/nothing", "/broken-for-all", "/logout"]
)
@pytest.mark.parametrize("who", ["anonymous", "alice", "stranger"])
def test_every_response_carries_the_headers(app, alice, path, who):
    browser = {"anonymous": Browser(app), "alice": alice, "stranger": Browser(app, HTTP_HOST="evil.example")}[who]
    headers = browser.ask(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy.pop("require-trusted-types-for") == "'script'" and policy.pop("trusted-types") == "worker"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["Permissions-Policy"].split(", "))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Strict-Transport-Security" not in headers
    assert headers["Cache-Control"] == "no-store" or (path == "/static/app.css" and who != "stranger")


def test_no_page_has_inline_scripts_or_styles(app, alice):
    event = alice.add("alice", "Lunch")
    for path in [
        "/",
        "/users/alice/",
        "/users/alice/add",
        event,
        f"{event}/edit",
        "/users/alice/trash",
        "/users/alice/settings",
    ]:
        html = alice.get(path).html
        assert all(script.get("src", "").startswith("/static/") for script in html.find_all("script"))
        assert not html.find_all("style") and not html.find_all(style=True)
        assert not [name for tag in html.find_all(True) for name in tag.attrs if name.startswith("on")]


URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("path", ["/login", "/register", "/users/alice/add", "/logout"])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (f"{URLENCODED}; charset=latin-1", b"username=x"),
        (f"{URLENCODED}; charset=nonsense", b"username=x"),
        (URLENCODED, b"username=%ff"),
        (URLENCODED, b"\xff=\xfe"),
        ("multipart/form-data", b"username=x"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=csrf_token; filename=a\r\n\r\nx\r\n--x--",
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="username"\r\n'
            b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xff\r\n--x--",
        ),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n"
            + b"--y\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n" * 1500,
        ),
        ("application/json", b"[" * 5000),
        ("text/plain", b"username=x"),
        ("", b"username=x"),
    ],
)
def test_forms_that_cannot_be_read_are_400(app, alice, path, content_type, body):
    """T8."""
    browser = Browser(app) if path in {"/login", "/register"} else alice
    response = browser.post(path, body, headers={"Content-Type": content_type}, status=400)
    assert "Nothing was changed" in response or "can’t be read" in response or "file was sent" in response
    alice.get("/", status=200)


@pytest.mark.parametrize(
    "head",
    [
        b'\r\nContent-Disposition: form-data; name="' + b";" * 50_000,
        b'\r\nCONTENT-TYPE: text/plain; a="' + b"\r\n ;" * 10_000,
        b'\r\nX: y\rcontent-type: text/plain; a="' + b";" * 50_000,
        b"\ncontent-disposition:" + b"\n\t;" * 1024,
    ],
)
def test_a_long_head_of_a_part_is_not_read(app, monkeypatch, head):
    """That takes the square of its length: a quarter of a minute for one form."""
    monkeypatch.setattr("cgi.FieldStorage.__init__", lambda *_, **__: pytest.fail("It is read."))
    body = b"--x" + head + b"\r\n\r\n1\r\n--x--"
    Browser(app).post("/login", body, headers={"Content-Type": "multipart/form-data; boundary=x"}, status=400)


def test_a_file_where_text_belongs_is_400(app, browser):
    form = browser.get("/login").form
    fields = [("csrf_token", form["csrf_token"].value), ("password", PASSWORD)]
    response = browser.post("/login", fields, upload_files=[("username", "a.txt", b"alice")], status=400)
    assert "A file was sent where text belongs." in response


def test_bodies_are_capped(app, alice):
    body = b"notes=" + b"x" * FORM_LENGTH
    for browser, path in [(Browser(app), "/login"), (alice, "/users/alice/add")]:
        assert "That is too much" in browser.post(path, body, status=413)


def test_the_longest_event_fits_into_a_form(alice):
    longest = {"title": "🎉" * 200, "place": "🎉" * 500, "notes": "é" * 10_000}
    alice.add("alice", longest.pop("title"), **longest)


@pytest.mark.parametrize("query", ["next=%ff", "next=\xff", "%ff=1", "x=%c3%28&next=/", "a=1&%zz&=&&", "page=%00"])
def test_queries_that_do_not_decode_are_read_as_far_as_they_do(app, alice, query):
    assert Browser(app).ask("/login?" + query).status_int == 200
    assert Browser(app).ask("/?" + query).status_int == 302
    assert alice.ask("/?" + query).status_int in {200, 404}


@pytest.mark.parametrize(
    "path",
    ["/%ff", "/users/%ff/", "/users/alice/%c3%28", "/%00", "/users/alice/%e2%80%ae", "/users%2falice", "/%2e%2e/"],
)
def test_paths_that_do_not_decode_are_absent(app, alice, path):
    """T3."""
    assert Browser(app).ask(path).status_int == 302
    assert alice.ask(path).status_int in {404, 200} and "\ufffd" not in alice.ask(path).text


@pytest.mark.parametrize("other", ['x="\\377"', "x=\xff", "\xff=1", ";;;", "x", '"', "x=%ff"])
def test_another_sites_broken_cookie_costs_nobody_their_session(app, alice, other):
    """T4."""
    for cookie in (f"session={alice.token}; {other}", f"{other}; session={alice.token}"):
        assert alice.ask("/", cookie=cookie).status_int == 200
    assert Browser(app).ask("/", cookie=other).status_int == 302
