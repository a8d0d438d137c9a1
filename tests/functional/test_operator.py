"""The console script: what whoever runs the server does with people, sessions and invitations."""

import getpass
import io
import json
import logging
import os
import sys
from datetime import timedelta
from typing import NamedTuple

import pytest

from eventapp import cli
from eventapp.models import Entry, Event, Passkey, Purpose, Session, Ticket, What, When
from eventapp.security.sessions import digest
from eventapp.settings import DEVELOPMENT_PEPPER
from eventapp.storage import open_database
from tests.factories import NOW, PASSWORD, Browser, opened

INI = """\
[app:main]
use = egg:eventapp
zodbconn.uri = file://%(here)s/var/Data.fs
eventapp.bcrypt.rounds = 4
eventapp.timezone = Europe/Prague
eventapp.url = http://localhost:6543
{}
"""


class Printed(NamedTuple):
    out: str
    err: str


@pytest.fixture
def ini(tmp_path):
    path = tmp_path / "operator.ini"
    path.write_text(INI.format(""))
    return path


@pytest.fixture
def eventapp(ini, clock, capsys, monkeypatch):
    """Runs the script on the database of this test; what it printed."""
    for module in (cli.user, cli.sessions, cli.invite):
        monkeypatch.setattr(module, "utc_now", clock)
    monkeypatch.delenv("EVENTAPP_INI", raising=False)

    def run(*argv: str, status: int = 0, typed: str = "") -> Printed:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        assert cli.main(["-c", str(ini), *argv]) == status
        return Printed(*capsys.readouterr())

    return run


@pytest.fixture
def stopped(app, alice, bob):
    """A database with alice and bob in it, that no server holds."""
    app.registry.db.close()
    return app


def activity(app, name: str) -> list[tuple[str, str]]:
    with opened(app) as root:
        return [(entry.what, entry.detail) for entry in root["users"][name].activity]


BY = "by whoever runs this server"


