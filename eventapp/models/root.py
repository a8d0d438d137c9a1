"""Root: the top of the tree, and the indexes by which sessions and tickets are found from their tokens."""

from datetime import datetime
from typing import Any

from BTrees.OOBTree import OOBTree
from pyramid.authorization import DENY_ALL, Allow, Authenticated

from eventapp.models.activity import Entry
from eventapp.models.calendar import Calendar
from eventapp.models.folder import Folder
from eventapp.models.permissions import Permission
from eventapp.models.session import Session
from eventapp.models.ticket import Purpose, Ticket
from eventapp.models.user import User, Users

SCHEMA = 3
"""The version of the stored data that this code reads and writes; eventapp.evolve brings older data up to it."""

MOST_SESSIONS = 50
"""How many places one person can be signed in at; the one longest unseen makes room (ASVS 7.1.2)."""


class Root(Folder):
    """``root['users']`` holds the people.

    A session lives in its user's own record; ``_sessions`` only says whose it is. So do tickets. The
    methods here keep the two in step.
    """

    __name__ = ""

    def __init__(self) -> None:
        super().__init__()
        self.schema = SCHEMA
        self._sessions = OOBTree()  # digest of a token → username
        self._tickets = OOBTree()  # likewise
        self._unfinished = OOBTree()  # digest of a ticket for a second step → username, Entry
        self._invitations = OOBTree()  # digest of one that was used → when it would be over anyway
        self._feeds = OOBTree()  # digest of a token → (username, name of the calendar or nothing for their own)
        self.add(Users())

    def __acl__(self) -> list[Any]:
        return [(Allow, Authenticated, (Permission.VIEW, Permission.SET_UP)), DENY_ALL]

    def open_session(self, user: User, digest: bytes, session: Session) -> None:
        """Sign ``user`` in under the digest of a new token, and let go of their sessions that are over."""
        self._as_shown(user)
        for old in [old for old, kept in user.sessions.items() if not kept.is_valid(session.signed_in)]:
            self.close_session(old)
        by_sight = sorted(user.sessions, key=lambda kept: user.sessions[kept].last_seen)
        for old in by_sight[: max(0, len(by_sight) - MOST_SESSIONS + 1)]:
            self.close_session(old)
        user.sessions[digest] = session
        self._sessions[digest] = user.__name__

    def move_session(self, old: bytes, new: bytes) -> None:
        """Put the session of one digest under another: the old token is dead, all else stays.

        :raises KeyError: when there is no session of that digest.
        """
        username = self._sessions.pop(old)
        sessions = self["users"][username].sessions
        sessions[new] = sessions.pop(old)
        self._sessions[new] = username

    def close_session(self, digest: bytes) -> None:
        """End the session of that digest, whoever's it is. It is no error when there is none."""
        user = self["users"].get(self._sessions.pop(digest, ""))
        if user is not None:
            user.sessions.pop(digest, None)

    def find_session(self, digest: bytes, now: datetime) -> tuple[User, Session] | None:
        """The user and the session of that digest; None when it is unknown or over at ``now``."""
        user = self["users"].get(self._sessions.get(digest, ""))
        session = None if user is None or not user.can_sign_in(now) else user.sessions.get(digest)
        return (user, session) if session is not None and session.is_valid(now) else None

    def close_sessions(self, user: User, keep: bytes | None = None) -> int:
        """End all sessions of ``user`` but the one of the digest ``keep``; how many ended."""
        user._p_changed = True  # whoever is about to sign in with what was good until now conflicts, and looks again
        ended = [digest for digest in user.sessions if digest != keep]
        for digest in ended:
            self.close_session(digest)
        return len(ended)

    def open_ticket(self, user: User, digest: bytes, ticket: Ticket, now: datetime) -> None:
        """Give ``user`` a ticket. It takes the place of their earlier ones for the same purpose."""
        self._as_shown(user)
        self.close_tickets(user, Purpose(ticket.purpose), now)
        user.tickets[digest] = ticket
        self._tickets[digest] = user.__name__

    def find_ticket(self, digest: bytes, purpose: Purpose, now: datetime) -> tuple[User, Ticket] | None:
        """The user and the ticket of that digest; None when it is unknown, over, or for something else."""
        user = self["users"].get(self._tickets.get(digest, ""))
        ticket = None if user is None else user.tickets.get(digest)
        if ticket is None or ticket.purpose != purpose or not ticket.is_valid(now):
            return None
        return user, ticket

    def close_tickets(self, user: User, purpose: Purpose | None, now: datetime) -> None:
        """Take back the tickets of ``user`` for a purpose, or all of them when it is None; and those that are over."""
        for digest, ticket in list(user.tickets.items()):
            if purpose in {None, ticket.purpose} or not ticket.is_valid(now):
                self._close_ticket(user, digest)

    def _close_ticket(self, user: User, digest: bytes) -> None:
        del user.tickets[digest]
        del self._tickets[digest]

    def leave_unfinished(self, user: User, digest: bytes, entry: Entry) -> None:
        """Keep what is to be said if the second step of ``user``, with the ticket of that digest, is never done."""
        self._unfinished[digest] = (user.__name__, entry)

    def unfinished(self, before: datetime) -> list[tuple[bytes, str]]:
        """The digests and usernames of the second steps that were begun at ``before`` (UTC) or earlier."""
        return [(digest, name) for digest, (name, entry) in self._unfinished.items() if entry.at <= before]

    def take_unfinished(self, digest: bytes, user: User | None) -> Entry | None:
        """Let go of what was kept for that digest; None when nothing was, or it is about somebody else than ``user``.

        :param user: None for one who is gone: what was kept goes, too.
        """
        name, entry = self._unfinished.get(digest, ("", None))
        if entry is None or (user is not None and user.__name__ != name):
            return None
        del self._unfinished[digest]
        return entry if user is not None else None

    def is_used(self, invitation: bytes) -> bool:
        """Whether somebody registered with the invitation of that digest."""
        return invitation in self._invitations

    def use_invitation(self, invitation: bytes, expires: datetime, now: datetime) -> None:
        """Note that an invitation is used up; those that are over by themselves need no note any more.

        :raises ValueError: when it was used already.
        """
        if self.is_used(invitation):
            raise ValueError("This invitation was used already.")
        for old in [old for old, over in self._invitations.items() if over <= now]:
            del self._invitations[old]
        self._invitations[invitation] = expires

    def open_feed(self, calendar: Calendar, digest: bytes) -> None:
        """Let whoever has the token of that digest read a calendar; an earlier token is worth nothing any more."""
        self.close_feed(calendar)
        calendar.feed = digest
        owner = calendar if isinstance(calendar, User) else calendar.__parent__
        self._feeds[digest] = (owner.__name__, "" if calendar is owner else calendar.__name__)

    def close_feed(self, calendar: Calendar) -> None:
        """Let nobody read it by a token any more. It is no error when nobody could."""
        if calendar.feed is not None:
            self._feeds.pop(calendar.feed, None)
            calendar.feed = None

    def find_feed(self, digest: bytes, now: datetime) -> Calendar | None:
        """The calendar that the token of that digest opens; None when there is none, or it may not be read now."""
        username, name = self._feeds.get(digest, ("", ""))
        user: User | None = self["users"].get(username)
        if user is None or not user.can_sign_in(now) or user.leaves_at is not None:
            return None
        calendar: Calendar | None = user.calendars.get(name) if name else user
        return None if calendar is None or calendar.deleted_at is not None else calendar

    def prune(self, now: datetime) -> tuple[int, int]:
        """Let go of the sessions and the tickets that are over; how many there were of each."""
        sessions = tickets = 0
        for user in self["users"].values():
            for digest in [digest for digest, kept in user.sessions.items() if not kept.is_valid(now)]:
                self.close_session(digest)
                sessions += 1
            for digest in [digest for digest, ticket in user.tickets.items() if not ticket.is_valid(now)]:
                self._close_ticket(user, digest)
                tickets += 1
        return sessions, tickets

    def _as_shown(self, user: User) -> None:
        """Store what follows only if ``user`` is still as they were read: what was shown may be good no more."""
        if user._p_jar is not None:
            user._p_jar.readCurrent(user)

    def remove_user(self, user: User, now: datetime) -> None:
        """Remove an account with all that is in it; its sessions and tickets are worthless at once."""
        self.close_sessions(user)
        self.close_tickets(user, None, now)
        for calendar in (user, *user.calendars.values()):
            self.close_feed(calendar)
        self["users"].remove(user.__name__)

    def __repr__(self) -> str:
        return f"<Root, {len(self['users'])} users, schema {self.schema}>"
