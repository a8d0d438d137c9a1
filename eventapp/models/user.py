"""User: an account that is the container of its own events; and Users, the container of all accounts."""

import unicodedata
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from pyramid.authorization import ALL_PERMISSIONS, DENY_ALL, Allow

from eventapp.models.activity import Activity
from eventapp.models.calendar import Calendar
from eventapp.models.factors import Factors, Passkey
from eventapp.models.folder import Folder, NameTaken
from eventapp.models.names import CALENDAR_NAME, LONGEST_CALENDAR_NAME, RESERVED, USERNAME, VIEW_NAMES

DEVICE_KNOWN = timedelta(days=180)
"""For how long after a sign-in a browser is known."""

LONGEST_LOGIN = 320
"""Characters: no email is longer, however it is written (RFC 5321, section 4.5.3.1), and no name."""

MOST_DEVICES = 20
"""How many browsers one person is known by; the one longest unused makes room."""


class EmailTaken(ValueError):
    """There is a user with that email already."""


class User(Calendar):
    """One person: an account, and the calendar of their own events.

    Credentials, sessions and settings are attributes and not children, so no path leads to them.

    :param username: 2 to 32 of a-z, 0-9, ``-`` and ``_``, starting with a letter; never changes.
    :param email: as the person writes it.
    :param password: the stretched password; the password itself is known to nobody.
    :param registered: the time (UTC) of the registration.
    :param timezone: IANA name of the zone in which this person reads times.
    """

    locked = False
    """Whether whoever runs the server lets nobody sign in here."""

    locale = "en_GB"
    """The language in which this person reads days."""

    hours = 24
    """12 or 24: how this person reads times."""

    week_start = 0
    """The first day of this person's weeks: 0 for Monday, 5 for Saturday, 6 for Sunday."""

    shortcuts = True
    """Whether single keys do something, where JavaScript runs (WCAG 2.1.4)."""

    leaves_at: datetime | None = None
    """The time (UTC) from which the account may be removed, as its owner asked; None to keep it."""

    told_at: datetime | None = None
    """When (UTC) they were last mailed that a sign-in was left at the second step; None for never."""

    def __init__(self, username: str, email: str, password: str, registered: datetime, timezone: str = "UTC") -> None:
        super().__init__()
        self.__name__ = username
        self.calendars = OOBTree()  # name → Calendar, the deleted ones too
        self._email = email
        self.password = password
        self.registered = registered
        self.timezone = timezone
        self.sessions = OOBTree()  # digest of a token → Session
        self.tickets = OOBTree()  # digest of a token → Ticket
        self.factors = Factors()
        self.activity = Activity()
        self.devices = OOBTree()  # digest of a token → the time (UTC) until which its browser is known

    def __getitem__(self, name: str) -> Any:
        calendar = self.calendars.get(name)
        return super().__getitem__(name) if calendar is None or calendar.deleted_at is not None else calendar

    def all_calendars(self) -> list[Calendar]:
        """Their own calendar, and then the further ones by title."""
        further = (calendar for calendar in self.calendars.values() if calendar.deleted_at is None)
        return [self, *sorted(further, key=lambda calendar: (calendar.title.casefold(), calendar.__name__))]

    def add_calendar(self, calendar: Calendar) -> None:
        """Give this person one more calendar.

        :raises ValueError: when it can't have that name.
        :raises NameTaken: when there is one of that name, or there was and it can be restored.
        """
        name = str(calendar.__name__)
        if not CALENDAR_NAME.fullmatch(name) or len(name) > LONGEST_CALENDAR_NAME or name in VIEW_NAMES:
            raise ValueError(f"{name!r} can't be the name of a calendar.")
        if name in self.calendars:
            raise NameTaken(f"There is a calendar named {name!r} already.")
        calendar.__parent__ = self
        self.calendars[name] = calendar

    def forget_calendars(self, now: datetime) -> None:
        """Let go of the deleted calendars whose days are over."""
        for name in [name for name, calendar in self.calendars.items() if calendar.is_over(now)]:
            del self.calendars[name]

    def know_device(self, digest: bytes, now: datetime) -> datetime:
        """Remember a browser that this person signed in with, and forget the old ones; until when it is known."""
        known = sorted(self.devices.items(), key=lambda item: item[1])
        kept = [old for old, until in known if now < until][1 - MOST_DEVICES :]
        for old, _ in known:
            if old not in kept:
                del self.devices[old]
        self.devices[digest] = until = now + DEVICE_KNOWN
        return until

    def forget_device(self, digest: bytes) -> None:
        """It is no error when it is not known."""
        self.devices.pop(digest, None)

    def knows_device(self, digest: bytes, now: datetime) -> bool:
        until = self.devices.get(digest)
        return until is not None and now < until

    @property
    def email(self) -> str:
        return self._email

    @email.setter
    def email(self, email: str) -> None:
        if self.__parent__ is not None:
            self.__parent__.email_changes(self, email)
        self._email = email

    @property
    def principal(self) -> str:
        """The name of this user in ACLs."""
        return f"user:{self.__name__}"

    def can_sign_in(self, now: datetime) -> bool:
        """Whether the account is open: nobody locked it, and its time is not over."""
        return not self.locked and (self.leaves_at is None or now < self.leaves_at)

    def __acl__(self) -> list[Any]:
        return [(Allow, self.principal, ALL_PERMISSIONS), DENY_ALL]

    def __repr__(self) -> str:
        return f"<User {self.__name__}, {len(self)} events>"


