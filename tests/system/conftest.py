"""A folder with a development server of its own, for each test that wants one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.programs import Server, serving, write_ini


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    """development.ini, in a folder of its own, and quick to sign in."""
    return write_ini(tmp_path, eventapp__bcrypt__rounds="4")


@pytest.fixture
def server(ini: Path) -> Iterator[Server]:
    with serving(ini) as server:
        yield server


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One such server for all tests of a module that only ask it something."""
    with serving(write_ini(tmp_path_factory.mktemp("asked"), eventapp__bcrypt__rounds="4")) as server:
        yield server
