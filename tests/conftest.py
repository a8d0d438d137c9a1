"""What all tests share: an application over a FileStorage of its own, its clock, and browsers for it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from jinja2 import FileSystemBytecodeCache
from pyramid.router import Router

from eventapp import main
from tests.factories import NOW, Browser, Mailbox

pytest_plugins = ["tests.visitors"]  # for the tests in Chromium, wherever they are


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


@pytest.fixture(autouse=True)
def unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A FileStorage writes as ever, but does not wait for the disk: no test cuts the power."""
    # by its name: as an attribute of the package it is hidden by the class
    monkeypatch.setattr(import_module("ZODB.FileStorage.FileStorage"), "fsync", None)


@pytest.fixture
def make_app(
    tmp_path: Path, clock: Clock, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Callable[..., Router]]:
    """Makes an application on the FileStorage of this test; it is closed afterwards."""
    apps: list[Router] = []

    def make(script: str | None = None, **settings: str) -> Router:
        app = main(
            {} if script is None else {"__script__": script},
            **{
                "zodbconn.uri": f"file://{tmp_path}/var/Data.fs",
                "eventapp.bcrypt.rounds": "4",
                "eventapp.timezone": "Europe/Prague",
                "jinja2.bytecode_caching": compiled_templates,
                **settings,
            },
        )
        app.registry.clock = clock
        apps.append(app)
        return app

    yield make
    for app in apps:
        app.registry.background.stop()
        app.registry.db.close()


@pytest.fixture
def app(make_app: Callable[..., Router]) -> Router:
    return make_app()


@pytest.fixture
def mailing(make_app: Callable[..., Router], tmp_path: Path) -> Router:
    """An application that keeps its mail in a folder."""
    return make_app(**{"eventapp.mail.folder": f"{tmp_path}/mail"})


@pytest.fixture
def mailbox(mailing: Router) -> Mailbox:
    """What that application mails."""
    return Mailbox(mailing)


@pytest.fixture
def browser(app: Router) -> Browser:
    """Somebody's browser, with no cookies yet."""
    return Browser(app)


@pytest.fixture
def alice(app: Router) -> Browser:
    """A browser in which alice has registered and is signed in."""
    return Browser(app).register("alice")


@pytest.fixture
def bob(app: Router) -> Browser:
    return Browser(app).register("bob")
