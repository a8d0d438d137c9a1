"""Returning: to the page of time from which an event was opened, with what was done to it said there.

Links and forms hand the address of that page on as ``back``: ``/users/alice/3kf9…/edit?back=/week/2026-11-23``. So
nothing is stored, and it does not matter whether a browser says where it was.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from pyramid.exceptions import URLDecodeError
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.traversal import traverse

from eventapp.ical import Occurrence
from eventapp.models import Calendar, Permission, Root, When
from eventapp.security.redirects import safe_next
from eventapp.views.dates import Local
from eventapp.views.periods import grid
from eventapp.views.periods.period import LENGTHS, Period, address, day_of, period_of
from eventapp.views.reader import Reader, reader_of

PAGES = {Root: {"", "agenda", "search", *LENGTHS}, Calendar: {"", "past", "quick"}}
"""The pages that say what was done to an event: the names of views, by what they are views of."""

KEPT = {
    "from": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "hide": re.compile(r"[a-z0-9,-]+"),
    "page": re.compile(r"[1-9][0-9]{0,2}"),
    "q": re.compile(r".+", re.DOTALL),
}
"""What belongs to the address of such a page. All else, as what was done before, is said once."""

LONGEST = 500
"""Characters of an address that is handed on; it is in each link of a page."""


def way_back(request: Request) -> str:
    """The address of the page of time on which one is, or from which one came; empty when there is none."""
    if request.method == "POST":
        return _checked(request, request.POST.get("back", ""))
    own = _address(request, request.context, request.view_name, request.subpath, request.GET)
    return own or _checked(request, request.GET.get("back", ""))


def onward(request: Request, path: str) -> str:
    """A path of this application that hands the way back on."""
    if not request.way_back:
        return path
    return f"{further(path)}back={quote(request.way_back, safe='/?=:,')}"


def further(path: str) -> str:
    """A path to which one more part of its query is added."""
    return path + ("&" if "?" in path else "?")


def see(request: Request, resource: Any, **query: str) -> HTTPSeeOther:
    """To the page of a resource, from which the way back is known, too."""
    return HTTPSeeOther(onward(request, request.resource_path(resource, query=query or None)))


def back(request: Request, found: Occurrence | None = None, /, **said: str) -> HTTPSeeOther:
    """To the page from which one came, or home (ASVS 3.7.2).

    :param found: what is to be seen there: a day, week or month without it gives way to the one that has it.
    :param said: what the address says of what was done, e.g. ``deleted``; see :mod:`eventapp.views.notices`.
    """
    page, place = request.way_back or "/", ""
    if found is not None:
        page, place = _with_day_of(request, page, found.when), "#saved"
        said |= {} if found.at is None else {"at": found.at.isoformat()}
    return HTTPSeeOther((further(page) + urlencode(said) if said else page) + place)


def _address(request: Request, context: Any, view: str, subpath: Sequence[str], query: Mapping[str, str]) -> str:
    """The address of a page without what is said once; empty when it is none of these pages, or too long."""
    if not any(isinstance(context, kind) and view in views for kind, views in PAGES.items()):
        return ""
    kept = {name: query[name] for name, form in KEPT.items() if form.fullmatch(query.get(name, ""))}
    found = address(request.resource_path(context, view, *subpath), kept)
    return found if len(found) <= LONGEST else ""


def _checked(request: Request, given: str) -> str:
    """An address from outside, where it is that of such a page that this person may see; else nothing."""
    if len(given) > LONGEST or safe_next(given) != given:
        return ""
    path, _, query = given.partition("?")
    said = dict(parse_qsl(query))
    try:
        found = traverse(request.root, path)
        context, view = found["context"], found["view_name"]
        periods = [period_of(view, day_of(text, view), reader_of(request)) for text in found["subpath"][:1]]
        if "from" in said:
            day_of(said["from"])
    except (URLDecodeError, HTTPNotFound):
        return ""
    if not request.has_permission(Permission.VIEW, context):
        return ""
    return _address(request, context, view, [period.address for period in periods], said)


def _with_day_of(request: Request, page: str, when: When) -> str:
    """The page of the same kind that shows when that is, where this one is of other days; a list stays as it is."""
    path, _, query = page.partition("?")
    _, kind, *of = path.split("/")
    if kind not in {"agenda", *LENGTHS}:
        return page
    reader, said = reader_of(request), dict(parse_qsl(query))
    local, text = Local(when, reader), of[0] if of else said.get("from", "")
    day = day_of(text, kind if of else "day") if text else reader.now(request).date()
    if kind == "agenda":
        elsewhere = {"from": local.first.isoformat(), "hide": said.get("hide", "")}
        return address(path, elsewhere) if local.last < day else page
    first, last = _days(period_of(kind, day, reader), reader)
    if local.last < first or last < local.first:
        return address(f"/{kind}/{period_of(kind, local.first, reader).address}", said)
    return page


def _days(period: Period, reader: Reader) -> tuple[date, date]:
    """The first and the last day that the page of a period shows: a month has whole weeks."""
    if period.kind != "month":
        return period.first, period.last
    weeks = grid.weeks(period.first, period.last, reader)
    return weeks[0][0], weeks[-1][-1]
