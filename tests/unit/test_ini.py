"""The two ini files: what they set, and that the one for others is fit for them."""

from configparser import RawConfigParser
from pathlib import Path

import pytest
from pyramid.exceptions import ConfigurationError

from eventapp.security.forms import FILES_LENGTH
from eventapp.settings import read

HERE = Path(__file__).parents[2]
BOTH = pytest.mark.parametrize("name", ["development.ini", "production.ini"])


def ini(name: str) -> RawConfigParser:
    parser = RawConfigParser()
    parser.read(HERE / name, "utf-8")
    return parser


def app_settings(name: str) -> dict[str, str]:
    return {key: value for key, value in ini(name)["app:main"].items() if key != "use"}


@BOTH
def test_bodies_and_headers_are_capped(name):
    server = ini(name)["server:main"]
    assert FILES_LENGTH <= int(server["max_request_body_size"]) <= 11 * 2**20
    assert int(server["max_request_header_size"]) <= 2**14


@BOTH
def test_pshell_opens_with_our_names(name):
    assert ini(name)["pshell"]["setup"] == "eventapp.pshell.setup"


def test_development_answers_to_this_machine_only():
    assert read(app_settings("development.ini")).hosts == ("localhost", "127.0.0.1", "[::1]")
    assert ini("development.ini")["server:main"]["listen"].startswith("localhost:")


def test_production_takes_what_is_secret_from_the_environment(monkeypatch):
    names = ["EVENTAPP_DATABASE_URI", "EVENTAPP_PEPPER", "EVENTAPP_HOSTS"]
    for variable in names:
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises(ConfigurationError) as refused:
        read(app_settings("production.ini"))
    assert all(variable in str(refused.value) for variable in names)
    for variable, value in zip(names, ["memory://", "p" * 32, "events.example"], strict=True):
        monkeypatch.setenv(variable, value)
    settings = read(app_settings("production.ini"))
    assert settings.production and settings.pepper == b"p" * 32 and settings.hosts == ("events.example",)
    monkeypatch.setenv("EVENTAPP_PEPPER", app_settings("development.ini")["eventapp.pepper"])
    with pytest.raises(ConfigurationError, match="development server"):
        read(app_settings("production.ini"))


def test_the_unit_of_systemd_calls_nobody_but_this_machine():
    """ASVS 13.2.4."""
    doc = (HERE / "docs/running.md").read_text("utf-8")
    unit = doc.partition("/etc/systemd/system/eventapp.service")[2].split("```")[1].splitlines()
    assert [line for line in unit if line.startswith("IPAddress")] == ["IPAddressDeny=any", "IPAddressAllow=localhost"]
    assert unit.index("[Service]") < unit.index("IPAddressDeny=any") < unit.index("[Install]")
