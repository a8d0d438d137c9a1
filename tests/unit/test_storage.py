"""The database: opened from its URI, with the root seated once."""

import signal
from weakref import WeakSet

import pytest
from pyramid.exceptions import ConfigurationError
from transaction import TransactionManager

from eventapp import storage
from eventapp.models import Root
from eventapp.storage import KEY, open_database, seat_root


@pytest.fixture
def uri(tmp_path):
    return f"file://{tmp_path}/some/where/Data.fs"


def test_makes_the_folder_for_its_owner_only_and_seats_the_root(uri, tmp_path):
    db = open_database(uri)
    with db.transaction() as connection:
        assert isinstance(connection.root()[KEY], Root)
    assert (tmp_path / "some" / "where").stat().st_mode & 0o077 == 0
    db.close()


def test_the_root_is_seated_once(uri):
    db = open_database(uri)
    with db.transaction() as connection:
        serial = connection.root()[KEY]._p_serial
    seat_root(db)
    with db.transaction() as connection:
        assert connection.root()[KEY]._p_serial == serial
    db.close()


def test_a_locked_database_is_refused_with_its_name(uri):
    db = open_database(uri)
    with pytest.raises(ConfigurationError, match="Another process has the database open") as refused:
        open_database(uri)
    assert uri in str(refused.value)
    db.close()


@pytest.mark.parametrize("options", ["", "?connection_pool_size=3"])
def test_a_locked_database_can_be_read(uri, options):
    db = open_database(uri)
    reader = open_database(uri + options, read_only_if_locked=True)
    manager = TransactionManager()
    connection = reader.open(manager)
    assert connection.isReadOnly() and isinstance(connection.root()[KEY], Root)
    manager.abort()
    connection.close()
    reader.close()
    db.close()


@pytest.mark.parametrize("uri", ["file:relative/Data.fs", "file:///proc/none/Data.fs", "file:///proc/version/Data.fs"])
def test_a_database_that_can_not_be_is_refused(uri, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match=r"zodbconn\.uri: the database can't be opened"):
        open_database(uri)
    assert not list(tmp_path.iterdir())


# FileStorage leaves its files to the garbage collector when it refuses one
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("These are my notes.")
    with pytest.raises(ConfigurationError, match="can't be opened"):
        open_database(f"file://{file}")
    assert file.read_text() == "These are my notes."


def test_the_file_is_for_its_owner_only(tmp_path):
    open_database(f"file://{tmp_path}/Data.fs").close()
    assert (tmp_path / "Data.fs").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("uri", "message"), [("nonsense://x", "No resolver"), ("memory://?unknown=1", "Unrecognized")])
def test_a_uri_that_makes_no_sense_is_refused(uri, message):
    with pytest.raises(ConfigurationError, match=r"zodbconn\.uri") as refused:
        open_database(uri)
    assert uri.partition(":")[0] in str(refused.value) or message in str(refused.value)


def test_data_of_another_version_is_left_alone(uri):
    db = open_database(uri)
    with db.transaction() as connection:
        connection.root()[KEY].schema = 99
    db.close()
    with pytest.raises(ConfigurationError, match="version 99"):
        open_database(uri)
    db = open_database(uri.replace("Data.fs", "Other.fs"))  # nothing is left open or locked
    db.close()


def test_a_server_that_is_told_to_end_closes_the_database(make_app, monkeypatch):
    """SystemExit is what waitress finishes running requests for, and what lets atexit do its work."""
    handlers = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    make_app(script="pserve")
    with pytest.raises(SystemExit):
        handlers[signal.SIGTERM](signal.SIGTERM, None)


def test_nothing_else_minds_signals(make_app, monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_: pytest.fail("only a server does"))
    make_app(script="pshell")


@pytest.mark.parametrize("left", [False, True], ids=["", "with a connection"])
def test_what_is_open_at_the_end_is_closed_with_its_index(uri, tmp_path, monkeypatch, left):
    """As proutes leaves one, in which no transaction was begun."""
    ours = WeakSet()
    monkeypatch.setattr(storage, "_open_ones", ours)
    db = open_database(uri)
    assert list(ours) == [db]
    if left:
        db.open(TransactionManager(explicit=True))
    storage.close_all()
    assert (tmp_path / "some" / "where" / "Data.fs.index").exists()
    open_database(uri).close()
