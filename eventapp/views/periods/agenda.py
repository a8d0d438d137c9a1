"""The agenda from a day on: a list that knows no end of a month."""

from datetime import date, datetime, time
from itertools import islice
from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.ical import occurrences
from eventapp.models import Permission, Root
from eventapp.models.when import DAY
from eventapp.views import dates
from eventapp.views.calendars import shown
from eventapp.views.lists import PAGE, page_number
from eventapp.views.periods.period import address, day_of, path_to
from eventapp.views.periods.toolbar import toolbar
from eventapp.views.reader import reader_of


@view_config(
    context=Root,
    name="agenda",
    request_method="GET",
    permission=Permission.VIEW,
    renderer="eventapp:templates/periods/agenda.jinja2",
)
def agenda(context: Root, request: Request) -> dict[str, Any] | HTTPFound:
    if request.GET.get("from") == "":
        return HTTPFound(path_to(request, "agenda"))
    reader = reader_of(request)
    today = reader.now(request).date()
    since = day_of(request.GET["from"]) if "from" in request.GET else today
    skip = _skipped(request)
    start = datetime.combine(since, time(), reader.zone)
    coming = occurrences.coming(shown(request), start, request.patience)
    found = list(islice(coming, skip, skip + PAGE + 1))
    days = dates.agenda(found, request.now, reader, since)
    later = ""
    if len(found) > PAGE:
        days, later = _cut(request, days, since, skip)
    return {
        **toolbar(request, "agenda", since),
        "title": reader.heading(since) if since.year == today.year else reader.long_date(since),
        "days": days,
        "earlier": _earlier(request, start, skip),
        "later": later,
    }


def _skipped(request: Request) -> int:
    """How many events of its first day the page leaves out: those are on the pages before it."""
    return (page_number(request, digits=3) - 1) * PAGE


def _cut(request: Request, days: list[dates.Day], since: date, skip: int) -> tuple[list[dates.Day], str]:
    """A page of whole days, and the path of the next one; part of a day where that alone fills more than a page."""
    if len(days) > 1:
        return days[:-1], path_to(request, "agenda", days[-1].day.isoformat())
    days[0].entries.pop()
    page, hide = str(skip // PAGE + 2), request.GET.get("hide", "")
    return days, address("/agenda", {"from": since.isoformat()}, page=page, hide=hide)


def _earlier(request: Request, start: datetime, skip: int) -> str:
    """The path of the page from which what is over by ``start`` is listed, about as much as a page holds.

    Of a page that leaves something out it is that of the whole day.
    """
    if skip:
        return path_to(request, "agenda", start.date().isoformat())
    before = list(islice(occurrences.past(shown(request), start), PAGE))
    if not before:
        return ""
    reader = reader_of(request)
    day = min(start.date() - DAY, dates.Local(before[-1].when, reader).last)
    return path_to(request, "agenda", day.isoformat())
