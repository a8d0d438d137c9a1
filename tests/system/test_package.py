"""The wheel: it carries all that the app needs, and serves where nothing else of ours is."""

import shutil
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.system.programs import PROJECT, Visitor, event, run, serving, write_ini

SOURCES = ["setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "CHANGES.md", "LICENSE"]
MINUTES = 60


def package_files(folder: Path) -> set[str]:
    return {
        str(file.relative_to(folder))
        for file in folder.glob("eventapp/**/*")
        if file.is_file() and file.suffix != ".pyc"
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the sources, by way of an sdist: what is missing in that is missing here."""
    source = tmp_path_factory.mktemp("source")
    for name in [*SOURCES, "development.ini", "production.ini"]:
        shutil.copy(PROJECT / name, source)
    for folder in ("eventapp", "docs"):
        shutil.copytree(PROJECT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    built = run(sys.executable, "-m", "build", "--outdir", "dist", ".", cwd=source, timeout=3 * MINUTES)
    assert built.returncode == 0, built.stdout
    (wheel,) = source.glob("dist/*.whl")
    return wheel


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment into which the wheel was installed, with what it asks for."""
    folder = tmp_path_factory.mktemp("installed")
    assert run(sys.executable, "-m", "venv", "--without-pip", "venv", cwd=folder).returncode == 0
    pip = [sys.executable, "-m", "pip", "--python", "venv/bin/python", "install", "--quiet", wheel]
    installed = run(*pip, cwd=folder, timeout=5 * MINUTES)
    assert installed.returncode == 0, installed.stdout
    return folder / "venv" / "bin"


def test_the_wheel_carries_everything(wheel):
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == package_files(PROJECT)
    assert names >= {
        "eventapp/templates/home.jinja2", "eventapp/static/app.css", "eventapp/security/common-passwords.txt",
    }  # fmt: skip


def test_the_installed_wheel_serves(bin_folder, tmp_path):
    said = run(bin_folder / "python", "-c", "import eventapp; print(eventapp.__file__)", cwd=tmp_path).stdout
    installed = Path(said.strip()).parent
    assert installed.is_relative_to(bin_folder.parent)
    sheet = installed / "static" / "app.css"
    sheet.write_text(sheet.read_text("utf-8") + "/* the installed one */", "utf-8")
    with serving(write_ini(tmp_path), bin_folder) as server:
        alice = Visitor(server).register("alice")
        assert Visitor(server).sign_in("alice").status == 302
        assert alice.send("/users/alice/add", **event("Lunch")).status == 303
        assert "Lunch" in alice.ask("/").text
        assert alice.ask("/static/app.css").text.endswith("/* the installed one */")
        common = Visitor(server).send("/register", username="bob", email="b@example.com", password="password1234")
        assert common.status == 422 and "Many people use this password" in common.text
