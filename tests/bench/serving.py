"""What needs processes of its own: start-up, and requests per second through waitress."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import monotonic, sleep

CLIENTS = 4
ROUNDS = 3
SECONDS = 2.0
"""How long one round lasts, for each server."""

INI = """\
[app:main]
use = {app}
zodbconn.uri = {uri}
[server:main]
use = egg:waitress#main
listen = 127.0.0.1:{port}
threads = 8
"""
START = """\
from {module} import main
from tests.bench.measure import asking
asking(main({{}}, **{{"zodbconn.uri": {uri!r}}}), {path!r})()
"""


def starting(module: str, uri: str, path: str) -> list[str]:
    """The command that starts an application, asks it for one page, and ends."""
    return [sys.executable, "-W", "ignore", "-c", START.format(module=module, uri=uri, path=path)]


@contextmanager
def served(folder: Path, app: str, uri: str = "") -> Iterator[int]:
    """A server under pserve, on a free port of loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    ini = folder / f"{port}.ini"
    ini.write_text(INI.format(app=app, uri=uri, port=port), "utf-8")
    command = [sys.executable, "-W", "ignore", "-m", "pyramid.scripts.pserve", "-q", str(ini)]
    server = subprocess.Popen(command)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    end = monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            if monotonic() > end:
                raise
            sleep(0.05)


def rates(servers: dict[str, tuple[int, str]]) -> dict[str, float]:
    """Requests per second of ``/``, the median of some rounds in turn.

    :param servers: the port and the cookie of each.
    """
    found: dict[str, list[float]] = {name: [] for name in servers}
    with ProcessPoolExecutor(CLIENTS, get_context("spawn")) as clients:
        list(clients.map(visit, *zip(*[(port, cookie, 0.5) for port, cookie in servers.values()], strict=True)))
        for _ in range(ROUNDS):
            for name, (port, cookie) in servers.items():
                counts = clients.map(visit, [port] * CLIENTS, [cookie] * CLIENTS, [SECONDS] * CLIENTS)
                found[name].append(sum(counts))
    return {name: median(each) for name, each in found.items()}


def visit(port: int, cookie: str, seconds: float) -> float:
    """Ask for ``/`` again and again over one connection; requests per second."""
    connection = HTTPConnection("127.0.0.1", port)
    start, count = monotonic(), 0
    while monotonic() < start + seconds:
        connection.request("GET", "/", headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"/ was answered {answer.status}")
        count += 1
    connection.close()
    return count / (monotonic() - start)
