"""What the settings of the app say: the secret, the addresses, how long sessions last, mail."""

import os
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pyramid.settings import asbool

from eventapp.cli.check.finding import Findings, lasting, note, ok, problem
from eventapp.security.passwords import Passwords
from eventapp.settings import DEVELOPMENT_PEPPER, LOCAL_HOSTS, PEPPER_LENGTH, PRODUCTION_ROUNDS, Settings

RECOMMENDED_ROUNDS = 12
SLOW_HASH = 1.0  # seconds
DISTINCT = 10  # of 32 random characters some 14 differ even when they are hexadecimal

# What docs/security.md documents (ASVS 7.1.1, 7.3.1, 7.3.2; NIST SP 800-63B-4, section 2.1.3 for the first).
LONGEST = {
    "lifetime": timedelta(days=30),
    "idle": timedelta(days=30),
    "short_lifetime": timedelta(hours=24),
    "short_idle": timedelta(hours=1),
    "confirmation": timedelta(minutes=15),
}
DEVELOPMENT_FLAGS = (
    "debug_all", "debug_authorization", "debug_notfound", "debug_routematch", "debug_templates",
    "reload_all", "reload_assets", "reload_resources", "reload_templates",
)  # fmt: skip


def findings(ini: Settings, raw: Mapping[str, Any], path: str) -> Findings:
    """What is to be said of the settings.

    :param raw: the same as they stand in the file.
    """
    yield from _production(ini)
    yield from _pepper(ini, raw, Path(path))
    yield from _bcrypt(ini)
    yield from _addresses(ini)
    yield from _sessions(ini)
    yield from _breached(ini)
    yield from _codes(ini)
    yield from _mail(ini)
    yield from _registration(ini)
    yield from _second_step(ini)
    yield from _limits(ini)


def _production(ini: Settings) -> Findings:
    if ini.production:
        yield ok("production", "What is for development only is refused at start-up.")
    else:
        yield problem("production", "Set eventapp.production = true, which refuses what is for development only.")


def _pepper(ini: Settings, raw: Mapping[str, Any], path: Path) -> Findings:
    pepper = ini.pepper
    how = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
    if not pepper:
        yield problem("pepper", f"There is none (eventapp.pepper). {how}")
    elif pepper == DEVELOPMENT_PEPPER.encode():
        yield problem("pepper", f"It is the development server's, known to everybody. {how}")
    elif len(pepper) < PEPPER_LENGTH or len(set(pepper)) < DISTINCT:
        yield problem("pepper", f"It could be guessed. {how}")
    else:
        yield ok("pepper", "It is long enough. Keep a copy of it, apart from the database.")
    written = [
        name
        for name in ("eventapp.pepper", "eventapp.smtp.password")
        if raw.get(name) and not str(raw[name]).startswith("env:") and raw[name] != DEVELOPMENT_PEPPER
    ]
    if written and path.stat().st_mode & 0o077:
        names = " and ".join(written)
        yield problem("ini file", f"Others on this machine can read {names} in it: chmod 600 {path}")


def _bcrypt(ini: Settings) -> Findings:
    start = time.perf_counter()
    Passwords(ini.rounds, ini.pepper).stretch("how long does it take")
    took = time.perf_counter() - start
    text = f"Its cost is {ini.rounds}; one password takes {took * 1000:.0f} ms here."
    if ini.rounds < PRODUCTION_ROUNDS:
        yield problem("bcrypt", f"{text} Stolen passwords would be guessed: set eventapp.bcrypt.rounds = 12")
    elif ini.rounds < RECOMMENDED_ROUNDS:
        yield note("bcrypt", f"{text} Recommended is {RECOMMENDED_ROUNDS}.")
    elif took > SLOW_HASH:
        yield note("bcrypt", f"{text} That is long to wait for a sign-in.")
    else:
        yield ok("bcrypt", text)


def _addresses(ini: Settings) -> Findings:
    wild = [host for host in ini.hosts if "*" in host or host.startswith(".")]
    if wild:
        yield problem("hosts", f"{wild[0]} matches none: hosts are whole names. Name each in eventapp.hosts.")
    elif LOCAL_HOSTS.issuperset(ini.hosts):
        yield problem("hosts", "Only this machine is answered to. Name the site's hosts in eventapp.hosts.")
    else:
        yield ok("hosts", f"Answered to: {' '.join(ini.hosts)}")
    parts = urlsplit(ini.url)
    if parts.scheme != "https":
        yield problem("url", f"{ini.url} is not https: passwords and sessions could be read on the way.")
    elif parts.hostname not in {host.strip("[]") for host in ini.hosts}:
        yield problem("url", f"{ini.url} is not among eventapp.hosts, so mailed links lead nowhere.")
    else:
        yield ok("url", f"Links lead to {ini.url}")


