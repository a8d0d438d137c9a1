"""Notices: what was just done, said on the page after it. The address names it, so nothing needs to be stored."""

from dataclasses import dataclass
from datetime import date

from pyramid.request import Request

from eventapp.i18n import Text, _
from eventapp.ical import Occurrence
from eventapp.models import DeletedEvent
from eventapp.views import dates, repeats
from eventapp.views.occurrence import looked_at
from eventapp.views.reader import reader_of

DONE = {
    "added": _("Added."),
    "saved": _("Saved."),
    "left-out": _("Deleted. The others are still there."),
    "restored": _("Restored."),
    "undone": _("The change is undone."),
    "calendar-added": _("The calendar is added."),
    "calendar-saved": _("The calendar is saved."),
    "calendar-deleted": _("The calendar is deleted. It can be restored for 30 days."),
    "calendar-restored": _("The calendar is restored."),
    "imported": _("Imported. What came of it is below."),
    "import-undone": _("That import is taken back."),
    "import-undone-partly": _("That import is taken back, but for the events that were changed since."),
    "feed-ended": _("The secret address is ended. Nobody can read this calendar by it any more."),
    "welcome": _("Welcome! Your account is ready."),
    "settings": _("Your settings are saved."),
    "password": _("Your password is changed, and you are signed out everywhere else."),
    "password-link": _("If there is such an account, a mail is on its way."),
    "password-reset": _("Your new password is set. Sign in with it."),
    "email": _("Your email is changed."),
    "email-link": _(
        "A mail with a link is on its way to the new address. Your email changes when you confirm it there."
    ),
    "confirmed": _("It’s you. What you sent is not done yet: please send it once more."),
    "kept": _("Welcome back! Your account is kept, and will not be deleted."),
    "too-slow": _("That took too long. Please sign in again."),
    "leaving": _("You are signed out, and your account will be deleted. Sign in within 7 days to keep it."),
    "session-ended": _("That session is ended."),
    "sessions-ended": _("You are signed out everywhere else."),
    "app-on": _("Your authenticator app is set up. You are signed out everywhere else."),
    "app-off": _("Your authenticator app is turned off. You are signed out everywhere else."),
    "passkey-added": _("Your passkey is added. You are signed out everywhere else."),
    "passkey-renamed": _("Your passkey has its new name."),
    "passkey-removed": _("That passkey is removed. You are signed out everywhere else."),
}

TOLD = ("added", "saved", "left-out", "restored", "undone")
"""What an address says was done to an event that it names, as in ``?saved=3kf9…&at=2026-12-01``."""


@dataclass
class Told:
    """:param what: what was done, one of :data:`TOLD`.
    :param occurrence: what of the event is to be looked at.
    :param day: the first day on which that is for the reader.
    """

    what: str
    occurrence: Occurrence
    day: date
    is_marked: bool = False

    @property
    def said(self) -> Text:
        return DONE[self.what]

    @property
    def at(self) -> str:
        """What names the occurrence in a form; empty for an event that happens once."""
        return "" if self.occurrence.at is None else self.occurrence.at.isoformat()

    def marks(self, occurrence: Occurrence) -> bool:
        """Whether a page is to mark that. It is there once, and a page may show it in several places."""
        told = self.occurrence
        if self.is_marked or occurrence.event is not told.event or occurrence.at != told.at:
            return False
        self.is_marked = True
        return True


def told(request: Request) -> Told | None:
    """What was done to an event just now, as the address says; None when it says nothing of that."""
    for what in TOLD:
        name = request.GET.get(what, "")
        calendars = request.user.all_calendars() if name and request.user is not None else []
        for event in filter(None, (calendar.get(name) for calendar in calendars)):
            found = looked_at(event, request.GET.get("at", "")) or Occurrence.once(event)
            return Told(what, found, dates.Local(found.when, reader_of(request)).first)
    return None


def deleted(request: Request) -> DeletedEvent | None:
    """The event that was just deleted, likewise, while it can be restored."""
    name = request.GET.get("deleted", "")
    if not name or request.user is None:
        return None
    found = (calendar.get_deleted(name, request.now) for calendar in request.user.all_calendars())
    return next(filter(None, found), None)


def in_words(occurrence: Occurrence, request: Request) -> str:
    """What there is: Lunch with Ana · Fri 27 Nov 12:30 to 13:30 · at Eska · every week."""
    reader, event = reader_of(request), occurrence.event
    when = dates.in_words(occurrence.when, reader.now(request).date(), reader)
    differs = occurrence.at in {change.at for change in event.content.changes}
    again = "" if differs else repeats.in_words(event.recurrence, event.when.start, reader)
    place = reader.say(_("at ${place}", place=occurrence.place)) if occurrence.place else ""
    return " · ".join(filter(None, (occurrence.title, when, place, again)))
