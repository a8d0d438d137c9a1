"""What is on every response, and what changes under https: the scheme decides it, and never the host."""

from http.cookies import Morsel, SimpleCookie

import pytest

from eventapp.security.headers import repaired_cookies
from tests.factories import HTTPS, PASSWORD, Browser, opened

COOKIES = ["session", "csrf", "device"]


def cookies_of(response) -> dict[str, Morsel]:
    jar: SimpleCookie = SimpleCookie()
    for header in response.headers.getall("Set-Cookie"):
        jar.load(header)
    return dict(jar)


def visit(browser: Browser) -> dict[str, Morsel]:
    """The cookies that a person gets from registering to signing in again."""
    found = cookies_of(browser.get("/register"))
    found |= cookies_of(browser.fill("/register", username="al", email="a@b.cz", password=PASSWORD).submit(status=302))
    browser.sign_out()
    browser.get("/login")
    return found | cookies_of(browser.send("/login", status=302, username="al", password=PASSWORD))


def test_under_https_only_this_site_can_set_our_cookies(app):
    """ASVS 3.3.1 and 3.3.3."""
    found = visit(Browser(app, **HTTPS))
    assert set(found) == {f"__Host-{name}" for name in COOKIES}
    for cookie in found.values():
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax"
        assert cookie["path"] == "/" and not cookie["domain"]


def test_under_http_cookies_have_their_bare_names(app):
    found = visit(Browser(app))
    assert set(found) == set(COOKIES)
    assert not any(cookie["secure"] for cookie in found.values())


@pytest.mark.parametrize("host", ["localhost:6543", "127.0.0.1", "[::1]"])
def test_the_scheme_decides_and_never_the_host(app, host):
    assert set(cookies_of(Browser(app, HTTP_HOST=host, **HTTPS).get("/login"))) == {"__Host-csrf"}
    assert set(cookies_of(Browser(app, HTTP_HOST=host).get("/login"))) == {"csrf"}


def test_each_name_is_read_under_its_own_scheme_only(app):
    """T13: what a sibling site, or plain http, planted under the bare name is nothing under https."""
    browser = Browser(app, **HTTPS).register("alice")
    for scheme, name, status in [
        (HTTPS, "__Host-session", 200),
        (HTTPS, "session", 302),
        ({}, "session", 200),
        ({}, "__Host-session", 302),
    ]:
        assert Browser(app, **scheme).ask("/", cookie=f"{name}={browser.token}").status_int == status
    # A planted one beside the real one changes nothing.
    cookie = f"session={'A' * 43}; __Host-session={browser.token}; session={'B' * 43}"
    assert browser.ask("/", cookie=cookie).status_int == 200


def test_a_planted_key_makes_no_form(app):
    """The cookie of anonymous forms has no fallback either."""
    other = Browser(app)
    form = other.fill("/login", username="alice", password=PASSWORD)
    browser = Browser(app, **HTTPS)
    browser.set_cookie("csrf", other.cookies["csrf"])
    fields = {"username": "alice", "password": PASSWORD, "csrf_token": form["csrf_token"].value}
    browser.post("/login", fields, status=400)


def test_signing_out_under_https_leaves_nothing(app):
    """T12: browsers ignore a deletion without Secure; ASVS 14.3.1."""
    browser = Browser(app, **HTTPS).register("alice")
    response = browser.sign_out()
    cookie = cookies_of(response)["__Host-session"]
    assert cookie.value == "" and cookie["max-age"] == "0" and cookie["secure"] and cookie["path"] == "/"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    with opened(app) as root:
        assert not root["users"]["alice"].sessions


def test_signing_in_under_https_takes_the_anonymous_key_away(app):
    browser = Browser(app, **HTTPS)
    browser.get("/login")
    response = browser.fill("/register", username="al", email="a@b.cz", password=PASSWORD).submit(status=302)
    cookie = cookies_of(response)["__Host-csrf"]
    assert cookie.value == "" and cookie["max-age"] == "0" and cookie["secure"]


def test_under_http_browsers_are_not_asked_to_clear_anything(alice):
    assert "Clear-Site-Data" not in alice.sign_out().headers


@pytest.mark.parametrize("path", ["/", "/login", "/nothing", "/static/app.css", "/static/none", "/logout"])
@pytest.mark.parametrize("host", ["localhost:6543", "evil.example"])
def test_hsts_is_on_every_response_under_https(app, path, host):
    """ASVS 3.4.1."""
    headers = Browser(app, HTTP_HOST=host, **HTTPS).ask(path).headers
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "Strict-Transport-Security" not in Browser(app, HTTP_HOST=host).ask(path).headers


def test_pages_are_cut_off_from_other_sites(app, alice):
    for response in [Browser(app).ask("/"), Browser(app).ask("/static/app.css"), alice.ask("/"), alice.ask("/no")]:
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert not [name for name in response.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "for=1.2.3.4;proto=https;host=evil.example"},
        {"X-Original-URL": "/users/alice/"},
        {"X-Rewrite-URL": "/users/alice/"},
        {"X-HTTP-Method-Override": "POST"},
        {"X-Forwarded-Prefix": "/evil"},
        {"X-Script-Name": "/evil"},
        {"X-Vhm-Root": "/users/alice"},
        {"X-Forwarded-User": "alice"},
        {"X-Remote-User": "alice"},
        {"Remote-User": "alice"},
        {"Origin": "https://evil.example"},
    ],
)
def test_smuggled_headers_change_nothing(app, alice, headers):
    """ASVS 4.1.3. Behind a proxy it is the server that reads X-Forwarded-*, and believes only the proxy."""
    with_them = Browser(app).get("/", headers=headers, status=302)
    assert dict(with_them.headers) == dict(Browser(app).get("/", status=302).headers)
    page = alice.get("/", headers=headers, status=200)
    assert "Add your first event" in page and not [name for name in page.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("other", ["a" * 300, 'a="' + "b" * 300, "a=" + "b" * 300, "a=Mon, " + "b" * 300])
def test_a_long_cookie_is_dropped_and_costs_only_itself(alice, other):
    """WebOb takes the square of its length to find that it is none: seconds in which no page is answered."""
    assert repaired_cookies(f"x=1;{other};y=2") == "x=1;y=2"
    assert alice.ask("/", cookie=f"{other}; session={alice.token}").status_int == 200
