"""The home page: what comes next for the person who is signed in."""

from typing import Any
from zoneinfo import ZoneInfo

from pyramid.request import Request
from pyramid.view import view_config

from eventapp.models import Permission, Root
from eventapp.views import dates
from eventapp.views.events import PAGE, events_page, undo

TILES = 4


@view_config(context=Root, request_method="GET", permission=Permission.VIEW, renderer="eventapp:templates/home.jinja2")
def home(context: Root, request: Request) -> dict[str, Any]:
    user, now = request.user, request.now
    zone = ZoneInfo(user.timezone)
    page = events_page(request, user.coming(now))
    today = now.astimezone(zone).date()
    listed = [entry for day in page["days"] for entry in day.entries]
    on_today = sum(entry.day == today for entry in listed)
    return {
        **page,
        "undo": undo(user, request),
        "calendar": user,
        "today": today,
        "heading": f"{today:%A} {today.day} {today:%B}",
        "on_today": f"{on_today}+" if on_today == PAGE else str(on_today),
        "tiles": dates.countdowns((entry.event for entry in listed), now, zone, TILES),
        "has_past": next(user.past(now), None) is not None,
    }
