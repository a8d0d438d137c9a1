"""What an answer says of its length is its length, byte by byte over a real socket (ASVS 4.2.2)."""

import pytest

from tests.system.programs import Visitor
from tests.system.test_limits import head, talk

LONG = "x" * 200_000


def parts(answer: str) -> tuple[str, dict[str, list[str]], str]:
    """Status, headers and body of one answer."""
    top, _, body = answer.partition("\r\n\r\n")
    status, *lines = top.split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        headers.setdefault(name.lower(), []).append(value)
    return status.split(" ")[1], headers, body


def ask(server, path: str, method: str = "GET", body: str = "", *lines: str):
    sent = [*lines, *([f"Content-Length: {len(body)}"] if method == "POST" else []), "Connection: close"]
    return parts(talk(server, head(path, *sent, method=method) + body))


@pytest.fixture(scope="module")
def cookie(asked):
    alice = Visitor(asked).register("alice")
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in alice.cookies.items())


@pytest.mark.parametrize(
    ("status", "path", "method", "body"),
    [
        ("200", "/", "GET", ""),
        ("200", "/users/alice/", "GET", ""),
        ("200", "/users/alice/sessions", "GET", ""),
        ("200", "/static/app.css", "GET", ""),
        ("200", "/static/app.css?v=1", "GET", ""),
        ("404", "/nothing/here", "GET", ""),
        ("404", "/static/none.css", "GET", ""),
        ("404", "/%ff", "GET", ""),
        ("405", "/", "PUT", ""),
        ("400", "/logout", "POST", "csrf_token=none"),
        ("413", "/login", "POST", LONG),
    ],
)
def test_an_answer_is_as_long_as_it_says(asked, cookie, status, path, method, body):
    got, headers, text = ask(asked, path, method, body, cookie, "Content-Type: application/x-www-form-urlencoded")
    assert got == status
    assert headers["content-length"] == [str(len(text))] and "transfer-encoding" not in headers


@pytest.mark.parametrize("path", ["/login", "/", "/static/app.css", "/static/none.css", "/nothing"])
def test_head_has_the_length_and_nothing_behind_it(asked, path):
    status, headers, text = ask(asked, path)
    assert headers["content-length"] == [str(len(text))]
    said, of_head, nothing = ask(asked, path, "HEAD")
    assert said == status and nothing == ""
    assert of_head["content-length"] == headers["content-length"]


def test_what_did_not_change_has_no_body(asked):
    changed = ask(asked, "/static/app.css")[1]["last-modified"][0]
    status, headers, text = ask(asked, "/static/app.css", "GET", "", f"If-Modified-Since: {changed}")
    assert status == "304" and text == "" and headers.get("content-length", ["0"]) == ["0"]


@pytest.mark.parametrize("sent", ["nonsense\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"])
def test_so_is_what_waitress_answers_itself(asked, sent):
    status, headers, text = parts(talk(asked, sent))
    assert status in {"400", "413"} and headers["content-length"] == [str(len(text))]
