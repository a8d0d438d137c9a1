"""The lists of a calendar: what comes, what is past, what was deleted. Those of a person are of all their calendars."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.ical import Occurrence, occurrences
from eventapp.models import Calendar, DeletedEvent, Permission, User
from eventapp.models.when import DAY
from eventapp.views import dates
from eventapp.views.reader import reader_of

PAGE = 50
"""How many events a page lists."""

LIST = "eventapp:templates/events.jinja2"


def page_number(request: Request, digits: int = 5) -> int:
    """Which page of a list the address asks for, the first is 1.

    :param digits: how many it can have.
    :raises HTTPNotFound: when it makes no sense.
    """
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and len(number) <= digits and int(number) >= 1):
        raise HTTPNotFound()
    return int(number)


def events_page(request: Request, listed: Iterator[Occurrence]) -> dict[str, Any]:
    """One page of a list of events, and whether there are more behind it.

    :raises HTTPNotFound: when the number of the page makes no sense.
    """
    number = page_number(request)
    start = (number - 1) * PAGE
    found = list(islice(listed, start, start + PAGE + 1))
    return {
        "days": dates.agenda(found[:PAGE], request.now, reader_of(request)),
        "page": number,
        "more": len(found) > PAGE,
    }


def listed(context: Calendar) -> list[Calendar]:
    """The calendars whose events the lists there have: all of a person, or that further one."""
    return context.all_calendars() if isinstance(context, User) else [context]


def _list(context: Calendar, request: Request, is_past: bool) -> dict[str, Any]:
    find = occurrences.past if is_past else occurrences.coming
    return {
        **events_page(request, find(listed(context), reader_of(request).now(request), request.patience)),
        "calendar": context,
        "name": "" if isinstance(context, User) else context.title,
        "past": is_past,
        "count": sum(map(len, listed(context))),
    }


@view_config(context=Calendar, request_method="GET", permission=Permission.VIEW, renderer=LIST)
def coming(context: Calendar, request: Request) -> dict[str, Any]:
    return _list(context, request, is_past=False)


@view_config(context=Calendar, name="past", request_method="GET", permission=Permission.VIEW, renderer=LIST)
def past(context: Calendar, request: Request) -> dict[str, Any]:
    return _list(context, request, is_past=True)


@view_config(
    context=Calendar,
    name="trash",
    request_method="GET",
    permission=Permission.DELETE,
    renderer="eventapp:templates/trash.jinja2",
)
def trash(context: Calendar, request: Request) -> dict[str, Any]:
    reader = reader_of(request)
    today = reader.now(request).date()
    kept = [deleted for calendar in listed(context) for deleted in calendar.deleted(request.now)]
    return {
        "calendar": context,
        "rows": [
            (
                deleted,
                reader.short_date(dates.Local(deleted.event.when, reader).first, today),
                days_left(deleted, request),
            )
            for deleted in sorted(kept, key=lambda deleted: deleted.deleted_at, reverse=True)
        ],
    }


def days_left(deleted: DeletedEvent, request: Request) -> int:
    """For how many days more it is kept, the one that has begun included."""
    return -((request.now - deleted.kept_until) // DAY)
