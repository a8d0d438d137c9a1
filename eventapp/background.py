"""Work that nobody waits for: done after the answer, by one thread, each piece in a transaction of its own.

A refused sign-in is noted here, and a mail to a forgetful person is written here. What the answer says,
and how long it takes, can then not depend on who exists; and a refusal, which stores nothing itself, can
still be noted.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from queue import Empty, Full, Queue
from time import monotonic, sleep
from typing import Any

from transaction import TransactionManager
from ZODB.DB import DB

from eventapp.models import Root
from eventapp.storage import KEY, transact

log = logging.getLogger(__name__)

Job = Callable[[Root, TransactionManager], None]

MOST_WAITING = 1000
"""Jobs. Past that new ones are dropped and the log says so, rather than filling the memory."""

PAUSE = 0.05
"""Seconds after which an answer is surely out. A job that runs beside it would make it take longer."""

CHORE_INTERVAL = 3600
"""Seconds from one chore to the next."""


class Background:
    """A queue of jobs and the thread that does them, started by the first one.

    :param chore: a job that is done now and then, beside the others.
    """

    def __init__(self, db: DB, chore: Job) -> None:
        self._db = db
        self.chore = chore
        self._jobs: Queue[tuple[float, Job]] = Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def put(self, job: Job, pause: float = 0) -> None:
        """Do ``job(root, tm)`` soon. What it changes is committed; when it raises, nothing is, and the log says so.

        :param pause: seconds to let pass first, such as :data:`PAUSE`.
        """
        try:
            self._jobs.put_nowait((monotonic() + pause, job))
        except Full:
            log.error("Too much is waiting to be done; this is dropped: %r", job)
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="background", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Return when all that was put is done."""
        self._jobs.join()

    def _run(self) -> None:
        due = monotonic() + CHORE_INTERVAL
        while True:
            try:
                start, job = self._jobs.get(timeout=max(0, due - monotonic()))
                sleep(max(0, start - monotonic()))
                self._do(job)
                self._jobs.task_done()
            except Empty:
                self._do(self.chore)
                due = monotonic() + CHORE_INTERVAL

    def _do(self, job: Job) -> None:
        try:
            transact(self._db, partial(_on_root, job))
        except Exception:
            log.exception("%r failed", job)


def _on_root(job: Job, top: Any, tm: TransactionManager) -> None:
    job(top[KEY], tm)


def remove_overdue(clock: Callable[[], datetime], root: Root, _: Any) -> None:
    """Remove the accounts that their owners wanted removed, once the days of grace are over."""
    for name in root.remove_overdue(clock()):
        log.info("The account %s is removed, as its owner asked.", name)


def includeme(config: Any) -> None:
    registry = config.registry
    # The clock that is set when it is looked at: tests set one of their own
    clock = lambda: registry.clock()  # noqa: E731, PLW0108
    registry.background = Background(registry.db, partial(remove_overdue, clock))
    if registry.serves:
        registry.background.put(registry.background.chore)
