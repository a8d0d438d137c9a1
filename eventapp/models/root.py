"""Root: the top of the tree, and the index by which a session is found from what a browser sends."""

from datetime import datetime
from typing import Any

from BTrees.OOBTree import OOBTree
from pyramid.authorization import DENY_ALL, Allow, Authenticated

from eventapp.models.folder import Folder
from eventapp.models.permissions import Permission
from eventapp.models.session import Session
from eventapp.models.user import User, Users

SCHEMA = 1
"""The version of the stored data that this code reads and writes."""


class Root(Folder):
    """``root['users']`` holds the people.

    A session lives in its user's own record; ``_sessions`` only says whose it is. The methods here
    keep the two in step.
    """

    __name__ = ""

    def __init__(self) -> None:
        super().__init__()
        self.schema = SCHEMA
        self._sessions = OOBTree()  # digest of a token → username
        self.add(Users())

    def __acl__(self) -> list[Any]:
        return [(Allow, Authenticated, Permission.VIEW), DENY_ALL]

    def open_session(self, user: User, digest: bytes, session: Session) -> None:
        """Sign ``user`` in under the digest of a new token, and let go of their sessions that are over."""
        for old in [old for old, kept in user.sessions.items() if not kept.is_valid(session.signed_in)]:
            self.close_session(old)
        user.sessions[digest] = session
        self._sessions[digest] = user.__name__

    def close_session(self, digest: bytes) -> None:
        """End the session of that digest, whoever's it is. It is no error when there is none."""
        username = self._sessions.pop(digest, None)
        if username is not None:
            self["users"][username].sessions.pop(digest, None)

    def find_session(self, digest: bytes, now: datetime) -> tuple[User, Session] | None:
        """The user and the session of that digest; None when it is unknown or over at ``now``."""
        user = self["users"].get(self._sessions.get(digest, ""))
        session = None if user is None else user.sessions.get(digest)
        return (user, session) if session is not None and session.is_valid(now) else None

    def __repr__(self) -> str:
        return f"<Root, {len(self['users'])} users, schema {self.schema}>"
