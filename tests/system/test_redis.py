"""Tries counted in a real Redis on loopback: several servers count together, and go on without it.

Where there is no redis-server these tests are skipped, unless ``EVENTAPP_REQUIRE_REDIS`` is set.
"""

import logging
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from limits import parse

from eventapp.security import counters
from eventapp.security.counters import Counters
from tests.system.programs import PATIENCE, Visitor, poll, serving, write_ini

WRONG = {"username": "alice", "password": "wrong wrong wrong", "next": "/"}
TEN = parse("10 per minute")


class Redis:
    """A Redis that keeps nothing, on a port of its own."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.uri = f"redis://127.0.0.1:{self.port}/0"
        self.folder = folder
        self.start()

    def start(self):
        options = {"bind": "127.0.0.1", "port": str(self.port), "save": "", "dir": str(self.folder)}
        command = ["redis-server", *(word for name, value in options.items() for word in (f"--{name}", value))]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        poll("Redis", self.answers)

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
        except OSError:
            return False

    def stop(self):
        self.process.kill()
        self.process.wait(PATIENCE)


@pytest.fixture
def redis(tmp_path):
    if not shutil.which("redis-server"):
        if os.environ.get("EVENTAPP_REQUIRE_REDIS"):
            pytest.fail("There is no redis-server, and EVENTAPP_REQUIRE_REDIS is set.")
        pytest.skip("no redis-server on this machine: apt-get install redis-server")
    redis = Redis(tmp_path)
    yield redis
    redis.stop()


@pytest.fixture
def servers(redis, tmp_path):
    """Two servers with people of their own, and one place in which they count."""
    settings = {"eventapp__bcrypt__rounds": "4", "eventapp__limits__storage": redis.uri}
    folders = [tmp_path / "a", tmp_path / "b"]
    with serving(write_ini(folders[0], **settings)) as one, serving(write_ini(folders[1], **settings)) as other:
        for server in (one, other):
            Visitor(server).register("alice")
        yield one, other


def guesses(servers, number):
    """Guess alice's password so often at one moment, at the servers in turn; how often each status was answered."""
    visitors = [Visitor(servers[n % len(servers)]) for n in range(number)]
    tokens = [visitor.token("/login") for visitor in visitors]
    start = threading.Barrier(number)

    def guess(visitor, token):
        start.wait()
        while (status := visitor.post("/login", csrf_token=token, **WRONG).status) == 503:
            time.sleep(0.02)  # all are busy: the page says to send it again
        return status

    with ThreadPoolExecutor(number) as pool:
        return Counter(pool.map(guess, visitors, tokens))


def test_sixty_guesses_at_two_servers_are_ten(servers):
    assert guesses(servers, 60) == {422: 10, 429: 50}
    for server in servers:
        refused = Visitor(server).send("/login", **WRONG)
        assert refused.status == 429 and 240 < int(refused.headers["Retry-After"]) <= 301
        assert "limits.storage fails" not in server.log


def test_without_redis_each_server_counts_for_itself(servers, redis):
    assert guesses(servers, 10) == {422: 10}
    redis.stop()
    for server in servers:
        assert guesses([server], 15) == {422: 10, 429: 5}
        assert server.log.count("The storage of eventapp.limits.storage fails") >= 1
        assert Visitor(server).ask("/login").status == 200
        bob = Visitor(server).register("bob")
        assert bob.ask("/").status == 200 and Visitor(server).sign_in("bob").status == 302


def test_a_redis_that_says_nothing_is_waited_for_a_second(servers, redis):
    redis.process.send_signal(signal.SIGSTOP)
    started = time.monotonic()
    assert Visitor(servers[0]).send("/login", **WRONG).status == 422
    assert 0.9 < time.monotonic() - started < 2.5
    started = time.monotonic()
    assert guesses(servers[:1], 11) == {422: 9, 429: 2}
    assert time.monotonic() - started < 2.5, "it is left alone for a while"


def test_a_redis_that_comes_back_is_asked_again(redis, monkeypatch, caplog):
    monkeypatch.setattr(counters, "ASK_AGAIN", 0.2)
    one, other = Counters(redis.uri), Counters(redis.uri)
    assert sum(counted.hit(TEN, "a") for counted in [one, other] * 10) == 10
    redis.stop()
    with caplog.at_level(logging.ERROR):
        assert sum(counted.hit(TEN, "a") for counted in [one, other] * 20) == 20
    redis.start()
    time.sleep(0.3)
    assert sum(counted.hit(TEN, "a") for counted in [one, other] * 10) == 10
    one.clear(TEN, "a")
    assert other.wait(TEN, "a") == 0 and other.hit(TEN, "a")
