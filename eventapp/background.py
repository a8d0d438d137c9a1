"""Work that nobody waits for: done after the answer, by one thread, each piece in a transaction of its own.

A refused sign-in is noted here, and a mail to a forgetful person is written here. What the answer says,
and how long it takes, can then not depend on who exists; and a refusal, which stores nothing itself, can
still be noted.
"""

import atexit
import logging
import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, Full, Queue
from time import monotonic, sleep
from typing import Any
from weakref import WeakSet

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

CHORE_INTERVAL = 300
"""Seconds from one round of chores to the next."""

STOP_WITHIN = 5
"""Seconds that what is waiting is given when the server stops."""


class Background:
    """A queue of jobs and the thread that does them, started by the first one.

    ``chores`` are jobs that are done now and then, beside the others.
    """

    def __init__(self, db: DB) -> None:
        self._db = db
        self.chores: list[Job] = []
        self._jobs: Queue[tuple[float, Job | None]] = Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def put(self, job: Job, pause: float = 0) -> None:
        """Do ``job(root, tm)`` soon. What it changes is committed; when it raises, nothing is, and the log says so.

        :param pause: seconds to let pass first, such as :data:`PAUSE`.
        """
        try:
            self._jobs.put_nowait((monotonic() + pause, job))
        except Full:
            log.error("Too much is waiting to be done; %s is dropped.", _name(job))
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():  # none, or none any more after a fork
                self._thread = threading.Thread(target=self._run, name="background", daemon=True)
                self._thread.start()

    def add_chore(self, job: Job, start: bool) -> None:
        """Do ``job`` now and then.

        :param start: whether to do it soon for the first time; else that is after the first other job.
        """
        self.chores.append(job)
        if start:
            self.put(job)

    def wait(self) -> None:
        """Return when all that was put is done."""
        self._jobs.join()

    def stop(self) -> None:
        """Do what is waiting, for some seconds at most, and end the thread."""
        thread = self._thread
        if thread is not None and thread.is_alive():
            self._jobs.put((0, None))
            thread.join(STOP_WITHIN)

    def _run(self) -> None:
        due = monotonic() + CHORE_INTERVAL
        while True:
            if monotonic() >= due:  # however much is waiting, or whoever is refused without end puts them off
                for chore in self.chores:
                    self._do(chore)
                due = monotonic() + CHORE_INTERVAL
            try:
                start, job = self._jobs.get(timeout=max(0, due - monotonic()))
            except Empty:
                continue
            sleep(max(0, start - monotonic()))
            self._do(job)
            self._jobs.task_done()
            if job is None:
                return

    def _do(self, job: Job | None) -> None:
        if job is not None:
            try:
                transact(self._db, partial(_on_root, job))
            except Exception:
                log.exception("%s failed", _name(job))


def _name(job: Job) -> str:
    """What is done; never to whom, which may be a secret that somebody typed in the wrong place."""
    return getattr(getattr(job, "func", job), "__name__", "a job")


def _on_root(job: Job, top: Any, tm: TransactionManager) -> None:
    job(top[KEY], tm)


_all: WeakSet[Background] = WeakSet()
"""Held weakly, or each application would stay in memory for as long as the process does."""


@atexit.register
def stop_all() -> None:
    """Do what is waiting still. The databases are closed afterwards: what is registered last is called first."""
    for background in list(_all):
        background.stop()


def includeme(config: Any) -> None:
    background = config.registry.background = Background(config.registry.db)
    _all.add(background)
