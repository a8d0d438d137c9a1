"""Settings: read with their defaults, refused with a message, and all of them in docs/settings.md."""

import re
from configparser import RawConfigParser
from datetime import timedelta
from pathlib import Path

import pytest
from pyramid.exceptions import ConfigurationError

from eventapp.settings import DEFAULTS, DEVELOPMENT_PEPPER, read

PROJECT = Path(__file__).parents[2]
DOC = (PROJECT / "docs/settings.md").read_text("utf-8")

URI = {"zodbconn.uri": "memory://"}
PRODUCTION = {**URI, "eventapp.production": "true", "eventapp.pepper": "p" * 32, "eventapp.hosts": "events.example"}


def test_defaults():
    settings = read(URI)
    assert (settings.uri, settings.production, settings.rounds, settings.pepper) == ("memory://", False, 12, b"")
    assert settings.lifetime == timedelta(days=14) and settings.seen_interval == timedelta(minutes=5)
    assert settings.hosts == ("localhost", "127.0.0.1", "[::1]") and settings.timezone == "UTC"


def test_all_that_can_be_set():
    settings = read(
        {
            **URI,
            "eventapp.bcrypt.rounds": "10",
            "eventapp.session.lifetime": "60",
            "eventapp.session.seen_interval": "0",
            "eventapp.hosts": "Events.Example\n  [::1]",
            "eventapp.timezone": "Europe/Prague",
            "eventapp.pepper": "secret",
        }
    )
    assert (settings.rounds, settings.lifetime, settings.seen_interval) == (10, timedelta(minutes=1), timedelta(0))
    assert settings.hosts == ("events.example", "[::1]") and settings.pepper == b"secret"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("eventapp.production", "maybe", "give true or false"),
        ("eventapp.url", "events.example", "address of the site"),
        ("eventapp.url", "ftp://localhost", "address of the site"),
        ("eventapp.url", "https://localhost/events", "address of the site"),
        ("eventapp.url", "https://events.example", "not among eventapp.hosts"),
        ("eventapp.registration", "maybe", "open, invitation, closed"),
        ("eventapp.smtp.host", "mail.example", "mail.folder"),
        ("zodbconn.uri", "", "URI of the database"),
        ("zodbconn.uri", "/var/Data.fs", "URI of the database"),
        ("eventapp.bcrypt.rounds", "3", "from 4 to 20"),
        ("eventapp.bcrypt.rounds", "twelve", "from 4 to 20"),
        ("eventapp.bcrypt.rounds", "-12", "from 4 to 20"),
        ("eventapp.session.lifetime", "0", "from 1 to"),
        ("eventapp.session.lifetime", "1.5", "from 1 to"),
        ("eventapp.session.seen_interval", "86401", "from 0 to 86400"),
        ("eventapp.totp_grace", "31", "from 0 to 30"),
        ("eventapp.breached_passwords", "http://api.pwnedpasswords.com/range", "give an address such as https:"),
        ("eventapp.breached_passwords", "ftp://localhost/range", "give an address such as https:"),
        ("eventapp.breached_passwords", "https:///range", "give an address such as https:"),
        ("eventapp.breached_passwords", "https://me:secret@breached.example", "give an address such as https:"),
        ("eventapp.breached_passwords", "https://breached.example/range?all", "give an address such as https:"),
        ("eventapp.breached_passwords", "https://breached.example:99999/range", "Port out of range"),
        ("eventapp.breached_passwords", "https://breached.example:0/range", "no port 0"),
        ("eventapp.breached_passwords", "/srv/nowhere", "no 00000.txt"),
        ("eventapp.breached_passwords", "https:/breached.example", "no 00000.txt"),
        ("eventapp.hosts", " ", "at least one host"),
        ("eventapp.hosts", "http://localhost", "without scheme"),
        ("eventapp.hosts", "localhost:6543", "without scheme"),
        ("eventapp.timezone", "Mars/Olympus", "IANA"),
        ("eventapp.pepper", "env:EVENTAPP_NOT_SET", "variable EVENTAPP_NOT_SET is not set"),
        ("eventapp.mail.from", "Events <events@example.com>", "plain email address"),
        ("eventapp.sesion.lifetime", "60", "there is no such setting"),
    ],
)
def test_what_can_not_be_used_is_named(name, value, message):
    with pytest.raises(ConfigurationError, match=message) as refused:
        read({**URI, name: value})
    assert name in str(refused.value)


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(ConfigurationError) as refused:
        read({"eventapp.bcrypt.rounds": "x", "eventapp.timezone": "y"})
    assert len(str(refused.value).splitlines()) == 4


