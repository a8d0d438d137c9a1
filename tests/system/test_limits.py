"""What waitress refuses before the app sees it, and what does not stop it."""

import socket
from contextlib import ExitStack, closing

import pytest

from tests.factories import PASSWORD
from tests.system.programs import PATIENCE, Visitor, stored

FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


def connect(server):
    return closing(socket.create_connection(("127.0.0.1", server.port), PATIENCE))


def talk(server, *parts: str) -> str:
    """All that is answered to these bytes, until the server closes the connection."""
    received = b""
    with connect(server) as connection:
        try:
            for part in parts:
                connection.sendall(part.encode("latin-1"))
            while data := connection.recv(65536):
                received += data
        except (ConnectionResetError, BrokenPipeError):
            pass  # it answered before all was sent, and hung up
    return received.decode("latin-1")


def statuses(answer: str) -> list[str]:
    return [part[:3] for part in answer.replace("HTTP/1.0 ", "HTTP/1.1 ").split("HTTP/1.1 ")[1:]]


def head(path: str, *lines: str, method: str = "GET") -> str:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "", ""])


def test_a_body_over_11_mib_is_413(asked):
    answer = talk(asked, head("/users/alice/import", "Content-Length: 11534337", method="POST"))
    assert statuses(answer) == ["413"] and "Connection: close" in answer
    chunk = f"{0x100000:x}\r\n" + "x" * 0x100000 + "\r\n"
    chunked = head("/users/alice/import", "Transfer-Encoding: chunked", method="POST")
    assert statuses(talk(asked, chunked, *[chunk] * 12)) == ["413"]


def test_a_body_over_1_mib_is_413_but_for_files(asked):
    for path, status in (("/login", "413"), ("/users/alice/import", "302")):
        lines = ("Content-Length: 1048577", "Connection: close")
        assert statuses(talk(asked, head(path, *lines, method="POST"), "x" * 1048577)) == [status]
    chunk = f"{0x10000:x}\r\n" + "x" * 0x10000 + "\r\n"
    chunked = head("/login", "Transfer-Encoding: chunked", "Connection: close", method="POST")
    assert statuses(talk(asked, chunked, *[chunk] * 17, "0\r\n\r\n")) == ["413"]
    below = talk(asked, head("/login", "Content-Length: 200000", "Connection: close", method="POST"), "x" * 200000)
    assert statuses(below) == ["413"] and "That is too much" in below


def test_headers_over_16_kib_are_431(asked):
    assert statuses(talk(asked, head("/login", "X-Long: " + "x" * 16384))) == ["431"]
    assert statuses(talk(asked, "GET /" + "x" * 20000)) == ["431"]
    assert statuses(talk(asked, head("/login", "X-Long: " + "x" * 15000, "Connection: close"))) == ["200"]


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (["Content-Length: 5", "Content-Length: 6"], "abcde"),
        (["Content-Length: +5"], "abcde"),
        (["Content-Length: 5, 5"], "abcde"),
        (["Content-Length : 5"], "abcde"),
        (["Transfer-Encoding: gzip"], "abcde"),
        (["Transfer-Encoding: chunked, identity"], "0\r\n\r\n"),
        (["Transfer-Encoding: xchunked"], "0\r\n\r\n"),
        (["Transfer-Encoding: chunked"], "zz\r\n\r\n"),
        (["X: a\r\n folded\x00"], ""),
        (["X\n: y"], ""),
    ],
)
def test_requests_that_two_servers_could_read_differently_are_refused(asked, lines, body):
    """One answer, and then the connection is closed: whatever follows is no request of its own."""
    answer = talk(asked, head("/login", *lines, method="POST") + body, head("/register", "Connection: close"))
    assert len(statuses(answer)) == 1 and statuses(answer)[0] in {"400", "501"}, answer


def test_idle_and_slow_connections_do_not_stop_the_server(server):
    """T16: a hundred of them were the end of it with the settings that waitress comes with."""
    with ExitStack() as open_connections:
        for number in range(300):
            connection = open_connections.enter_context(connect(server))
            if number % 3:
                connection.sendall(b"POST /login HTTP/1.1\r\nHost: local" if number % 3 == 1 else half_a_form())
        assert Visitor(server).register("alice").ask("/").status == 200


def half_a_form() -> bytes:
    return head("/login", FORM.strip(), "Content-Length: 1000", method="POST").encode() + b"username="


def test_a_request_that_is_cut_off_changes_nothing(server, tmp_path):
    visitor = Visitor(server)
    body = f"csrf_token={visitor.token('/register')}&username=alice&email=a%40example.com&password={PASSWORD}"
    cookie = f"Cookie: csrf={visitor.cookies['csrf']}"
    whole = head("/register", FORM.strip(), cookie, f"Content-Length: {len(body)}", "Connection: close", method="POST")
    with connect(server) as connection:
        connection.sendall((whole + body[:-1]).encode())
    assert visitor.ask("/").status == 302
    with stored(tmp_path) as root:
        assert len(root["users"]) == 0
    assert statuses(talk(server, whole + body.replace(" ", "+"))) == ["302"]


def test_what_waitress_answers_itself_says_nothing_of_the_inside(asked):
    for answer in [talk(asked, "nonsense\r\n\r\n"), talk(asked, head("/", "Content-Length: 19999999"))]:
        assert "Traceback" not in answer and "waitress" not in answer.lower() and "\nServer:" not in answer
        assert len(answer) < 400
