"""What the ini file may set: read once at start-up, checked, and refused with a message that says why.

docs/settings.md describes each one; a test holds the two together.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pyramid.exceptions import ConfigurationError
from pyramid.settings import asbool, aslist

from eventapp.models.when import zone_names

PREFIX = "eventapp."
DEVELOPMENT_PEPPER = "pepper of the development server, known to everybody"
PRODUCTION_ROUNDS = 10  # OWASP Password Storage Cheat Sheet; ASVS 5.0, appendix C
PEPPER_LENGTH = 32

DEFAULTS: dict[str, str] = {
    "zodbconn.uri": "",
    "eventapp.production": "false",
    "eventapp.hosts": "localhost 127.0.0.1 [::1]",
    "eventapp.pepper": "",
    "eventapp.bcrypt.rounds": "12",
    "eventapp.session.lifetime": "1209600",
    "eventapp.session.seen_interval": "300",
    "eventapp.timezone": "UTC",
}


@dataclass(frozen=True)
class Settings:
    """The checked settings of one application."""

    uri: str = field(repr=False)
    """The URI of the database, as zodburi reads it."""

    production: bool
    """Whether to refuse what is fit for development only."""

    hosts: frozenset[str]
    """The hosts answered to, without ports, in lower case."""

    pepper: bytes = field(repr=False)
    """The key with which passwords are hashed before bcrypt; empty for the one built in."""

    rounds: int
    """The cost of bcrypt, as a power of two."""

    lifetime: timedelta
    """How long a session is good for."""

    seen_interval: timedelta
    """How much older than this the stored last sight of a session must be to be written again."""

    timezone: str
    """The IANA zone of people whose browser named none."""


def read(settings: Mapping[str, Any]) -> Settings:
    """Check the settings of an ini file.

    A value ``env:NAME`` is taken from that environment variable.

    :raises ConfigurationError: naming everything that is wrong, a line each.
    """
    reader = _Reader(settings)
    found = Settings(
        uri=reader.text("zodbconn.uri", _uri),
        production=reader.text("eventapp.production", asbool),
        hosts=reader.text("eventapp.hosts", _hosts),
        pepper=reader.text("eventapp.pepper", str.encode),
        rounds=reader.text("eventapp.bcrypt.rounds", _whole(4, 20)),
        lifetime=reader.text("eventapp.session.lifetime", _seconds(1, 10 * 365 * 86400)),
        seen_interval=reader.text("eventapp.session.seen_interval", _seconds(0, 86400)),
        timezone=reader.text("eventapp.timezone", _zone),
    )
    if not reader.errors and found.production:
        reader.errors += _unfit_for_production(found, settings)
    if reader.errors:
        raise ConfigurationError("\n".join(["The settings can't be used:", *reader.errors]))
    return found


class _Reader:
    """Reads one setting after the other, and collects what is wrong with them."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        unknown = sorted(name for name in settings if name.startswith(PREFIX) and name not in DEFAULTS)
        self.errors = [f"{name}: there is no such setting." for name in unknown]

    def text(self, name: str, convert: Callable[[str], Any]) -> Any:
        value = str(self.settings.get(name, DEFAULTS[name])).strip()
        try:
            return convert(_from_environment(value) if value.startswith("env:") else value)
        except ValueError as error:
            self.errors.append(f"{name}: {error}")
            return None


def _from_environment(value: str) -> str:
    variable = value.removeprefix("env:")
    if not os.environ.get(variable):
        raise ValueError(f"the environment variable {variable} is not set.")
    return os.environ[variable]


def _uri(value: str) -> str:
    if ":" not in value:
        raise ValueError("give the URI of the database, such as file:///srv/eventapp/Data.fs")
    return value


def _hosts(value: str) -> frozenset[str]:
    hosts = frozenset(host.lower() for host in aslist(value))
    if not hosts:
        raise ValueError("name at least one host.")
    if wrong := sorted(host for host in hosts if "/" in host or (":" in host and not host.endswith("]"))):
        raise ValueError(f"give hosts without scheme, port or path, not {wrong[0]}")
    return hosts


def _zone(value: str) -> str:
    if value not in zone_names().values():
        raise ValueError(f"{value!r} is not the IANA name of a time zone.")
    return ZoneInfo(value).key


def _whole(least: int, most: int) -> Callable[[str], int]:
    def convert(value: str) -> int:
        if not value.isdecimal() or not least <= int(value) <= most:
            raise ValueError(f"give a whole number from {least} to {most}, not {value!r}")
        return int(value)

    return convert


def _seconds(least: int, most: int) -> Callable[[str], timedelta]:
    whole = _whole(least, most)
    return lambda value: timedelta(seconds=whole(value))


def _unfit_for_production(found: Settings, settings: Mapping[str, Any]) -> list[str]:
    errors = []
    if found.pepper == DEVELOPMENT_PEPPER.encode():
        errors.append("eventapp.pepper: this is the development server's; make one of your own.")
    if len(found.pepper) < PEPPER_LENGTH:
        errors.append(f"eventapp.pepper: give a secret of at least {PEPPER_LENGTH} characters.")
    if found.rounds < PRODUCTION_ROUNDS:
        errors.append(f"eventapp.bcrypt.rounds: at least {PRODUCTION_ROUNDS} in production.")
    errors += [
        f"{name}: is for development only."
        for name in ("pyramid.reload_templates", "pyramid.reload_assets", "pyramid.debug_all", "pyramid.reload_all")
        if asbool(settings.get(name))
    ]
    return errors