def test_a_value_from_the_environment(monkeypatch):
    monkeypatch.setenv("EVENTAPP_TEST_PEPPER", "a secret")
    assert read({**URI, "eventapp.pepper": "env:EVENTAPP_TEST_PEPPER"}).pepper == b"a secret"


@pytest.mark.parametrize(
    "source",
    ["", "https://breached.example", "https://breached.example:8443/range", "http://localhost/x", "http://[::1]:80/x"],
)
def test_who_knows_breached_passwords(source, tmp_path):
    assert read({**URI, "eventapp.breached_passwords": f"{source}/" if source else ""}).breached == source
    (tmp_path / "00000.txt").touch()
    assert read({**URI, "eventapp.breached_passwords": str(tmp_path)}).breached == str(tmp_path)


def test_where_the_site_is():
    assert read(URI).url == "http://localhost:6543" and read(PRODUCTION).url == "https://events.example"
    named = {"eventapp.hosts": "a.example b.example", "eventapp.url": "https://b.example:8443/"}
    assert read({**URI, **named}).url == "https://b.example:8443"


def test_fit_for_production():
    assert read(PRODUCTION).production


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("eventapp.pepper", DEVELOPMENT_PEPPER, "development server"),
        ("eventapp.pepper", "", "at least 32"),
        ("eventapp.pepper", "p" * 31, "at least 32"),
        ("eventapp.bcrypt.rounds", "9", "at least 10"),
        ("pyramid.reload_templates", "true", "development only"),
        ("pyramid.debug_all", "true", "development only"),
    ],
)
def test_what_is_for_development_is_refused_in_production(name, value, message):
    with pytest.raises(ConfigurationError, match=message):
        read({**PRODUCTION, name: value})
    assert not read({**PRODUCTION, "eventapp.production": "false", name: value}).production


def test_repr_shows_no_secret():
    settings = read({**PRODUCTION, "zodbconn.uri": "postgresql://eventapp:hunter2@db/eventapp"})
    assert "hunter2" not in repr(settings) and "pppp" not in repr(settings)


def test_the_doc_names_every_setting_with_its_default_and_no_other():
    described = re.findall(r"^### `(.+)`\n\nDefault: (?:`(.+)`|empty|none; it has to be set\.)$", DOC, re.MULTILINE)
    assert dict(described) == DEFAULTS and len(described) == len(DEFAULTS)
    assert set(re.findall(r"\b(?:eventapp|zodbconn)(?:\.\w+)+", DOC)) == set(DEFAULTS)


@pytest.mark.parametrize("name", DEFAULTS)
def test_each_setting_has_an_example_in_the_doc_that_can_be_used(name, monkeypatch):
    monkeypatch.setenv("EVENTAPP_PEPPER", "p" * 32)
    monkeypatch.setenv("EVENTAPP_SMTP_PASSWORD", "a secret")
    section = DOC.split(f"### `{name}`")[1].split("\n#")[0]
    (example,) = re.findall(rf"```ini\n{name} = (.+)\n```", section)
    read({**PRODUCTION, "eventapp.mail.folder": "/srv/mail", name: example})


def test_the_doc_says_what_the_ini_files_tell_waitress():
    said = dict(re.findall(r"^\| `(\w+)` \| (.*?) ?\|", DOC, re.MULTILINE))
    assert server_section("production.ini") == said
    assert server_section("development.ini").items() <= said.items()


def server_section(ini: str) -> dict[str, str]:
    parser = RawConfigParser()
    parser.read(PROJECT / ini)
    return {name: value for name, value in parser["server:main"].items() if name not in {"use", "listen"}}


def test_invitations_need_a_pepper_to_be_signed_with():
    by_invitation = {**URI, "eventapp.registration": "invitation"}
    with pytest.raises(ConfigurationError, match="anybody could make them"):
        read(by_invitation)
    assert read({**by_invitation, "eventapp.pepper": "secret"}).registration == "invitation"
