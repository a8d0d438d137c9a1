"""Reading: the events of an iCalendar file, and what is wrong with those that can't be kept."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from eventapp.i18n import _
from eventapp.ical.blocks import FOLD, Blocks, blocks_of, text_in, unescaped, values_of
from eventapp.ical.component import UNTITLED, Reader, cancelled
from eventapp.ical.parsing import Unreadable, parse
from eventapp.ical.zones import zone_of
from eventapp.models import Content, Source
from eventapp.models.when import zone_names

LONGEST_UID = 1000
"""Characters; what is longer names its event by a digest."""

LONGEST_ZONE = 20_000
"""Characters of a VTIMEZONE that goes along with each event that names it."""

MOST_ZONES = 100
"""How many definitions of time zones are looked at in one file."""

MOST_CHANGES = 2_000
"""How many occurrences of one event may differ from it."""

TZID = re.compile(r'TZID="?([^":;,]+)')


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


class _Text(NamedTuple):
    """One VEVENT of a file, and the first values of its properties."""

    text: str
    values: dict[str, str]


def read(data: bytes, timezone: str, late: Callable[[], bool] = lambda: False) -> Reading:
    """Read an iCalendar file.

    :param timezone: the IANA zone of times that name none, or one that nobody knows.
    :param late: whether it took too long already; what is left then has that as its problem.
    :raises NoCalendar: when it is none.
    """
    blocks = blocks_of(text_in(data))
    items = list(_items(blocks, timezone, late))
    lost = (values_of(text) for text in blocks.cut_off if text.upper().startswith("BEGIN:VEVENT"))
    items += (Item("", _title(values), problem=_("The file ends in the midst of it.")) for values in lost)
    return Reading(blocks.name, items, blocks.others)


def _items(blocks: Blocks, timezone: str, late: Callable[[], bool]) -> Iterator[Item]:
    zones = dict(list(blocks.zones.items())[:MOST_ZONES])

    @cache
    def known(tzid: str) -> str | None:
        return zone_of(tzid, zones.get(tzid, ""), timezone)

    reader = Reader(known, timezone)
    for uid, group in _by_uid(blocks.events).items():
        title = _title(group[0].values)
        try:
            if late():
                raise Unreadable(_("The file takes too long to read. Split it into smaller ones."))
            off = [part.values.get("STATUS", "").upper() == "CANCELLED" for part in group]
            if all(off) or (off[0] and "RECURRENCE-ID" not in group[0].values):
                raise Unreadable(_("It is called off."))
            yield Item(uid, title, _content([part.text for part in group], zones, reader))
        except Unreadable as error:
            yield Item(uid, title, problem=error.args[0])


def _title(values: dict[str, str]) -> str:
    return " ".join(unescaped(values.get("SUMMARY", "")).split())[:200] or UNTITLED


def _by_uid(events: list[str]) -> dict[str, list[_Text]]:
    """The texts of each event: the event itself first, then its changed occurrences.

    One without a UID has one made of its text, the same each time.
    """
    groups: dict[str, dict[str, _Text]] = {}
    for text in events:
        part = _Text(text, values_of(text))
        uid = part.values.get("UID", "")
        if not 0 < len(uid) <= LONGEST_UID:
            uid = f"{hashlib.sha256((uid or text).encode('utf-8', 'replace')).hexdigest()[:32]}@eventapp"
        group = groups.setdefault(uid, {})
        at = part.values.get("RECURRENCE-ID", "")
        if at not in group or _sequence(part) >= _sequence(group[at]):
            group[at] = part
    return {uid: [group[at] for at in sorted(group)] for uid, group in groups.items()}


def _sequence(part: _Text) -> int:
    number = part.values.get("SEQUENCE", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0


def _content(group: list[str], zones: dict[str, str], reader: Reader) -> Content:
    content = content_of(group, reader)
    texts = "".join(group)
    named = dict.fromkeys(TZID.findall(FOLD.sub("", texts)))
    own = (zones[tzid] for tzid in named if tzid in zones and tzid.lower() not in zone_names())
    definitions = "".join(text for text in own if len(text) <= LONGEST_ZONE)
    return replace(content, source=Source(definitions + texts, content.version))


def content_of(group: list[str], reader: Reader) -> Content:
    """What an event says, by its texts: its own, and those of its changed occurrences.

    Where only occurrences are there, without their event, the first of them stands for it.

    :raises Unreadable: when it can't be kept.
    """
    if len(group) > MOST_CHANGES + 1:
        raise Unreadable(_("More than ${most} of its occurrences differ.", most=MOST_CHANGES))
    first, others = in_order([parse(text) for text in group])
    return reader.content(first, others)


def in_order(components: list[Any]) -> tuple[Any, list[Any]]:
    """The component that stands for the event, and the others: itself, or the first occurrence that is on."""
    first = next((c for c in components if "recurrence-id" not in c or not cancelled(c)), components[0])
    return first, [c for c in components if c is not first]
