"""What the database says: who can read it, whether it has room, whether pepper and code are those that made it."""

import shutil
import time
from pathlib import Path

from pyramid.exceptions import ConfigurationError
from transaction import TransactionManager

from eventapp.cli.check.finding import Findings, note, ok, problem, size
from eventapp.cli.console import counted, is_held
from eventapp.models import Root
from eventapp.models.root import SCHEMA
from eventapp.security.passwords import Passwords
from eventapp.settings import Settings
from eventapp.storage import KEY, NothingYet, OtherVersion, file_of, open_database

LITTLE_ROOM = 10**9  # bytes
LARGE = 100 * 10**6  # bytes
LONG_UNPACKED = 90  # days
DAY = 86400


def findings(ini: Settings) -> Findings:
    path = file_of(ini.uri)
    if path is None:
        yield note("database", "It is not a file here, so who can read it and its room were not looked at.")
    elif not path.exists():
        yield note("database", f"There is none at {path} yet; the first start makes it.")
        return
    else:
        yield ok("database", f"{path}, {'held by a running server' if is_held(path) else 'held by nobody'}.")
        yield from _permissions(path)
        yield from _room(path)
        yield from _packed(path)
    yield from _contents(ini)


def _permissions(path: Path) -> Findings:
    folder = path.parent
    # Nobody gets at a file in a folder that is closed to them.
    if folder.stat().st_mode & 0o077 and path.stat().st_mode & 0o077:
        text = f"Others on this machine can read it: chmod 700 {folder} and chmod 600 {path}*"
        yield problem("permissions", text)
    else:
        yield ok("permissions", "Only its owner can read it.")


def _room(path: Path) -> Findings:
    free, used = shutil.disk_usage(path.parent).free, path.stat().st_size
    text = f"{size(free)} are free; the database has {size(used)}"
    if free < used:
        yield problem("room", f"{text}, and to pack it takes as much again.")
    elif free < LITTLE_ROOM:
        yield note("room", f"{text}. When the disk is full nothing can be saved.")
    else:
        yield ok("room", f"{text}.")


def _packed(path: Path) -> Findings:
    old, used = path.with_name(f"{path.name}.old"), path.stat().st_size
    if not old.exists():
        text = "It was never packed, so deleted data is still in it."
        yield note("packing", text) if used > LARGE else ok("packing", text)
        return
    days = int((time.time() - old.stat().st_mtime) // DAY)
    text = f"It was packed {counted(days, 'day')} ago. {old.name} holds what was deleted before: remove it."
    yield note("packing", text + (" Pack again." if days > LONG_UNPACKED and used > LARGE else ""))


def _contents(ini: Settings) -> Findings:
    try:
        db = open_database(ini.uri, read_only=True)
    except OtherVersion as error:
        if error.stored < SCHEMA:
            text = f"The data is of version {error.stored}; the next start makes it version {SCHEMA}. Back it up first."
            yield note("version", text)
        else:
            yield problem("version", str(error))
        return
    except NothingYet:
        yield note("database", "There is nothing in it yet; the first start makes it.")
        return
    except ConfigurationError as error:
        yield problem("database", str(error))
        return
    try:
        connection = db.open(TransactionManager())
        yield ok("version", f"The data is of version {SCHEMA}, as this eventapp reads it.")
        yield from _passwords(connection.root()[KEY], ini)
        connection.close()
    finally:
        db.close()


def _passwords(root: Root, ini: Settings) -> Findings:
    """Whether the pepper is the one that the stored passwords were made with: the canary for a lost one."""
    passwords = Passwords(ini.rounds, ini.pepper)
    stored = [user.password for user in root["users"].values() if user.password]
    foreign = sum(not passwords.knows(stretched) for stretched in stored)
    cheap = sum(passwords.needs_upgrade(stretched) for stretched in stored)
    if foreign:
        text = f"Made with another pepper, so not accepted: {foreign} of {len(stored)}."
        yield problem("passwords", f"{text} Put the old pepper back, or reset them.")
    else:
        yield ok("passwords", f"{counted(len(stored), 'password')} stored, all made with this pepper.")
    if cheap:
        yield note("passwords", f"Of a cost below {ini.rounds}, until the next sign-in: {cheap} of {len(stored)}.")
