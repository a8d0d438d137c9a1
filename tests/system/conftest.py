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
