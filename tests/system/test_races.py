"""Many at the same moment: each of these is right for one, and must be for sixty."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import bcrypt

from tests.factories import PASSWORD, Browser, opened


def all_at_once(app, number: int, path: str, **fields: str) -> Counter[int]:
    """Send so many forms at one moment, each from an address of its own; how often each status was answered.

    :param fields: with ``{n}`` for the number of each.

    Who is told that all are busy sends it again, as the page says.
    """

    def fill(n: int) -> Any:
        values = {name: value.format(n=n) for name, value in fields.items()}
        return Browser(app, REMOTE_ADDR=f"198.51.100.{n}").fill(path, **values)

    forms = [fill(n) for n in range(number)]
    start = threading.Barrier(number)

    def send(form) -> int:
        start.wait()
        while (status := form.submit(expect_errors=True).status_int) == 503:
            time.sleep(0.01)
        return status

    with ThreadPoolExecutor(number) as pool:
        return Counter(pool.map(send, forms))


def test_twenty_registrations_of_one_name_make_one_user(app):
    answers = all_at_once(app, 20, "/register", username="carol", email="carol@example.com", password=PASSWORD)
    assert answers == {302: 1, 422: 19}
    with opened(app) as root:
        assert list(root["users"]) == ["carol"]
        assert len(root["users"]["carol"].sessions) == len(root._sessions) == 1


def test_twenty_registrations_of_one_email_make_one_user(app):
    answers = all_at_once(app, 20, "/register", username="carol{n}", email="carol@example.com", password=PASSWORD)
    assert answers == {302: 1, 422: 19}
    with opened(app) as root:
        assert len(root["users"]) == 1


def test_sixty_guesses_at_a_limit_of_ten_are_ten(app, alice, monkeypatch):
    """T20: counted first, and looked at afterwards."""
    looked_at = []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda *given: looked_at.append(1) or real(*given))
    answers = all_at_once(app, 60, "/login", username="alice", password="wrong wrong wrong")
    assert answers == {422: 10, 429: 50}
    assert len(looked_at) == 10


def test_sixty_guesses_at_nobody_are_ten(app):
    assert all_at_once(app, 60, "/login", username="nobody", password="wrong wrong wrong") == {422: 10, 429: 50}
