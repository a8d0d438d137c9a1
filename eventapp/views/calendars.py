"""A person's calendars: which of them a page shows, and the pages that add, name, colour, delete and restore them."""

import unicodedata
from itertools import count
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.forms import CalendarForm
from eventapp.i18n import _
from eventapp.models import Calendar, Permission, User
from eventapp.models.calendar import KEPT_FOR
from eventapp.models.names import LONGEST_CALENDAR_NAME, VIEW_NAMES
from eventapp.models.textindex import words_of
from eventapp.models.when import DAY

MOST = 50
"""How many calendars one person may have, the deleted ones among them."""

LIST = "eventapp:templates/calendars.jinja2"
FORM = "eventapp:templates/calendar_form.jinja2"
OWN = _("Personal")
"""How a person's own calendar is called until they name it."""


def shown(request: Request) -> list[Calendar]:
    """The calendars that a page shows: all but those that its address hides, ``?hide=family,own``."""
    hidden = set(request.GET.get("hide", "").split(","))
    return [calendar for calendar in request.user.all_calendars() if key_of(calendar) not in hidden]


def key_of(calendar: Calendar) -> str:
    """What names a calendar among those of its person, in addresses and forms."""
    return "own" if isinstance(calendar, User) else str(calendar.__name__)


def title_of(calendar: Calendar) -> str:
    """How a calendar is called."""
    return calendar.title or OWN


def name_for(title: str, user: User) -> str:
    """A name in the tree for a new calendar: its title in a-z and 0-9, with a number where that is taken."""
    bare = unicodedata.normalize("NFKD", "-".join(words_of(title))).encode("ascii", "ignore").decode()
    words = [word for word in bare.replace("_", "-").split("-") if word]
    base = "-".join(words)[: LONGEST_CALENDAR_NAME - 4].strip("-") or "events"
    names = (base if n == 1 else f"{base}-{n}" for n in count(1))
    return next(name for name in names if name not in user.calendars and name not in VIEW_NAMES)


@view_config(context=User, name="calendars", request_method="GET", permission=Permission.VIEW, renderer=LIST)
def calendars(context: User, request: Request) -> dict[str, Any]:
    return _page(context, request, CalendarForm())


@view_config(context=User, name="calendars", request_method="POST", permission=Permission.ADD, renderer=LIST)
def add(context: User, request: Request) -> Any:
    context.forget_calendars(request.now)
    form = CalendarForm(request.POST)
    if form.validate() and len(context.calendars) >= MOST:
        form.title.errors = [_("You have ${n} calendars, with the deleted ones; there can’t be more.", n=MOST)]
    if form.errors:
        request.response.status_int = 422
        return _page(context, request, form)
    calendar = Calendar(form.title.data, name_for(form.title.data, context))
    calendar.hue = form.chosen_hue
    context.add_calendar(calendar)
    return _see(request, context, "calendar-added")


@view_config(context=Calendar, name="calendar", request_method="GET", permission=Permission.EDIT, renderer=FORM)
def edit_form(context: Calendar, request: Request) -> dict[str, Any]:
    form = CalendarForm.of(context, request.say(title_of(context)))
    return {"form": form, "calendar": context, "own": isinstance(context, User)}


@view_config(context=Calendar, name="calendar", request_method="POST", permission=Permission.EDIT, renderer=FORM)
def edit(context: Calendar, request: Request) -> Any:
    form = CalendarForm(request.POST)
    if not form.validate():
        request.response.status_int = 422
        return {"form": form, "calendar": context, "own": isinstance(context, User)}
    if form.title.data != request.say(title_of(context)):  # else it has no name yet, and keeps the one of each language
        context.title = form.title.data
    context.hue = form.chosen_hue
    return _see(request, request.user, "calendar-saved")


@view_config(context=User, name="delete-calendar", request_method="POST", permission=Permission.DELETE)
def delete(context: User, request: Request) -> Any:
    """Delete a further calendar with all that is in it, and keep it for 30 days. Doing so twice is no error."""
    calendar = _named(context, request)
    if calendar.deleted_at is None:
        calendar.deleted_at = request.now
        request.tree.close_feed(calendar)
    return _see(request, context, "calendar-deleted")


@view_config(context=User, name="restore-calendar", request_method="POST", permission=Permission.DELETE)
def restore(context: User, request: Request) -> Any:
    calendar = _named(context, request)
    if calendar.is_over(request.now):
        raise HTTPNotFound()
    calendar.deleted_at = None
    return _see(request, context, "calendar-restored")


def _named(user: User, request: Request) -> Calendar:
    calendar: Calendar | None = user.calendars.get(request.POST.get("name", ""))
    if calendar is None:
        raise HTTPNotFound()
    return calendar


def _page(user: User, request: Request, form: CalendarForm) -> dict[str, Any]:
    there = user.all_calendars()
    deleted = [calendar for calendar in user.calendars.values() if calendar.deleted_at is not None]
    return {
        "form": form,
        "calendars": [(calendar, title_of(calendar), len(calendar)) for calendar in there],
        "others": ",".join(key_of(calendar) for calendar in there[1:]),
        "deleted": [
            (calendar, -((request.now - calendar.deleted_at - KEPT_FOR) // DAY))
            for calendar in deleted
            if not calendar.is_over(request.now)
        ],
    }


def _see(request: Request, user: User, done: str) -> HTTPSeeOther:
    return HTTPSeeOther(request.resource_path(user, "calendars", query={"done": done}))
