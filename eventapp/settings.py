"""What the ini file may set: read once at start-up, checked, and refused with a message that says why.

docs/settings.md describes each one; a test holds the two together.
"""

import dataclasses
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from limits import parse_many
from pyramid.exceptions import ConfigurationError
from pyramid.settings import asbool, aslist

from eventapp.models.when import zone_names

PREFIX = "eventapp."
DEVELOPMENT_PEPPER = "pepper of the development server, known to everybody"
PRODUCTION_ROUNDS = 10  # OWASP Password Storage Cheat Sheet; ASVS 5.0, appendix C
PEPPER_LENGTH = 32
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})
YEARS = 10 * 365 * 86400


def _uri(value: str) -> str:
    if ":" not in value:
        raise ValueError("give the URI of the database, such as file:///srv/eventapp/Data.fs")
    return value


def _hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(host.lower() for host in aslist(value))
    if not hosts:
        raise ValueError("name at least one host.")
    if wrong := [host for host in hosts if "/" in host or (":" in host and not host.endswith("]"))]:
        raise ValueError(f"give hosts without scheme, port or path, not {wrong[0]}")
    return hosts


def _url(value: str) -> str:
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(f"give the address of the site, such as https://events.example.com, not {value!r}")
    return f"{parts.scheme}://{parts.netloc}"


def _zone(value: str) -> str:
    if value not in zone_names().values():
        raise ValueError(f"{value!r} is not the IANA name of a time zone.")
    return ZoneInfo(value).key


def _truth(value: str) -> bool:
    if value.lower() not in {"true", "false"}:
        raise ValueError(f"give true or false, not {value!r}")
    return value.lower() == "true"


def _whole(least: int, most: int) -> Callable[[str], int]:
    def convert(value: str) -> int:
        if not value.isdecimal() or not least <= int(value) <= most:
            raise ValueError(f"give a whole number from {least} to {most}, not {value!r}")
        return int(value)

    return convert


def _seconds(least: int, most: int) -> Callable[[str], timedelta]:
    whole = _whole(least, most)
    return lambda value: timedelta(seconds=whole(value))


def _one_of(*words: str) -> Callable[[str], str]:
    def convert(value: str) -> str:
        if value not in words:
            raise ValueError(f"give one of {', '.join(words)}, not {value!r}")
        return value

    return convert


def _breached(value: str) -> str:
    if "://" not in value:
        if value and not os.access(Path(value, "00000.txt"), os.R_OK):
            raise ValueError(f"in {value!r} there is no 00000.txt that can be read, the first file of the download")
        return value
    parts = urlsplit(value)
    private = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS)
    if not private or not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"give an address such as https://api.pwnedpasswords.com/range, or a folder, not {value!r}")
    if parts.port == 0:
        raise ValueError("there is no port 0.")
    return value.rstrip("/")


def _address(value: str) -> str:
    if not re.fullmatch(r"[\w.+-]+@[\w.-]+", value, re.ASCII):
        raise ValueError(f"give a plain email address, such as eventapp@example.com, not {value!r}")
    return value


def _rate(value: str) -> str:
    try:
        parse_many(value)
    except ValueError:
        raise ValueError(f"give a number and a time, such as 300 per 5 minutes, not {value!r}") from None
    return value


def setting(name: str, default: str, convert: Callable[[str], Any] = str, *, secret: bool = False) -> Any:
    """A field of :class:`Settings`: its name in the ini file, its default there, and how its text is read."""
    return dataclasses.field(repr=not secret, metadata={"name": name, "default": default, "convert": convert})


