"""Runs the real programs as a person would, in folders of their own, and talks to them over loopback."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from eventapp.models import Root
from eventapp.storage import KEY
from tests.factories import PASSWORD

PROJECT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PATIENCE = 60
"""Seconds. Nothing here takes as long, unless it hangs."""


def poll(what: str, condition: Callable[[], Any]) -> Any:
    """What ``condition`` returns, as soon as it is true."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"still waiting for {what}")


def write_ini(folder: Path, name: str = "development.ini", **settings: str) -> Path:
    """A copy of an ini file of ours that listens on any free port. ``a__b`` stands for a setting ``a.b``."""
    text = re.sub(r"(?m)^listen = .*", "listen = 127.0.0.1:0", (PROJECT / name).read_text("utf-8"))
    for key, value in settings.items():
        line = f"{key.replace('__', '.')} = {value}"
        text = re.sub(rf"(?m)^{re.escape(line.partition(' =')[0])} = .*\n", "", text)
        text = text.replace("use = egg:eventapp", f"use = egg:eventapp\n{line}")
    folder.mkdir(exist_ok=True)
    ini = folder / name
    ini.write_text(text, "utf-8")
    return ini


def environment(**variables: str) -> dict[str, str]:
    """What is set here, without what is ours, and with ``variables``."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("EVENTAPP_", "PYTHON"))}
    return {**inherited, "PYTHONUNBUFFERED": "1", **variables}


def run(*command: str | Path, cwd: Path, timeout: float = PATIENCE, typed: str = "", **variables: str) -> Any:
    """Run a program to its end; what it printed, standard error included, is its ``stdout``."""
    return subprocess.run(
        command, cwd=cwd, env=environment(**variables), input=typed, timeout=timeout,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip


class Server:
    """A running ``pserve``, on whatever port was free."""

    def __init__(self, ini: Path, bin_folder: Path = BIN, **variables: str) -> None:
        self.ini = ini
        self.log_file = ini.with_suffix(".log")
        with self.log_file.open("w") as log:
            self.process = subprocess.Popen(
                [bin_folder / "pserve", ini], cwd=ini.parent, env=environment(**variables),
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            self.port = int(poll("the server", self._started)[1])
        except AssertionError:
            self.kill()
            raise AssertionError(self.log) from None

    @property
    def log(self) -> str:
        return self.log_file.read_text("utf-8")

    def _started(self) -> re.Match[str] | None:
        assert self.process.poll() is None
        return re.search(r"Serving on http://[\d.]+:(\d+)", self.log)

    def terminate(self) -> int:
        """Ask it to end; its exit status."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)


@contextmanager
def serving(ini: Path, bin_folder: Path = BIN, **variables: str) -> Iterator[Server]:
    server = Server(ini, bin_folder, **variables)
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def stored(folder: Path) -> Iterator[Root]:
    """The root as it is in the file, whether or not a server has it open."""
    db = DB(FileStorage(str(folder / "var/Data.fs"), read_only=True))
    try:
        with db.transaction() as connection:
            yield connection.root()[KEY]
    finally:
        db.close()


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    text: str


class Visitor:
    """Somebody's browser: it keeps cookies, and sends forms with the token that is in them."""

    def __init__(self, server: Server, **headers: str) -> None:
        self.port = server.port
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent = {**self.headers, **(cookie if self.cookies else {}), **headers}
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read().decode("utf-8"))
        finally:
            connection.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.ask(path).text)
        assert found, path
        return found[1]

    def post(self, path: str, **fields: str) -> Answer:
        body = urlencode(fields)
        return self.ask(path, "POST", body, **{"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, path: str, **fields: str) -> Answer:
        """Open the form at ``path`` and send it."""
        return self.post(path, csrf_token=self.token(path), **fields)

    def register(self, username: str) -> "Visitor":
        email = f"{username}@example.com"
        answer = self.send("/register", username=username, email=email, password=PASSWORD, timezone="UTC")
        assert answer.status == 302, answer
        return self

    def sign_in(self, username: str) -> Answer:
        return self.send("/login", username=username, password=PASSWORD, next="/users/")

    def copy(self, server: Server) -> "Visitor":
        """The same browser, with its cookies, for another thread or another server."""
        copy = Visitor(server)
        copy.headers, copy.cookies = dict(self.headers), dict(self.cookies)
        return copy


def event(title: str) -> dict[str, str]:
    """The fields of an event that is still to come."""
    return {"title": title, "start_date": "2100-01-01", "timezone": "UTC"}
