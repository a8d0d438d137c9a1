"""Importing: what was read from files into a calendar, each event once, and back out again."""

import re
from collections.abc import Iterable
from datetime import datetime

from eventapp.ical.reading import Item
from eventapp.models import Calendar, Content, Event, Imported

MOST = 20_000
"""How many events one import may bring."""

PASSING = re.compile(r"^(?:DTSTAMP|LAST-MODIFIED|SEQUENCE|CREATED)[;:].*\r\n(?:[ \t].*\r\n)*", re.MULTILINE)
"""What programs write anew each time, though the event says the same."""


def bring_in(calendar: Calendar, items: Iterable[Item], now: datetime, others: int = 0) -> Imported:
    """Add the events of files to a calendar, or let those that are there say what the files say.

    An event is known by its UID. One that was deleted here is restored. What a file says as it did the
    last time changes nothing, so what a person changed here since stays.
    """
    deleted = {gone.event.uid: gone.__name__ for gone in calendar.deleted(now)}
    names: dict[str, dict[str, None]] = {"added": {}, "restored": {}, "updated": {}}  # each once, in their order
    skipped, same = list[tuple[str, str]](), 0
    for item in items:
        if item.content is None:
            skipped.append((item.title, item.problem))
            continue
        event = calendar.by_uid(item.uid)
        if event is None and item.uid in deleted:
            event = calendar.restore(deleted.pop(item.uid))
            names["restored"][str(event.__name__)] = None
        if event is None:
            event = Event.of(item.content, item.uid)
            calendar.add(event)
            names["added"][str(event.__name__)] = None
        elif not says(event.content, item.content):
            name, first = str(event.__name__), event.before
            event.content = item.content
            if name in names["added"] or name in names["updated"]:
                event.before = first  # it is in several files, and this was no change of anybody's
            if name not in names["added"]:
                names["updated"][name] = None
        elif event.__name__ not in names["restored"]:
            same += 1
    found = {done: tuple(names[done]) for done in names}
    return Imported(now, calendar.log.revision, **found, same=same, skipped=tuple(skipped), others=others)


def says(content: Content, other: Content) -> bool:
    """Whether an event says already what the one of a file says, or was made to say something else since."""
    if content.source is None:
        return content.version == other.version
    texts = [PASSING.sub("", source.text) if source else "" for source in (content.source, other.source)]
    return texts[0] == texts[1] or (content.version == other.version != content.source.version)


def take_back(calendar: Calendar, imported: Imported, now: datetime) -> int:
    """Undo an import, but for the events that changed since; how many those are."""
    changed = 0
    added, restored, updated = {*imported.added}, {*imported.restored}, {*imported.updated}
    since = calendar.log.since(imported.revision)
    later = {*(since or ())}
    for name in dict.fromkeys((*imported.added, *imported.restored, *imported.updated)):
        event = calendar.get(name)
        if event is None:
            continue
        if since is None or name in later:
            changed += 1
            continue
        if name in added:
            calendar.remove(name)
            continue
        if name in updated:
            event.undo()
        if name in restored:
            calendar.delete(name, now)
    return changed
