"""What ``pshell`` opens with: the tree, and the transaction that changes it."""

from collections.abc import Iterator
from typing import Any

from transaction import TransactionManager

from eventapp.models import User
from eventapp.storage import KEY

NAMES = """\
eventapp{state}

  root           the top of the tree: {root!r}
  users          the people: users['alice'] is the container of alice's events
  user('alice')  one of them, by username or email: list(user('alice').coming(now()))
  tm             what you change is stored by tm.commit(), and forgotten by tm.abort()
"""
READ_ONLY = """
  The server runs and holds the database, so this shell can only read, as of now:
  tm.begin() won't show what is stored later, and tm.commit() refuses.
"""


def setup(env: dict[str, Any]) -> Iterator[None]:
    """Add our names to a pshell session.

    A transaction manager of its own, and not the request's: that one is explicit, and would ask for
    ``tm.begin()`` after each commit.
    """
    db = env["registry"].db
    tm = TransactionManager()
    connection = db.open(tm)
    root = connection.root()[KEY]
    users = root["users"]

    def user(login: str) -> User:
        """One person, by username or email; KeyError when nobody is called that."""
        found: User | None = users.find(login)
        if found is None:
            raise KeyError(f"nobody is called {login}")
        return found

    env.update(root=root, users=users, user=user, tm=tm, now=env["registry"].clock)
    read_only = connection.isReadOnly()
    print(NAMES.format(root=root, state=", read-only" if read_only else "") + (READ_ONLY if read_only else ""))
    yield
    tm.abort()
    connection.close()
