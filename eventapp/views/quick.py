"""Quick add: an event from one line of words, saved at once; what was understood is said with a way back."""

import re
from functools import cache
from typing import Any

from babel import Locale
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.forms import QuickForm
from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Event, Permission, Recurrence, When
from eventapp.quickadd import understand
from eventapp.quickadd.grammar import LONGEST
from eventapp.views import dates, repeats
from eventapp.views.editing import Editing
from eventapp.views.lists import undo as just_deleted
from eventapp.views.reader import reader_of
from eventapp.views.returning import back
from eventapp.views.room import has_room

FORM = "eventapp:templates/event_form.jinja2"

NO_DAY = "Not saved yet: no day was found in “{}”. Choose one here."
NOTHING = "Not saved yet: write what and when, such as Lunch tomorrow 12:30."
TOO_LONG = f"Not saved yet: one line has {LONGEST} characters at most. Make the title shorter here."


@view_config(
    context=Calendar,
    name="quick",
    request_method="GET",
    permission=Permission.ADD,
    renderer="eventapp:templates/quick_page.jinja2",
)
def quick_form(context: Calendar, request: Request) -> dict[str, Any]:
    """The line alone, with examples: where one comes back to when a session ended meanwhile."""
    return {"calendar": context, "undo": just_deleted(context, request)}


@view_config(
    context=Calendar, name="quick", request_method="POST", throttled="add", permission=Permission.ADD, renderer=FORM
)
def quick(context: Calendar, request: Request) -> Any:
    context.empty_trash(request.now)
    line = QuickForm(request.POST)
    name = line.name
    if name in context:  # sent twice, by a double click or with Back
        return back(request, added=name)
    if context.get_deleted(name, request.now):
        return back(request, deleted=name)
    event, problem = read_line(line.text.data, name, request)
    editing = Editing(request, context)
    editing.fill(event, name)
    form = editing.form
    if problem:
        form.form_errors.append(problem)
    elif form.title.validate(form) and form.place.validate(form) and has_room(request, form):
        context.add(event)
        return back(request, added=name)
    request.response.status_int = 422
    return editing.page()


def read_line(text: str, name: str, request: Request) -> tuple[Event, str]:
    """The event that a line says, and what stands in the way of saving it, or "".

    Where no day was found it is today, and all of the text is the title.
    """
    user, reader = request.user, reader_of(request)
    found = understand(text, request.now, user.timezone, user.locale, day_first(user.locale))
    if found.when is None:
        problem = NO_DAY.format(text) if text else NOTHING
        event = Event(found.title, When(reader.now(request).date(), None, user.timezone), name=name)
        return event, TOO_LONG if len(text) > LONGEST else problem
    again, problem = Recurrence(), ""
    try:
        again = recurrence(found.when.start, [found.rule] if found.rule else [], timezone=user.timezone)
    except ValueError as error:
        problem = f"Not saved yet. {error}"
    return Event(found.title, found.when, found.place, name=name, recurrence=again), problem


@cache
def day_first(locale: str) -> bool:
    """Whether 12/5 is in May where that language is spoken, as the Unicode locale data has it."""
    pattern = re.sub(r"'[^']*'", "", Locale.parse(locale).date_formats["short"].pattern)
    return bool(pattern.lower().index("d") < pattern.index("M"))


def added(request: Request) -> Event | None:
    """The event that was just added by a line: the address says it, so nothing needs to be stored."""
    name = request.GET.get("added", "")
    if not name or request.user is None:
        return None
    found = (calendar.get(name) for calendar in request.user.all_calendars())
    return next((event for event in found if event is not None), None)


def in_words(event: Event, request: Request) -> str:
    """What was understood: Lunch with Ana · Fri 27 Nov 12:30 to 13:30 · at Eska · every week."""
    reader = reader_of(request)
    when = dates.in_words(event.when, reader.now(request).date(), reader)
    again = repeats.in_words(event.recurrence, event.when.start, reader)
    return " · ".join(filter(None, (event.title, when, event.place and f"at {event.place}", again)))
