"""Chromium, a server for it, and a visitor who notices everything that is wrong with a page.

With ``SHOTS=folder`` each page looked at is kept there as a picture. Where there is no Chromium
these tests are skipped, unless ``EVENTAPP_REQUIRE_BROWSER`` is set.
"""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, sync_playwright
from pyramid.router import Router
from waitress.server import create_server

from eventapp import main
from eventapp.security.counters import Counters
from tests.factories import Browser, Mailbox

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
ARGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
]
numbers = count()
# What is looked for in which colour scheme: in the second, only what depends on colours.
RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
# Only what it found leaves the browser: the whole report takes longer to hand over than to make.
AXE = "async rules => (await axe.run({ runOnly: rules, resultTypes: ['violations'] })).violations"
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "mobile": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}


@pytest.fixture(scope="session")
def live_socket() -> Iterator[socket.socket]:
    """A free port of loopback. The application has to know it: passkeys are made for one address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture(scope="session")
def live_app(tmp_path_factory: pytest.TempPathFactory, live_socket: socket.socket) -> Iterator[Router]:
    folder = tmp_path_factory.mktemp("browser")
    app = main(
        {},
        **{
            "zodbconn.uri": f"file://{folder}/Data.fs",
            "eventapp.bcrypt.rounds": "4",
            "eventapp.mail.folder": f"{folder}/mail",
            "eventapp.url": f"http://localhost:{live_socket.getsockname()[1]}",
        },
    )
    yield app
    app.registry.db.close()


@pytest.fixture
def nobody_tried_before(live_app: Router) -> None:
    """All these visitors come from one address."""
    live_app.registry.counters = Counters("memory://")


@pytest.fixture
def name() -> str:
    """A username that nobody has yet: all these tests share one database."""
    return f"nora{next(numbers)}"


@pytest.fixture(scope="session")
def live_mail(live_app: Router) -> Mailbox:
    """What the real application mails."""
    return Mailbox(live_app)


@pytest.fixture(scope="session")
def live_url(live_app: Router, live_socket: socket.socket) -> Iterator[str]:
    """The real application, served by waitress."""
    server = create_server(live_app, sockets=[live_socket], threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield live_app.registry.eventapp.url
    server.close()
    thread.join(5)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    if not CHROMIUM:
        if os.environ.get("EVENTAPP_REQUIRE_BROWSER"):
            pytest.fail("There is no Chromium, and EVENTAPP_REQUIRE_BROWSER is set.")
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


class Visitor:
    """A page, and everything that went wrong on it."""

    def __init__(self, context: BrowserContext, label: str, app: Router, timezone: str = "") -> None:
        context.set_default_timeout(10_000)
        self.context = context
        self.label = label
        self.app = app
        self.timezone = timezone
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports each page that is answered 4xx or 5xx as a resource that failed to load
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def register(self, username: str) -> "Visitor":
        """Have an account, and be signed in to it, without a page being drawn."""
        url = self.app.registry.eventapp.url
        browser = Browser(self.app, HTTP_HOST=urlsplit(url).netloc).register(username, timezone=self.timezone)
        self.context.add_cookies([{"name": c.name, "value": c.value or "", "url": url} for c in browser.cookiejar])
        return self

    def open(self, path: str, status: int = 200) -> "Visitor":
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, path
        return self

    def check(self, name: str) -> None:
        """Look at the page as it is, light and dark: axe-core, the console, and whether it fits, also at 320 pixels."""
        self.page.evaluate(AXE_SCRIPT)
        problems = self.problems + self._overflow()
        for scheme, rules in RULES.items():
            self.page.emulate_media(color_scheme=scheme)
            if shots := os.environ.get("SHOTS"):
                Path(shots).mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=Path(shots) / f"{name}-{self.label}-{scheme}.png", full_page=True)
            for found in self.page.evaluate(AXE, rules):
                problems.append(f"{found['id']}, {scheme}: {found['help']}: {found['nodes'][0]['target']}")
        self.page.emulate_media(color_scheme="light")
        self.problems.clear()
        assert not problems, "\n".join([f"{name} ({self.label})", *problems])

    def _overflow(self) -> list[str]:
        size = self.page.viewport_size
        assert size is not None
        widths = [size["width"]] if size["width"] > 400 else [size["width"], 320]
        problems = []
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": size["height"]})
            over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            problems += [f"{over} pixels too wide at {width}"] if over > 0 else []
        self.page.set_viewport_size(size)
        return problems


@pytest.fixture(params=SIZES)
def visitor(request: pytest.FixtureRequest, chromium: Chromium, live_app: Router, live_url: str) -> Iterator[Visitor]:
    """Somebody in Prague, at each size."""
    context = chromium.new_context(
        **SIZES[request.param],
        base_url=live_url,
        color_scheme="light",
        locale="en-GB",
        timezone_id="Europe/Prague",
        reduced_motion="reduce",
    )
    yield Visitor(context, request.param, live_app, "Europe/Prague")
    context.close()


@pytest.fixture(params=[(size, js) for size in SIZES for js in ("js", "no-js")], ids="-".join)
def person(request: pytest.FixtureRequest, chromium: Chromium, live_app: Router, live_url: str) -> Iterator[Visitor]:
    """Somebody at each size, with JavaScript and without."""
    size, js = request.param
    context = chromium.new_context(
        **SIZES[size], base_url=live_url, java_script_enabled=js == "js", reduced_motion="reduce"
    )
    yield Visitor(context, f"{size}-{js}", live_app)
    context.close()


@pytest.fixture
def desk(chromium: Chromium, live_app: Router, live_url: str) -> Iterator[Visitor]:
    """Somebody at a desk in New York, for what is the same at any size."""
    context = chromium.new_context(
        **SIZES["desktop"], base_url=live_url, timezone_id="America/New_York", reduced_motion="reduce"
    )
    yield Visitor(context, "desk", live_app, "America/New_York")
    context.close()