def _sessions(ini: Settings) -> Findings:
    long = [name for name, longest in LONGEST.items() if getattr(ini, name) > longest]
    for name in long:
        text = f"eventapp.session.{name} is {lasting(getattr(ini, name))}, recommended are at most"
        yield note("sessions", f"{text} {lasting(LONGEST[name])}.")
    if ini.seen_interval * 2 > min(ini.idle, ini.short_idle):
        text = "eventapp.session.seen_interval must be at most half of both idle limits."
        yield problem("sessions", f"People are signed out while they work: {text}")
    elif not long:
        kept = f"{lasting(ini.lifetime)}, or {lasting(ini.idle)} unseen"
        others = f"{lasting(ini.short_lifetime)}, or {lasting(ini.short_idle)} unseen"
        yield ok("sessions", f"They end after {kept}; where people are not kept signed in, {others}.")


def _breached(ini: Settings) -> Findings:
    if ini.breached:
        yield ok("breached", f"New passwords are looked up among the stolen ones of {ini.breached}")


def _codes(ini: Settings) -> Findings:
    if ini.totp_grace:
        text = f"Codes of apps are taken {lasting(ini.totp_grace)} longer than they are shown (eventapp.totp_grace)."
        yield note("codes", text)


def _mail(ini: Settings) -> Findings:
    if ini.mail_folder and not ini.smtp_host and (ini.production or ini.url.startswith("https:")):
        text = f"Mails are only written to {ini.mail_folder}, and people wait for them in vain:"
        yield problem("mail", f"{text} set eventapp.smtp.host, or leave out eventapp.mail.folder.")
        return
    if not ini.smtp_host:
        text = "There is no SMTP server (eventapp.smtp.host): forgotten passwords need eventapp user reset-password."
        yield note("mail", text)
        return
    server = f"{ini.smtp_host}:{ini.smtp_port}"
    if ini.smtp_security == "none" and ini.smtp_host not in LOCAL_HOSTS:
        text = f"It goes to {server} unprotected, links and all: set eventapp.smtp.security"
        yield problem("mail", text)
    elif bool(ini.smtp_username) != bool(ini.smtp_password):
        yield problem("mail", "eventapp.smtp.username and eventapp.smtp.password belong together.")
    elif (ini.smtp_port, ini.smtp_security) in {(465, "starttls"), (587, "tls"), (25, "tls")}:
        text = f"Port {ini.smtp_port} seldom speaks {ini.smtp_security}: 465 is for tls, 587 for starttls."
        yield note("mail", text)
    elif ini.mail_from.endswith("@localhost"):
        yield problem("mail", f"The sender is {ini.mail_from}, which others refuse: set eventapp.mail.from")
    else:
        yield ok("mail", f"It goes to {server}, security {ini.smtp_security}, from {ini.mail_from}.")
    folder = Path(ini.mail_folder)
    if folder.exists() and folder.stat().st_mode & 0o077:
        yield problem("mail", f"Others on this machine can read what waits there: chmod 700 {folder}")


def _registration(ini: Settings) -> Findings:
    if ini.registration == "open":
        yield note("registration", "Anybody who finds the site can make an account (eventapp.registration).")
    else:
        who = "Whoever has an invitation" if ini.registration == "invitation" else "Nobody"
        yield ok("registration", f"{who} can make an account.")


def _second_step(ini: Settings) -> Findings:
    if ini.second_step == "required":
        yield ok("second step", "Everybody needs one; whoever has none can do nothing but set one up.")
    else:
        yield ok("second step", "Everybody may have one. To make everybody: eventapp.second_step = required")


def _limits(ini: Settings) -> Findings:
    if not ini.limits.startswith("memory:"):
        yield ok("limits", "Tries are counted outside the process, so for all processes together.")
    elif ini.uri.startswith(("file:", "memory:")):
        yield ok("limits", "Tries are counted in the one process that serves.")
    else:
        text = "Each process counts tries for itself. Do several serve? Set eventapp.limits.storage, such as redis://"
        yield note("limits", text)


def development(raw: Mapping[str, Any]) -> Findings:
    """What is switched on for development, in the file or, over it, in the environment."""
    on = [f"pyramid.{flag}" for flag in DEVELOPMENT_FLAGS if asbool(raw.get(f"pyramid.{flag}"))]
    on += [name for flag in DEVELOPMENT_FLAGS if asbool(os.environ.get(name := f"PYRAMID_{flag.upper()}"))]
    on += ["pyramid_debugtoolbar"] if "debugtoolbar" in str(raw.get("pyramid.includes", "")) else []
    if on:
        yield problem("debugging", f"For development only: {', '.join(on)}")
    else:
        yield ok("debugging", "Nothing that is for development only is on.")
