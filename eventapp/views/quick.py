"""Quick add: an event from one line of words, saved at once; what was understood is said with a way back."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

from babel import Locale
from pyramid.request import Request
from pyramid.view import view_config

from eventapp.forms import QuickForm
from eventapp.i18n import Text, _, reason
from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Event, Permission, Recurrence, When, Wrong
from eventapp.models.rule import parse
from eventapp.quickadd import understand
from eventapp.quickadd.grammar import LONGEST
from eventapp.views.editing import Editing
from eventapp.views.reader import Reader, reader_of
from eventapp.views.returning import back
from eventapp.views.room import has_room

FORM = "eventapp:templates/event_form.jinja2"

EXAMPLE = _("Dinner with Eva Sat 19:00 at Eska")
EXAMPLES = (
    _("Lunch with Ana Fri 12:30-13:30 at Eska"),
    _("Dentist tomorrow 9am for 45 min"),
    _("Trip to Vienna 27-30 Nov"),
    _("Every Monday 9:00 standup"),
    _("Mum’s birthday 5 Dec yearly"),
)
"""In each language such as its grammar in eventapp.quickadd understands. So is the one that follows."""

SHORT = _("Lunch tomorrow 12:30")
NOTHING = _("Not saved yet: write what and when, such as ${example}.", example=SHORT)
TOO_LONG = _("Not saved yet: one line has ${most} characters at most. Make the title shorter here.", most=LONGEST)


@view_config(
    context=Calendar,
    name="quick",
    request_method="GET",
    permission=Permission.ADD,
    renderer="eventapp:templates/quick_page.jinja2",
)
def quick_form(context: Calendar, request: Request) -> dict[str, Any]:
    """The line alone, with examples: where one comes back to when a session ended meanwhile."""
    return {"calendar": context, "examples": EXAMPLES}


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


def read_line(text: str, name: str, request: Request) -> tuple[Event, Text | None]:
    """The event that a line says, and what stands in the way of saving it, or None.

    Where it is not clear when that is, it is on the day that was named, or today, and all of the text is the title.
    """
    user, reader = request.user, reader_of(request)
    found = understand(text, request.now, user.timezone, user.locale, day_first(user.locale))
    if found.when is None:
        unclear = _("Not saved yet: it is not clear when “${text}” is. Choose the day and the time here.", text=text)
        event = Event(found.title, When(found.day or reader.now(request).date(), None, user.timezone), name=name)
        return event, TOO_LONG if len(text) > LONGEST else unclear if text else NOTHING
    again, problem = Recurrence(), None
    try:
        rules = [_in_weeks_of(reader, found.rule)] if found.rule else []
        again = recurrence(found.when.start, rules, timezone=user.timezone)
    except Wrong as error:
        problem = _("Not saved yet. ${reason}", reason=reason(error))
    return Event(found.title, found.when, found.place, name=name, recurrence=again), problem


def _in_weeks_of(reader: Reader, text: str) -> str:
    """The rule, with weeks that begin as the reader's do where that matters."""
    rule = parse(text)
    return str(replace(rule, week_start=reader.week_start)) if rule.weeks_count else text


@cache
def day_first(locale: str) -> bool:
    """Whether 12/5 is in May where that language is spoken, as the Unicode locale data has it."""
    pattern = re.sub(r"'[^']*'", "", Locale.parse(locale).date_formats["short"].pattern)
    return bool(pattern.lower().index("d") < pattern.index("M"))
