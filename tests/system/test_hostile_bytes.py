"""Hostile requests, byte by byte, to a real waitress set up as in our ini files; and whose word it takes."""

import configparser
import logging
import re
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from waitress.server import create_server

from tests.factories import Browser, forget_tries
from tests.system.nasty import NASTY, get

PROJECT = Path(__file__).parents[2]
EXAMPLES = 200

STATUSES = {200, 302, 304, 400, 404, 405, 413, 422, 431, 501, 505}
"""All that may be answered; None for a connection that is closed without a word."""

SILENCE = 0.5
"""Seconds to wait for an answer. Some of what is sent is not a whole request, and gets none."""


def options(ini: str) -> dict[str, str]:
    """How an ini file of ours sets waitress up, but for the address."""
    parser = configparser.RawConfigParser()
    parser.read(PROJECT / ini)
    found = dict(parser["server:main"])
    return {name: value for name, value in found.items() if name not in {"use", "listen"}}


@contextmanager
def waitress(app, ini: str, **more: str) -> Iterator[int]:
    """Serves ``app`` on a free port of loopback."""
    server = create_server(app, host="127.0.0.1", port=0, **{**options(ini), **more})
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.close()
        thread.join(5)
        server.task_dispatcher.shutdown()


def send(port: int, data: bytes, patience: float = SILENCE) -> bytes:
    """All that comes back, until the connection is closed or nothing more comes for so many seconds."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        try:
            connection.sendall(data)
            while chunk := connection.recv(65536):
                answer += chunk
        except (TimeoutError, ConnectionError):  # refused half-way, or waiting for more
            pass
    return answer


def status(answer: bytes) -> int | None:
    answer = answer.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    assert found or not answer, answer[:100]
    return int(found[1]) if found else None


def judge(answer: bytes, sent: bytes) -> None:
    assert status(answer) in STATUSES | {None}, (sent[:200], answer[:200])
    assert not re.search(rb"Traceback|File \"|\.py\"|Exception", answer), (sent[:200], answer)
    assert not re.search(rb"(?im)^(location: [a-z]+://(?!localhost)|set-cookie: b|server: )", answer), (
        sent[:200],
        answer,
    )


def errors(caplog) -> list[str]:
    """What was logged as an error. waitress 3.0.2 itself stumbles over the URL ``http://[``, and hangs up."""
    found = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    return [message for message in found if "uncaptured python exception" not in message or "IPv6 URL" not in message]


@pytest.mark.no_cover
@pytest.mark.parametrize("ini", ["development.ini", "production.ini"])
def test_nasty_bytes(app, ini, caplog):
    Browser(app).register("alice")
    tried: Counter[int | None] = Counter()
    with waitress(app, ini) as port, caplog.at_level(logging.ERROR):
        for requests in NASTY.values():
            for request in requests:
                answer = send(port, request)
                judge(answer, request)
                tried[status(answer)] += 1
                forget_tries(app)
        assert status(send(port, get(b"/login"), 20)) == 200
    assert not errors(caplog), caplog.text
    print(f"\nnasty requests sent: {tried.total()}, answered {tried}")  # noqa: T201, a figure


@pytest.mark.no_cover
def test_any_bytes_at_all(app, caplog):
    """Lines of a request put together at random, and random bytes."""
    pieces = st.sampled_from([request for requests in NASTY.values() for request in requests if len(request) < 1000])
    cut = st.builds(lambda first, second, at: first[:at] + second[at:], pieces, pieces, st.integers(0, 120))
    changed = st.builds(
        lambda piece, at, more: piece[:at] + more + piece[at:], pieces, st.integers(0, 120), st.binary(max_size=4)
    )
    whole = st.one_of(cut, changed, st.binary(max_size=100)).map(lambda data: data + b"\r\n\r\n")
    tried: Counter[int | None] = Counter()

    with waitress(app, "development.ini") as port, caplog.at_level(logging.ERROR):

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(whole)
        def try_it(data):
            answer = send(port, data)
            judge(answer, data)
            tried[status(answer)] += 1
            forget_tries(app)

        try_it()
        assert status(send(port, get(b"/login"), 20)) == 200
    assert not errors(caplog), caplog.text
    print(f"\nrandom requests sent: {tried.total()}, answered {tried}")  # noqa: T201, a figure


FORWARDED = [
    b"X-Forwarded-For: 203.0.113.66, 198.51.100.7",
    b"X-Forwarded-Proto: https",
    b"X-Forwarded-Host: localhost",
    b"X-Forwarded-Port: 444",
    b"Forwarded: for=203.0.113.1;proto=https;host=evil.example",
]


@pytest.mark.parametrize(
    ("ini", "proxy", "believed"),
    [
        ("production.ini", {}, True),
        ("production.ini", {"trusted_proxy": "192.0.2.1"}, False),
        ("development.ini", {}, False),
    ],
)
def test_only_the_proxy_is_believed(app, ini, proxy, believed):
    """ASVS 4.1.3. Of the addresses that came along, the proxy's own word is the last one."""
    seen = []

    def spy(environ, start_response):
        seen.append(environ)
        return app(environ, start_response)

    with waitress(spy, ini, **proxy) as port:
        answer = send(port, get(b"/login", *FORWARDED), 20).lower()
    (environ,) = seen
    assert status(answer.upper()) == 200
    assert environ["REMOTE_ADDR"] == ("198.51.100.7" if believed else "127.0.0.1")
    assert environ["wsgi.url_scheme"] == ("https" if believed else "http")
    assert (b"set-cookie: __host-csrf=" in answer) == believed == (b"strict-transport-security: " in answer)
    assert (b"set-cookie: csrf=" in answer) != believed
