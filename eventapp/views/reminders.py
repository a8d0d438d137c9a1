"""Reminders, for the script of pages that shows them as notifications of a browser (static/reminders.js)."""

import hashlib
from datetime import datetime
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from eventapp.ical.reminders import Reminder, reminders
from eventapp.models import Permission, Root
from eventapp.models.when import DAY
from eventapp.views import dates
from eventapp.views.occurrence import path_of
from eventapp.views.reader import Reader, reader_of

AHEAD = DAY
"""Those that are due so soon are told; pages ask again every few minutes."""

LATE = 7 * DAY
"""Those that were due so long ago, too, for a machine that slept."""

MOST = 50
"""How many are told that were due, and how many that will be."""


@view_config(context=Root, name="reminders", request_method="GET", permission=Permission.VIEW, renderer="json")
def coming(context: Root, request: Request) -> dict[str, Any]:
    """The reminders around now of all calendars that are not deleted, of whatever is not over.

    And whose they are: the page that asks can be another's, who was signed in here before.
    """
    reader = reader_of(request)
    now = reader.now(request)
    found = reminders(request.user.all_calendars(), now - LATE, now, now + AHEAD)
    late = [one for one in found if one.due <= now]
    told = [*late[-MOST:], *found[len(late) : len(late) + MOST]]
    return {"person": request.user.__name__, "reminders": [_told(request, one, now, reader) for one in told]}


def _told(request: Request, reminder: Reminder, now: datetime, reader: Reader) -> dict[str, Any]:
    """What the script needs: two instants in milliseconds, the texts, and the path of the page to open."""
    occurrence = reminder.occurrence
    when = dates.in_words(occurrence.when, now.date(), reader)
    return {
        "id": _name(reminder),
        "due": int(reminder.due.timestamp() * 1000),
        "until": int(reminder.until.timestamp() * 1000),
        "title": occurrence.title,
        "text": "\n".join(filter(None, (when, occurrence.place))),
        "path": path_of(request, occurrence),
    }


def _name(reminder: Reminder) -> str:
    """What tells it from all others, also after its event was moved; it says nothing of the event."""
    seen = (reminder.occurrence.event.__name__, reminder.occurrence.at, reminder.due)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]