class TestAdd:
    def test_makes_a_link_that_sets_a_password_once(self, eventapp, make_app, caplog):
        caplog.set_level(logging.INFO, "eventapp.audit")
        printed = eventapp("user", "add", "Maya", "--email", "maya@example.com")
        start, _, token = printed.out.strip().partition("?token=")
        assert start == "http://localhost:6543/reset" and "24 hours" in printed.err and "maya is added" in printed.err
        assert [json.loads(record.message)["what"] for record in caplog.records] == ["registered", "password-link-sent"]
        assert token not in caplog.text
        app = make_app()
        with opened(app) as root:
            user, ticket = root.find_ticket(digest(token), Purpose.FIRST_PASSWORD, NOW)
            assert (user.__name__, user.email, user.timezone) == ("maya", "maya@example.com", "Europe/Prague")
            assert ticket.expires == NOW + timedelta(hours=24) and user.password == ""
            assert user.registered == NOW
        assert activity(app, "maya") == [("password-link-sent", BY), ("registered", BY)]
        for password in ("", PASSWORD):
            Browser(app).send("/login", status=422, username="maya", password=password)

    @pytest.mark.parametrize(
        "command", [["user", "add", "maya", "--email", "m@example.com"], ["user", "reset-password", "alice"]]
    )
    def test_the_link_leads_to_a_page_that_sets_it_once(self, stopped, eventapp, make_app, clock, command):
        path = eventapp(*command).out.strip().removeprefix("http://localhost:6543")
        app = make_app()
        clock.advance(hours=24, seconds=-1)
        browser = Browser(app)
        form = browser.get(path, status=302).follow(status=200).form
        form["password"] = "purple monkey dishwasher"
        form.submit(status=302)
        Browser(app).sign_in(command[2], "purple monkey dishwasher")
        Browser(app).get(path, status=302).follow(status=410)

    def test_asks_for_a_password_twice_and_shows_none(self, eventapp, make_app, monkeypatch):
        asked = []

        def ask(prompt):
            asked.append(prompt)
            return PASSWORD

        monkeypatch.setattr(getpass, "getpass", ask)
        printed = eventapp("user", "add", "maya", "--email", "maya@example.com", "--password")
        assert asked == ["Password: ", "Once more: "] and printed.out == "" and PASSWORD not in printed.err
        Browser(make_app()).sign_in("maya")

    def test_two_different_passwords_add_nobody(self, eventapp, make_app, monkeypatch):
        passwords = iter([PASSWORD, PASSWORD + "!"])
        monkeypatch.setattr(getpass, "getpass", lambda _: next(passwords))
        printed = eventapp("user", "add", "maya", "--email", "maya@example.com", "--password", status=1)
        assert "two different passwords" in printed.err
        with opened(make_app()) as root:
            assert list(root["users"]) == []

    @pytest.mark.parametrize("end", ["", "\n", "\r\n", "\nmore\n"])
    def test_takes_a_password_from_another_program(self, eventapp, make_app, end):
        eventapp("user", "add", "maya", "--email", "maya@example.com", "--password-stdin", typed=PASSWORD + end)
        Browser(make_app()).sign_in("maya")

    @pytest.mark.parametrize(
        ("name", "email", "password", "message"),
        [
            ("admin", "maya@example.com", PASSWORD, "username: “admin” is a name of the app itself."),
            ("9maya", "maya@example.com", PASSWORD, "username: Use a-z, 0-9, - and _, starting with a letter."),
            ("alice", "maya@example.com", PASSWORD, "username: “alice” is taken."),
            ("ma\udcffya", "maya@example.com", PASSWORD, "username: Use a-z"),
            ("maya", "maya", PASSWORD, "email: That is not an email address."),
            ("maya", "ALICE@example.com", PASSWORD, "email: Somebody has registered with this email already."),
            ("maya", "maya@example.com", "short", "password: Use 12 characters or more."),
            ("maya", "maya@example.com", "password1234", "password: Many people use this password"),
            ("maya", "maya@example.com", "maya@example.com", "password: Use something other than your name"),
            ("maya", "maya@example.com", "", "password: Choose a password."),
        ],
    )
    def test_judges_as_the_page_does(self, stopped, eventapp, make_app, name, email, password, message):
        printed = eventapp("user", "add", name, "--email", email, "--password-stdin", status=1, typed=f"{password}\n")
        assert message in printed.err and "nobody was added" in printed.err and not printed.out
        assert not password or password == email or password not in printed.err
        with opened(make_app()) as root:
            assert list(root["users"]) == ["alice", "bob"]

    def test_takes_no_password_as_an_argument(self, eventapp, capsys):
        with pytest.raises(SystemExit) as usage:
            eventapp("user", "add", "maya", "--email", "maya@example.com", "--password", PASSWORD)
        assert usage.value.code == 2
        with pytest.raises(SystemExit):
            eventapp("user", "add", "maya", "--email", "maya@example.com", "--password", "--password-stdin")


