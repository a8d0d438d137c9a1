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
    names: dict[str, list[str]] = {"added": [], "restored": [], "updated": []}
    skipped, same = list[tuple[str, str]](), 0
    for item in items:
        if item.content is None:
            skipped.append((item.title, item.problem))
            continue
        event, done = calendar.by_uid(item.uid), "updated"
        if event is None and item.uid in deleted:
            event, done = calendar.restore(deleted.pop(item.uid)), "restored"
        if event is None:
            event, done = Event.of(item.content, item.uid), "added"
            calendar.add(event)
        elif not says(event.content, item.content):
            event.content = item.content
        elif done == "updated":
            same += 1
            continue
        names[done].append(str(event.__name__))
    found = {done: tuple(dict.fromkeys(names[done])) for done in names}
    found["updated"] = tuple(name for name in found["updated"] if name not in {*found["added"], *found["restored"]})
    return Imported(now, calendar.log.revision, **found, same=same, skipped=tuple(skipped), others=others)


def says(content: Content, other: Content) -> bool:
    """Whether an event says already what the one of a file says, or was made to say something else since."""
    if content.source is None:
        return content.version == other.version
    texts = [PASSING.sub("", source.text) if source else "" for source in (content.source, other.source)]
    return texts[0] == texts[1] or (content.version == other.version != content.source.version)


def take_back(calendar: Calendar, imported: Imported, now: datetime) -> int:
    """Undo an import, but for the events that changed since; how many those are."""
    changed, restored, updated = 0, {*imported.restored}, {*imported.updated}
    since = calendar.log.since(imported.revision)
    later = {*(since or ())}
    for name in (*imported.added, *imported.restored, *imported.updated):
        event = calendar.get(name)
        if event is None:
            continue
        if since is None or name in later:
            changed += 1
        elif name in updated:
            event.undo()
        elif name in restored:
            calendar.delete(name, now)
        else:
            calendar.remove(name)
    return changed
