"""Period: the day, week, month or year that a page shows, and the one address that it has."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPFound, HTTPNotFound
from pyramid.request import Request

from eventapp.ical import Occurrence
from eventapp.ical.occurrences import between
from eventapp.models.when import DAY, FIRST_YEAR, LAST_YEAR
from eventapp.views.calendars import shown
from eventapp.views.reader import Reader, reader_of

LENGTHS = {"day": 10, "week": 10, "month": 7, "year": 4}
"""How many characters of its first day, as in 2026-11-23, are the address of a period."""

FORMS = [
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "", LENGTHS),
    (re.compile(r"[0-9]{4}-W[0-9]{2}"), "-1", ["week"]),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), "-01", ["month"]),
    (re.compile(r"[0-9]{4}"), "-01-01", ["year"]),
]
"""How a period can be asked for, what makes a day of it (ISO 8601), and of which kinds it then can be."""


@dataclass(frozen=True)
class Period:
    """:param kind: ``day``, ``week``, ``month`` or ``year``.
    :param last: the last day of it, inclusive.
    """

    kind: str
    first: date
    last: date

    @property
    def address(self) -> str:
        """What names it in a path. A week is named by its first day: which that is depends on the reader."""
        return self.first.isoformat()[: LENGTHS[self.kind]]

    @property
    def days(self) -> list[date]:
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(kind: str, day: date, reader: Reader) -> Period:
    """The period of that kind that has the day in it."""
    match kind:
        case "day":
            return Period(kind, day, day)
        case "week":
            first = reader.first_of_week(day)
            return Period(kind, first, first + 6 * DAY)
        case "month":
            return Period(kind, day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
        case _:
            return Period(kind, date(day.year, 1, 1), date(day.year, 12, 31))


def neighbours(period: Period, reader: Reader) -> tuple[Period | None, Period | None]:
    """The one before and the one after; None where events can't be."""
    both = [period_of(period.kind, day, reader) for day in (period.first - DAY, period.last + DAY)]
    before, after = (found if _is_known(found) else None for found in both)
    return before, after


def asked(request: Request, kind: str) -> Period | HTTPFound:
    """The period that the address names, else the one of now; a redirect when its address is another.

    :raises HTTPNotFound: when there is no such day.
    """
    reader = reader_of(request)
    now = period_of(kind, reader.now(request).date(), reader)
    text = request.subpath[0] if request.subpath else request.GET.get("to", "")
    if not text:
        return now if request.path_info == f"/{kind}" and "to" not in request.GET else HTTPFound(path_to(request, kind))
    period = period_of(kind, day_of(text, kind), reader)
    if not _is_known(period):
        raise HTTPNotFound()
    return period if request.subpath and period.address == text else HTTPFound(path_to(request, kind, period.address))


def day_of(text: str, kind: str = "day") -> date:
    """A day of what a person asks for.

    :raises HTTPNotFound: when there is none.
    """
    for form, rest, kinds in FORMS:
        if kind in kinds and form.fullmatch(text):
            try:
                day = date.fromisoformat(text + rest)
            except ValueError:
                raise HTTPNotFound() from None
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
    raise HTTPNotFound()


def look(request: Request, first: date, last: date) -> list[Occurrence]:
    """What is on from the first day to the last, both inclusive, in the calendars that the page shows."""
    zone = reader_of(request).zone
    since, until = (datetime.combine(day, time(), zone) for day in (first, last + DAY))
    return between(shown(request), since, until, request.patience)


def address(path: str, *queries: Mapping[str, str], **more: str) -> str:
    """A path with a query of what is not empty."""
    pairs = [(name, value) for query in (*queries, more) for name, value in query.items() if value]
    return f"{path}?{urlencode(pairs, safe=',')}" if pairs else path


def path_to(request: Request, kind: str, of: str = "") -> str:
    """The path of a page of time that hides the same calendars; of the one of now without the address of a period."""
    hide = request.GET.get("hide", "")
    if kind == "agenda":
        return address("/agenda", {"from": of}, hide=hide)
    return address(f"/{kind}/{of}" if of else f"/{kind}", hide=hide)


def _is_known(period: Period) -> bool:
    return FIRST_YEAR <= period.first.year <= LAST_YEAR