class TestLook:
    @pytest.fixture
    def people(self, app, alice, bob, clock):
        with opened(app) as root:
            alice_, bob_ = root["users"].values()
            alice_.add(Event("Lunch", When(NOW.date())))
            alice_.factors.totp, alice_.locked = b"sealed", True
            alice_.activity.note(
                Entry(NOW + timedelta(minutes=1), What.SIGNED_IN, "192.0.2.1", "Firefox", "\x1b[31mred")
            )
            root.close_sessions(bob_)
            bob_.leaves_at = NOW + timedelta(days=7)
        app.registry.db.close()

    def test_list(self, people, eventapp):
        printed = eventapp("user", "list")
        lines = [line.split() for line in printed.out.splitlines()]
        assert lines[0] == ["NAME", "EMAIL", "REGISTERED", "LAST", "SEEN", "SESSIONS", "SECOND", "STEP", "STATE"]
        seen = ["2026-11-23", "07:42", "2026-11-23", "07:43"]
        assert lines[1] == ["alice", "alice@example.com", *seen, "1", "yes", "locked"]
        assert lines[2] == ["bob", "bob@example.com", "2026-11-23", "07:42", "-", "0", "no", "leaving"]
        assert not printed.err

    def test_list_as_json(self, people, eventapp):
        alice, bob = json.loads(eventapp("user", "list", "--json").out)
        assert (alice["username"], alice["events"], alice["authenticator"]) == ("alice", 1, "yes")
        assert alice["registered"] == NOW.isoformat() and alice["last_seen"] == "2026-11-23T07:43:00+00:00"
        assert (bob["state"], bob["last_seen"], bob["leaves_at"]) == ("leaving", None, "2026-11-30T07:42:00+00:00")

    @pytest.mark.parametrize("name", ["alice", "ALICE@example.com"])
    def test_show(self, people, eventapp, name):
        printed = eventapp("user", "show", name)
        facts = dict(line.split(maxsplit=1) for line in printed.out.replace("last seen", "last_seen").splitlines()[:8])
        assert facts["username"] == "alice" and facts["state"] == "locked" and facts["last_seen"] == "2026-11-23 07:43"
        assert json.loads(eventapp("user", "show", name, "--json").out)["username"] == "alice"

    def test_activity(self, people, eventapp):
        first, second, third = eventapp("activity", "alice").out.splitlines()
        assert first.split("  ")[0] == "WHEN (UTC)"
        assert second.split() == ["2026-11-23", "07:43", "signed-in", "192.0.2.1", "[31mred"]
        assert "registered" in third
        (entry,) = json.loads(eventapp("activity", "alice", "-n", "1", "--json").out)
        assert entry["what"] == "signed-in" and entry["browser"] == "Firefox"

    def test_nobody(self, people, eventapp):
        for command in (["user", "show"], ["activity"]):
            printed = eventapp(*command, "nobody", status=1)
            assert printed.err == "eventapp: there is nobody called nobody.\n" and not printed.out

    def test_no_database_is_made_to_look_at(self, eventapp, tmp_path):
        assert "there is no database at" in eventapp("user", "list", status=1).err
        assert not (tmp_path / "var").exists()

    def test_looking_leaves_everything_as_it_is(self, people, eventapp, tmp_path):
        before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "var").iterdir()}
        eventapp("user", "list")
        assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "var").iterdir()} == before

    def test_data_of_another_version_is_not_read(self, people, eventapp, tmp_path):
        db = open_database(f"file://{tmp_path}/var/Data.fs")
        with db.transaction() as connection:
            connection.root()["app_root"].schema = 99
        db.close()
        assert "version 99" in eventapp("user", "list", status=1).err


class TestLock:
    def test_keeps_a_person_out_and_lets_them_in_again(self, stopped, eventapp, make_app, alice, caplog):
        caplog.set_level(logging.INFO, "eventapp.audit")
        printed = eventapp("user", "lock", "alice@example.com")
        assert printed.out == "alice is locked; 1 session ended.\n"
        assert json.loads(caplog.records[-1].message)["what"] == "locked"
        app = make_app()
        old = Browser(app)
        old.set_cookie("session", alice.token)
        old.get("/", status=302)
        with opened(app) as root:
            assert not root["users"]["alice"].sessions and len(root["users"]["bob"].sessions) == 1
        browser = Browser(app)
        right = browser.send("/login", status=422, username="alice", password=PASSWORD)
        wrong = browser.send("/login", status=422, username="bob", password="wrong wrong wrong")
        assert right.html.find(id="wrong").text == wrong.html.find(id="wrong").text
        app.registry.background.wait()
        app.registry.db.close()

        assert eventapp("user", "lock", "alice").out == "alice was locked already.\n"
        assert eventapp("user", "unlock", "alice").out == "alice can sign in again.\n"
        assert eventapp("user", "unlock", "alice").out == "alice was not locked.\n"
        app = make_app()
        Browser(app).sign_in("alice")
        noted = activity(app, "alice")
        assert ("locked", BY) in noted and ("unlocked", BY) in noted

    def test_voids_links(self, app, alice, eventapp, make_app):
        with opened(app) as root:
            ticket = Ticket(Purpose.PASSWORD, NOW + timedelta(hours=1))
            root.open_ticket(root["users"]["alice"], digest("token"), ticket, NOW)
        app.registry.db.close()
        eventapp("user", "lock", "alice")
        with opened(make_app()) as root:
            assert root.find_ticket(digest("token"), Purpose.PASSWORD, NOW) is None

    def test_nobody(self, stopped, eventapp):
        for verb in ("lock", "unlock", "reset-password"):
            assert "nobody called nobody" in eventapp("user", verb, "nobody", status=1).err


