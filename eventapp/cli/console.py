"""What all commands share: how they are parsed, the ini, the database, and how they speak.

What was asked for goes to standard output and can be piped on; everything else to standard error.
"""

import argparse
import configparser
import fcntl
import getpass
import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pyramid.exceptions import ConfigurationError
from pyramid.paster import get_appsettings, setup_logging
from transaction import TransactionManager
from ZODB.DB import DB

from eventapp import settings as ini
from eventapp.forms import one_line
from eventapp.models import Root, User
from eventapp.storage import KEY, DatabaseHeld, file_of, open_database, transact

REFUSED = 1
USAGE = 2
HELD = 75  # EX_TEMPFAIL of sysexits.h: the same command may succeed later

Result = TypeVar("Result")
Work = Callable[[Root, TransactionManager], Result]
Store = Callable[[Work[Result]], Result]

HELD_TEXT = """\
another process holds the database, most likely the running server, and nothing was changed.
Stop the server, do this again, and start it; or keep the database on a ZEO server or in
RelStorage, where several processes may change it."""


class Refused(Exception):
    """The command can't be done, for the reason given; ``status`` is the exit status."""

    def __init__(self, reason: str, status: int = REFUSED) -> None:
        super().__init__(reason)
        self.status = status


def subcommands(parser: argparse.ArgumentParser) -> Any:
    """The place for the commands below ``parser``, which by itself shows its help."""

    def explain(_: argparse.Namespace) -> int:
        parser.print_help(sys.stderr)
        return USAGE

    parser.set_defaults(run=explain)
    return parser.add_subparsers(title="commands", metavar="COMMAND")


def command(commands: Any, name: str, about: str, shown: str) -> argparse.ArgumentParser:
    """One more command, or group of them.

    :param about: what it does; the first line stands in the list of commands.
    :param shown: examples, a line each.
    """
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=about.partition("\n")[0],
        description=about,
        epilog=examples(shown),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_ini(parser, argparse.SUPPRESS)
    return parser


def examples(shown: str) -> str:
    return "examples:\n" + textwrap.indent(shown.strip(), "  ")


def add_ini(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """The option that names the ini file: before the command or after it, or else the environment's."""
    parser.add_argument(
        "-c",
        "--ini",
        metavar="INI",
        default=default or os.environ.get("EVENTAPP_INI"),
        help="the ini file of the server (default: the environment variable EVENTAPP_INI)",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for other programs to read")


def ini_file(args: argparse.Namespace) -> str:
    """The path of the ini file that was named.

    :raises Refused: when none was, or there is none.
    """
    if not args.ini:
        raise Refused("name the ini file: eventapp -c production.ini ..., or set EVENTAPP_INI.", USAGE)
    if not Path(args.ini).is_file():
        raise Refused(f"there is no file {args.ini}.", USAGE)
    return str(args.ini)


def app_section(path: str) -> dict[str, Any]:
    """What the ini file says of the app, as the server reads it.

    :raises Refused: when it is no ini file, or has no app.
    """
    try:
        return dict(get_appsettings(path))
    except (LookupError, ValueError, ImportError, configparser.Error) as error:
        raise Refused(f"{path} can't be read: {error}") from None


def settings(args: argparse.Namespace) -> ini.Settings:
    """The checked settings.

    :raises Refused: when they can't be used.
    """
    try:
        return ini.read(app_section(ini_file(args)))
    except ConfigurationError as error:
        raise Refused(str(error)) from None


@contextmanager
def reading(args: argparse.Namespace) -> Iterator[Root]:
    """The tree, to be looked at only: the files are left as they are, so this works beside the server."""
    uri = settings(args).uri
    path = file_of(uri)
    if path is not None and is_held(path):
        note("The server runs, so this is read beside it, read-only, as of now.")
    db = _opened(uri, read_only=True)
    try:
        connection = db.open(TransactionManager())
        yield connection.root()[KEY]
        connection.close()
    finally:
        db.close()


@contextmanager
def writing(args: argparse.Namespace) -> Iterator[tuple[ini.Settings, Store[Any]]]:
    """The settings, and a function that does ``work(root, tm)`` and stores what it changed.

    :raises Refused: when another process holds the database.
    """
    found = settings(args)
    setup_logging(args.ini)  # so that the audit log goes where the server's goes
    db = _opened(found.uri, read_only=False)
    try:
        yield found, lambda work: transact(db, lambda top, tm: work(top[KEY], tm))
    finally:
        db.close()


def _opened(uri: str, read_only: bool) -> DB:
    path = file_of(uri)
    if read_only and path is not None and not path.exists():
        raise Refused(f"there is no database at {path} yet: start the server once, or add somebody.")
    try:
        return open_database(uri, read_only=read_only)
    except DatabaseHeld:
        raise Refused(HELD_TEXT, HELD) from None
    except ConfigurationError as error:
        raise Refused(str(error)) from None


def is_held(path: Path) -> bool:
    """Whether a process has the FileStorage at ``path`` open for writing."""
    try:
        with Path(f"{path}.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def person(root: Root, name: str) -> User:
    """The user of that username or email.

    :raises Refused: when there is none.
    """
    user = root["users"].find(name)
    if user is None:
        raise Refused(f"there is nobody called {name}.")
    return user


def new_password() -> str:
    """A new password, asked for twice on the terminal and not shown.

    :raises Refused: when the two differ.
    """
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise Refused("these were two different passwords; nothing was changed.")
    return password


def piped_password() -> str:
    """The first line of standard input, as programs send a password."""
    password = sys.stdin.readline().rstrip("\r\n")
    if any("\ud800" <= character <= "\udfff" for character in password):
        raise Refused("the password is not UTF-8.")
    return password


def note(text: str) -> None:
    """Say something beside what was asked for."""
    print(text, file=sys.stderr)


def show_json(value: Any) -> None:
    print(json.dumps(value, indent=2, default=lambda at: at.isoformat()))


def table(titles: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows in columns. What people typed can't move the cursor of the terminal."""
    printed = [[one_line(str(cell)) for cell in row] for row in (titles, *rows)]
    widths = [max(len(row[column]) for row in printed) for column in range(len(titles))]
    for row in printed:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def moment(at: datetime | None) -> str:
    """A time (UTC) as it stands in a table."""
    return "-" if at is None else f"{at:%Y-%m-%d %H:%M}"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
