"""``eventapp check``: each thing that makes a set-up unsafe is found, and nothing else is."""

import json
import logging
import os
import shutil
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from eventapp import cli
from eventapp.cli.check import configuration, data, serving
from eventapp.cli.check.finding import lasting, size
from eventapp.models import User
from eventapp.security.passwords import Passwords
from eventapp.settings import DEVELOPMENT_PEPPER
from eventapp.storage import KEY, open_database
from tests.factories import NOW

PEPPER = "xK3_9vQzB1mWn7TyRf5LpHs2JdGc8A4eUoXi0"
APP = {
    "use": "egg:eventapp",
    "zodbconn.uri": "file://%(here)s/var/Data.fs",
    "eventapp.production": "true",
    "eventapp.pepper": "env:EVENTAPP_TEST_PEPPER",
    "eventapp.hosts": "events.example.com",
    "eventapp.registration": "invitation",
    "eventapp.smtp.host": "mail.example.com",
    "eventapp.mail.from": "events@example.com",
    "eventapp.mail.folder": "%(here)s/mail",
}
SERVER = {
    "use": "egg:waitress#main",
    "listen": "127.0.0.1:6543",
    "max_request_body_size": "1048576",
    "max_request_header_size": "16384",
    "connection_limit": "1000",
    "ident": "",
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_headers": "x-forwarded-for x-forwarded-host x-forwarded-proto",
}


