"""Settings: read with their defaults, and refused with a message."""

from datetime import timedelta

import pytest
from pyramid.exceptions import ConfigurationError

from eventapp.settings import DEVELOPMENT_PEPPER, read

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
        ("zodbconn.uri", "", "URI of the database"),
        ("zodbconn.uri", "/var/Data.fs", "URI of the database"),
        ("eventapp.bcrypt.rounds", "3", "from 4 to 20"),
        ("eventapp.bcrypt.rounds", "twelve", "from 4 to 20"),
        ("eventapp.bcrypt.rounds", "-12", "from 4 to 20"),
        ("eventapp.session.lifetime", "0", "from 1 to"),
        ("eventapp.session.lifetime", "1.5", "from 1 to"),
        ("eventapp.session.seen_interval", "86401", "from 0 to 86400"),
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
