"""Counters: how often something was tried within a moving window of time, with the ``limits`` library.

Tries are counted first and worked on afterwards, so many at once are no more than the window holds.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from limits import RateLimitItem
from limits.errors import ConfigurationError as UnusableURI
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter
from pyramid.exceptions import ConfigurationError

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

PATIENCE = 1
"""Seconds that a shared storage has to answer in."""

ASK_AGAIN = 30
"""Seconds for which a shared storage that failed is left alone."""


class Counters:
    """Counts in this process, or in a storage that several processes share.

    While a shared storage fails each process counts for itself, and the log says so: people can still
    sign in, and guessing is still slow.

    :param uri: of the storage, as ``limits`` reads it.
    :raises ConfigurationError: when there is no such storage, or it can't do moving windows.
    """

    def __init__(self, uri: str) -> None:
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._lock = threading.Lock()
        self._shared = None if uri.startswith("memory:") else _shared(uri)
        self._failed_at: float | None = None

    def hit(self, window: RateLimitItem, key: str) -> bool:
        """Count a try; False, and not counted, when the window is full."""
        return self._ask(lambda limiter: limiter.hit(window, key))

    def clear(self, window: RateLimitItem, key: str) -> None:
        """Forget the tries that were counted."""
        self._ask(lambda limiter: limiter.clear(window, key))

    def wait(self, window: RateLimitItem, key: str) -> float:
        """In how many seconds there is room for one more try; 0 when there is room now."""
        stats = self._ask(lambda limiter: limiter.get_window_stats(window, key))
        return 0 if stats.remaining > 0 else max(0, stats.reset_time - time.time())

    def _ask(self, question: Callable[[MovingWindowRateLimiter], Answer]) -> Answer:
        if self._shared is not None and not self._rests():
            try:
                return question(self._shared)
            except Exception:  # each storage raises errors of its own, and none of them should stop a sign-in
                self._failed_at = time.monotonic()
                log.exception("The storage of eventapp.limits.storage fails; tries are counted in this process.")
        with self._lock:  # MemoryStorage alone can make two locks for one key
            return question(self._own)

    def _rests(self) -> bool:
        return self._failed_at is not None and time.monotonic() < self._failed_at + ASK_AGAIN


def _shared(uri: str) -> MovingWindowRateLimiter:
    options: dict[str, Any] = {}
    if uri.startswith(("redis", "valkey")):
        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    try:
        return MovingWindowRateLimiter(storage_from_string(uri, **options))
    except (UnusableURI, NotImplementedError) as error:
        raise ConfigurationError(f"eventapp.limits.storage: {error}") from None
    except ValueError:  # whose text may hold a part of a password
        raise ConfigurationError("eventapp.limits.storage: give the URI of a storage.") from None
