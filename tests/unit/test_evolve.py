"""Evolution: each step is run on a database that was made by the version before."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyramid.exceptions import ConfigurationError

from eventapp.models import Entry, Purpose, Ticket, When
from eventapp.models.root import SCHEMA
from eventapp.storage import KEY, open_database
from tests.factories import NOW, PASSWORD, Browser, opened

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def old(tmp_path):
    """The database of version 1: alice with five events, one of them deleted, bob, and carla of bücher.example."""
    (tmp_path / "var").mkdir()
    shutil.copy(DATA / "schema-1.fs", tmp_path / "var" / "Data.fs")
    return f"file://{tmp_path}/var/Data.fs"


def test_people_of_version_1_find_everything_as_it_was(old, make_app):
    app = make_app()
    alice = Browser(app).sign_in("alice", PASSWORD)
    assert "Event 3" in alice.get("/users/alice/") and "Event 4" in alice.get("/users/alice/trash")
    alice.add("alice", "One more")
    with opened(app) as root:
        assert root.schema == SCHEMA and list(root["users"]) == ["alice", "bob", "carla"]
        assert all(not user.factors.asked_for and not user.tickets for user in root["users"].values())
        assert len(root["users"]["alice"]) == 5


def test_what_is_new_works_on_the_old_data(old):
    db = open_database(old)
    with db.transaction() as connection:
        root = connection.root()[KEY]
        alice = root["users"]["alice"]
        root.open_ticket(alice, b"digest", Ticket(Purpose.PASSWORD, datetime(2027, 1, 1, tzinfo=UTC)), NOW)
        root.leave_unfinished(alice, b"digest", Entry(NOW, "second-step-left"))
        root.remove_user(root["users"]["bob"], NOW)
    with db.transaction() as connection:
        root = connection.root()[KEY]
        assert root.find_ticket(b"digest", Purpose.PASSWORD, NOW)[0] is root["users"]["alice"]
        assert root.unfinished(NOW) == [(b"digest", "alice")] and root["users"]["alice"].told_at is None
        assert root["users"].is_taken("bob") and date(2026, 11, 24) in {
            event.when.first_day for event in root["users"]["alice"].values()
        }
    db.close()


def test_a_reader_leaves_the_old_data_alone(old, tmp_path):
    before = (tmp_path / "var" / "Data.fs").read_bytes()
    with pytest.raises(ConfigurationError, match="version 1, this eventapp reads"):
        open_database(old + "?read_only=1")
    assert (tmp_path / "var" / "Data.fs").read_bytes() == before


def test_people_are_found_by_emails_as_they_are_compared_now(old):
    db = open_database(old)
    with db.transaction() as connection:
        users = connection.root()[KEY]["users"]
        carla = users["carla"]
        assert users.find("carla@bücher.example") is users.find("CARLA@xn--bcher-kva.example") is carla
        carla.email = "carla@example.com"
        users.remove("carla")
        assert not users.has_email("carla@bücher.example")
    db.close()


@pytest.fixture
def second(tmp_path):
    """The database of version 2: that of version 1, used further: alice has two more events and another deleted one."""
    (tmp_path / "var").mkdir()
    shutil.copy(DATA / "schema-2.fs", tmp_path / "var" / "Data.fs")
    return f"file://{tmp_path}/var/Data.fs"


def test_events_of_version_2_say_what_they_said_and_are_found(second):
    db = open_database(second)
    with db.transaction() as connection:
        root = connection.root()[KEY]
        alice = root["users"]["alice"]
        night, holiday = alice["n" * 26], alice["h" * 26]
        assert (night.title, night.place, night.notes) == ("Night train", "Platform 4", "Bring tea")
        assert night.when == When(datetime(2026, 11, 27, 23, 30), datetime(2026, 11, 28, 6, 10), "Europe/Berlin")
        assert holiday.when == When(date(2026, 12, 20), date(2027, 1, 3), "Europe/Prague") and not holiday.recurrence
        assert {deleted.event.title for deleted in alice.deleted(NOW)} == {"Event 4", "Thrown away"}
        assert alice.restore("t" * 26).when == When(date(2026, 11, 20))
        assert [event.title for event in alice.coming(NOW)][-2:] == ["Night train", "Holiday"]
        assert (
            alice.few_with("tea", 9) == alice.few_with("plat", 9) == {night.__name__}
            and alice.by_uid(f"{'h' * 26}@eventapp") is holiday
        )
        assert set(alice.log.since(0)) == set(alice) and alice.all_calendars() == [alice]
        assert not {"title", "place", "notes", "_when"} & vars(night).keys() and "_days" not in vars(alice)
        root.open_feed(alice, b"digest")
        assert alice.week_start == 6 and root.find_feed(b"digest", NOW) is alice
    db.close()