class TestResetPassword:
    def test_prints_a_link_and_ends_everything(self, stopped, eventapp, make_app, alice):
        printed = eventapp("user", "reset-password", "alice")
        start, _, token = printed.out.strip().partition("?token=")
        assert start == "http://localhost:6543/reset" and "void; 1 session ended." in printed.err
        assert "unlock" not in printed.err
        app = make_app()
        with opened(app) as root:
            user, ticket = root.find_ticket(digest(token), Purpose.FIRST_PASSWORD, NOW)
            assert user.__name__ == "alice" and ticket.expires == NOW + timedelta(hours=24)
            assert not user.sessions and not user.password
        assert activity(app, "alice")[0] == ("password-link-sent", BY)
        Browser(app).send("/login", status=422, username="alice", password=PASSWORD)
        Browser(app).sign_in("bob")

    def test_says_when_it_is_not_enough(self, stopped, eventapp):
        eventapp("user", "lock", "alice")
        assert "unlock them, too" in eventapp("user", "reset-password", "alice").err


class TestResetFactors:
    def test_takes_them_all_away_and_ends_everything(self, app, alice, eventapp, make_app):
        with opened(app) as root:
            users, alice = root["users"], root["users"]["alice"]
            users.add_passkey(alice, Passkey(b"id", b"key", 0, "Phone", NOW))
            alice.factors.totp = b"sealed"
            alice.factors.recovery.add(b"digest")
        app.registry.db.close()
        assert "password alone now" in eventapp("user", "reset-factors", "alice").out
        assert "has no second factors" in eventapp("user", "reset-factors", "alice").out
        app = make_app()
        with opened(app) as root:
            alice = root["users"]["alice"]
            assert not alice.factors.asked_for and not alice.factors.recovery and not alice.sessions
            assert root["users"].find_by_passkey(b"id") is None
        assert activity(app, "alice")[0] == ("factors-reset", BY)
        Browser(app).sign_in("alice")


class TestDelete:
    @pytest.mark.parametrize("typed", ["alice\n", " alice "])
    def test_asks_for_the_name(self, stopped, eventapp, make_app, typed, caplog):
        caplog.set_level(logging.INFO, "eventapp.audit")
        printed = eventapp("user", "delete", "alice", typed=typed)
        assert "alice (alice@example.com) and 0 events for good" in printed.err
        assert printed.out == "alice is deleted.\n"
        line = json.loads(caplog.records[-1].message)
        assert (line["what"], line["user"], line["detail"]) == ("deleted", "alice", BY)
        with opened(make_app()) as root:
            assert list(root["users"]) == ["bob"] and root["users"].is_taken("alice") and len(root._sessions) == 1

    @pytest.mark.parametrize("typed", ["", "\n", "bob\n", "yes\n"])
    def test_another_answer_deletes_nobody(self, stopped, eventapp, make_app, typed):
        assert "nobody was deleted" in eventapp("user", "delete", "alice", status=1, typed=typed).err
        with opened(make_app()) as root:
            assert list(root["users"]) == ["alice", "bob"]

    def test_yes_does_not_ask(self, stopped, eventapp):
        printed = eventapp("user", "delete", "alice", "--yes")
        assert printed.out == "alice is deleted.\n" and not printed.err

    @pytest.mark.parametrize("name", ["nobody", "alice@example.com"])
    def test_takes_the_username_only(self, stopped, eventapp, name):
        for options in ([], ["--yes"]):
            assert "nobody with the username" in eventapp("user", "delete", name, *options, status=1).err


class TestSessions:
    def test_prune(self, app, alice, bob, clock, eventapp, make_app):
        with opened(app) as root:
            user = root["users"]["alice"]
            root.open_session(user, b"short", Session(NOW, NOW + timedelta(hours=1), ""))
            root.open_ticket(user, b"ticket", Ticket(Purpose.PASSWORD, NOW + timedelta(hours=1)), NOW)
        app.registry.db.close()
        assert eventapp("sessions", "prune").out == "0 sessions and 0 links that were over are removed.\n"
        clock.advance(hours=1)
        assert eventapp("sessions", "prune").out == "1 session and 1 link that were over are removed.\n"
        app = make_app()
        still = Browser(app)
        still.set_cookie("session", alice.token)
        still.get("/", status=200)

    def test_end_one_person(self, stopped, eventapp, make_app):
        assert eventapp("sessions", "end", "alice").out == "1 session ended.\n"
        assert eventapp("sessions", "end", "alice").out == "0 sessions ended.\n"
        app = make_app()
        assert activity(app, "alice")[0] == ("sessions-ended", BY)
        with opened(app) as root:
            assert not root["users"]["alice"].sessions and len(root["users"]["bob"].sessions) == 1

    def test_end_all(self, stopped, eventapp, make_app):
        assert eventapp("sessions", "end", "--all").out == "2 sessions ended.\n"
        with opened(make_app()) as root:
            assert not root._sessions

    def test_end_whose(self, stopped, eventapp):
        for argv in (["sessions", "end"], ["sessions", "end", "alice", "--all"]):
            with pytest.raises(SystemExit) as usage:
                eventapp(*argv)
            assert usage.value.code == 2


