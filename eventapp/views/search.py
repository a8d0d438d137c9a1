"""Search: a page of results, the coming events before the past ones."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from eventapp.i18n import Text, _
from eventapp.models import Calendar, Permission, Root
from eventapp.models.textindex import words_of
from eventapp.models.when import DAY
from eventapp.search import Found, Marks, Query, find, parse
from eventapp.views import dates
from eventapp.views.calendars import key_of, shown, title_of
from eventapp.views.lists import PAGE, page_number
from eventapp.views.plain import notes_of
from eventapp.views.reader import Reader, reader_of


@view_config(
    context=Root,
    name="search",
    request_method="GET",
    permission=Permission.VIEW,
    renderer="eventapp:templates/search.jinja2",
)
def search(context: Root, request: Request) -> dict[str, Any]:
    reader = reader_of(request)
    text, number = request.GET.get("q", "").strip(), page_number(request, digits=3)
    query = parse(text)
    calendars = _calendars(request, query)
    problem = query.problem or ("" if calendars else _no_calendar(request))
    found, start = Found(), (number - 1) * PAGE
    if query and not problem:
        found = find(calendars, query, reader.now(request), start + PAGE + 1)
    first, second = found.coming[start : start + PAGE], found.past[max(0, start - len(found.coming)) :]
    second = second[: PAGE - len(first)]
    return {
        "text": text,
        "query": query,
        "problem": problem,
        "range": _range(query, reader),
        "lists": [
            (title, next_or_last, dates.agenda(listed, request.now, reader))
            for title, next_or_last, listed in ((_("Coming up"), "next", first), (_("Past"), "last", second))
            if listed
        ],
        "cut": found.cut,
        "page": number,
        "more": len(found.coming) + len(found.past) > start + PAGE,
        "marks": Marks(query.needed),
        "extracts": lambda occurrence: "\n".join((*occurrence.event.content.people, notes_of(occurrence))),
    }


def _calendars(request: Request, query: Query) -> Sequence[Calendar]:
    """The calendars to look in: those that the query names, else those that pages show."""
    if not query.calendars:
        return shown(request)
    return [
        calendar
        for calendar in request.user.all_calendars()
        if any(
            _begins(phrase, words_of(f"{request.say(title_of(calendar))} {key_of(calendar)}"))
            for phrase in query.calendars
        )
    ]


def _begins(phrase: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in phrase)


def _no_calendar(request: Request) -> Text:
    names = ", ".join(request.say(title_of(calendar)) for calendar in request.user.all_calendars())
    return _("You have no calendar of that name. Yours: ${names}.", names=names)


def _range(query: Query, reader: Reader) -> str:
    """The range in words, so that it is seen how it was understood."""
    first = reader.long_date(query.since) if query.since else ""
    last = reader.long_date(query.until - DAY) if query.until else ""
    if first and last:
        return first if first == last else reader.say(_("${first} to ${last}", first=first, last=last))
    if first:
        return reader.say(_("From ${day} on", day=first))
    return reader.say(_("Until ${day}", day=last)) if last else ""
