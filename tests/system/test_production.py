"""pserve with production.ini: what it refuses to start with, and whom it believes."""

import pytest

from eventapp.settings import DEVELOPMENT_PEPPER
from tests.factories import PASSWORD
from tests.system.programs import BIN, Server, Visitor, event, run, serving, write_ini

HOST = "events.example.com"
HTTPS = {"Host": HOST, "X_Forwarded_Proto": "https"}


@pytest.fixture
def production(tmp_path):
    return write_ini(tmp_path, "production.ini", eventapp__bcrypt__rounds="10")


@pytest.fixture
def variables(tmp_path):
    return {
        "EVENTAPP_DATABASE_URI": f"file://{tmp_path}/data/Data.fs",
        "EVENTAPP_PEPPER": "k" * 43,
        "EVENTAPP_HOSTS": HOST,
    }


@pytest.fixture
def server(production, variables):
    with serving(production, **variables) as server:
        yield server


def test_refuses_to_start_without_its_environment(production):
    refused = run(BIN / "pserve", production, cwd=production.parent)
    assert refused.returncode != 0
    for name in ("EVENTAPP_DATABASE_URI", "EVENTAPP_PEPPER", "EVENTAPP_HOSTS"):
        assert f"the environment variable {name} is not set." in refused.stdout


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("EVENTAPP_PEPPER", DEVELOPMENT_PEPPER, "eventapp.pepper: this is the development server's"),
        ("EVENTAPP_PEPPER", "short", "eventapp.pepper: give a secret of at least 32 characters."),
        ("EVENTAPP_PEPPER", "", "the environment variable EVENTAPP_PEPPER is not set."),
        ("EVENTAPP_HOSTS", "https://events.example.com", "eventapp.hosts: give hosts without scheme"),
        ("EVENTAPP_DATABASE_URI", "/srv/Data.fs", "zodbconn.uri: give the URI of the database"),
    ],
)
def test_refuses_to_start_with_what_is_not_fit(production, variables, name, value, message):
    refused = run(BIN / "pserve", production, cwd=production.parent, **{**variables, name: value})
    assert refused.returncode != 0 and message in refused.stdout
    assert not (production.parent / "data").exists()


def test_has_nothing_that_is_for_development(production, variables):
    text = production.read_text("utf-8")
    assert not any(word in text for word in ("reload", "debug", "prevent_http_cache", DEVELOPMENT_PEPPER))
    reloading = write_ini(production.parent / "b", "production.ini", pyramid__reload_templates="true")
    refused = run(BIN / "pserve", reloading, cwd=reloading.parent, **variables)
    assert refused.returncode != 0 and "pyramid.reload_templates: is for development only." in refused.stdout


def test_behind_the_proxy_everything_is_https(server):
    alice = Visitor(server, **HTTPS)
    login = alice.ask("/")
    assert login.headers["Location"] == f"https://{HOST}/login"
    assert login.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    token = alice.token("/register")
    answer = alice.post("/register", csrf_token=token, username="alice", email="a@example.com", password=PASSWORD)
    assert answer.status == 302
    for cookie in answer.headers.get_all("Set-Cookie"):
        assert "; secure" in cookie.lower() and "; HttpOnly" in cookie
    assert alice.send("/users/alice/add", **event("Lunch")).status == 303
    origin = {"Origin": f"https://{HOST}", "Content-Type": "application/x-www-form-urlencoded"}
    assert alice.ask("/logout", "POST", f"csrf_token={alice.token('/')}", **origin).status == 302


def test_the_host_that_the_proxy_names_counts(server):
    assert Visitor(server, X_Forwarded_Host=HOST, X_Forwarded_Proto="https").ask("/login").status == 200
    for headers in [{"X_Forwarded_Host": "evil.example"}, {"Host": HOST, "X_Forwarded_Host": "evil.example"}, {}]:
        answer = Visitor(server, **headers).ask("/login")
        assert answer.status == 400 and "evil" not in answer.text and answer.headers["Content-Security-Policy"]


def test_nobody_else_is_believed(production, variables):
    """Without TLS at the proxy there is none, whatever a client says."""
    text = production.read_text("utf-8").replace("trusted_proxy = 127.0.0.1", "trusted_proxy = 127.0.0.2")
    production.write_text(text, "utf-8")
    with serving(production, **variables) as server:
        answer = Visitor(server, **HTTPS, X_Forwarded_Host="evil.example").ask("/")
        assert answer.status == 302 and answer.headers["Location"] == f"http://{HOST}/login"
        assert "Strict-Transport-Security" not in answer.headers
        assert "secure" not in Visitor(server, **HTTPS).ask("/login").headers["Set-Cookie"].lower()


def test_errors_show_nothing_of_the_inside(server: Server):
    answer = Visitor(server, **HTTPS).ask("/nothing/here")
    assert answer.status == 302
    missing = Visitor(server, **HTTPS).ask("/static/none.css")
    assert missing.status == 404 and "Traceback" not in missing.text and str(BIN) not in missing.text
