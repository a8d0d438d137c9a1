"""Breached passwords: looked up where the operator says, without telling anybody which password it is."""

import hashlib
import io
import json
import socket
import ssl
import subprocess
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from eventapp import cli
from eventapp.security import breached
from eventapp.security.breached import Breached
from eventapp.security.passwords import Passwords
from tests.factories import PASSWORD, Browser, Mailbox, opened

STOLEN = "seven purple hedgehogs sing"
FINE = "eight orange hedgehogs hum"
DIGEST = hashlib.sha1(STOLEN.encode()).hexdigest().upper()
REFUSED = "This password was stolen somewhere"
PADDING = "\r\n".join(f"{number:035X}:0" for number in range(800))


class Service:
    """A server that answers as the range API does, and keeps what it was sent."""

    def __init__(self) -> None:
        self.known = {STOLEN}
        self.status, self.wait, self.extra = 200, 0.0, PADDING
        self.asked: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length).decode()
                service.asked.append(f"{self.requestline}\n{self.headers}\n{body}")
                time.sleep(service.wait)
                try:
                    self.send_response(service.status)
                    self.send_header("Location", "/elsewhere")
                    self.end_headers()
                    self.wfile.write(service.answer(self.path.rpartition("/")[2]).encode())
                except OSError:
                    """Nobody waited for it."""

            def log_message(self, *_):
                """Keep the output of the tests clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = False  # closing it waits for them
        self.url = f"http://127.0.0.1:{self.server.server_port}/range"

    def answer(self, prefix: str) -> str:
        digests = [hashlib.sha1(password.encode()).hexdigest().upper() for password in self.known]
        return "\r\n".join([*(f"{digest[5:]}:3" for digest in digests if digest[:5] == prefix), self.extra]).strip()


@pytest.fixture
def service():
    service = Service()
    thread = threading.Thread(target=service.server.serve_forever, args=(0.01,))
    thread.start()
    yield service
    service.server.shutdown()
    service.server.server_close()
    thread.join()


@pytest.fixture
def asking(make_app, service, tmp_path):
    """An application that asks the service."""
    return make_app(**{"eventapp.breached_passwords": service.url, "eventapp.mail.folder": f"{tmp_path}/mail"})


def unanswered(caplog) -> list[str]:
    """What the log says of questions that had no answer."""
    lines = [json.loads(record.getMessage()) for record in caplog.records if record.name == breached.__name__]
    assert all(line["what"] == "breached-passwords-unanswered" and line["at"] for line in lines)
    return [line["detail"] for line in lines]


def test_it_is_refused_when_registering(asking, service):
    browser = Browser(asking)
    page = browser.send("/register", status=422, username="alice", email="alice@example.com", password=STOLEN)
    assert page.html.find(id="password-error").text.startswith(REFUSED) and STOLEN not in page
    browser.register("alice", FINE)
    assert len(service.asked) == 2


def test_it_is_refused_when_it_is_changed(asking, service):
    alice = Browser(asking).register("alice")
    page = alice.send("/users/alice/password", status=422, current_password=PASSWORD, password=STOLEN)
    assert page.html.find(id="password-error").text.startswith(REFUSED)
    alice.send("/users/alice/password", status=303, current_password=PASSWORD, password=FINE)


def test_it_is_refused_when_a_forgotten_one_is_set(asking):
    Browser(asking).register("alice")
    browser = Browser(asking)
    browser.send("/forgot", status=303, username="alice")
    form = browser.get(Mailbox(asking).link("alice@example.com"), status=302).follow().form
    form["password"] = STOLEN
    page = form.submit(status=422)
    assert page.html.find(id="password-error").text.startswith(REFUSED)
    page.form["password"] = FINE
    page.form.submit(status=302)


@pytest.mark.parametrize("how", ["service", "folder"])
def test_it_is_refused_by_the_script(make_app, service, tmp_path, monkeypatch, capsys, how):
    source = service.url if how == "service" else tmp_path
    for prefix in ("00000", DIGEST[:5], hashlib.sha1(FINE.encode()).hexdigest().upper()[:5]):
        (tmp_path / f"{prefix}.txt").write_text(service.answer(prefix))
    ini = tmp_path / "operator.ini"
    ini.write_text(
        "[app:main]\nuse = egg:eventapp\nzodbconn.uri = file://%(here)s/var/Data.fs\n"
        f"eventapp.bcrypt.rounds = 4\neventapp.breached_passwords = {source}\n"
    )

    def add(password: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(password))
        return cli.main(["-c", str(ini), "user", "add", "maya", "--email", "m@example.com", "--password-stdin"])

    assert add(STOLEN) == 1
    assert f"password: {REFUSED}" in capsys.readouterr().err
    assert add(FINE) == 0
    Browser(make_app()).sign_in("maya", FINE)
    assert len(service.asked) == (2 if how == "service" else 0)


def test_only_five_digits_of_a_digest_leave_the_machine(asking, service):
    Browser(asking).send("/register", status=422, username="alice", email="alice@example.com", password=STOLEN)
    (asked,) = service.asked
    assert asked.startswith(f"GET /range/{DIGEST[:5]} HTTP/1.1\n")
    assert sorted(line for line in asked.splitlines()[1:] if line) == [
        "Accept-Encoding: identity",
        "Add-Padding: true",
        f"Host: 127.0.0.1:{service.server.server_port}",
        "User-Agent: eventapp",
    ]
    assert DIGEST[5:7] not in asked.partition("\n")[0] and STOLEN not in asked and "alice" not in asked


def test_nobody_is_asked_for_nothing(asking, service):
    """Only when all else is well, never at sign-in, and not by other pages."""
    alice = Browser(asking).register("alice")
    assert len(service.asked) == 1
    fields = {"email": "bob@example.com", "password": FINE}
    Browser(asking).send("/register", status=422, username="alice", **fields)
    Browser(asking).send("/register", status=422, username="bob", **{**fields, "password": "password1234"})
    alice.send("/users/alice/password", status=422, current_password="wrong wrong wrong", password=FINE)
    alice.send("/users/alice/password", status=422, current_password=PASSWORD, password="short")
    Browser(asking).sign_in("alice").get("/", status=200)
    Browser(asking).send("/login", status=422, username="alice", password=STOLEN)
    assert len(service.asked) == 1


def test_whoever_has_a_stolen_one_already_signs_in(asking):
    Browser(asking).register("alice")
    with opened(asking) as root:
        root["users"]["alice"].password = Passwords(4).stretch(STOLEN)
    Browser(asking).sign_in("alice", STOLEN)


@pytest.mark.parametrize("status", [500, 503, 429, 404, 301, 204])
def test_without_an_answer_it_is_accepted_and_the_log_says_so(asking, service, caplog, status):
    service.status = status
    Browser(asking).register("alice", STOLEN)
    assert unanswered(caplog) == [f"ValueError: the answer was {status}"] and len(service.asked) == 1
    assert STOLEN not in caplog.text and DIGEST[:5] not in caplog.text


def test_an_answer_that_takes_too_long_is_not_waited_for(asking, service, caplog, monkeypatch):
    monkeypatch.setattr(breached, "PATIENCE", 0.1)
    service.wait = 1
    start = time.monotonic()
    Browser(asking).register("alice", STOLEN)
    assert time.monotonic() - start < 1
    assert [detail.partition(":")[0] for detail in unanswered(caplog)] == ["TimeoutError"]


@pytest.mark.parametrize(
    ("begin", "more"), [(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), (b"HTTP/1.1 200 OK\r\n\r\n", b"A"), (b"", b"H")]
)
def test_a_service_that_never_ends_keeps_no_place(monkeypatch, begin, more):
    """Two such answers would be the last that anybody waits for."""
    monkeypatch.setattr(breached, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.recv(4096)
                connection.sendall(begin)
                for _ in range(200):
                    connection.sendall(more)
                    time.sleep(0.05)

        threading.Thread(target=answer, daemon=True).start()
        asked = Breached(f"http://127.0.0.1:{server.getsockname()[1]}/range")
        assert asked.weakness(STOLEN) is None
        thread = next((thread for thread in threading.enumerate() if thread.name == "breached"), None)
        if thread is not None:
            thread.join(3)
        assert asked._places._value == breached.AT_ONCE


def test_a_name_that_is_long_to_find_is_not_waited_for(caplog, monkeypatch):
    """No timeout of a socket bounds that."""
    found = threading.Event()
    monkeypatch.setattr(breached, "PATIENCE", 0.1)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_: found.wait(5) and [])
    assert Breached("https://breached.example/range").weakness(STOLEN) is None
    assert [detail.partition(":")[0] for detail in unanswered(caplog)] == ["TimeoutError"]
    found.set()


def test_a_service_that_is_down(caplog):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert Breached(f"http://127.0.0.1:{port}").weakness(STOLEN) is None
    assert unanswered(caplog) == ["ConnectionRefusedError: Connection refused"]


@pytest.mark.parametrize("text", ["<h1>Sign in to this network</h1>", f"{DIGEST[5:]}", f"{DIGEST}:1", "é"])
def test_an_answer_of_another_kind_is_none(caplog, service, text):
    service.extra = text
    assert Breached(service.url).weakness(STOLEN) is None
    assert len(unanswered(caplog)) == 1


def test_a_service_is_asked_when_its_certificate_is_vouched_for(caplog, service, tmp_path, monkeypatch):
    """And else told nothing (ASVS 12.3.2)."""
    files = ["-keyout", f"{tmp_path}/key.pem", "-out", f"{tmp_path}/cert.pem"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", *names, *files]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    service.server.socket = context.wrap_socket(service.server.socket, server_side=True, do_handshake_on_connect=False)
    asking = Breached(f"https://localhost:{service.server.server_port}/range")
    assert asking.weakness(STOLEN) is None
    (detail,) = unanswered(caplog)
    assert detail.startswith("SSLCertVerificationError") and not service.asked
    monkeypatch.setenv("SSL_CERT_FILE", f"{tmp_path}/cert.pem")
    assert REFUSED in (asking.weakness(STOLEN) or "")


def test_more_than_two_questions_at_once_are_not_asked(caplog, service):
    """So that pages have threads left whatever the service does."""
    service.wait = 0.6
    asking = Breached(service.url)
    problems: list[str | None] = []
    threads = [threading.Thread(target=lambda: problems.append(asking.weakness(STOLEN))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([problem for problem in problems if problem]) == breached.AT_ONCE == len(service.asked)
    assert unanswered(caplog) == ["TimeoutError: too many questions at once"] * 4
    assert REFUSED in (asking.weakness(STOLEN) or ""), "there is room again"


def test_padding_is_no_password(service):
    service.extra = f"{hashlib.sha1(FINE.encode()).hexdigest().upper()[5:]}:0"
    assert Breached(service.url).weakness(FINE) is None


@pytest.mark.parametrize("kind", ["upper", "lower"])
def test_a_folder_is_read_as_the_download_writes_it(tmp_path, caplog, kind):
    entries = ["0" * 35 + ":7", f"{getattr(DIGEST[5:], kind)()}:12"]
    (tmp_path / f"{DIGEST[:5]}.txt").write_bytes("\r\n".join(entries).encode())
    folder = Breached(str(tmp_path))
    assert REFUSED in folder.weakness(STOLEN) and not unanswered(caplog)
    assert folder.weakness("\ud800 is not UTF-8") is None
    assert unanswered(caplog) == ["FileNotFoundError: No such file or directory"], (
        "the name of the file is a part of it"
    )


def test_by_default_nobody_is_asked(app, monkeypatch):
    """ASVS 13.2.4: an application without settings opens no connection, whatever people do."""
    monkeypatch.setattr("socket.socket.connect", no_connection)
    monkeypatch.setattr("socket.getaddrinfo", no_connection)
    alice = Browser(app).register("alice", STOLEN)
    alice.add("alice", "Lunch", start_date="2026-11-24")
    alice.send("/users/alice/password", status=303, current_password=STOLEN, password=FINE)


def no_connection(*_):
    raise AssertionError("a connection was opened")
