"""``make bench``: how fast it is, as ratios measured in one run.

``make bench ARGS='home add --tries 300'`` measures two groups, more often. What it says in
milliseconds is of this machine at this moment; the ratios are what can be compared.
"""

import re
import subprocess
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from pyramid.router import Router

from eventapp import main
from eventapp.security.passwords import Passwords
from tests.bench import bare
from tests.bench import periods as periods_bench
from tests.bench.flood import ROUNDS, beside_attackers, known_and_unknown
from tests.bench.measure import Row, asking, in_ms, multiple, side_by_side, work_side_by_side
from tests.bench.people import stored
from tests.bench.serving import rates, served, starting
from tests.factories import PASSWORD

SIZES = {"some": 10, "many": 1_000, "more": 10_000, "most": 100_000}
EVENT = {"title": "Lunch", "start_date": "2026-11-27", "timezone": "Europe/Prague", "place": "Eska", "notes": ""}


@dataclass(frozen=True)
class Bench:
    """A folder for databases, and how often to try."""

    folder: Path
    asked: int | None

    def tries(self, usual: int) -> int:
        return self.asked or usual

    def uri(self, name: str) -> str:
        return f"file://{self.folder}/{name}/Data.fs"

    def app(self, name: str, **settings: str) -> Router:
        return main({}, **{"zodbconn.uri": self.uri(name), **settings})

    def close(self, app: Router) -> None:
        app.registry.background.wait()
        app.registry.db.close()


def home(bench: Bench) -> Iterator[Row]:
    """The home page by how many events there are. It lists 50 of them at most."""
    cookies = stored(bench.uri("home"), SIZES)
    app = bench.app("home")
    calls = {name: asking(app, "/", cookie) for name, cookie in cookies.items()}
    times = work_side_by_side({"bare": asking(bare.main({}), "/"), **calls}, bench.tries(200))
    yield "bare Pyramid, one template", in_ms(times["bare"]), ""
    for name, size in SIZES.items():
        ratios = f"{multiple(times[name] / times['bare'])} bare Pyramid"
        if name != "some":
            ratios = f"{multiple(times[name] / times['some'])} 10 events, {ratios}"
        yield f"/ with {size:,} events", in_ms(times[name]), ratios
    bench.close(app)


def pages(bench: Bench) -> Iterator[Row]:
    cookies = stored(bench.uri("pages"), {"many": SIZES["many"]})
    app, cookie = bench.app("pages"), cookies["many"]
    listed = asking(app, "/users/many/", cookie)
    event = _found(rb'href="(/users/many/[a-z2-7]{26}/)"', listed())
    calls = {
        "/ without a session: 302 to /login": asking(app, "/", status=302),
        "/login": asking(app, "/login"),
        "one event": asking(app, event, cookie),
        "the form of a new event": asking(app, "/users/many/add", cookie),
        "the form of an event": asking(app, f"{event}edit", cookie),
        "50 coming events of 1,000": listed,
        "50 past events of 1,000": asking(app, "/users/many/past", cookie),
    }
    times = work_side_by_side({"bare": asking(bare.main({}), "/"), **calls}, bench.tries(200))
    for name in calls:
        yield name, in_ms(times[name]), f"{multiple(times[name] / times['bare'])} bare Pyramid"
    bench.close(app)


def periods(bench: Bench) -> Iterator[Row]:
    """The pages of time, by how long the calendar is."""
    cookies = periods_bench.stored(bench.uri("periods"))
    app = bench.app("periods")
    yield from periods_bench.rows(app, cookies, bench.tries(100))
    bench.close(app)


def search(bench: Bench) -> Iterator[Row]:
    """Searching, by how many events there are; 1,500 of the first 10,000 are recurring."""
    cookies = stored(bench.uri("search"), {"more": SIZES["more"], "most": SIZES["most"]}, recurring=1_500)
    app = bench.app("search")
    lines = ("e", "event", "eska", "event 99", "standup", "eska in:2026", '"bring the book"', "-eska", "none of them")
    lines = (*lines, " ".join(f"w{n}" for n in range(200)))
    pages = {(text, name): f"/search?{urlencode({'q': text})}" for text in lines for name in cookies}
    calls = {key: asking(app, path, cookies[key[1]]) for key, path in pages.items()}
    times = work_side_by_side(
        {"bare": asking(bare.main({}), "/"), **{str(key): calls[key] for key in calls}}, bench.tries(60)
    )
    for text, name in calls:
        taken = times[str((text, name))]
        what = f"{text[:14]!r} of {SIZES[name]:,}"
        yield f"search {what}", in_ms(taken), f"{multiple(taken / times['bare'])} bare Pyramid"
    bench.close(app)


