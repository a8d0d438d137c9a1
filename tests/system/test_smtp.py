"""A real SMTP server on loopback: what is stored is delivered, once, over a connection that is checked."""

import logging
import os
import socket
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from transaction import TransactionManager

from eventapp.mail import Mail, Message, make_folder
from eventapp.settings import read
from eventapp.smtp import ABANDONED, UNFINISHED, Sender
from tests.factories import NOW, Browser, opened

URL = "https://events.example.com"


class Inbox:
    """Takes all mail, or answers as it is told."""

    def __init__(self) -> None:
        self.messages = []
        self.answers = {}

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802, aiosmtpd's name
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802, aiosmtpd's name
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, aiosmtpd's name
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, aiosmtpd's name
        if (answer := self.answers.get("DATA", "250 OK")).startswith("250"):
            self.messages.append((session.host_name, session.ssl is not None, envelope))
        return answer

    @property
    def recipients(self):
        return [to for _, _, envelope in self.messages for to in envelope.rcpt_tos]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for localhost that nobody vouches for."""
    folder = tmp_path_factory.mktemp("certificate")
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", *names, *files]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def encrypted(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def serve(inbox):
    """Starts the server on a free port, or on the one that is given."""
    controllers = []

    def start(port=0, **options):
        controller = Controller(inbox, hostname="localhost", port=port or free_port(), **options)
        controller.start()
        controllers.append(controller)
        return controller

    yield start
    for controller in controllers:
        if controller.loop.is_running():
            controller.stop()


def free_port():
    with socket.create_server(("localhost", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture
def folder(tmp_path):
    return make_folder(f"{tmp_path}/mail")


@pytest.fixture
def sender(folder, clock):
    def make(port, security="none", **settings):
        names = {"host": "localhost", "port": str(port), "security": security, **settings}
        ini = read(
            {
                "zodbconn.uri": "memory://",
                "eventapp.hosts": "events.example.com",
                "eventapp.url": URL,
                "eventapp.mail.folder": str(folder),
                **{f"eventapp.smtp.{name}": value for name, value in names.items()},
            }
        )
        return Sender(ini, folder, clock)

    return make


@pytest.fixture
def write(folder):
    def put(*addresses):
        mail = Mail(folder, "eventapp@example.com", URL, lambda: None)
        tm = TransactionManager()
        for address in addresses:
            mail.send(tm, address, Message("Hello", "Žluťoučký kůň\n"), now=NOW)
        tm.commit()

    return put


def names(folder, part):
    return sorted(path.name for path in (folder / part).iterdir())


def test_what_a_request_stores_is_delivered_behind_its_answer(make_app, serve, inbox, tmp_path):
    port = serve().port
    app = make_app(
        **{
            "eventapp.mail.folder": f"{tmp_path}/mail",
            "eventapp.smtp.host": "localhost",
            "eventapp.smtp.port": str(port),
            "eventapp.smtp.security": "none",
        }
    )
    Browser(app).register("alice")
    Browser(app).send("/forgot", status=303, username="alice")
    app.registry.background.wait()
    wait_for(lambda: inbox.messages)
    app.registry.sender.close()
    ((host, _, envelope),) = inbox.messages
    assert envelope.rcpt_tos == ["alice@example.com"] and envelope.mail_from == "eventapp@localhost"
    assert b"http://localhost:6543/reset?token=" in envelope.content and host == "localhost"
    assert not names(tmp_path / "mail", "new") and not names(tmp_path / "mail", "cur")


def wait_for(condition, seconds=10):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def test_what_is_not_ascii_travels_as_ascii(serve, inbox, sender, write):
    """RFC 6152: not every server takes more."""
    write("a@example.com")
    sender(serve().port).send_waiting()
    ((_, _, envelope),) = inbox.messages
    assert envelope.content.isascii()
    text = message_from_bytes(envelope.content, policy=default).get_content()
    assert text.replace("\r\n", "\n") == "Žluťoučký kůň\n"


def test_several_go_over_one_connection_the_oldest_first(serve, inbox, sender, write, folder, caplog):
    write("a@example.com", "b@example.com", "c@example.com")
    with caplog.at_level(logging.INFO, "eventapp"):
        sender(serve().port).send_waiting()
    assert inbox.recipients == ["a@example.com", "b@example.com", "c@example.com"]
    assert inbox.messages[0][0] == "events.example.com"
    assert "Mail to a@example.com, “Hello”, is sent" in caplog.messages
    assert not names(folder, "new") and not names(folder, "cur") and not names(folder, "refused")


def test_with_nothing_to_send_nobody_is_called(sender):
    sender(1).send_waiting()


def test_a_server_that_is_down_gets_it_when_it_is_up(serve, inbox, sender, write, folder, caplog):
    port = free_port()
    write("a@example.com")
    sender(port).send_waiting()
    assert "1 mails wait, as the mail server can't be used" in caplog.text and len(names(folder, "new")) == 1
    serve(port)
    sender(port).send_waiting()
    assert inbox.recipients == ["a@example.com"] and not names(folder, "new")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    serve, inbox, sender, write, folder, encrypted, security, caplog
):
    """ASVS 12.3.2."""
    port = serve(**{"tls_context" if security == "starttls" else "ssl_context": encrypted}).port
    write("a@example.com")
    sender(port, security).send_waiting()
    assert not inbox.messages and len(names(folder, "new")) == 1
    assert "CERTIFICATE_VERIFY_FAILED" in caplog.text


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_is_vouched_for_is_good(
    serve, inbox, sender, write, encrypted, certificate, security, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}/cert.pem")
    port = serve(**{"tls_context" if security == "starttls" else "ssl_context": encrypted}).port
    write("a@example.com")
    sender(port, security).send_waiting()
    assert inbox.recipients == ["a@example.com"]
    assert inbox.messages[0][1] or security == "tls"


def test_a_server_without_encryption_gets_nothing(serve, inbox, sender, write, folder, caplog):
    write("a@example.com")
    sender(serve().port, "starttls").send_waiting()
    assert not inbox.messages and len(names(folder, "new")) == 1 and "STARTTLS" in caplog.text


def test_a_username_and_a_password(serve, inbox, sender, write, folder, encrypted, certificate, monkeypatch, caplog):
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}/cert.pem")

    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"eventapp", b"a secret"), handled=False)

    port = serve(authenticator=authenticate, auth_required=True, tls_context=encrypted).port
    write("a@example.com")
    sender(port, "starttls", username="eventapp", password="wrong").send_waiting()
    assert not inbox.messages and len(names(folder, "new")) == 1
    sender(port, "starttls", username="eventapp", password="a secret").send_waiting()
    assert inbox.recipients == ["a@example.com"]
    assert "a secret" not in caplog.text


@pytest.mark.parametrize(("what", "answer"), [("b@example.com", "550 nobody here"), ("DATA", "554 no")])
def test_what_is_refused_for_good_is_kept_aside_and_does_not_hold_up_the_rest(
    serve, inbox, sender, write, folder, what, answer, caplog
):
    inbox.answers[what] = answer
    write("b@example.com")
    send = sender(serve().port).send_waiting
    send()
    assert not names(folder, "new") and not names(folder, "cur") and len(names(folder, "refused")) == 1
    assert "The mail to b@example.com was refused" in caplog.text and answer[4:] in caplog.text
    inbox.answers.clear()
    write("a@example.com")
    send()
    assert inbox.recipients == ["a@example.com"] and len(names(folder, "refused")) == 1


@pytest.mark.parametrize(
    ("what", "answer"), [("b@example.com", "451 later"), ("DATA", "452 full"), ("MAIL", "550 who are you?")]
)
def test_what_is_put_off_is_tried_again(serve, inbox, sender, write, folder, what, answer, caplog):
    inbox.answers[what] = answer
    write("b@example.com", "a@example.com")
    send = sender(serve().port).send_waiting
    send()
    assert not names(folder, "refused") and "The mail to b@example.com waits" in caplog.text
    inbox.answers.clear()
    send()
    assert sorted(inbox.recipients) == ["a@example.com", "b@example.com"] and not names(folder, "new")


def test_what_is_put_off_for_days_is_kept_aside(serve, inbox, sender, write, folder, clock):
    inbox.answers["b@example.com"] = "451 later"
    write("b@example.com")
    send = sender(serve().port).send_waiting
    clock.advance(days=2)
    send()
    assert len(names(folder, "new")) == 1
    clock.advance(seconds=1)
    send()
    assert len(names(folder, "refused")) == 1 and not names(folder, "new")


def test_a_server_that_hangs_up_gets_the_rest_later(serve, inbox, sender, write, folder):
    inbox.answers["b@example.com"] = "421 going down"
    write("a@example.com", "b@example.com", "c@example.com")
    send = sender(serve().port).send_waiting
    send()
    assert inbox.recipients[0] == "a@example.com"
    inbox.answers.clear()
    send()
    assert sorted(inbox.recipients) == ["a@example.com", "b@example.com", "c@example.com"]


def test_an_address_that_the_server_can_not_read_is_kept_aside(serve, inbox, sender, write, folder):
    write("žluť@example.com")
    sender(serve(enable_SMTPUTF8=False).port).send_waiting()
    assert len(names(folder, "refused")) == 1


def test_an_address_in_any_letters(serve, inbox, sender, write):
    write("žluť@example.com", "a@bücher.example")
    sender(serve(enable_SMTPUTF8=True).port).send_waiting()
    assert inbox.recipients == ["žluť@example.com", "a@xn--bcher-kva.example"]


def test_several_processes_send_each_message_once(serve, inbox, sender, write):
    addresses = [f"user{number}@example.com" for number in range(30)]
    write(*addresses)
    port = serve().port
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(sender(port).send_waiting) for _ in range(4)]:
            done.result()
    assert sorted(inbox.recipients) == sorted(addresses)


def test_one_of_many_gets_a_message(sender, folder):
    claims = [sender(1)._claim for _ in range(8)]
    start = threading.Barrier(len(claims))

    def at_once(claim, path):
        start.wait()
        return claim(path)

    with ThreadPoolExecutor(len(claims)) as pool:
        for number in range(50):
            (path := folder / "new" / str(number)).write_text("To: a@example.com\n\n")
            got = [done.result() for done in [pool.submit(at_once, claim, path) for claim in claims]]
            assert sum(one is not None for one in got) == 1


def test_a_message_that_waited_long_is_not_taken_for_abandoned(sender, write, folder):
    write("a@example.com")
    (path,) = (folder / "new").iterdir()
    old = time.time() - ABANDONED - 1
    os.utime(path, (old, old))
    assert sender(1)._claim(path) is not None
    sender(1).send_waiting()
    assert len(names(folder, "cur")) == 1 and not names(folder, "new")


def test_what_a_process_left_when_it_died_is_sent_after_a_while(serve, inbox, sender, write, folder):
    write("a@example.com")
    (path,) = (folder / "new").iterdir()
    path.rename(folder / "cur" / path.name)
    send = sender(serve().port).send_waiting
    send()
    assert not inbox.messages, "somebody may be sending it just now"
    old = time.time() - ABANDONED - 1
    os.utime(folder / "cur" / path.name, (old, old))
    send()
    assert inbox.recipients == ["a@example.com"] and not names(folder, "cur")


def test_what_a_process_was_writing_when_it_died_is_removed_after_a_while(sender, folder):
    for name, age in {"died": UNFINISHED + 1, "being-written": UNFINISHED - 60}.items():
        (folder / "tmp" / name).write_text("To: a@example.com\n\n")
        then = time.time() - age
        os.utime(folder / "tmp" / name, (then, then))
    sender(1).send_waiting()
    assert names(folder, "tmp") == ["being-written"] and not names(folder, "new")


def test_dot_files_are_nobodys_mail(serve, inbox, sender, folder):
    (folder / "new" / ".nfs0001").write_text("To: a@example.com\n\nx")
    sender(serve().port).send_waiting()
    assert not inbox.messages and names(folder, "new") == [".nfs0001"]


def test_a_damaged_file_is_kept_aside(serve, inbox, sender, folder):
    (folder / "new" / "1.damaged").write_bytes(b"\xff\xfe\x00 nothing")
    sender(serve().port).send_waiting()
    assert names(folder, "refused") == ["1.damaged"]


def test_the_thread_survives_what_nobody_thought_of(sender, monkeypatch, caplog):
    woken, calls = threading.Event(), []

    def failing():
        calls.append(1)
        woken.set()
        raise RuntimeError("the disk is gone")

    made = sender(1)
    monkeypatch.setattr(made, "send_waiting", failing)
    made.wake()
    wait_for(lambda: "Mail could not be sent" in caplog.text)
    made.wake()
    wait_for(lambda: len(calls) == 2)
    made.close()
    made.close()


def test_closing_what_never_ran_is_fine(sender):
    sender(1).close()


def test_without_serving_nothing_is_sent_but_kept(make_app, tmp_path, inbox, serve):
    """A script writes its mail; the server that runs beside it sends it."""
    app = make_app(
        script="pshell",
        **{
            "eventapp.mail.folder": f"{tmp_path}/mail",
            "eventapp.smtp.host": "localhost",
            "eventapp.smtp.port": str(serve().port),
            "eventapp.smtp.security": "none",
        },
    )
    assert not hasattr(app.registry, "sender") and app.registry.mail.is_on
    with opened(app) as root:
        assert not list(root["users"])
