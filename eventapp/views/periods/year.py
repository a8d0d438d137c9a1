"""The page of a year: twelve small months, in which each day says how much there is on it."""

from datetime import date
from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.ical.occurrences import MOST
from eventapp.models import Permission, Root
from eventapp.views.periods import grid
from eventapp.views.periods.period import Period, asked, look, period_of
from eventapp.views.periods.toolbar import toolbar
from eventapp.views.reader import reader_of


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
    found = look(request, period.first, period.last)
    months = [period_of("month", date(period.first.year, n, 1), reader) for n in range(1, 13)]
    return {
        **toolbar(request, "year", today if today in period else period.first, period),
        "title": str(period.first.year),
        "months": [(month, grid.weeks(month.first, month.last, reader)) for month in months],
        "counts": grid.counts(grid.items(found, reader), period.first, period.last),
        "count": len(found),
        "all_counted": len(found) < MOST,
        "shade": shade,
    }


def shade(count: int) -> str:
    """The class of a day with that many events."""
    return "d3" if count > 5 else "d2" if count > 2 else "d1"
