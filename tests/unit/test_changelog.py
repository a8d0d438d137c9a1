"""ChangeLog: what changed since a revision, even where two requests change a calendar at once."""

import pytest
import transaction
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from ZODB.POSException import ConflictError

from eventapp.models import Calendar, ChangeLog, Event
from eventapp.models.changelog import CHUNK, MOST_CHUNKS
from tests.unit.test_calendar import at


def test_every_change_of_an_event_is_a_revision():
    calendar = Calendar()
    first, second = Event("first", at(1)), Event("second", at(2))
    calendar.add(first)
    seen = calendar.log.revision
    calendar.add(second)
    first.change(title="other")
    first.change(title="other")
    assert calendar.log.since(seen) == [second.__name__, first.__name__]
    assert calendar.log.revision == seen + 2
    calendar.delete(second.__name__, at(0).starts_at)
    assert calendar.log.since(seen + 2) == [second.__name__] and second.__name__ not in calendar
    assert calendar.log.since(calendar.log.revision) == []
    assert calendar.log.since(0) == [first.__name__, second.__name__]


def test_only_so_many_are_kept():
    log = ChangeLog()
    for n in range(CHUNK * (MOST_CHUNKS + 2) + 1):
        log.note(str(n))
    oldest = 2 * CHUNK
    assert log.revision == CHUNK * (MOST_CHUNKS + 2) + 1
    assert log.since(oldest - 1) is None and log.since(log.revision + 1) is None
    assert len(log.since(oldest)) == log.revision - oldest
    assert log.since(log.revision - 2) == [str(log.revision - 2), str(log.revision - 1)]
    assert log.since(oldest + 150)[0] == str(oldest + 150)


@pytest.fixture
def db(tmp_path):
    db = DB(FileStorage(str(tmp_path / "Data.fs")))
    yield db
    db.close()


def at_once(db, before, theirs, mine):
    """The log after two requests that saw ``before`` changes noted some each; theirs were stored first."""
    with db.transaction() as connection:
        connection.root()["log"] = log = ChangeLog()
        for n in range(before):
            log.note(f"before {n}")
    managers = [transaction.TransactionManager(), transaction.TransactionManager()]
    logs = [db.open(manager).root()["log"] for manager in managers]
    for log, (name, count) in zip(logs, [("theirs", theirs), ("mine", mine)], strict=True):
        assert log.revision == before
        for n in range(count):
            log.note(f"{name} {n}")
    try:
        for manager in managers:
            manager.commit()
    finally:
        for log in logs:
            log._p_jar.transaction_manager.abort()
            log._p_jar.close()
    with db.transaction() as connection:
        log = connection.root()["log"]
        assert log.revision == before + theirs + mine and len(log.since(0)) == log.revision
        return log.since(before)


@pytest.mark.parametrize(
    ("before", "theirs", "mine"),
    [
        (0, 1, 1), (3, 2, 3), (CHUNK - 1, 1, 1), (CHUNK - 1, 2, 1), (CHUNK, 0, 1), (CHUNK, 3, 0),
        (CHUNK - 1, 3 * CHUNK, 1),
    ],
)  # fmt: skip
def test_changes_at_the_same_time_are_all_told_in_the_order_they_were_stored(db, before, theirs, mine):
    expected = [*(f"theirs {n}" for n in range(theirs)), *(f"mine {n}" for n in range(mine))]
    assert at_once(db, before, theirs, mine) == expected


@pytest.mark.parametrize(("before", "theirs", "mine"), [(CHUNK, 1, 1), (0, 1, 2 * CHUNK + 1), (CHUNK - 1, 1, 2)])
def test_both_can_not_begin_a_piece_at_once(db, before, theirs, mine):
    with pytest.raises(ConflictError):
        at_once(db, before, theirs, mine)
