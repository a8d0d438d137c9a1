"""Reading: the events of an iCalendar file, and what is wrong with those that can't be kept."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from eventapp.ical.blocks import Blocks, blocks_of, text_in, unescaped, value_of
from eventapp.ical.component import Reader, Unreadable, parse
from eventapp.ical.zones import zone_of
from eventapp.models import Content, Source
from eventapp.models.when import zone_names


@dataclass(frozen=True)
class Item:
    """One event of a file. ``content`` is None when it can't be kept; ``problem`` says why."""

    uid: str
    title: str
    content: Content | None = None
    problem: str = ""


@dataclass(frozen=True)
class Reading:
    """What is in a file.

    :param name: how the file calls the calendar, or nothing.
    :param items: its events, in their order.
    :param others: how many components it has of each other kind, such as VTODO.
    """

    name: str
    items: list[Item]
    others: dict[str, int]


def read(data: bytes, timezone: str) -> Reading:
    """Read an iCalendar file.

    :param timezone: the IANA zone of times that name none, or one that nobody knows.
    :raises NoCalendar: when it is none.
    """
    blocks = blocks_of(text_in(data))
    items = list(_items(blocks, timezone))
    if blocks.cut_off:
        items.append(Item("", "The last one", problem="The file ends in the midst of it."))
    return Reading(blocks.name, items, blocks.others)


def _items(blocks: Blocks, timezone: str) -> Iterator[Item]:
    @cache
    def known(tzid: str) -> str | None:
        return zone_of(tzid, blocks.zones.get(tzid, ""), timezone)

    reader = Reader(known, timezone)
    for uid, group in _by_uid(blocks.events).items():
        title = unescaped(value_of(group[0], "SUMMARY"))[:200] or "(no title)"
        try:
            yield Item(uid, title, _content(group, blocks.zones, reader))
        except Unreadable as error:
            yield Item(uid, title, problem=str(error))


def _by_uid(events: list[str]) -> dict[str, list[str]]:
    """The texts of each event: the event itself first, then its changed occurrences.

    One without a UID has one made of its text, the same each time.
    """
    groups: dict[str, dict[str, str]] = {}
    for text in events:
        uid = value_of(text, "UID") or f"{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:32]}@eventapp"
        group = groups.setdefault(uid, {})
        at = value_of(text, "RECURRENCE-ID")
        if at not in group or _sequence(text) >= _sequence(group[at]):
            group[at] = text
    return {uid: [group[at] for at in sorted(group)] for uid, group in groups.items()}


def _sequence(text: str) -> int:
    number = value_of(text, "SEQUENCE")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0


def _content(group: list[str], zones: dict[str, str], reader: Reader) -> Content:
    content = content_of(group, reader)
    texts = "".join(group)
    own = "".join(text for tzid, text in zones.items() if tzid.lower() not in zone_names() and tzid in texts)
    return replace(content, source=Source(own + texts, content.version))


def content_of(group: list[str], reader: Reader) -> Content:
    """What an event says, by its texts: its own, and those of its changed occurrences.

    :raises Unreadable: when it can't be kept.
    """
    first, *others = (parse(text) for text in group)
    if "recurrence-id" in first and others:  # occurrences of an event that is not in the file: the first stands for it
        raise Unreadable("Some of its occurrences are there, and itself is not.")
    return reader.content(first, others)
