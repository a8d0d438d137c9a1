"""What holds for every page there is, and for everything that is served beside them."""

import gc
import re
import time
from base64 import urlsafe_b64decode
from importlib.resources import files

import pytest
from bs4 import BeautifulSoup

from eventapp.models import Root
from eventapp.security import sessions
from eventapp.security.public import PUBLIC
from tests.authenticator import second_step, set_up_app
from tests.factories import Browser
from tests.functional.test_gate import pages

INSIDE = re.compile(
    r"python|pyramid|waitress|webob|zodb|jinja|traceback|site-packages|/eventapp/|\.py\b", re.IGNORECASE
)
LOADING = {"src", "href", "action", "srcset", "data", "poster", "formaction", "background", "cite"}


@pytest.fixture
def answers(app, alice) -> dict[str, object]:
    """What every page answers to alice, and the public ones to nobody; errors, too."""
    found = {path: alice.ask(path) for path in [*pages(app, alice), "/nothing", "/logout", "/static/none.css"]}
    found |= {f"{name} of nobody": Browser(app).ask(f"/{name}") for name in PUBLIC}
    assert {200, 302, 404, 405, 410} <= {answer.status_int for answer in found.values()}
    return found


def html_of(answer):
    return BeautifulSoup(answer.text, "html.parser")


def test_text_says_in_which_letters_it_is(answers):
    """ASVS 4.1.1; and no page is a script (3.5.7)."""
    for path, answer in answers.items():
        letters = {"text/html; charset=UTF-8", "text/plain; charset=UTF-8", "text/calendar; charset=utf-8"}
        letters |= {"application/json", "application/manifest+json"}  # always UTF-8 (RFC 8259, section 8.1)
        assert answer.headers["Content-Type"] in letters, path


def test_everything_comes_from_this_site(answers):
    """ASVS 3.6.1 and 14.2.3. An app's own scheme, and a file made of the page itself, go to nobody."""
    for path, answer in answers.items():
        for tag in html_of(answer).find_all(True):
            for name in LOADING & set(tag.attrs):
                assert re.match(r"/(?!/)|#|otpauth:|data:text/plain", tag[name]), (path, str(tag))


def test_signing_out_is_on_every_private_page(answers):
    """ASVS 7.4.4."""
    html = {path: answer for path, answer in answers.items() if answer.content_type != "application/json"}
    seen = [path for path, answer in html.items() if answer.status_int in {200, 410} and "nobody" not in path]
    seen = [path for path in seen if path.removeprefix("/") not in PUBLIC and not path.endswith(".ics")]
    assert len(seen) > 15
    for path in seen:
        assert html_of(answers[path]).find("form", action="/logout", method="POST"), path


def test_nothing_says_what_it_is_made_of(answers):
    """ASVS 13.4.6 and 16.5.1."""
    for path, answer in answers.items():
        shown = re.sub(r'value="[^"]*"|data-options="[^"]*"|action="[^"]*"|PRODID:.*', "", answer.text)
        assert not INSIDE.search(shown), path
        assert not {"Server", "X-Powered-By", "Via"} & set(answer.headers), path


def test_no_page_shows_a_token(alice, answers):
    """ASVS 3.3.4 and 14.2.1."""
    for path, answer in answers.items():
        assert alice.token not in answer.text and alice.cookies["device"] not in answer.text, path
        assert alice.token not in answer.headers.get("Location", ""), path


def test_passwords_are_hidden_and_can_be_pasted(answers):
    """ASVS 6.2.6 and 6.2.7."""
    fields = [tag for answer in answers.values() for tag in html_of(answer).find_all("input")]
    found = [tag for tag in fields if "password" in tag.get("name", "")]
    assert len(found) > 4
    for tag in found:
        assert tag["type"] == "password" and tag["autocomplete"] in {"current-password", "new-password"}
        assert not [name for name in tag.attrs if name.startswith("on")] and tag.get("value", "") == ""


def test_looking_changes_nothing(app, alice):
    """ASVS 3.5.3: nor does looking again, or only at the headers."""
    paths, before = pages(app, alice), app.registry.db.lastTransaction()
    for method in ("GET", "HEAD", "OPTIONS"):
        for path in paths:
            alice.ask(path, method)
            Browser(app).ask(path, method)
    assert app.registry.db.lastTransaction() == before


def test_there_is_no_jsonp(alice):
    """ASVS 3.5.6."""
    page = alice.get("/?callback=steal&jsonp=steal", status=200)
    assert page.content_type == "text/html" and "steal" not in page


