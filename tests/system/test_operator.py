"""The installed console script, beside a running server and after it."""

import json
import os
import pty
import subprocess

import pytest

from tests.factories import PASSWORD
from tests.system.programs import BIN, PATIENCE, Visitor, environment, serving, stored, write_ini


@pytest.fixture
def operator(ini):
    """Runs the script; how it ended, with what it printed apart from what it said."""

    def run(*argv: str, typed: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BIN / "eventapp", "-c", ini, *argv], cwd=ini.parent, env=environment(**variables), input=typed,
            timeout=PATIENCE, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def test_beside_a_running_server_reading_works_and_writing_is_put_off(server, operator):
    maya = Visitor(server).register("maya")
    listed = operator("user", "list", "--json")
    assert listed.returncode == 0 and [person["username"] for person in json.loads(listed.stdout)] == ["maya"]
    assert "read-only" in listed.stderr
    for argv in (["user", "lock", "maya"], ["user", "delete", "maya", "--yes"], ["sessions", "end", "--all"]):
        refused = operator(*argv)
        assert refused.returncode == 75 and "Stop the server" in refused.stderr and not refused.stdout
    assert maya.ask("/").status == 200


def test_after_the_server_the_same_lock_works_and_keeps_the_person_out(ini, operator):
    with serving(ini) as server:
        maya = Visitor(server).register("maya")
        assert server.terminate() == 0
    done = operator("user", "lock", "maya")
    assert (done.returncode, done.stdout) == (0, "maya is locked; 1 session ended.\n")
    assert '"what": "locked"' in done.stderr  # the audit log goes where the ini sends it
    with serving(ini) as server:
        assert maya.copy(server).ask("/").status == 302
        assert Visitor(server).sign_in("maya").status == 422


def test_an_invitation_made_beside_the_server(ini, operator):
    ini = write_ini(ini.parent, eventapp__bcrypt__rounds="4", eventapp__registration="invitation")
    with serving(ini) as server:
        made = operator("invite")
        assert made.returncode == 0
        path = made.stdout.strip().removeprefix("http://localhost:6543")
        maya = Visitor(server)
        token = maya.token(path)
        fields = {"email": "maya@example.com", "password": PASSWORD, "timezone": "UTC", "csrf_token": token}
        invitation = path.partition("=")[2]
        answer = maya.post("/register", username="maya", invitation=invitation, **fields)
        assert answer.status == 302 and maya.ask("/").status == 200
        assert Visitor(server).ask(path).status == 403
        assert invitation not in server.log
    with stored(ini.parent) as root:
        assert list(root["users"]) == ["maya"]


def test_a_password_is_asked_for_on_the_terminal_and_not_shown(ini):
    argv = [BIN / "eventapp", "-c", ini, "user", "add", "maya", "--email", "maya@example.com", "--password"]
    ours, theirs = pty.openpty()
    script = subprocess.Popen(
        argv, cwd=ini.parent, env=environment(), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    seen = b""
    for prompt in (b"Password: ", b"Once more: "):
        while not seen.endswith(prompt):
            seen += os.read(ours, 1024)
        os.write(ours, PASSWORD.encode() + b"\n")
    while b"maya is added" not in seen:
        seen += os.read(ours, 1024)
    assert script.wait(PATIENCE) == 0
    os.close(ours)
    os.close(theirs)
    assert PASSWORD.encode() not in seen
    with serving(ini) as server:
        assert Visitor(server).sign_in("maya").status == 302


def test_a_piped_name_deletes(ini, operator):
    assert operator("user", "add", "maya", "--email", "maya@example.com").returncode == 0
    assert operator("user", "delete", "maya", typed="noor\n").returncode == 1
    assert operator("user", "delete", "maya", typed="maya\n").returncode == 0
    with stored(ini.parent) as root:
        assert list(root["users"]) == []


def test_check_of_both_ini_files(ini, operator):
    checked = operator("check", "--json")
    assert checked.returncode == 1 and not json.loads(checked.stdout)["safe"]
    write_ini(ini.parent, "production.ini")
    pepper = "xK3_9vQzB1mWn7TyRf5LpHs2JdGc8A4eUoXi0"
    checked = operator(
        "-c", "production.ini", "check",
        EVENTAPP_DATABASE_URI=f"file://{ini.parent}/var/Data.fs", EVENTAPP_PEPPER=pepper,
        EVENTAPP_HOSTS="events.example.com",
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    assert "Safe to serve" in checked.stdout and pepper not in checked.stdout + checked.stderr
