"""Counters: exact when many count at once, and there when the storage that is shared is not."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from limits import parse
from limits.storage import MemoryStorage
from pyramid.exceptions import ConfigurationError

from eventapp.security import counters
from eventapp.security.counters import Counters

THREE = parse("3 per minute")


class Unreliable(MemoryStorage):
    """A shared storage that fails when told to."""

    STORAGE_SCHEME = ["unreliable"]  # noqa: RUF012, as limits asks
    asked = 0
    fails = False

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        type(self).asked, type(self).fails = 0, False

    def acquire_entry(self, *args, **options):
        type(self).asked += 1
        if self.fails:
            raise ConnectionError("the secret of the storage's owner: no such host")
        return super().acquire_entry(*args, **options)


def test_a_window_holds_so_many():
    counted = Counters("memory://")
    assert [counted.hit(THREE, "a") for _ in range(5)] == [True] * 3 + [False] * 2
    assert counted.hit(THREE, "b")
    assert 59 < counted.wait(THREE, "a") <= 60 and counted.wait(THREE, "b") == 0
    counted.clear(THREE, "a")
    assert counted.wait(THREE, "a") == 0 and counted.hit(THREE, "a")


def test_many_at_once_are_no_more_than_the_window_holds():
    window = parse("10 per minute")
    for attempt in range(20):
        counted = Counters("memory://")
        with ThreadPoolExecutor(30) as pool:
            taken = list(pool.map(lambda _, key=f"{attempt}": counted.hit(window, key), range(60)))  # noqa: B023
        assert taken.count(True) == 10


def test_a_storage_can_be_shared():
    counted = Counters("unreliable://")
    assert [counted.hit(THREE, "a") for _ in range(4)] == [True, True, True, False]
    assert Unreliable.asked == 4


def test_while_the_shared_storage_fails_this_process_counts(monkeypatch, caplog):
    now = [1000.0]
    monkeypatch.setattr("eventapp.security.counters.time.monotonic", lambda: now[0])
    counted = Counters("unreliable://")
    Unreliable.fails = True
    with caplog.at_level(logging.ERROR):
        assert [counted.hit(THREE, "a") for _ in range(5)] == [True] * 3 + [False] * 2
    assert Unreliable.asked == 1  # left alone for a while: waiting for it would hold everybody up
    assert len(caplog.records) == 1 and "eventapp.limits.storage fails" in caplog.text
    Unreliable.fails = False
    now[0] += counters.ASK_AGAIN
    assert counted.hit(THREE, "a") and Unreliable.asked == 2


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("nonsense://", "unknown storage scheme"),
        ("memcached://localhost:1", ""),
        ("redis://:pass/word@localhost:1", "give the URI of a storage"),
    ],
)
def test_a_storage_that_can_not_be_used_is_named_at_the_start(uri, message):
    with pytest.raises(ConfigurationError, match=rf"eventapp\.limits\.storage: .*{message}") as refused:
        Counters(uri)
    assert "pass" not in str(refused.value)


def test_a_server_that_is_away_is_waited_for_no_longer_than_a_second(monkeypatch):
    asked = {}
    monkeypatch.setattr(counters, "storage_from_string", lambda uri, **options: asked.update(options) or Unreliable())
    Counters("rediss://:secret@cache.example:6379/0")
    assert asked == {"socket_timeout": 1, "socket_connect_timeout": 1}
