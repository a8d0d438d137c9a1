"""The names that pshell opens with."""

import pytest

from eventapp.models import User
from eventapp.pshell import setup
from tests.factories import NOW, opened


def test_changes_are_stored_by_commit_and_forgotten_by_abort(app, capsys):
    env = {"registry": app.registry}
    session = setup(env)
    next(session)
    banner = capsys.readouterr().out
    assert "read-only" not in banner
    assert all(f"  {name}" in banner for name in ("root", "users", "user('alice')", "tm"))
    assert env["now"]() == NOW and env["users"] is env["root"]["users"]
    env["users"].add(User("alice", "alice@example.com", "v1$x", NOW))
    env["tm"].commit()
    env["users"].add(User("bob", "bob@example.com", "v1$x", NOW))
    env["tm"].abort()
    assert list(env["users"]) == ["alice"] and env["user"]("ALICE@example.com") is env["users"]["alice"]
    with pytest.raises(KeyError, match="nobody is called bob"):
        env["user"]("bob")
    with pytest.raises(StopIteration):
        next(session)


def test_beside_a_server_the_banner_says_that_it_can_only_read(app, make_app, capsys, monkeypatch):
    reader = make_app(script="pshell")
    session = setup({"registry": reader.registry})
    next(session)
    banner = capsys.readouterr().out
    assert banner.startswith("eventapp, read-only") and "tm.commit() refuses" in banner
    session.close()


def test_what_was_not_committed_is_let_go_at_the_end(app, capsys):
    env = {"registry": app.registry}
    session = setup(env)
    next(session)
    env["users"].add(User("alice", "alice@example.com", "v1$x", NOW))
    assert next(session, None) is None
    assert all(connection["opened"] is None for connection in app.registry.db.connectionDebugInfo())
    with opened(app) as root:
        assert list(root["users"]) == []