class Checked:
    """What check said of an ini file."""

    def __init__(self, status: int, printed: str) -> None:
        self.status = status
        found = json.loads(printed)
        self.safe = found["safe"]
        self.findings = [(finding["level"], finding["about"], finding["text"]) for finding in found["findings"]]

    def at(self, level: str) -> list[tuple[str, str]]:
        return [(about, text) for found, about, text in self.findings if found == level]

    def only(self, level: str, about: str) -> str:
        """The text of the one finding at ``level``, which is about that; notes of other things don't matter."""
        assert [found for found, _ in self.at(level)] == [about], self.findings
        return self.at(level)[0][1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.fixture
def check(folder, capsys, caplog, monkeypatch):
    """Checks an ini file of a set-up that is safe, but for what is changed; None leaves a setting out."""
    caplog.set_level(logging.INFO, "eventapp.audit")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    # how long a hash takes here depends on who else is busy
    monkeypatch.setattr(configuration, "Passwords", lambda *_: SimpleNamespace(stretch=len))
    monkeypatch.setenv("EVENTAPP_TEST_PEPPER", PEPPER)

    def run(server: dict[str, str | None] | None = None, **app: str | None) -> Checked:
        ini = folder / "production.ini"
        sections = {
            "app:main": {**APP, **{name.replace("__", "."): value for name, value in app.items()}},
            "server:main": {**SERVER, **(server or {})},
        }
        ini.write_text(
            "\n".join(
                f"[{section}]\n" + "\n".join(f"{name} = {value}" for name, value in lines.items() if value is not None)
                for section, lines in sections.items()
            )
        )
        capsys.readouterr()
        status = cli.main(["-c", str(ini), "check", "--json"])
        return Checked(status, capsys.readouterr().out)

    return run


@pytest.fixture
def database(folder):
    """A database with maya in it."""
    uri = f"file://{folder}/var/Data.fs"

    def make(rounds: int = 12, pepper: str = PEPPER) -> Path:
        db = open_database(uri)
        with db.transaction() as connection:
            password = Passwords(4, pepper.encode()).stretch("x").replace("$2b$04$", f"$2b${rounds:02}$")
            users = connection.root()[KEY]["users"]
            users.add(User("maya", "maya@example.com", password, NOW))
            users.add(User("noor", "noor@example.com", "", NOW))
        db.close()
        return folder / "var" / "Data.fs"

    return make


def test_a_set_up_that_is_safe(check, database):
    database()
    checked = check()
    assert (checked.status, checked.safe, checked.at("note"), checked.at("problem")) == (0, True, [], [])
    assert {about for about, _ in checked.at("ok")} == {
        "production", "pepper", "bcrypt", "hosts", "url", "sessions", "mail", "registration", "second step", "limits",
        "database", "permissions", "room", "packing", "version", "passwords", "debugging", "server", "proxy",
        "audit log", "libraries",
    }  # fmt: skip
    said = dict(checked.at("ok"))
    assert "held by nobody" in said["database"] and "1 password stored" in said["passwords"]
    assert "14 days" in said["sessions"] and "waitress" in said["libraries"] and " ms here" in said["bcrypt"]


def test_in_words(check, folder, capsys):
    check()
    assert cli.main(["-c", str(folder / "production.ini"), "check"]) == 0
    printed = capsys.readouterr().out
    assert "ok       production    What is for development only is refused" in printed
    assert "note     database      There is none at" in printed and printed.endswith("\nSafe to serve, 1 note.\n")


def test_quiet_leaves_out_what_is_well(check, folder, capsys):
    check(eventapp__hosts="localhost", eventapp__url="https://localhost")
    assert cli.main(["-c", str(folder / "production.ini"), "check", "--quiet"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["problem", "note", "", "Not"]
    assert lines[-1] == "Not safe to serve: 1 problem, 1 note."


def test_it_changes_nothing_and_makes_nothing(check, folder):
    check()
    assert sorted(path.name for path in folder.iterdir()) == ["production.ini"]


def test_no_secret_is_printed(check, database, folder, capsys):
    database()
    checked = check(eventapp__smtp__username="events", eventapp__smtp__password="hunter2hunter2")
    assert PEPPER not in str(checked.findings) and "hunter2" not in str(checked.findings)


def test_settings_that_can_not_be_used_are_problems_and_the_rest_is_looked_at(check):
    wrong = {"eventapp__bcrypt__rounds": "x", "eventapp__breached_passwords": "/srv/nowhere"}
    checked = check(eventapp__nonsense="1", server={"trusted_proxy": None}, **wrong)
    assert not checked.safe and [about for about, _ in checked.at("problem")] == ["settings"] * 3
    assert "eventapp.breached_passwords: in '/srv/nowhere'" in str(checked.at("problem"))
    assert "there is no such setting" in checked.at("problem")[0][1]
    assert "server" in dict(checked.at("ok"))


@pytest.mark.parametrize(
    ("about", "text", "app"),
    [
        ("production", "eventapp.production = true", {"eventapp__production": None}),
        ("pepper", "There is none", {"eventapp__pepper": "", "eventapp__registration": "closed"}),
        ("pepper", "known to everybody", {"eventapp__pepper": DEVELOPMENT_PEPPER}),
        ("pepper", "could be guessed", {"eventapp__pepper": "env:SHORT_PEPPER"}),
        ("pepper", "could be guessed", {"eventapp__pepper": "env:DULL_PEPPER"}),
        ("bcrypt", "cost is 9", {"eventapp__bcrypt__rounds": "9"}),
        (
            "hosts",
            "Only this machine",
            {"eventapp__hosts": "localhost 127.0.0.1 [::1]", "eventapp__url": "https://localhost"},
        ),
        ("hosts", "* matches none", {"eventapp__hosts": "events.example.com *"}),
        ("hosts", "matches none", {"eventapp__hosts": "events.example.com .example.com"}),
        ("url", "not https", {"eventapp__url": "http://events.example.com"}),
        ("sessions", "signed out while they work", {"eventapp__session__seen_interval": "1801"}),
        ("sessions", "signed out while they work", {"eventapp__session__idle": "599"}),
        ("mail", "unprotected", {"eventapp__smtp__security": "none"}),
        ("mail", "belong together", {"eventapp__smtp__username": "events"}),
        ("mail", "others refuse", {"eventapp__mail__from": None}),
        ("mail", "/mail, and people wait for them in vain", {"eventapp__smtp__host": None}),
        ("debugging", "pyramid.reload_templates", {"pyramid__reload_templates": "true"}),
        ("debugging", "pyramid.debug_notfound", {"pyramid__debug_notfound": "true"}),
        ("debugging", "pyramid_debugtoolbar", {"pyramid__includes": "pyramid_debugtoolbar"}),
    ],
)
def test_problems_of_the_settings(check, database, monkeypatch, about, text, app):
    monkeypatch.setenv("SHORT_PEPPER", PEPPER[:31])
    monkeypatch.setenv("DULL_PEPPER", "123456789" * 5)
    strict = about in {"hosts", "url", "sessions", "mail"}
    lenient = {} if strict else {"eventapp__production": None, "eventapp__url": "https://events.example.com"}
    checked = check(**{**lenient, **app})
    assert checked.status == 1 and not checked.safe
    problems = dict(checked.at("problem"))
    assert text in problems[about] and set(problems) == ({about} if strict else {about, "production"})


@pytest.mark.parametrize(
    ("about", "text", "app"),
    [
        ("bcrypt", "Recommended is 12", {"eventapp__bcrypt__rounds": "11"}),
        ("sessions", "lifetime is 31 days", {"eventapp__session__lifetime": str(31 * 86400)}),
        ("sessions", "short_idle is 2 hours", {"eventapp__session__short_idle": "7200"}),
        ("sessions", "confirmation is 901 seconds", {"eventapp__session__confirmation": "901"}),
        ("codes", "taken 10 seconds longer", {"eventapp__totp_grace": "10"}),
        ("mail", "no SMTP server", {"eventapp__smtp__host": None, "eventapp__mail__folder": None}),
        ("mail", "465 is for tls", {"eventapp__smtp__port": "465"}),
        ("registration", "Anybody", {"eventapp__registration": None}),
    ],
)
def test_notes_on_the_settings(check, database, about, text, app):
    database()
    assert text in (checked := check(**app)).only("note", about)
    assert checked.safe


def test_what_is_well_in_other_ways(check, database):
    database()
    for app in (
        {"eventapp__registration": "closed"},
        {"eventapp__limits__storage": "redis://localhost"},
        {"eventapp__second_step": "required"},
        {"eventapp__breached_passwords": "https://breached.example/range"},
        {"eventapp__smtp__security": "none", "eventapp__smtp__host": "localhost"},
        {"eventapp__smtp__username": "events", "eventapp__smtp__password": "env:EVENTAPP_TEST_PEPPER"},
    ):
        checked = check(**app)
        assert (checked.at("note"), checked.at("problem")) == ([], []), app


def test_a_slow_hash_is_noted(check, database, monkeypatch):
    database()
    moments = iter([0.0, 1.5])
    monkeypatch.setattr(configuration.time, "perf_counter", lambda: next(moments))
    assert "1500 ms" in check().only("note", "bcrypt")


def test_secrets_in_an_ini_that_others_can_read(check, database, folder):
    database()
    assert "eventapp.pepper in it" in check(eventapp__pepper=PEPPER).only("problem", "ini file")
    (folder / "production.ini").chmod(0o600)
    assert check(eventapp__pepper=PEPPER).safe


@pytest.mark.parametrize(
    ("app", "level"),
    [
        ({"eventapp__production": None, "eventapp__url": "https://events.example.com"}, "problem"),
        ({"eventapp__url": "http://events.example.com"}, "problem"),
        ({"eventapp__production": None, "eventapp__url": "http://events.example.com"}, "note"),
    ],
)
def test_mail_that_is_only_written_to_a_folder(check, database, app, level):
    """It is how the development server shows its mail, and nobody else's."""
    database()
    checked = check(eventapp__smtp__host=None, **app)
    assert "mail" in dict(checked.at(level))


def test_mail_that_others_can_read(check, database, folder):
    database()
    (folder / "mail").mkdir(0o755)
    assert "chmod 700" in check().only("problem", "mail")
    (folder / "mail").chmod(0o700)
    assert check().safe


def test_flags_in_the_environment_count(check, database, monkeypatch):
    database()
    monkeypatch.setenv("PYRAMID_DEBUG_ALL", "1")
    assert "PYRAMID_DEBUG_ALL" in check().only("problem", "debugging")


def test_a_link_to_a_host_that_is_not_answered_to(check):
    settings = SimpleNamespace(hosts=("events.example.com",), url="https://elsewhere.example.com")
    found = list(configuration._addresses(settings))
    assert [finding.level for finding in found] == ["ok", "problem"] and "lead nowhere" in found[1].text


class TestData:
    def test_none_yet(self, check):
        assert "the first start makes it" in check().only("note", "database")

    def test_a_running_server(self, check, database, folder):
        database()
        db = open_database(f"file://{folder}/var/Data.fs")
        checked = check()
        db.close()
        assert checked.safe and "held by a running server" in dict(checked.at("ok"))["database"]

    def test_others_can_read_it(self, check, database):
        path = database()
        path.chmod(0o644)
        assert check().safe  # its folder is closed to others
        path.parent.chmod(0o755)
        assert "chmod 700" in check().only("problem", "permissions")
        path.chmod(0o600)
        assert check().safe

    @pytest.mark.parametrize(
        ("free", "level", "text"), [(1, "problem", "as much again"), (10**8, "note", "100.0 MB are free")]
    )
    def test_little_room(self, check, database, monkeypatch, free, level, text):
        database()
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
        assert text in check().only(level, "room")

    def test_packing(self, check, database, monkeypatch):
        path = database()
        monkeypatch.setattr(data, "LARGE", 100)
        assert "never packed" in check().only("note", "packing")
        old = path.with_name("Data.fs.old")
        old.touch()
        text = check().only("note", "packing")
        assert "0 days ago" in text and "remove it" in text and "Pack again" not in text
        at = time.time() - 91 * 86400
        os.utime(old, (at, at))
        assert "91 days ago" in (text := check().only("note", "packing")) and "Pack again" in text

    def test_another_pepper(self, check, database):
        database(pepper="another")
        text = check().only("problem", "passwords")
        assert text.startswith("Made with another pepper, so not accepted: 1 of 1.")

    def test_cheap_hashes(self, check, database):
        database(rounds=10)
        assert "Of a cost below 12, until the next sign-in: 1 of 1." in check().only("note", "passwords")

    def test_a_damaged_password(self, check, database, folder):
        database()
        db = open_database(f"file://{folder}/var/Data.fs")
        with db.transaction() as connection:
            user = connection.root()[KEY]["users"]["maya"]
            user.password = user.password[:12] + "$"
        db.close()
        assert "1 of 1" in check().only("note", "passwords")

    @pytest.mark.parametrize(
        ("version", "level", "text"), [(1, "note", "Back it up first"), (99, "problem", "version 99")]
    )
    def test_another_version(self, check, database, folder, version, level, text):
        database()
        db = open_database(f"file://{folder}/var/Data.fs")
        with db.transaction() as connection:
            connection.root()[KEY].schema = version
        db.close()
        assert text in check().only(level, "version")

    def test_what_is_no_database(self, check, folder):
        (folder / "var" / "Data.fs").mkdir(0o700, parents=True)
        assert "can't be opened" in check().only("problem", "database")

    def test_elsewhere(self, check):
        checked = check(zodbconn__uri="memory://")
        notes = [text for about, text in checked.at("note") if about == "database"]
        assert "not a file here" in notes[0] and "nothing in it yet" in notes[1]

    def test_several_processes(self):
        settings = SimpleNamespace(limits="memory://", uri="zeo://localhost:8100")
        assert [finding.level for finding in configuration._limits(settings)] == ["note"]


class TestServer:
    @pytest.mark.parametrize(
        ("about", "text", "server"),
        [
            ("server", "max_request_body_size", {"max_request_body_size": None}),
            ("server", "max_request_body_size", {"max_request_body_size": "1 GB"}),
            ("server", "max_request_header_size", {"max_request_header_size": "262144"}),
            ("server", "expose_tracebacks", {"expose_tracebacks": "true"}),
            ("proxy", "trusted_proxy = 127.0.0.1", {"trusted_proxy": None}),
            ("proxy", "Anybody's word", {"trusted_proxy": "*"}),
            ("proxy", "x-forwarded-proto", {"trusted_proxy_headers": "x-forwarded-for"}),
            ("proxy", "x-forwarded-for x-forwarded-proto", {"trusted_proxy_headers": None}),
            ("proxy", "clear_untrusted", {"clear_untrusted_proxy_headers": "false"}),
        ],
    )
    def test_problems(self, check, database, about, text, server):
        database()
        assert text in check(server).only("problem", about)

    @pytest.mark.parametrize(
        ("about", "text", "server"),
        [
            ("server", "slow connections", {"connection_limit": None}),
            ("server", "says that it is waitress", {"ident": None}),
            ("server", "not waitress", {"use": "egg:gunicorn#main"}),
            ("proxy", "listens on 0.0.0.0:6543", {"listen": "0.0.0.0:6543"}),
            ("proxy", "listens on *:6543", {"listen": "127.0.0.1:6543 *:6543"}),
            ("proxy", "listens on 0.0.0.0:8080", {"listen": None}),
            ("proxy", "listens on 192.0.2.1:80", {"listen": None, "host": "192.0.2.1", "port": "80"}),
        ],
    )
    def test_notes(self, check, database, about, text, server):
        database()
        assert text in (checked := check(server)).only("note", about)
        assert checked.safe

    def test_open_to_all_without_a_proxy(self, check, database):
        database()
        checked = check({"listen": "0.0.0.0:80", "trusted_proxy": None}, eventapp__url="http://events.example.com")
        assert [about for about, _ in checked.at("problem")] == ["url", "proxy"]

    def test_http_on_this_machine_needs_no_proxy(self, check, database):
        database()
        checked = check({"trusted_proxy": None}, eventapp__url="http://events.example.com")
        assert [about for about, _ in checked.at("problem")] == ["url"]

    @pytest.mark.parametrize(
        "server",
        [
            {"listen": "[::1]:6543 localhost:80"},
            {"unix_socket": "/run/eventapp.sock"},
            {"trusted_proxy_headers": "Forwarded"},
            {"trusted_proxy_headers": "X-Forwarded-For X-Forwarded-Proto"},
        ],
    )
    def test_nobody_comes_past_the_proxy(self, check, database, server):
        database()
        checked = check(server)
        assert (checked.at("note"), checked.at("problem")) == ([], [])

    def test_an_audit_log_that_is_not_written(self, check, database, caplog):
        database()
        caplog.set_level(logging.WARNING, "eventapp.audit")
        assert "level INFO" in check().only("problem", "audit log")

    def test_root_is_told(self, check, database, monkeypatch):
        database()
        checked = check()
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert checked.at("note") == [] and "user of its own" in check().only("note", "user")

    def test_old_libraries(self, check, database, monkeypatch):
        database()
        installed = {**serving.LIBRARIES, "waitress": "3.0", "WebOb": "1.8.10"}
        monkeypatch.setattr(serving, "version", installed.__getitem__)
        text = check().only("problem", "libraries")
        assert "waitress 3.0 (needs 3.0.1)" in text and "WebOb" not in text


def test_the_ini_files_of_ours(capsys, caplog, folder, monkeypatch):
    """development.ini is not safe to serve, and production.ini is, with what it takes from the environment."""
    project = Path(__file__).parents[2]
    for name in ("development.ini", "production.ini"):
        shutil.copy(project / name, folder)
    monkeypatch.setenv("EVENTAPP_DATABASE_URI", f"file://{folder}/var/Data.fs")
    monkeypatch.setenv("EVENTAPP_PEPPER", PEPPER)
    monkeypatch.setenv("EVENTAPP_HOSTS", "events.example.com")
    caplog.set_level(logging.INFO, "eventapp.audit")
    monkeypatch.setattr(serving, "setup_logging", lambda _: None)  # it would take the log away from pytest
    assert cli.main(["-c", str(folder / "production.ini"), "check"]) == 0
    capsys.readouterr()
    checked = Checked(cli.main(["-c", str(folder / "development.ini"), "check", "--json"]), capsys.readouterr().out)
    assert checked.status == 1
    assert [about for about, _ in checked.at("problem")] == ["production", "pepper", "hosts", "url", "debugging"]


@pytest.mark.parametrize(
    ("time_", "said"),
    [
        (timedelta(days=14), "14 days"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(seconds=61), "61 seconds"),
    ],
)
def test_lengths_of_time(time_, said):
    assert lasting(time_) == said


def test_sizes():
    assert [size(number) for number in (12, 4_200, 5_300_000, 80_800_000_000)] == ["1 kB", "4 kB", "5.3 MB", "80.8 GB"]
