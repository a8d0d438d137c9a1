"""The two commands, with programs that only say what they were asked to do."""

import pytest

from tests.system.programs import PROJECT, run


@pytest.fixture
def make(tmp_path):
    """Runs make where everything is installed already."""
    programs = tmp_path / "venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "pserve", "pip-audit"):
        (programs / name).write_text(f'#!/bin/sh\necho "{name} $*"\nexit $STATUS\n')
        (programs / name).chmod(0o755)
    for name in (".serve", ".test", ".release"):
        (tmp_path / "venv" / name).touch()
    return lambda target, chromium, status="0": run(
        "make", "--no-print-directory", target, f"VENV={tmp_path}/venv", f"CHROMIUM={chromium}",
        cwd=PROJECT, STATUS=status, MAKEFLAGS="",
    )  # fmt: skip


def test_where_chromium_is_missing_make_test_says_so(make):
    said = make("test", "")
    assert said.returncode == 0
    assert "The browser tests did not run" in said.stdout and "apt-get install chromium" in said.stdout
    assert "browser tests" not in make("test", "/usr/bin/chromium").stdout


def test_make_test_fails_when_a_test_fails(make):
    assert make("test", "/usr/bin/chromium", status="1").returncode != 0


def test_make_audit_fails_when_there_is_a_hole_or_it_can_not_be_known(make):
    assert make("audit", "", status="1").returncode != 0


BROWSERS = "python -m pytest -m browser"
LOCK = "requirements-redis.txt"  # which has all that the other has


@pytest.mark.parametrize(
    ("target", "lines"),
    [
        ("serve", ["pserve --reload development.ini"]),
        ("test", ["python -m pytest -m not browser --cov", BROWSERS]),
        ("audit", [f"pip-audit --strict --require-hashes --disable-pip --requirement {LOCK}"]),
    ],
)
def test_what_is_installed_is_not_installed_again(make, target, lines):
    said = [said for said in make(target, "x").stdout.splitlines() if said.startswith(("python", "pip", "pserve"))]
    assert len(said) == len(lines) and all(map(str.startswith, said, lines))