@pytest.mark.parametrize(
    "name",
    ["", ".", "app", "app.css~", "app.css.bak", "app.js.map", "__init__.py", "../settings.py", "%2e%2e/forms.py",
             "..%2fforms.py", ".htaccess", "app.css/x", "APP.CSS", "common-passwords.txt"]
)  # fmt: skip
def test_of_files_there_are_those_for_browsers_and_no_list(app, alice, name):
    """ASVS 13.4.3 and 13.4.7."""
    for browser in (Browser(app), alice):
        answer = browser.ask(f"/static/{name}")
        answer = browser.ask(answer.location) if answer.status_int == 301 else answer  # a folder, with its last slash
        assert answer.status_int in {302, 404} and "app.css" not in re.sub(r'href="[^"]*"', "", answer.text)
    assert {file.name.rpartition(".")[2] for file in files("eventapp").joinpath("static").iterdir()} == {
        "css",
        "js",
        "png",
        "svg",
    }


@pytest.mark.parametrize(
    "path", ["/.git/HEAD", "/.git/config", "/.env", "/development.ini", "/var/Data.fs", "/_debug_toolbar/", "/metrics",
             "/debug", "/health", "/server-status", "/setup.py"]
)  # fmt: skip
def test_nothing_of_the_inside_is_served(app, alice, path):
    """ASVS 13.4.1, 13.4.2 and 13.4.5."""
    assert Browser(app).ask(path).status_int == 302
    assert alice.ask(path).status_int == 404


def test_a_private_page_has_no_name_that_a_cache_would_keep(alice):
    """ASVS 14.2.5: web cache deception."""
    event = alice.add("alice", "Lunch")
    for path in (f"{event}/x.css", f"{event}.css", "/users/alice/x.css", "/users/alice/;x.css", f"{event}/edit/x.js"):
        answer = alice.ask(path)
        assert answer.status_int == 404 and "Lunch" not in answer.text, path
        assert answer.headers["Cache-Control"] == "no-store"


def test_cookies_are_short(app, alice, clock):
    """ASVS 3.3.5 allows 4096 bytes."""
    set_up_app(alice, clock.now)
    browser = Browser(app, HTTP_USER_AGENT="x" * 9000)
    browser.get("/users/" + "x" * 1900, status=302).follow()
    second_step(browser)
    assert set(browser.cookies) == {"csrf", "second-step"}
    for name, value in [*browser.cookies.items(), *alice.cookies.items()]:
        assert len(f"__Host-{name}={value}") < 100


def test_tokens_are_random_in_256_bits():
    """ASVS 7.2.3: unique, and each bit of them is one as often as zero, within chance."""
    tokens = [sessions.new_token() for _ in range(2000)]
    assert len(set(tokens)) == 2000 and {len(token) for token in tokens} == {43}
    ones = [0] * 256
    for token in tokens:
        number = int.from_bytes(urlsafe_b64decode(token + "="), "big")
        ones = [count + (number >> bit & 1) for bit, count in enumerate(ones)]
    assert all(850 < count < 1150 for count in ones), "six standard deviations"


NASTY = [
    "a" * 50_000 + "!",
    "a@" + "a." * 25_000,
    "\u00ad " * 8_000,
    "(" * 50_000,
    "1" * 50_000 + "-",
    "\u0130" * 20_000,
]


@pytest.mark.no_cover
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_text_takes_long_to_look_at(app, alice, text, request):
    """ASVS 1.3.12: the time of the processor, which a busy machine does not prolong."""
    gc.disable()  # what earlier tests left is not what is looked at
    request.addfinalizer(gc.enable)
    forms = [
        ("/register", ["username", "email", "password", "timezone"]),
        ("/users/alice/add", ["title", "place", "timezone", "start_date", "end_time"]),
        ("/users/alice/settings", ["timezone"]),
        ("/users/alice/email", ["email"]),
    ]
    for path, names in forms:
        for name in names:
            form = (Browser(app) if path == "/register" else alice).fill(path)
            fields = {**dict(form.submit_fields()), name: text}
            browser = alice if path != "/register" else Browser(app)
            fields["csrf_token"] = browser.fill(path)["csrf_token"].value
            started = time.process_time()
            assert browser.post(path, fields, expect_errors=True).status_int in {413, 422, 429}, (path, name)
            assert time.process_time() - started < 2, (path, name)


def test_where_it_can_not_be_found_out_who_asks_nothing_is_shown(app, alice, monkeypatch):
    """ASVS 16.5.3: it fails closed."""
    alice.add("alice", "Lunch")
    monkeypatch.setattr(Root, "find_session", lambda *_: 1 / 0)
    answer = alice.ask("/")
    assert answer.status_int == 500 and "Lunch" not in answer.text and not INSIDE.search(answer.text)
