"""pserve with development.ini: it serves, survives being killed, and ends when it is told to."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest

from tests.factories import PASSWORD
from tests.system.programs import BIN, Visitor, event, poll, run, serving, stored


def add_until_it_ends(visitor: Visitor, name: str, answered: list[str]) -> None:
    """Add one event after the other; those that were answered are noted."""
    token = visitor.token("/users/alice/add")
    for number in range(10_000):
        title = f"{name} {number}"
        try:
            answer = visitor.post("/users/alice/add", csrf_token=token, **event(title))
        except (OSError, HTTPException):
            return
        assert answer.status == 303
        answered.append(title)


def test_serves_from_a_folder_of_its_own(server, tmp_path):
    visitor = Visitor(server)
    assert visitor.ask("/").headers["Location"] == f"http://127.0.0.1:{server.port}/login"
    visitor.register("alice")
    assert "Add your first event" in visitor.ask("/").text
    assert (tmp_path / "var" / "Data.fs").exists()
    assert "Server" not in visitor.ask("/").headers


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_what_was_answered_is_stored(ini, tmp_path, end):
    with serving(ini) as server, ThreadPoolExecutor(4) as pool:
        alice = Visitor(server).register("alice")
        answered: list[str] = []
        adding = [pool.submit(add_until_it_ends, alice.copy(server), str(name), answered) for name in range(4)]
        poll("some events", lambda: len(answered) >= 40)
        status = getattr(server, end)()
        [added.result() for added in adding]
    assert status == {"kill": None, "terminate": 0}[end] and "Traceback" not in server.log
    with stored(tmp_path) as root:
        titles = [kept.title for kept in root["users"]["alice"].values()]
    assert set(answered) <= set(titles) and len(set(titles)) == len(titles)
    with serving(ini) as again:
        assert ("Ignoring index" in again.log) == (end == "kill")
        assert alice.copy(again).ask("/users/alice/").status == 200
        assert Visitor(again).sign_in("alice").status == 302


def test_a_copy_of_the_file_taken_while_it_is_in_use_is_whole(ini, tmp_path):
    with serving(ini) as server, ThreadPoolExecutor(4) as pool:
        alice = Visitor(server).register("alice")
        answered: list[str] = []
        adding = [pool.submit(add_until_it_ends, alice.copy(server), str(name), answered) for name in range(4)]
        poll("some events", lambda: len(answered) >= 20)
        before = set(answered)
        (tmp_path / "copy" / "var").mkdir(parents=True)
        shutil.copy(tmp_path / "var" / "Data.fs", tmp_path / "copy" / "var")
        poll("more events", lambda: len(answered) >= 2 * len(before))
        server.terminate()
        [added.result() for added in adding]
    with stored(tmp_path / "copy") as root:
        calendar = root["users"]["alice"]
        assert before <= {kept.title for kept in calendar.values()}
        assert len(list(calendar.coming(calendar.registered))) == len(calendar)


def test_a_second_server_on_the_same_database_is_refused(server, ini):
    alice = Visitor(server).register("alice")
    second = run(BIN / "pserve", ini, cwd=ini.parent)
    assert second.returncode != 0
    assert second.stdout.splitlines()[-1].endswith(
        f"Another process has the database open: file://{ini.parent}/var/Data.fs?connection_pool_size=10"
    )
    assert alice.ask("/").status == 200


def test_a_password_is_good_over_http(server):
    Visitor(server).register("alice")
    assert Visitor(server).sign_in("alice").headers["Location"].endswith("/users/")
    wrong = Visitor(server).send("/login", username="alice", password=PASSWORD + "x")
    assert wrong.status == 422
