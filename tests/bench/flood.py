"""A login flood with the home page's latency beside it, and the time of known against unknown users.

With 300 tries the two take some four minutes.
"""

import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from multiprocessing import get_context
from queue import SimpleQueue
from statistics import median, quantiles
from threading import Thread
from time import monotonic, perf_counter, sleep, thread_time
from typing import Any, NamedTuple
from urllib.parse import urlencode

from pyramid.router import Router
from webob import Request

from eventapp.security.sessions import new_token
from tests.bench.measure import Row, in_ms, multiple
from tests.factories import forget_tries

ROUNDS = 12
ATTACKERS = 24
SECONDS = 6.0
"""How long each flood lasts."""

SERVER = """\
import logging, sys
from waitress import serve
from eventapp import main
from eventapp.security import passwords
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
uri, port, line = sys.argv[1:]
if line == "no line":
    passwords.IN_LINE, passwords._cores = 10**6, lambda: 10**6
serve(
    main({}, **{"zodbconn.uri": uri}), listen=f"127.0.0.1:{port}", threads=8, trusted_proxy="127.0.0.1",
    trusted_proxy_headers="x-forwarded-for", clear_untrusted_proxy_headers=True, connection_limit=1000, _quiet=True,
)
"""
"""A server as in production.ini, or one that stretches as many passwords as it has threads."""


def known_and_unknown(app: Router, tries: int) -> Iterator[Row]:
    """A wrong password for alice and for nobody, in turn (ASVS 6.3.8): time on the clock, and of the processor."""
    names = {"alice": "known", "nobod": "unknown"}
    wall: dict[str, list[float]] = {name: [] for name in names}
    work: dict[str, list[float]] = {name: [] for name in names}
    form = login_form(lambda request: request.get_response(app).text)
    for number in range(tries):
        for name in sorted(names, reverse=number % 2 == 0):
            forget_tries(app)
            app.registry.background.wait()  # what is noted of the last one should not slow this one down
            request = form(name)
            started, worked = perf_counter(), thread_time()
            status = request.get_response(app).status_int
            wall[name].append(perf_counter() - started)
            work[name].append(thread_time() - worked)
            expect(status, {422})
    for what, times in {"time": wall, "work": work}.items():
        known, unknown = (median(times[name]) for name in names)
        yield f"sign in as nobody, {what}", in_ms(unknown), f"median of {tries}"
        yield f"sign in as alice, {what}", in_ms(known), f"{known / unknown:.4f} × as nobody"


def login_form(get: Callable[[Request], str]) -> Callable[[str], Request]:
    """Makes requests that send the login form with a wrong password."""
    key = new_token()
    page = Request.blank("/login", environ={"HTTP_COOKIE": f"csrf={key}"})
    found = re.search(r'name="csrf_token" value="([^"]+)"', get(page))
    if found is None:
        raise RuntimeError("there is no form on /login")
    token = found[1]

    def form(name: str) -> Request:
        fields = {"username": name, "password": "not the password", "csrf_token": token}
        return Request.blank("/login", environ={"HTTP_COOKIE": f"csrf={key}"}, POST=fields)

    return form


class Attack(NamedTuple):
    """Who asks for how much beside the person whose home page is measured."""

    name: str
    method: str = "POST"
    polite: bool = False
    """Whether they wait when they are told to."""
    spread: bool = True
    """Whether each try comes from an address of its own."""
    line: str = "line"


ATTACKS = [
    Attack("24 signing in, who wait", polite=True),
    Attack("24 signing in, no pause"),
    Attack("24 signing in, one address", spread=False),
    Attack("24 asking for /login", "GET"),
    Attack("24 signing in, no line", line="no line"),
]


def beside_attackers(uri: str, cookie: str) -> Iterator[Row]:
    """The home page while many try to sign in, against the same page alone."""
    with served(uri, "line") as port:
        page_times(port, cookie, 0.5)
        alone = page_times(port, cookie, SECONDS)
    yield "/ alone", in_ms(median(alone)), f"19 of 20 within {in_ms(quantiles(alone, n=20)[-1])}"
    for attack in ATTACKS:
        with served(uri, attack.line) as port:
            page_times(port, cookie, 0.5)
            with attacked(port, attack) as answers:
                started = monotonic()
                times = page_times(port, cookie, SECONDS)
                seconds = monotonic() - started
        most = f"19 of 20 within {in_ms(quantiles(times, n=20)[-1])}"
        said = ", ".join(f"{number / seconds:.0f}/s {status}" for status, number in sorted(answers.items()))
        ratio = f"{multiple(median(times) / median(alone))} alone"
        yield f"/ beside {attack.name}", in_ms(median(times)), f"{ratio}, {most}; they got {said}"


@contextmanager
def served(uri: str, line: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-W", "ignore", "-c", SERVER, uri, str(port), line])
    try:
        end = monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                if monotonic() > end:
                    raise
                sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def page_times(port: int, cookie: str, seconds: float) -> list[float]:
    """How long GET / takes, one after the other, a new connection each time."""
    times, end = [], monotonic() + seconds
    while monotonic() < end or len(times) < 5:
        started = perf_counter()
        status, _ = ask(port, "GET", "/", {"Cookie": cookie})
        times.append(perf_counter() - started)
        expect(status, {200})
        sleep(0.01)
    return times


def ask(port: int, method: str, path: str, headers: dict[str, str], body: str = "") -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    status, text = answer.status, answer.read().decode()
    connection.close()
    return status, text


@contextmanager
def attacked(port: int, attack: Attack) -> Iterator[Counter[int]]:
    """While this lasts, many ask for much; what they were answered, afterwards."""
    answers: Counter[int] = Counter()
    context = get_context("spawn")
    stop, found = context.Event(), context.Queue()
    attackers = context.Process(target=attack_until, args=(port, attack, stop, found))
    attackers.start()
    found.get(timeout=60)  # it has begun
    sleep(0.5)
    try:
        yield answers
    finally:
        stop.set()
        answers.update(found.get(timeout=60))
        attackers.join(30)


def attack_until(port: int, attack: Attack, stop: Any, found: Any) -> None:
    """Ask with as many threads as there are attackers, until told to stop."""
    key, numbers = new_token(), count()
    answers: SimpleQueue[int] = SimpleQueue()
    page = ask(port, "GET", "/login", {"Cookie": f"csrf={key}"})[1]
    match = re.search(r'name="csrf_token" value="([^"]+)"', page)
    token = match[1] if match else ""

    def guess() -> None:
        while not stop.is_set():
            number = next(numbers)
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}" if attack.spread else "192.0.2.1"
            headers = {
                "Cookie": f"csrf={key}",
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Forwarded-For": address,
            }
            fields = {"username": f"name{number}", "password": "not the password", "csrf_token": token}
            body = urlencode(fields) if attack.method == "POST" else ""
            status, _ = ask(port, attack.method, "/login", headers, body)
            answers.put(status)
            if attack.polite and status in {429, 503}:
                stop.wait(2)

    threads = [Thread(target=guess) for _ in range(ATTACKERS)]
    for thread in threads:
        thread.start()
    found.put("begun")
    for thread in threads:
        thread.join()
    found.put(Counter(answers.get() for _ in range(answers.qsize())))


def expect(status: int, statuses: set[int]) -> None:
    if status not in statuses:
        raise RuntimeError(f"answered {status}, not one of {statuses}")
