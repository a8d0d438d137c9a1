"""Files that go out: a calendar or one event as iCalendar, and the page that offers them."""

import re
import unicodedata
from typing import Any
from urllib.parse import quote

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from eventapp.ical import calendar_text
from eventapp.models import Calendar, Event, Permission, User

LONGEST_NAME = 60


@view_config(
    context=Calendar,
    name="export",
    request_method="GET",
    permission=Permission.VIEW,
    renderer="eventapp:templates/export.jinja2",
)
def page(context: Calendar, request: Request) -> dict[str, Any]:
    return {"calendar": context, "url": None}


@view_config(context=Calendar, name="export.ics", request_method="GET", permission=Permission.VIEW, throttled="export")
def calendar_file(context: Calendar, request: Request) -> Response:
    """A calendar without what is in the further ones of its owner."""
    return ics(calendar_text(context.values(), request.now, title_elsewhere(context)), title_elsewhere(context))


@view_config(context=Event, name="event.ics", request_method="GET", permission=Permission.VIEW)
def event_file(context: Event, request: Request) -> Response:
    """One event; of one that recurs all of it."""
    return ics(calendar_text([context], request.now), context.title)


def title_elsewhere(calendar: Calendar) -> str:
    """How a calendar is called elsewhere: a person's own has their name."""
    return str(calendar.title or calendar.__name__) if isinstance(calendar, User) else calendar.title


def ics(content: bytes, title: str) -> Response:
    """A file of iCalendar (RFC 5545, section 8.1), named by a title of somebody's."""
    response = Response(content, content_type="text/calendar", charset="utf-8")
    response.content_disposition = disposition(title)
    return response


def disposition(title: str) -> str:
    """A name for a file that any system takes, and one in ASCII for old browsers (RFC 6266; ASVS 5.4.2)."""
    name = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", title)).strip("-_")[:LONGEST_NAME] or "event"
    plain = re.sub(r"[^A-Za-z0-9]+", "-", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())
    plain = plain.strip("-").lower() or "event"
    return f"attachment; filename=\"{plain}.ics\"; filename*=UTF-8''{quote(name, safe='')}.ics"