@dataclass(frozen=True)
class Settings:
    """The checked settings of one application."""

    uri: str = setting("zodbconn.uri", "", _uri, secret=True)
    """The URI of the database, as zodburi reads it."""

    production: bool = setting("eventapp.production", "false", _truth)
    """Whether to refuse what is fit for development only."""

    hosts: tuple[str, ...] = setting("eventapp.hosts", "localhost 127.0.0.1 [::1]", _hosts)
    """The hosts answered to, without ports, in lower case."""

    url: str = setting("eventapp.url", "", _url)
    """Where the site is, without a last slash: what mailed links and passkeys are made for.

    When it is not set: the development server, and in production https at the first of the hosts.
    """

    pepper: bytes = setting("eventapp.pepper", "", str.encode, secret=True)
    """The key with which passwords are hashed before bcrypt; empty for the one built in."""

    rounds: int = setting("eventapp.bcrypt.rounds", "12", _whole(4, 20))
    """The cost of bcrypt, as a power of two."""

    lifetime: timedelta = setting("eventapp.session.lifetime", "1209600", _seconds(1, YEARS))
    """How long a session is good for at the most."""

    idle: timedelta = setting("eventapp.session.idle", "1209600", _seconds(1, YEARS))
    """How long a session is good for unseen."""

    short_lifetime: timedelta = setting("eventapp.session.short_lifetime", "43200", _seconds(1, YEARS))
    """As ``lifetime``, for people who asked not to be kept signed in."""

    short_idle: timedelta = setting("eventapp.session.short_idle", "3600", _seconds(1, YEARS))
    """As ``idle``, for people who asked not to be kept signed in."""

    seen_interval: timedelta = setting("eventapp.session.seen_interval", "300", _seconds(0, 86400))
    """How much older than this the stored last sight of a session must be to be written again."""

    confirmation: timedelta = setting("eventapp.session.confirmation", "600", _seconds(1, 86400))
    """For how long a person who gave their password is not asked for it again before what matters."""

    breached: str = setting("eventapp.breached_passwords", "", _breached)
    """Who knows the passwords that were stolen somewhere: an https address, or a folder; empty for nobody."""

    totp_grace: timedelta = setting("eventapp.totp_grace", "0", _seconds(0, 30))
    """For how long after its 30 seconds a code of an authenticator app is still taken."""

    timezone: str = setting("eventapp.timezone", "UTC", _zone)
    """The IANA zone of people whose browser named none."""

    registration: str = setting("eventapp.registration", "open", _one_of("open", "invitation", "closed"))
    """Who may create an account: anybody, whoever has an invitation, or nobody."""

    second_step: str = setting("eventapp.second_step", "optional", _one_of("optional", "required"))
    """Whether people choose to have a second step, or whoever has none can do nothing but set one up."""

    limits: str = setting("eventapp.limits.storage", "memory://", _uri, secret=True)
    """Where tries are counted, as the ``limits`` library reads it."""

    adding: str = setting("eventapp.limits.add", "300 per 5 minutes", _rate)
    """How often one account may add an event, as the ``limits`` library reads it."""

    most_events: int = setting("eventapp.limits.events", "200000", _whole(1, 10_000_000))
    """How many events one account may hold."""

    smtp_host: str = setting("eventapp.smtp.host", "")
    """The server that takes our mail; empty to keep it in ``mail_folder``."""

    smtp_port: int = setting("eventapp.smtp.port", "587", _whole(1, 65535))
    smtp_security: str = setting("eventapp.smtp.security", "starttls", _one_of("starttls", "tls", "none"))
    smtp_username: str = setting("eventapp.smtp.username", "")
    smtp_password: str = setting("eventapp.smtp.password", "", secret=True)

    mail_from: str = setting("eventapp.mail.from", "eventapp@localhost", _address)
    """The sender of our mail."""

    mail_folder: str = setting("eventapp.mail.folder", "")
    """The Maildir in which mail waits to be sent; empty for none, and then no mail is written."""


FIELDS = {field.metadata["name"]: field for field in dataclasses.fields(Settings)}
DEFAULTS: dict[str, str] = {name: field.metadata["default"] for name, field in FIELDS.items()}


def read(settings: Mapping[str, Any]) -> Settings:
    """Check the settings of an ini file.

    A value ``env:NAME`` is taken from that environment variable.

    :raises ConfigurationError: naming everything that is wrong, a line each.
    """
    unknown = sorted(name for name in settings if name.startswith(PREFIX) and name not in FIELDS)
    errors = [f"{name}: there is no such setting." for name in unknown]
    values = {}
    for name, field in FIELDS.items():
        value = str(settings.get(name, DEFAULTS[name])).strip()
        try:
            values[field.name] = field.metadata["convert"](_expanded(value))
        except ValueError as error:
            errors.append(f"{name}: {error}")
    if not errors:
        found = Settings(**values | {"url": values["url"] or _usual_url(values)})
        errors += _contradictions(found, settings)
        errors += _unfit_for_production(found, settings) if found.production else []
    if errors:
        raise ConfigurationError("\n".join(["The settings can't be used:", *errors]))
    return found


def _expanded(value: str) -> str:
    variable = value.removeprefix("env:")
    if variable == value:
        return value
    if not os.environ.get(variable):
        raise ValueError(f"the environment variable {variable} is not set.")
    return os.environ[variable]


def _usual_url(values: Mapping[str, Any]) -> str:
    return f"https://{values['hosts'][0]}" if values["production"] else "http://localhost:6543"


def _contradictions(found: Settings, settings: Mapping[str, Any]) -> list[str]:
    errors = []
    host = urlsplit(found.url).hostname
    if settings.get("eventapp.url") and host not in {host.strip("[]") for host in found.hosts}:
        errors.append(f"eventapp.url: {host} is not among eventapp.hosts.")
    if found.registration == "invitation" and not found.pepper:
        errors.append("eventapp.pepper: invitations are signed with it; without one anybody could make them.")
    if found.smtp_host and not found.mail_folder:
        errors.append("eventapp.smtp.host: name eventapp.mail.folder, too, in which mail waits for that server.")
    return errors


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
