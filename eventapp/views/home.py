"""The home page: what comes next for the person who is signed in."""

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from eventapp.i18n import Text, _, many
from eventapp.ical.occurrences import coming, past
from eventapp.models import Permission, Root
from eventapp.views import dates
from eventapp.views.calendars import shown
from eventapp.views.lists import PAGE, events_page
from eventapp.views.reader import reader_of

TILES = 4


@view_config(context=Root, request_method="GET", permission=Permission.VIEW, renderer="eventapp:templates/home.jinja2")
def home(context: Root, request: Request) -> dict[str, Any]:
    user, reader = request.user, reader_of(request)
    now = reader.now(request)
    today = now.date()
    page = events_page(request, coming(shown(request), now, request.patience))
    listed = [entry for day in page["days"] for entry in day.entries]
    on_today = sum(entry.day == today for entry in listed)
    return {
        **page,
        "calendar": user,
        "week": reader.week(today),
        "heading": reader.heading(today),
        "on_today": how_many(on_today),
        "tiles": dates.countdowns((entry.occurrence for entry in listed), now, reader, TILES),
        "has_past": next(past(shown(request), now), None) is not None,
    }


def how_many(today: int) -> Text:
    """How much is on today, in words; a page may not hold all of it."""
    if today == PAGE:
        return _("${n}+ events today", n=today)
    return many("${n} event today", "${n} events today", today) if today else _("Nothing today")
