"""Hostile requests: whatever comes in gets a page or a refusal, never a 500 and never a stack trace.

Once as a property over WSGI requests that hypothesis makes up, the same ones each time; and once over
a real waitress, byte by byte (tests/system/test_hostile_bytes.py). HOSTILE=5000 tries that many.
"""

import io
import logging
import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webob import Request

from eventapp import main
from eventapp.models import Session
from eventapp.security import sessions
from eventapp.security.public import PUBLIC
from tests.factories import Browser, forget_tries, opened

EXAMPLES = int(os.environ.get("HOSTILE", "800"))

STATUSES = {200, 302, 303, 304, 400, 404, 405, 410, 413, 422, 429}
"""All that may be answered; 304 by static files only."""

TRACES = (b"Traceback", b'File "', b"File &#34;", b'.py"', b" at 0x", b"Exception")

PLACES = ["/", "/login", "/register", "/logout", "/static/app.css", "/static/", "/users", "/users/", "/users/alice/"]
PLACES += ["/month/", "/week/", "/day/", "/year/", "/agenda", "/month/2026-11", "/week/2026-W48"]
PAGES = ["/users/alice/" + name for name in ("add", "past", "trash", "settings", "sessions", "confirm")]

LATIN = st.characters(min_codepoint=0, max_codepoint=255)
RAW = st.text(LATIN, max_size=40)
"""Any bytes, as WSGI carries them."""

ODD_PATHS = st.sampled_from(
    """/%ff /%00 /%2e%2e/%2e%2e/etc/passwd /../../etc/passwd //evil.example/ /\\evil.example /users//alice/ /@@login
    /users/alice/@@add /*traverse /users/alice/%c0%af /users/alice/%ed%a0%80 /.git/config /users/alice/__class__
    /login/ /login;x=1 /LOGIN /users/alice/..;/add /static/..%2f..%2fsetup.py /static/%2e%2e/models/user.py
    /static/..\\app.css /static/app.css/ /static/%00 http://evil.example/login login * /users/alice/add?x /\r\nX:y
    /users/alice/\u00e2\u0080\u00ae /users/\u00ff\u00fe/""".split()
) | st.just("/" + "a" * 9000)

paths = st.one_of(
    st.sampled_from(PLACES + PAGES),
    ODD_PATHS,
    st.builds(lambda place, more: place + more, st.sampled_from(PLACES), RAW),
    RAW.map(lambda path: "/" + path),
    RAW,
)

queries = st.one_of(
    st.just(""),
    st.sampled_from(
        ["next=%ff", "next=//evil.example", "page=" + "9" * 5000, "page=-1", "page=%d9%a3", "deleted=%00",
         "done=%ff", "to=%00", "from=9999-12-31", "hide=%ff,own",
         "next=" + "a" * 9000, "%", "&&&==", "a[]=1&a=2", "csrf_token=x", ";".join("a" * 500),
         "next=/\r\nSet-Cookie:x=y"]
    ),
    RAW,
)  # fmt: skip

methods = st.sampled_from(
    ["GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND",
     "get", "FOO", "", "G E T", "M" * 5000, "\u00e9", "__init__", "GET\0", "POST\r\n"]
)  # fmt: skip

hosts = st.sampled_from(
    ["localhost:6543"] * 6
    + ["localhost", "LOCALHOST:1", "evil.example", "", "localhost:", "localhost:x", "[::1", "[::1]:6543", "]",
       "a" * 5000, "localhost, evil.example", "localhost@evil.example", "localhost\0", "\u00ff", "localhost:99999999",
       "..", "@"]
)  # fmt: skip

cookies = st.one_of(
    st.none(),
    st.sampled_from(
        ['x="\\377"', "session", "session=", "session=" + "A" * 43, "session=" + "A" * 9000, "=", ";;;=;", 'session="',
         "\u00ff=\u00fe", "csrf=" + "B" * 43 + "; csrf=\u00ff", "device=%00", "__Host-session=" + "A" * 43,
         "$Version=1; $Path"]
    ),
    RAW,
)  # fmt: skip

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"

content_types = st.one_of(
    st.sampled_from([URLENCODED] * 4 + [MULTIPART] * 3),
    st.sampled_from(
        ["", "/", ";", "a/b/c", "text/plain", "application/json", f"{URLENCODED}; charset=latin-1",
         "multipart/form-data", f"{URLENCODED}; charset=nonsense", f"{URLENCODED}; charset=",
         f"{URLENCODED}; charset=\u00ff",
         "multipart/mixed", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "b" * 500,
         f"{URLENCODED}; charset=utf-7",
         "multipart/form-data; boundary=\u00ff", f"{URLENCODED}; charset=utf-16", f"{URLENCODED}; charset=idna"]
    ),
    RAW,
)  # fmt: skip

