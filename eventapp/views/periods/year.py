"""The page of a year: twelve small months, in which each day says how much there is on it."""

from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.i18n import Text, many
from eventapp.ical.days import days_between
from eventapp.models import Permission, Root
from eventapp.views.calendars import shown
from eventapp.views.periods import grid
from eventapp.views.periods.period import Period, address, asked, period_of
from eventapp.views.periods.toolbar import toolbar
from eventapp.views.reader import Reader, reader_of

MOST = 20_000
"""How many events are counted."""


class Day(NamedTuple):
    """One day as a small month shows it."""

    number: int
    path: str
    kind: str
    events: Text | None
    is_today: bool


@view_config(
    context=Root,
    name="year",
    argument=True,
    request_method="GET",
    permission=Permission.VIEW,
    renderer="eventapp:templates/periods/year.jinja2",
)
def year(context: Root, request: Request) -> dict[str, Any] | HTTPFound:
    period = asked(request, "year")
    return period if isinstance(period, HTTPFound) else _page(request, period)


def _page(request: Request, period: Period) -> dict[str, Any]:
    reader = reader_of(request)
    today = reader.now(request).date()
    days = days_between(shown(request), period.first, period.last, reader.zone, request.patience)
    found = list(islice(days, MOST + 1))
    counts = grid.counts(found[:MOST], period.days)
    hide = address("", hide=request.GET.get("hide", ""))
    months = [period_of("month", date(period.first.year, n, 1), reader) for n in range(1, 13)]
    return {
        **toolbar(request, "year", today if today in period else period.first, period),
        "title": str(period.first.year),
        "names": grid.weeks(today, today, reader)[0],
        "months": [(month, _rows(month, counts, today, hide, reader)) for month in months],
        "count": len(found[:MOST]),
        "all_counted": len(found) <= MOST,
    }


def _rows(month: Period, counts: dict[date, int], today: date, hide: str, reader: Reader) -> list[list[Day | None]]:
    """The weeks of a month; None for the days of others."""
    return [
        [_day(day, counts.get(day, 0), day == today, hide) if day in month else None for day in week]
        for week in grid.weeks(month.first, month.last, reader)
    ]


def _day(day: date, count: int, is_today: bool, hide: str) -> Day:
    words = many("${n} event", "${n} events", count) if count else None
    kind = " ".join(filter(None, (shade(count), "today" if is_today else "")))
    return Day(day.day, f"/day/{day}{hide}", kind, words, is_today)


def shade(count: int) -> str:
    """The class of a day with so many events."""
    return "d3" if count > 5 else "d2" if count > 2 else "d1" if count else ""