def add(bench: Bench) -> Iterator[Row]:
    """Storing one more event, by how many there are; until it is on the disk."""
    cookies = stored(bench.uri("add"), SIZES)
    app = bench.app("add", **{"eventapp.limits.add": "1000000 per second"})
    calls = {}
    for name, cookie in cookies.items():
        path = f"/users/{name}/add"
        calls[name] = asking(app, path, cookie, {**EVENT, "csrf_token": _csrf(asking(app, path, cookie)())}, 303)
    times = side_by_side(calls, bench.tries(60))
    for name, size in SIZES.items():
        yield f"add an event to {size:,}", in_ms(times[name]), f"{multiple(times[name] / times['some'])} to 10"
    bench.close(app)


def serve(bench: Bench) -> Iterator[Row]:
    """Under pserve, four clients on this machine taking their share of it."""
    uri = bench.uri("serve")
    cookie = stored(uri, {"many": SIZES["many"]})["many"]
    bare_app = "call:tests.bench.bare:main"
    with served(bench.folder, "egg:eventapp", uri) as port, served(bench.folder, bare_app) as bare_port:
        found = rates({"bare": (bare_port, ""), "many": (port, cookie)})
    yield "bare Pyramid under waitress", f"{found['bare']:.0f} requests/s", ""
    ratio = f"{multiple(found['many'] / found['bare'])} bare Pyramid"
    yield "/ with 1,000 events under waitress", f"{found['many']:.0f} requests/s", ratio


def start(bench: Bench) -> Iterator[Row]:
    """A new process, to its first page."""
    stored(bench.uri("full"), {f"user{n}": 10 for n in range(1000)})
    commands = {
        "start bare Pyramid": starting("tests.bench.bare", "", "/"),
        "start, empty": starting("eventapp", bench.uri("empty"), "/login"),
        "start, 1,000 users of 10 events": starting("eventapp", bench.uri("full"), "/login"),
    }
    times = side_by_side({name: _running(command) for name, command in commands.items()}, bench.tries(9))
    bare_time = times["start bare Pyramid"]
    for name, taken in times.items():
        yield name, in_ms(taken), f"{multiple(taken / bare_time)} bare Pyramid" if taken is not bare_time else ""


def timing(bench: Bench) -> Iterator[Row]:
    """Signing in at the cost of production, tried by a stranger who wonders whether somebody is registered."""
    stored(bench.uri("timing"), {"alice": 0}, Passwords(ROUNDS).stretch(PASSWORD))
    app = bench.app("timing", **{"eventapp.bcrypt.rounds": str(ROUNDS)})
    yield from known_and_unknown(app, bench.tries(300))
    bench.close(app)


def flood(bench: Bench) -> Iterator[Row]:
    """The home page while many try to sign in, each time for some seconds."""
    uri = bench.uri("flood")
    cookie = stored(uri, {"alice": 10}, Passwords(ROUNDS).stretch(PASSWORD))["alice"]
    yield from beside_attackers(f"{uri}?connection_pool_size=10", cookie)


def _running(command: list[str]) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=True)


def _csrf(page: bytes) -> str:
    return _found(rb'name="csrf_token" value="([^"]+)"', page)


def _found(pattern: bytes, page: bytes) -> str:
    match = re.search(pattern, page)
    if match is None:
        raise RuntimeError(f"{pattern!r} is not on the page")
    return match[1].decode()


GROUPS = {group.__name__: group for group in (home, pages, periods, search, add, serve, start, timing, flood)}


def run() -> None:
    parser = ArgumentParser("make bench", description="How fast it is, as ratios measured in one run.")
    parser.add_argument("groups", nargs="*", help=f"which to measure, of {', '.join(GROUPS)}; all without one")
    parser.add_argument("--tries", type=int, help="how often each is measured; the median is shown")
    args = parser.parse_args()
    if unknown := sorted(set(args.groups) - set(GROUPS)):
        parser.error(f"there is no group {unknown[0]}")
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), args.tries)
        for name in args.groups or GROUPS:
            for what, here, ratio in GROUPS[name](bench):
                print(f"{what:36}{here:>16}   {ratio}".rstrip(), flush=True)


if __name__ == "__main__":
    run()
