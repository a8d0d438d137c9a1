"""The database: opens it from its URI, seats the root once, and gives each request its own connection."""

from __future__ import annotations

import atexit
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit
from weakref import WeakSet

import zodburi
from pyramid.exceptions import ConfigurationError
from transaction import TransactionManager
from transaction.interfaces import NoTransaction
from zc.lockfile import LockError
from ZODB.DB import DB
from ZODB.FileStorage.FileStorage import FileStorageError

from eventapp.evolve import evolve
from eventapp.models import Root
from eventapp.models.root import SCHEMA

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

log = logging.getLogger(__name__)
Result = TypeVar("Result")

KEY = "app_root"
"""The key of our root in the database's own root, as in Pyramid's scaffolds."""


class DatabaseHeld(ConfigurationError):
    """Another process, most likely the server, has the database open."""


class NothingYet(ConfigurationError):
    """The database is empty: no server has started on it."""


class OtherVersion(ConfigurationError):
    """The data is not of the version that this code reads; ``stored`` is its version."""

    def __init__(self, stored: int) -> None:
        super().__init__(f"The data is of version {stored}, this eventapp reads version {SCHEMA}.")
        self.stored = stored


def file_of(uri: str) -> Path | None:
    """The file that holds the data of a ``file:`` URI; None for databases that are elsewhere."""
    return Path(urlsplit(uri).path) if uri.startswith("file:") else None


def open_database(uri: str, *, read_only_if_locked: bool = False, read_only: bool = False) -> DB:
    """Open the database at ``uri``, with the root seated.

    :param uri: what zodburi reads; the folder of a ``file:`` URI is made if it is missing.
    :param read_only_if_locked: whether to be content with reading when a server holds the lock.
    :param read_only: whether to leave a ``file:`` as it is, its lock and its index too. It must exist.
    :raises DatabaseHeld: when another process has it open.
    :raises ConfigurationError: when it can't be opened, saying why.
    """
    path = file_of(uri)
    try:
        if path is not None:
            if not path.is_absolute():
                raise ValueError("give the whole path, from / on.")
            if not read_only:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        db = _open(_reading(uri) if path is not None and read_only else uri)
    except LockError:
        if not read_only_if_locked:
            raise DatabaseHeld(f"Another process has the database open: {uri}") from None
        db = _open(_reading(uri))
    except (OSError, ValueError, FileStorageError) as error:
        raise ConfigurationError(f"zodbconn.uri: the database can't be opened: {error}") from None
    try:
        seat_root(db, write=not read_only)
    except ConfigurationError:
        db.close()
        raise
    _open_ones.add(db)
    return db


_open_ones: WeakSet[DB] = WeakSet()


@atexit.register
def close_all() -> None:
    """Close what is open still. FileStorage saves its index then, and the next start is quicker."""
    for db in list(_open_ones):
        try:
            db.close()
        except NoTransaction:  # proutes and ptweens leave a connection behind in which nothing was begun
            db.storage.close()


def _reading(uri: str) -> str:
    return uri + ("&" if "?" in uri else "?") + "read_only=1"


def _open(uri: str) -> DB:
    try:
        storage_factory, options = zodburi.resolve_uri(uri)
    except KeyError as error:
        raise ConfigurationError(f"zodbconn.uri: {error.args[0]}") from None
    # Whoever else has an account on this machine has no business in there
    mask = os.umask(0o077)
    try:
        return DB(storage_factory(), **options)
    finally:
        os.umask(mask)


def transact(db: DB, work: Callable[[Any, TransactionManager], Result]) -> Result:
    """Do ``work(top, tm)`` in a transaction of its own, again when others changed the same; what it returns.

    :param work: is given the database's own root and the manager of the transaction, which it does not end.
    """
    manager = TransactionManager(explicit=True)
    connection = db.open(manager)
    try:
        for attempt in manager.attempts(5):
            with attempt:
                done = work(connection.root(), manager)
        return done
    finally:
        connection.close()


def seat_root(db: DB, *, write: bool = True) -> None:
    """Put the root into an empty database, or bring an older one up to date, in a transaction of its own.

    At start-up and not in a request: what a refused request makes is rolled back each time. Several
    servers may start on one empty database at once.

    :param write: whether to do that, or only to look whether it is done.
    :raises OtherVersion: when the data is of another version than this code.
    :raises NothingYet: when there is nothing, and nothing may be written.
    """

    def seat(top: Any, _: TransactionManager) -> int:
        writes = write and not top._p_jar.isReadOnly()
        if KEY not in top:
            if not writes:
                raise NothingYet("zodbconn.uri: there is nothing in this database yet.")
            top[KEY] = Root()
        if writes:
            evolve(top[KEY], SCHEMA)
        schema: int = top[KEY].schema
        return schema

    schema = transact(db, seat)
    if schema != SCHEMA:
        raise OtherVersion(schema)


def tree(request: Request) -> Root:
    """The root of the object tree, seen through the connection and the transaction of ``request``."""
    connection = request.registry.db.open(request.tm)
    request.add_finished_callback(lambda _: connection.close())
    root: Root = connection.root()[KEY]
    return root


def commit_veto(request: Request, response: Response) -> bool:
    """Whether to store nothing of this request: it was refused, or something was raised, a redirect included."""
    return response.status_int >= 400 or getattr(request, "exception", None) is not None


def includeme(config: Configurator) -> None:
    script = config.registry.script
    config.registry.serves = script in {None, "pserve"}
    db = open_database(config.registry.eventapp.uri, read_only_if_locked=not config.registry.serves)
    if script == "pserve":
        # How services are stopped. By itself it would end the process with requests half answered, and no index.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    config.registry.db = db
    config.add_request_method(tree, reify=True)
    config.set_root_factory(lambda request: request.tree)
