"""The wheel: it carries all that the app needs, and serves where nothing else of ours is, with what is locked."""

import json
import shutil
import sys
from importlib.metadata import distributions, requires
from pathlib import Path
from zipfile import ZipFile

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from jsonschema.validators import Draft7Validator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.system.programs import BIN, PROJECT, Visitor, event, run, serving, write_ini

SOURCES = ["setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "CHANGES.md", "LICENSE"]
MINUTES = 60


def package_files(folder: Path) -> set[str]:
    return {
        str(file.relative_to(folder))
        for file in folder.glob("eventapp/**/*")
        if file.is_file() and file.suffix not in {".pyc", ".po"}  # of which the compiled form is there
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
    """The programs of a fresh environment into which the wheel was installed, and the parts that are locked."""
    folder = tmp_path_factory.mktemp("installed")
    assert run(sys.executable, "-m", "venv", "--without-pip", "venv", cwd=folder).returncode == 0
    pip = [sys.executable, "-m", "pip", "--python", "venv/bin/python"]
    for what in (["--require-hashes", "--requirement", PROJECT / "requirements.txt"], ["--no-deps", wheel]):
        installed = run(*pip, "install", "--quiet", "--no-compile", *what, cwd=folder, timeout=5 * MINUTES)
        assert installed.returncode == 0, installed.stdout
    fits = run(*pip, "check", cwd=folder)
    assert fits.returncode == 0, fits.stdout
    return folder / "venv" / "bin"


def needed(requirements: list[str]) -> set[str]:
    """The names of these parts, as far as they are for this machine."""
    found = map(Requirement, requirements)
    return {canonicalize_name(one.name) for one in found if one.marker is None or one.marker.evaluate({"extra": ""})}


def test_the_wheel_carries_everything(wheel):
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == package_files(PROJECT)
    assert names >= {
        "eventapp/templates/home.jinja2", "eventapp/static/app.css", "eventapp/security/common-passwords.txt",
        "eventapp/static/icon-192.png", "eventapp/locale/de/LC_MESSAGES/eventapp.mo",
    }  # fmt: skip


def test_nothing_is_locked_that_nothing_needs(bin_folder):
    (packages,) = bin_folder.parent.glob("lib/python*/site-packages")
    installed = list(distributions(path=[str(packages)]))
    asked_for = set().union(*(needed(part.requires or []) for part in installed))
    assert {canonicalize_name(part.name) for part in installed} - asked_for == {"eventapp"}


@pytest.mark.no_cover
def test_the_list_of_parts(bin_folder, tmp_path, monkeypatch):
    """CycloneDX, as its schema has it; with all that is installed on a server, and nothing of this machine."""
    for made in (tmp_path / ".release", bin_folder.parent / ".installed"):
        made.touch()
    variables = [f"PARTS={bin_folder.parent}", f"VENV={tmp_path}", f"BIN={BIN}", f"DIST={tmp_path}"]
    made = run("make", "sbom", *variables, cwd=PROJECT, MAKEFLAGS="")
    assert made.returncode == 0, made.stdout
    text = (tmp_path / "eventapp-sbom.json").read_text("utf-8")
    # cyclonedx-py writes nothing with a bad URL; to look at each once more takes seconds
    monkeypatch.delitem(Draft7Validator.FORMAT_CHECKER.checkers, "iri-reference", raising=False)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    listed = {canonicalize_name(part["name"]) for part in json.loads(text)["components"]}
    assert listed >= needed(requires("eventapp")) | {"eventapp"}
    assert not listed & {"pip", "pytest", "cyclonedx-bom"}


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