names = st.sampled_from(["username", "password", "email", "timezone", "next", "title", "start_date", "version", "end"])


def part(name: str, value: str, more: str) -> bytes:
    disposition = f'Content-Disposition: form-data; name="{name}"{more}'
    return f"--x\r\n{disposition}\r\n\r\n{value}\r\n".encode("latin-1", "replace")


parts = st.builds(
    part,
    names,
    RAW,
    st.sampled_from(
        ["", "; filename=a.txt", '; filename=""', "\r\nContent-Type: text/plain; charset=nonsense",
         '; filename="\u00ff"', "\r\nContent-Transfer-Encoding: base64",
         "\r\nContent-Type: multipart/mixed; boundary=y", "\r\nContent-Length: -1"]
    ),
)  # fmt: skip

bodies = st.one_of(
    st.just(b""),
    st.binary(max_size=60),
    st.sampled_from([b"username=%ff", b"[" * 5000, b"%" * 999, b"a&" * 3000, b"username=" + b"a" * 140_000, b"=&=&="]),
    st.lists(st.tuples(names, RAW), max_size=6).map(
        lambda fields: "&".join(f"{name}={value}" for name, value in fields).encode("latin-1")
    ),
    st.lists(parts, max_size=4).map(lambda found: b"".join(found) + b"--x--\r\n"),
    st.lists(parts, max_size=4).map(b"".join),
)

lengths = st.sampled_from(["right"] * 8 + ["", "0", "half", "-1", "abc", "\u00b3", " 0", "0, 6"])
"""Never more than there is: a server has the whole body before it calls an application."""

more_headers = st.dictionaries(
    st.sampled_from(
        """HTTP_X_VHM_ROOT HTTP_X_FORWARDED_HOST HTTP_X_FORWARDED_PROTO HTTP_X_FORWARDED_FOR HTTP_FORWARDED
        HTTP_X_ORIGINAL_URL HTTP_X_HTTP_METHOD_OVERRIDE HTTP_ORIGIN HTTP_REFERER HTTP_SEC_FETCH_SITE HTTP_USER_AGENT
        HTTP_ACCEPT HTTP_ACCEPT_ENCODING HTTP_ACCEPT_LANGUAGE HTTP_ACCEPT_CHARSET HTTP_RANGE HTTP_IF_RANGE
        HTTP_IF_NONE_MATCH HTTP_IF_MODIFIED_SINCE HTTP_IF_MATCH HTTP_AUTHORIZATION HTTP_TRANSFER_ENCODING HTTP_EXPECT
        HTTP_X_CSRF_TOKEN HTTP_X_REQUESTED_WITH HTTP_CONTENT_TYPE HTTP_TE HTTP_UPGRADE HTTP_DATE REMOTE_ADDR
        """.split()
    ),
    st.one_of(
        RAW,
        st.sampled_from(
            ["/users/alice", "evil.example", "https", "POST", "null", "http://[::1", "bytes=9-1", "bytes=0-0,5-",
             "bytes=-", "Basic \u00ff", "Basic YQ==", "Bearer x", "chunked", "100-continue", "99 Foo 9999 99:99:99",
             '"\u00ff', "*/*;q=\u00bd", "a" * 9000, "-1", "%s%n${jndi:x}{{7*7}}", "Mon, 01 Jan 0000 00:00:00 GMT"]
        ),
    ),
    max_size=4,
)  # fmt: skip

anything = {
    "path": paths,
    "query": queries,
    "method": methods,
    "host": hosts,
    "cookie": cookies,
    "content_type": content_types,
    "body": bodies,
    "length": lengths,
    "more": more_headers,
    "scheme": st.sampled_from(["http", "http", "http", "https"]),
}

sane = {
    "path": st.sampled_from(PLACES + PAGES),
    "method": st.sampled_from(["GET", "POST", "POST"]),
    "host": st.just("localhost:6543"),
    "content_type": st.just(URLENCODED),
    "length": st.just("right"),
}
"""What most layers let through, so that what else is hostile gets as far as the views."""

