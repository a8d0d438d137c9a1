"""The import page of a calendar: files in, a summary of what they brought, and the way back."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther, HTTPServiceUnavailable
from pyramid.request import Request
from pyramid.view import view_config, view_defaults

from eventapp.forms import ImportForm
from eventapp.i18n import Text, _
from eventapp.ical import Item, NoCalendar, bring_in, read, take_back
from eventapp.ical.importing import MOST
from eventapp.models import Calendar, Imported, Permission
from eventapp.models.when import DAY

SECONDS = 30
"""The time of a processor that one import may take to read its files; what is left then is left out."""

BREATH = 0.00001
"""Seconds after each event, in which other threads have their turn: else a page waits 5 ms each time that it does."""

SHOWN = 50
"""How many events of each kind the summary names."""

KEPT = 30 * DAY
"""How long the last import is shown, and can be taken back."""

READ = "eventapp.read"

_one_at_a_time = threading.Lock()


@view_defaults(context=Calendar, name="import", permission=Permission.ADD, renderer="eventapp:templates/import.jinja2")
class Import:
    def __init__(self, context: Calendar, request: Request) -> None:
        self.calendar = context
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        return self._page(ImportForm())

    @view_config(request_method="POST", files=True, throttled="import")
    def send(self) -> Any:
        form = ImportForm(self.request.POST)
        with alone():
            items, others = self._read(form)
            problems = [(item.title, item.problem) for item in items if item.content is None]
            if not form.files.errors and form.strict.data and problems:
                form.files.errors = [_("Not all of it is right. See the list above.")]
            if not form.files.errors and not self._has_room(items):
                most = self.request.registry.eventapp.most_events
                text = _("Your calendars would be too full: they hold ${most} events at the most.", most=most)
                form.files.errors = [text]
            if form.files.errors:
                self.request.response.status_int = 422
                return {**self._page(form), "problems": problems[:SHOWN], "more": len(problems[SHOWN:])}
            self.calendar.imported = bring_in(self.calendar, in_turns(items), self.request.now, others)
        return HTTPSeeOther(self.request.resource_path(self.calendar, "import", query={"done": "imported"}))

    def _has_room(self, items: list[Item]) -> bool:
        """Whether the person may have as many more events (ASVS 2.4.1)."""
        new = sum(item.content is not None and self.calendar.by_uid(item.uid) is None for item in items)
        have = sum(map(len, self.request.user.all_calendars()))
        return not new or have + new <= int(self.request.registry.eventapp.most_events)

    def _read(self, form: ImportForm) -> tuple[list[Item], int]:
        """What is in the files, read once for all attempts at this request; what is wrong is noted at the field."""
        known = self.request.environ.get(READ)
        if known is None:
            known = self.request.environ[READ] = self._read_anew(form)
        items, others, form.files.errors = known
        return items, others

    def _read_anew(self, form: ImportForm) -> tuple[list[Item], int, list[Text]]:
        items, others, errors = list[Item](), 0, list[Text]()
        late = clock()
        for name, content in form.contents:
            try:
                found = read(content, self.request.user.timezone, late)
            except NoCalendar:
                text = _("“${name}” is not a calendar file. Look for one that ends in .ics.", name=name[:100])
                errors.append(text)
                continue
            items += map(self._said, found.items)
            others += sum(found.others.values())
        if not form.contents and not errors:
            errors.append(_("Choose a file, or several. Their names end in .ics."))
        if len(items) > MOST:
            errors.append(_("That is ${n} events. Import at most ${most} at once.", n=len(items), most=MOST))
        return items, others, errors[:1]

    def _said(self, item: Item) -> Item:
        """The same, with its problem as it can be stored: in the language of whoever imports it."""
        return replace(item, problem=self.request.say(item.problem)) if item.problem else item

    def _page(self, form: ImportForm) -> dict[str, Any]:
        last = last_import(self.calendar, self.request)
        return {
            "calendar": self.calendar,
            "form": form,
            "last": last,
            "problems": [],
            "more": 0,
            "most": MOST,
            "tables": self._tables(last),
        }

    def _tables(self, last: Imported | None) -> list[tuple[Text, int, list[Any]]]:
        """What the last import did, by kind: how many, and the first of them that are there still."""
        if last is None:
            return []
        restored = {*last.restored}
        updated = [name for name in last.updated if name not in restored]
        kinds = [
            (_("Added"), last.added),
            (_("Brought back from Deleted"), last.restored),
            (_("Updated"), updated),
        ]
        found = [(kind, len(names), [self.calendar.get(name) for name in names[:SHOWN]]) for kind, names in kinds]
        return [
            (kind, count, [event for event in events if event is not None]) for kind, count, events in found if count
        ]


@view_config(context=Calendar, name="undo-import", request_method="POST", permission=Permission.DELETE)
def undo(context: Calendar, request: Request) -> HTTPSeeOther:
    """Take the last import back. Doing so twice is no error: it is not there, which is what was asked for."""
    last, done = last_import(context, request), "import-undone"
    if last is not None:
        if take_back(context, last, request.now):
            done = "import-undone-partly"
        context.imported = None
    return HTTPSeeOther(request.resource_path(context, "import", query={"done": done}))


def last_import(calendar: Calendar, request: Request) -> Imported | None:
    """The last import, while it can be taken back."""
    last = calendar.imported
    return last if last is not None and request.now < last.at + KEPT else None


@contextmanager
def alone() -> Iterator[None]:
    """Read one import at a time: each keeps a processor busy for some seconds, which others need too."""
    if not _one_at_a_time.acquire(timeout=1):
        text = _("Another import is under way. Nothing was changed. Try again in a minute.")
        raise HTTPServiceUnavailable(text, headers={"Retry-After": "60"})
    try:
        yield
    finally:
        _one_at_a_time.release()


def clock() -> Callable[[], bool]:
    """Says from some time of this thread's own work on that it is late. What else the server does does not count."""
    end = time.thread_time() + SECONDS

    def late() -> bool:
        time.sleep(BREATH)
        return time.thread_time() > end

    return late


def in_turns(items: Iterable[Item]) -> Iterator[Item]:
    """The same, with a breath before each."""
    for item in items:
        time.sleep(BREATH)
        yield item