class Users(Folder):
    """All accounts by username. Who has which email is indexed beside them, so both stay unique."""

    __acl__ = (DENY_ALL,)

    def __init__(self) -> None:
        super().__init__()
        self.__name__ = "users"
        self._by_email = OOBTree()
        self._by_passkey = OOBTree()
        self._gone = OOTreeSet()
        self._leaving = OOTreeSet()

    def check_name(self, name: object) -> None:
        super().check_name(name)
        if not USERNAME.fullmatch(str(name)) or name in RESERVED:
            raise ValueError(f"{name!r} can't be a username.")

    def add(self, user: User) -> None:
        """Seat a new user.

        :raises ValueError: when the username is not allowed.
        :raises NameTaken: when somebody has the username.
        :raises EmailTaken: when somebody has the email.
        """
        if user.__name__ in self._gone:
            raise NameTaken("Somebody had this name once.")
        if self.has_email(user.email):
            raise EmailTaken("Somebody has this email already.")
        super().add(user)
        self._by_email[login_key(user.email)] = user.__name__

    def remove(self, name: str) -> User:
        """Take a user out. The name is never given to anybody else: in ACLs and links it meant this one."""
        user: User = super().remove(name)
        del self._by_email[login_key(user.email)]
        for credential_id in user.factors.passkeys:
            del self._by_passkey[credential_id]
        self._gone.insert(name)
        self.stays(user)
        return user

    def leaves(self, user: User, at: datetime) -> None:
        """Note that a user wants their account removed at that time (UTC)."""
        user.leaves_at = at
        self._leaving.add(user.__name__)

    def stays(self, user: User) -> bool:
        """Forget that a user wanted their account removed; whether they did."""
        wanted = user.leaves_at is not None
        if wanted:
            user.leaves_at = None
            self._leaving.remove(user.__name__)
        return wanted

    def overdue(self, now: datetime) -> list[User]:
        """The users whose accounts are to be removed by now."""
        leaving: list[User] = [self[name] for name in self._leaving]
        return [user for user in leaving if user.leaves_at is not None and user.leaves_at <= now]

    def is_taken(self, name: str) -> bool:
        """Whether somebody has, or had, that name."""
        return name in self or name in self._gone

    def add_passkey(self, user: User, passkey: Passkey) -> None:
        """Give a user one more passkey.

        :raises ValueError: when somebody has it already.
        """
        if passkey.credential_id in self._by_passkey:
            raise ValueError("This passkey is known already.")
        user.factors.passkeys[passkey.credential_id] = passkey
        self._by_passkey[passkey.credential_id] = user.__name__

    def remove_passkey(self, user: User, credential_id: bytes) -> Passkey:
        """Take a passkey away from its user.

        :raises KeyError: when they have none of that id.
        """
        passkey: Passkey = user.factors.passkeys.pop(credential_id)
        del self._by_passkey[credential_id]
        return passkey

    def find_by_passkey(self, credential_id: bytes) -> User | None:
        """The user whose passkey it is; None when it is nobody's."""
        name = self._by_passkey.get(credential_id)
        user: User | None = None if name is None else self[name]
        return user

    def email_changes(self, user: User, email: str) -> None:
        """Note that ``user`` is about to have another email.

        :raises EmailTaken: when somebody else has it.
        """
        if self._by_email.get(login_key(email), user.__name__) != user.__name__:
            raise EmailTaken("Somebody has this email already.")
        del self._by_email[login_key(user.email)]
        self._by_email[login_key(email)] = user.__name__

    def has_email(self, email: str) -> bool:
        return login_key(email) in self._by_email

    def find(self, login: str) -> User | None:
        """The user of that username or that email, compared without case; None when there is none."""
        name = self._by_email.get(login_key(login), login.lower())
        user: User | None = self.get(name)
        return user

    def __repr__(self) -> str:
        return f"<Users, {len(self)} of them>"


def login_key(login: str) -> str:
    """What is the same for all ways to write one name or email; a domain counts as its ASCII form (RFC 5890).

    What is too long for either stays as it is: the time that this takes grows with the square of the length.
    """
    if len(login) > LONGEST_LOGIN:
        return login
    local, at, domain = unicodedata.normalize("NFKC", login).casefold().rpartition("@")
    with suppress(UnicodeError):  # what is no domain is compared as it is
        domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}"
