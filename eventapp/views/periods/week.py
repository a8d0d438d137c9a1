"""The pages of a week and of a day: whole days above, and below them a grid of hours."""

from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.i18n import Text, _
from eventapp.models import Permission, Root
from eventapp.views.periods import grid
from eventapp.views.periods.hours import Block, Column, Hour
from eventapp.views.periods.hours import grid as grid_of_hours
from eventapp.views.periods.period import Period, asked, look, path_to
from eventapp.views.periods.toolbar import toolbar
from eventapp.views.reader import Reader, reader_of

BARS = 5
"""How many whole-day events a day shows, before it says how many more there are."""

ABREAST = {"week": 3, "day": 6}
"""How many events stand side by side."""

PAGE = "eventapp:templates/periods/week.jinja2"


@view_config(context=Root, name="week", argument=True, request_method="GET", permission=Permission.VIEW, renderer=PAGE)
def week(context: Root, request: Request) -> dict[str, Any] | HTTPFound:
    period = asked(request, "week")
    if isinstance(period, HTTPFound):
        return period
    reader = reader_of(request)
    number = _("Week ${number}", number=reader.week(period.last))
    return _page(request, period, reader.span(period.first, period.last), number)


@view_config(context=Root, name="day", argument=True, request_method="GET", permission=Permission.VIEW, renderer=PAGE)
def day(context: Root, request: Request) -> dict[str, Any] | HTTPFound:
    period = asked(request, "day")
    if isinstance(period, HTTPFound):
        return period
    reader = reader_of(request)
    number = _("Week ${number}", number=reader.week(period.first))
    return _page(request, period, reader.long_date(period.first), number)


def _page(request: Request, period: Period, title: str, about: Text) -> dict[str, Any]:
    reader = reader_of(request)
    now = reader.now(request)
    found = grid.items(look(request, period.first, period.last), reader)
    hours = grid_of_hours(found, period.days, reader.zone, now, ABREAST[period.kind])
    bars = grid.row([item for item in found if item.is_long], period.days, BARS)
    return {
        **toolbar(request, period.kind, now.date() if now.date() in period else period.first, period),
        "period": period,
        "title": title,
        "about": about,
        "count": len(found),
        "axis": [label(hour, reader) for hour in hours.hours],
        "days": list(zip(bars, hours.columns, strict=True)),
        "hours": hours,
        "place": place,
        "clock": reader.clock(now),
        "times": lambda block: times(block, reader),
        "shift": shift,
        "start_of": lambda item: item.starts_at.astimezone(reader.zone).replace(tzinfo=None).isoformat("T", "minutes"),
        "to_rest": lambda day: path_to(request, "day" if period.kind == "week" else "agenda", day.isoformat()),
        "hour_of": lambda row: f"{hours.hours[row][0]:02}:00",
    }


def label(hour: Hour, reader: Reader) -> str:
    """How an hour stands beside the grid."""
    name = reader.hour(hour[0])
    return _("${hour} again", hour=name) if hour[1] else name


def times(block: Block, reader: Reader) -> str:
    """When an event is on, as far as it is on this day; with the name of the zone where clocks show a time twice."""
    item = block.item
    start = "" if block.before else item.start + _offset(item, reader)
    if block.after or not item.end:
        return _("from ${time}", time=start) if start and block.after else start
    return f"{start}–{item.end}" if start else _("until ${time}", time=item.end)


def _offset(item: grid.Item, reader: Reader) -> str:
    local = item.starts_at.astimezone(reader.zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f" {local.tzname()}" if twice else ""


def place(block: Block) -> str:
    """The classes that put a block where it belongs: see static/calendar.css."""
    lane = f"c{block.lane}-{block.lanes}" if block.lanes > 1 else ""
    short = "short" if block.end - block.start < 4 else ""
    names = (f"f{block.start // 4}", f"u{block.end // 4}", f"q{block.start % 4}", f"w{block.end % 4}", lane, short)
    return " ".join(name for name in names if name and name not in {"q0", "w0"})


def shift(column: Column) -> str:
    """What clocks do on a day, if they do."""
    if not column.shift:
        return ""
    by = abs(column.shift) // timedelta(minutes=1)
    length = _("${n}\u00a0h", n=by // 60) if by % 60 == 0 else _("${n}\u00a0min", n=by)
    if column.shift > timedelta():
        return _("Clocks go forward by ${length}.", length=length)
    return _("Clocks go back by ${length}.", length=length)
