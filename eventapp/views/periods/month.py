"""The page of a month: whole weeks, a row of days each."""

from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.models import Permission, Root
from eventapp.views.periods import grid
from eventapp.views.periods.period import Period, asked, look
from eventapp.views.periods.toolbar import toolbar
from eventapp.views.reader import reader_of

MOST = 3
"""How many events a day shows, before it says how many more there are."""


@view_config(
    context=Root,
    name="month",
    argument=True,
    request_method="GET",
    permission=Permission.VIEW,
    renderer="eventapp:templates/periods/month.jinja2",
)
def month(context: Root, request: Request) -> dict[str, Any] | HTTPFound:
    period = asked(request, "month")
    return period if isinstance(period, HTTPFound) else _page(request, period)


def _page(request: Request, period: Period) -> dict[str, Any]:
    reader = reader_of(request)
    today = reader.now(request).date()
    weeks = grid.weeks(period.first, period.last, reader)
    found = grid.items(look(request, weeks[0][0], weeks[-1][-1]), reader)
    return {
        **toolbar(request, "month", today if today in period else period.first, period),
        "period": period,
        "title": reader.month(period.first),
        # The week of 1 January is the first one for whoever does not count by ISO 8601: its last day says so
        "rows": [(reader.week(week[-1]), grid.row(found, week, MOST)) for week in weeks],
        "count": sum(item.first <= period.last and item.last >= period.first for item in found),
    }