class TestInvite:
    SECRET = "a pepper of enough characters to sign"
    PEPPER = f"eventapp.pepper = {SECRET}\n"

    @pytest.fixture
    def by_invitation(self, ini):
        ini.write_text(INI.format(self.PEPPER + "eventapp.registration = invitation"))

    @pytest.fixture
    def app(self, make_app):
        return make_app(
            **{"eventapp.registration": "invitation", "eventapp.pepper": self.PEPPER.split(" = ")[1].strip()}
        )

    def test_works_beside_the_running_server(self, by_invitation, app, eventapp, caplog):
        caplog.set_level(logging.INFO, "eventapp.audit")
        printed = eventapp("invite", "--days", "3", "--email", "maya@example.com")
        assert "lets maya@example.com register, once, until 2026-11-26 07:42 UTC" in printed.err
        path = printed.out.strip().removeprefix("http://localhost:6543")
        line = json.loads(caplog.records[-1].message)
        assert line["what"] == "invited" and "maya@example.com, until 2026-11-26" in line["detail"]
        assert path.partition("=")[2] not in caplog.text
        browser = Browser(app)
        form = browser.get(path, status=200).form
        form["username"], form["password"] = "maya", PASSWORD
        form.submit(status=302)
        with opened(app) as root:
            assert root["users"]["maya"].email == "maya@example.com"

    def test_for_anybody(self, by_invitation, app, eventapp, clock):
        printed = eventapp("invite")
        assert "lets one person register, once, until 2026-11-30" in printed.err
        path = printed.out.strip().removeprefix("http://localhost:6543")
        clock.advance(days=7, seconds=-1)
        assert Browser(app).get(path, status=200).html.find(id="email")["value"] == ""

    @pytest.mark.parametrize("days", ["0", "-1", "91", "x", "1.5", ""])
    def test_days(self, by_invitation, eventapp, days, capsys):
        with pytest.raises(SystemExit) as usage:
            eventapp("invite", f"--days={days}")
        assert usage.value.code == 2 and "whole number from 1 to 90" in capsys.readouterr().err

    def test_an_email_is_judged_as_on_the_page(self, by_invitation, eventapp):
        printed = eventapp("invite", "--email", "maya", status=1)
        assert "That is not an email address" in printed.err and not printed.out

    def test_where_registration_is_closed_there_is_none(self, ini, eventapp):
        ini.write_text(INI.format(self.PEPPER + "eventapp.registration = closed"))
        printed = eventapp("invite", status=1)
        assert "registration is closed" in printed.err and not printed.out

    def test_without_a_pepper_there_is_none(self, ini, eventapp):
        printed = eventapp("invite", status=1)
        assert "no eventapp.pepper" in printed.err and not printed.out

    def test_says_when_it_is_needed_by_nobody_or_can_be_made_by_anybody(self, ini, eventapp):
        ini.write_text(INI.format(f"eventapp.pepper = {DEVELOPMENT_PEPPER}"))
        printed = eventapp("invite")
        assert "Registration is open" in printed.err and "development pepper" in printed.err and printed.out


