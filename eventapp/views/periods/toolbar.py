"""Toolbar: what all pages of time have above their days: where to go from here, and which calendars they show."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pyramid.request import Request

from eventapp.i18n import Text, _
from eventapp.views.calendars import key_of, shown, title_of
from eventapp.views.periods.period import Period, address, neighbours, path_to, period_of
from eventapp.views.reader import reader_of
from eventapp.views.returning import further, onward


class Kind(NamedTuple):
    """How a kind of page is called, and the links to the one before and the one after."""

    name: Text
    before: Text | str = ""
    after: Text | str = ""


KINDS = {
    "agenda": Kind(_("Agenda")),
    "day": Kind(_("Day"), _("Previous day"), _("Next day")),
    "week": Kind(_("Week"), _("Previous week"), _("Next week")),
    "month": Kind(_("Month"), _("Previous month"), _("Next month")),
    "year": Kind(_("Year"), _("Previous year"), _("Next year")),
}


@dataclass(frozen=True)
class Toggle:
    """A link that shows a calendar, or hides it."""

    title: str
    hue: int | None
    shown: bool
    path: str


def toolbar(request: Request, kind: str, day: date, period: Period | None = None) -> dict[str, Any]:
    """What templates/periods/layout.jinja2 wants.

    :param day: the day that is looked at, for the other kinds of pages.
    :param period: what the page shows; None for the agenda, which has no end.
    """
    reader = reader_of(request)
    before, after = neighbours(period, reader) if period else (None, None)
    bar = {
        "kind": kind,
        "day": day,
        "now": path_to(request, kind),
        "before": before and path_to(request, kind, before.address),
        "after": after and path_to(request, kind, after.address),
        "names": KINDS[kind],
        "tabs": [(name, KINDS[name].name, _tab(request, name, day), name == kind) for name in KINDS],
        "toggles": toggles(request),
        "hide": request.GET.get("hide", ""),
        "add": further(onward(request, request.resource_path(request.user, "add"))),
    }
    return {
        "bar": bar,
        "reader": reader,
        "today": reader.now(request).date(),
        "to_day": lambda day: path_to(request, "day", day.isoformat()),
        "to_week": lambda day: path_to(request, "week", day.isoformat()),
        "to_month": lambda day: path_to(request, "month", day.isoformat()[:7]),
    }


def _tab(request: Request, kind: str, day: date) -> str:
    reader = reader_of(request)
    if day == reader.now(request).date():
        return path_to(request, kind)
    return path_to(request, kind, day.isoformat() if kind == "agenda" else period_of(kind, day, reader).address)


def toggles(request: Request) -> list[Toggle]:
    """A link for each of a person's calendars; none when there is only one."""
    on = shown(request)
    known = {key_of(calendar): calendar for calendar in request.user.all_calendars()}
    if len(known) == 1:
        return []
    hidden = {name for name, calendar in known.items() if calendar not in on}
    others = {name: request.GET.get(name, "") for name in ("from", "page")}
    return [
        Toggle(
            title_of(calendar),
            calendar.hue,
            name not in hidden,
            address(request.path_info, others, hide=",".join(sorted(hidden ^ {name}))),
        )
        for name, calendar in known.items()
    ]
