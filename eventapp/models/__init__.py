"""The tree: what is stored, where it hangs, and who may reach it.

No web, no clock and no settings live here; the time is passed in as ``now``.
"""

from eventapp.models.activity import Activity, Entry, What
from eventapp.models.calendar import Calendar, DeletedEvent
from eventapp.models.changelog import ChangeLog
from eventapp.models.content import Change, Content, Source
from eventapp.models.event import Event
from eventapp.models.factors import Factors, Passkey
from eventapp.models.folder import Folder, NameTaken
from eventapp.models.imported import Imported
from eventapp.models.permissions import Permission
from eventapp.models.recurrence import Recurrence
from eventapp.models.root import Root
from eventapp.models.session import Session
from eventapp.models.ticket import Purpose, Ticket
from eventapp.models.user import EmailTaken, User, Users
from eventapp.models.when import When
from eventapp.models.wrong import Wrong

__all__ = [
    "Activity",
    "Calendar",
    "Change",
    "ChangeLog",
    "Content",
    "DeletedEvent",
    "EmailTaken",
    "Entry",
    "Event",
    "Factors",
    "Folder",
    "Imported",
    "NameTaken",
    "Passkey",
    "Permission",
    "Purpose",
    "Recurrence",
    "Root",
    "Session",
    "Source",
    "Ticket",
    "User",
    "Users",
    "What",
    "When",
    "Wrong",
]