class TestTheServerHoldsTheDatabase:
    WRITING = (
        ["user", "add", "maya", "--email", "maya@example.com"],
        ["user", "lock", "alice"],
        ["user", "unlock", "alice"],
        ["user", "reset-password", "alice"],
        ["user", "delete", "alice", "--yes"],
        ["sessions", "prune"],
        ["sessions", "end", "--all"],
    )

    @pytest.mark.parametrize("argv", WRITING, ids=" ".join)
    def test_writing_is_put_off(self, app, alice, eventapp, argv):
        printed = eventapp(*argv, status=75)
        assert "Stop the server" in printed.err and "ZEO" in printed.err and not printed.out
        alice.get("/", status=200)

    def test_no_password_is_asked_for_in_vain(self, app, eventapp, monkeypatch):
        monkeypatch.setattr(getpass, "getpass", lambda _: pytest.fail("asked"))
        eventapp("user", "add", "maya", "--email", "maya@example.com", "--password", status=75)

    def test_reading_is_done_beside_it(self, app, alice, eventapp):
        for argv in (["user", "list"], ["user", "show", "alice"], ["activity", "alice"]):
            printed = eventapp(*argv)
            assert "read-only, as of now" in printed.err and printed.out
        alice.get("/", status=200)

    def test_the_server_is_not_kept_from_starting(self, stopped, eventapp, make_app):
        """Reading leaves no lock behind."""
        eventapp("user", "list")
        make_app()


class TestUsage:
    @pytest.mark.parametrize("argv", [[], ["user"], ["sessions"]])
    def test_an_unfinished_command_teaches(self, eventapp, argv):
        printed = eventapp(*argv, status=2)
        assert "examples:" in printed.err and "usage: eventapp" in printed.err

    @pytest.mark.parametrize(
        "argv",
        [
            [],
            ["user"],
            *(["user", verb] for verb in ("add", "list", "show", "lock", "unlock", "reset-password", "delete")),
            ["sessions"],
            ["sessions", "prune"],
            ["sessions", "end"],
            ["activity"],
            ["invite"],
            ["check"],
        ],
        ids=" ".join,
    )
    def test_help_teaches_at_every_level(self, eventapp, capsys, argv):
        with pytest.raises(SystemExit) as shown:
            eventapp(*argv, "--help")
        text = capsys.readouterr().out
        assert shown.value.code == 0 and "examples:\n  " in text and "eventapp -c production.ini" in text
        assert max(len(line) for line in text.splitlines()) <= 116

    def test_the_ini_may_stand_after_the_command_or_in_the_environment(
        self, stopped, ini, eventapp, monkeypatch, capsys
    ):
        assert cli.main(["user", "list", "-c", str(ini)]) == 0
        assert cli.main(["user", "list"]) == 2 and "name the ini file" in capsys.readouterr().err
        monkeypatch.setenv("EVENTAPP_INI", str(ini))
        assert cli.main(["user", "list"]) == 0

    def test_an_ini_that_is_not_there(self, eventapp, capsys):
        assert cli.main(["-c", "/nowhere.ini", "user", "list"]) == 2
        assert "there is no file /nowhere.ini" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "text", ["no ini file", "[app:other]\nuse = egg:eventapp", "[app:main]\nuse = egg:nothing"]
    )
    def test_an_ini_that_is_none(self, ini, eventapp, text):
        ini.write_text(text)
        assert "can't be read" in eventapp("user", "list", status=1).err

    def test_settings_that_can_not_be_used(self, ini, eventapp):
        ini.write_text(INI.format("eventapp.nonsense = 1"))
        for argv in (["user", "list"], ["user", "lock", "alice"], ["invite"]):
            assert "eventapp.nonsense: there is no such setting." in eventapp(*argv, status=1).err

    def test_a_database_that_can_not_be_opened(self, ini, eventapp, tmp_path):
        (tmp_path / "var").write_text("a file where the folder should be")
        assert "can't be opened" in eventapp("sessions", "prune", status=1).err

    def test_ctrl_c_changes_nothing(self, stopped, eventapp, monkeypatch):
        def interrupted(_):
            raise KeyboardInterrupt

        monkeypatch.setattr(getpass, "getpass", interrupted)
        argv = ["user", "add", "maya", "--email", "maya@example.com", "--password"]
        assert "stopped; nothing was changed" in eventapp(*argv, status=1).err

    def test_whoever_reads_may_have_seen_enough(self, stopped, eventapp, monkeypatch, ini):
        """As ``eventapp … | head`` does."""
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "w") as closed, monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", closed)
            assert cli.main(["-c", str(ini), "user", "list"]) == 1
            closed.write("not heard")

    def test_a_password_that_nobody_can_type_is_refused(self, stopped, eventapp):
        added = ("user", "add", "zed", "--email", "zed@example.com", "--password-stdin")
        assert "not UTF-8" in eventapp(*added, typed="\udcff\udcfe long enough it is\n", status=1).err
