"""What all tests share: an application over a FileStorage of its own, its clock, and browsers for it."""

import gc
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from http.cookiejar import Cookie
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import plaster.loaders
import pytest
import zodburi
from jinja2 import FileSystemBytecodeCache
from pyramid.router import Router

from eventapp import background, main
from tests.again import make_again
from tests.factories import NOW, Browser, Mailbox

SETTINGS = {"eventapp.bcrypt.rounds": "4", "eventapp.timezone": "Europe/Prague"}

pytest_plugins = ["tests.visitors"]  # for the tests in Chromium, wherever they are


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Covered is what a test says, and not what some example of a property happened to try."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """All that is imported stays: the garbage collector need not look through it, nor look as often as it does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now

    def advance(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates as they were compiled for an earlier application: doing it again took most of the time of a test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session", autouse=True)
def installed() -> Iterator[None]:
    """What is installed stays as it is: who opens a FileStorage, and who reads an ini file, is looked up once."""
    loaders = cache(plaster.loaders.find_loaders)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zodburi, "entry_points", cache(zodburi.entry_points))
        patch.setattr(
            plaster.loaders, "find_loaders", lambda scheme, protocols: loaders(scheme, tuple(protocols or ()))
        )
        yield


@pytest.fixture(autouse=True)
def unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A FileStorage writes as ever, but does not wait for the disk: no test cuts the power."""
    # by its name: as an attribute of the package it is hidden by the class
    monkeypatch.setattr(import_module("ZODB.FileStorage.FileStorage"), "fsync", None)


class Registered(NamedTuple):
    """Somebody's registration: what is stored of it, and what their browser keeps."""

    file: bytes
    cookies: list[Cookie]


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory, compiled_templates: FileSystemBytecodeCache) -> Registered:
    """Alice's, made once: most tests begin with a copy."""
    file = tmp_path_factory.mktemp("registered") / "Data.fs"
    app = main({}, **SETTINGS, **{"zodbconn.uri": f"file://{file}", "jinja2.bytecode_caching": compiled_templates})
    app.registry.clock = Clock()
    alice = Browser(app).register("alice")
    app.registry.background.stop()
    app.registry.db.close()
    return Registered(file.read_bytes(), list(alice.cookiejar))


@pytest.fixture
def app_settings(
    request: pytest.FixtureRequest, tmp_path: Path, compiled_templates: FileSystemBytecodeCache
) -> dict[str, Any]:
    """Settings of an application on the FileStorage of this test. If it begins with alice, she is in there."""
    file = tmp_path / "var/Data.fs"
    if "registered" in request.fixturenames:
        file.parent.mkdir(mode=0o700)
        file.write_bytes(request.getfixturevalue("registered").file)
    return {**SETTINGS, "zodbconn.uri": f"file://{file}", "jinja2.bytecode_caching": compiled_templates}


@pytest.fixture
def started(clock: Clock) -> Iterator[Callable[[Router], Router]]:
    """Gives an application the clock of this test. All are closed afterwards, those that failed to start, too."""
    before = set(background._all)
    apps = []

    def keep(app: Router) -> Router:
        app.registry.clock = clock
        apps.append(app)
        return app

    yield keep
    for queue in set(background._all) - before:
        queue.stop()
        queue._db.close()


@pytest.fixture
def make_app(app_settings: dict[str, Any], started: Callable[[Router], Router]) -> Callable[..., Router]:
    """Makes a new application on the FileStorage of this test."""

    def make(script: str | None = None, **further: str) -> Router:
        return started(main({} if script is None else {"__script__": script}, **app_settings | further))

    return make


@pytest.fixture(scope="session")
def make_views(compiled_templates: FileSystemBytecodeCache) -> Callable[[], Router]:
    """Makes an application whose views are used again and again."""

    def make() -> Router:
        app = main({}, **SETTINGS, **{"zodbconn.uri": "memory://", "jinja2.bytecode_caching": compiled_templates})
        app.registry.background.stop()
        app.registry.db.close()
        return app

    return make


@pytest.fixture(scope="session")
def views(make_views: Callable[[], Router]) -> Router:
    """The one that is used for most tests. It is made before a test can change how."""
    return make_views()


@pytest.fixture
def app(views: Router, app_settings: dict[str, Any], started: Callable[[Router], Router]) -> Router:
    return started(make_again(views, **app_settings))


@pytest.fixture
def mailing(views: Router, app_settings: dict[str, Any], started: Callable[[Router], Router], tmp_path: Path) -> Router:
    """An application that keeps its mail in a folder."""
    return started(make_again(views, **app_settings, **{"eventapp.mail.folder": f"{tmp_path}/mail"}))


@pytest.fixture
def mailbox(mailing: Router) -> Mailbox:
    """What that application mails."""
    return Mailbox(mailing)


@pytest.fixture
def browser(app: Router) -> Browser:
    """Somebody's browser, with no cookies yet."""
    return Browser(app)


@pytest.fixture
def alice(app: Router, registered: Registered) -> Browser:
    """A browser in which alice has registered and is signed in."""
    browser = Browser(app)
    for cookie in registered.cookies:
        browser.cookiejar.set_cookie(cookie)
    return browser


@pytest.fixture
def bob(app: Router) -> Browser:
    return Browser(app).register("bob")