requests = st.one_of(
    st.fixed_dictionaries(anything),
    st.fixed_dictionaries({**anything, **sane}),
    *(st.fixed_dictionaries({**anything, **sane, name: anything[name]}) for name in sane),
)


class Somebody(NamedTuple):
    """Whose browser sends the hostile requests: its cookies, and a token good for its forms."""

    cookies: str
    token: str
    session: str | None = None
    """The token of alice's session, None for somebody who is not signed in."""


def environ_of(made: dict, sender: Somebody) -> dict:
    """What a WSGI server would hand over."""
    body = made["body"]
    if made["content_type"] == URLENCODED:
        body += b"&csrf_token=" + sender.token.encode()
    return Request.blank("/").environ | {
        "REQUEST_METHOD": made["method"],
        "PATH_INFO": made["path"],
        "QUERY_STRING": made["query"],
        "HTTP_HOST": made["host"],
        "HTTP_COOKIE": ";".join(filter(None, [made["cookie"], sender.cookies])),
        "REMOTE_ADDR": "192.0.2.1",
        "wsgi.url_scheme": made["scheme"],
        "wsgi.input": io.BytesIO(body),
        "CONTENT_TYPE": made["content_type"],
        "CONTENT_LENGTH": {"right": str(len(body)), "half": str(len(body) // 2)}.get(made["length"], made["length"]),
        **made["more"],
    }


def judge(answer, environ: dict, signed_in: bool) -> None:
    """What every answer must be."""
    body = answer.body
    assert answer.status_int in STATUSES, answer.status
    assert "text/css" in answer.content_type or not any(trace in body for trace in TRACES), body
    assert (
        answer.headers["X-Content-Type-Options"] == "nosniff"
        and "default-src" in answer.headers["Content-Security-Policy"]
    )
    assert not any("\r" in value or "\n" in value for value in answer.headers.values())
    location = answer.headers.get("Location", "")
    assert "evil" not in location.partition("?")[0] and len(location) < 3100
    if not signed_in and answer.status_int in {200, 206, 303, 304, 410, 416, 422}:
        path = environ["PATH_INFO"]
        assert path.removeprefix("/") in PUBLIC or path.startswith("/static/"), path
    if not signed_in and answer.status_int == 302:
        assert location.partition("?")[0].endswith("/login")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """One application for all examples: they should not be able to hurt it."""
    folder = tmp_path_factory.mktemp("hostile")
    app = main({}, **{"zodbconn.uri": f"file://{folder}/Data.fs", "eventapp.bcrypt.rounds": "4"})
    yield app
    app.registry.background.wait()
    app.registry.background.stop()
    app.registry.db.close()


@pytest.fixture(scope="module")
def senders(app) -> list[Somebody]:
    nobody, alice = Browser(app), Browser(app).register("alice")
    token = nobody.get("/login").form["csrf_token"].value
    key, session = f"csrf={nobody.cookies['csrf']}", f"session={alice.token}"
    return [
        Somebody(f"{key}; __Host-{key}", token),
        Somebody(f"{session}; __Host-{session}", alice.get("/").forms[0]["csrf_token"].value, alice.token),
    ]


def sign_in_again(app, token: str) -> None:
    """Some of what is sent signs alice out; the next one should find her as the first one did."""
    with opened(app) as root:
        now = datetime.now(UTC)
        if root.find_session(sessions.digest(token), now) is None:
            root.open_session(root["users"]["alice"], sessions.digest(token), Session(now, now + timedelta(1), ""))


@pytest.mark.no_cover
def test_nothing_a_client_sends_is_a_500(app, senders, caplog):
    tried: Counter[int] = Counter()

    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(requests)
    def try_it(made):
        for sender in senders:
            forget_tries(app)
            if sender.session:
                sign_in_again(app, sender.session)
            environ = environ_of(made, sender)
            answer = Request(dict(environ)).get_response(app)
            tried[answer.status_int] += 1
            judge(answer, environ, sender.session is not None)

    with caplog.at_level(logging.ERROR):
        try_it()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR], caplog.text
    print(f"\nhostile requests tried: {tried.total()}, answered {dict(sorted(tried.items()))}")  # noqa: T201, a figure
    assert tried.total() >= 2 * EXAMPLES
    assert {200, 302, 303, 400, 404, 405, 422} <= set(tried), "some should get as far as the views"
    for path in ("/login", "/static/app.css"):  # and the application is as good as before
        assert Request.blank(path, base_url="http://localhost:6543").get_response(app).body
