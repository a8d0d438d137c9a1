"""Work behind the answer, and what is noted there."""

import json
import logging
import threading
import time
from functools import partial
from weakref import WeakSet

import pytest
from transaction.interfaces import TransientError

from eventapp.background import Background, stop_all
from eventapp.models import What
from tests.factories import PASSWORD, Browser, opened


def lines(caplog):
    return [json.loads(record.getMessage()) for record in caplog.records if record.name == "eventapp.audit"]


def activity(app, name="alice"):
    app.registry.background.wait()
    with opened(app) as root:
        return [(entry.what, entry.address, entry.browser) for entry in root["users"][name].activity]


def test_what_happens_to_an_account_is_kept_and_logged(app, caplog):
    with caplog.at_level(logging.INFO, "eventapp.audit"):
        browser = Browser(app, REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Firefox")
        browser.register("alice").sign_out()
        browser.sign_in("alice@example.com")
    assert activity(app) == [(what, "192.0.2.7", "Firefox") for what in ("signed-in", "signed-out", "registered")]
    assert [(line["what"], line["user"]) for line in lines(caplog)] == [
        ("registered", "alice"), ("signed-out", "alice"), ("signed-in", "alice"),
    ]  # fmt: skip
    assert lines(caplog)[0]["at"] == "2026-11-23T07:42:00+00:00"
    assert PASSWORD not in caplog.text and browser.token not in caplog.text


@pytest.mark.parametrize("login", ["alice", "ALICE@example.com"])
def test_a_refusal_is_noted_though_it_stores_nothing_itself(app, alice, login):
    """T10: what a refused request notes is not rolled back with it."""
    Browser(app, REMOTE_ADDR="192.0.2.9").send("/login", status=422, username=login, password="wrong")
    assert activity(app)[0] == (What.SIGN_IN_REFUSED, "192.0.2.9", "")


def test_a_refusal_of_nobody_is_logged_without_what_was_typed(app, caplog):
    """It may be a password, typed in the wrong field (ASVS 16.2.5)."""
    with caplog.at_level(logging.INFO, "eventapp.audit"):
        Browser(app).send("/login", status=422, username="hunter2 hunter2", password="wrong")
        app.registry.background.wait()
    (line,) = lines(caplog)
    assert (line["what"], line["user"]) == ("sign-in-refused", "") and "hunter2" not in caplog.text


def test_no_line_of_the_log_is_made_by_a_browser(app, alice, caplog):
    """ASVS 16.4.1."""
    with caplog.at_level(logging.INFO, "eventapp.audit"):
        forger = Browser(app, HTTP_USER_AGENT='x"}\r\n{"what": "signed-in"}')
        forger.send("/login", status=422, username="alice", password="wrong")
        app.registry.background.wait()
    assert [line["what"] for line in lines(caplog)] == ["sign-in-refused"]


def test_what_is_not_stored_is_not_logged(app, alice, caplog, monkeypatch):
    monkeypatch.setattr("eventapp.security.policy.SessionPolicy.forget", lambda self, request: 1 / 0)
    form = alice.fill("/", "/logout")
    with caplog.at_level(logging.INFO, "eventapp.audit"):
        form.submit(status=500)
    assert not lines(caplog) and activity(app)[0][0] == "registered"


def test_a_job_is_tried_again_after_a_conflict(app, alice):
    tried = []

    def job(root, tm):
        tried.append(tm)
        root["users"]["alice"].timezone = "Asia/Tokyo"
        if len(tried) < 3:
            raise TransientError

    app.registry.background.put(job)
    app.registry.background.wait()
    with opened(app) as root:
        assert root["users"]["alice"].timezone == "Asia/Tokyo" and len(tried) == 3


def test_a_job_that_fails_stores_nothing_and_the_next_is_done(app, alice, caplog):
    def fail(root, tm):
        root["users"]["alice"].timezone = "Asia/Tokyo"
        raise RuntimeError("broken")

    done = []
    app.registry.background.put(fail)
    app.registry.background.put(lambda root, tm: done.append(root["users"]["alice"].timezone))
    app.registry.background.wait()
    assert done == ["Europe/Prague"] and "broken" in caplog.text


def test_past_a_bound_jobs_are_dropped_and_the_log_says_so(app, caplog, monkeypatch):
    background = Background(app.registry.db)
    monkeypatch.setattr("threading.Thread.start", lambda thread: None)
    for _ in range(1001):
        background.put(print)
    assert "Too much is waiting" in caplog.text


def test_a_dropped_or_failing_job_does_not_say_whom_it_was_about(app, caplog):
    def fail(login, root, tm):
        raise RuntimeError("broken")

    app.registry.background.put(partial(fail, "hunter2 hunter2"))
    app.registry.background.wait()
    assert "fail failed" in caplog.text and "hunter2" not in caplog.text


def test_what_is_waiting_is_done_before_the_server_stops(app):
    done = []
    for number in range(20):
        app.registry.background.put(lambda root, tm, number=number: done.append(number))
    app.registry.background.stop()
    app.registry.background.stop()
    assert done == list(range(20))
    app.registry.background.put(lambda root, tm: done.append("again"))
    app.registry.background.wait()
    assert done[-1] == "again"


def test_what_is_waiting_is_done_when_the_process_ends(make_app, monkeypatch):
    done = []
    monkeypatch.setattr("eventapp.background._all", WeakSet())
    make_app().registry.background.put(lambda root, tm: done.append("late"), pause=0.05)
    stop_all()
    assert done == ["late"]


def test_the_chore_is_done_now_and_then(app, monkeypatch):
    done = threading.Event()
    monkeypatch.setattr("eventapp.background.CHORE_INTERVAL", 0.01)
    background = Background(app.registry.db)
    background.add_chore(lambda root, tm: done.set(), False)
    background.put(lambda root, tm: None)
    assert done.wait(10)
    background.stop()


def test_the_chores_are_done_however_much_is_waiting(app, monkeypatch):
    """Or whoever has tries refused without end could keep accounts from being removed, and mails from being written."""
    monkeypatch.setattr("eventapp.background.CHORE_INTERVAL", 0.01)
    background, done, jobs = Background(app.registry.db), threading.Event(), []

    def again(root, tm):
        jobs.append(1)
        time.sleep(0.001)
        if len(jobs) < 500:
            background.put(again)

    background.add_chore(lambda root, tm: done.set() if len(jobs) < 500 else None, False)
    background.put(again)
    assert done.wait(10)
    background.stop()


def test_a_job_can_wait_until_the_answer_is_out(app):
    started = []
    put = time.monotonic()
    app.registry.background.put(lambda *_: started.append(time.monotonic()), 0.05)
    app.registry.background.wait()
    assert started[0] - put >= 0.05
