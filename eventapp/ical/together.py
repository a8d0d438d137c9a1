"""Together: events of several files in one, of which two may call different time zones by one name.

Exchange calls every zone that somebody made up “Customized Time Zone”, so the name alone says nothing.
"""

import re
from collections.abc import Iterable
from itertools import count

from icalendar.parser.content_line import Contentline

from eventapp.ical.blocks import FOLD
from eventapp.ical.verbatim import LINE

Zones = dict[str, str]
"""VTIMEZONEs by their TZID."""


def together(parts: Iterable[tuple[str, Zones]]) -> tuple[str, Zones]:
    """The texts of events in a row, and the zones that they name: each name once, for one definition.

    :param parts: the text of each event, and the zones that only it has.
    """
    texts, zones = list[str](), Zones()
    for text, own in parts:
        renamed = text
        for tzid, definition in own.items():
            if zones.setdefault(tzid, definition) != definition:
                renamed = _under_another_name(renamed, tzid, definition, zones)
        texts.append(renamed)
    return "".join(texts), zones


def _under_another_name(text: str, tzid: str, definition: str, zones: Zones) -> str:
    """The text with a name for its zone that is free, or has this definition already."""
    names = (f"{tzid} {number}" for number in count(2))
    known = ((name, _changed(definition, r"^()TZID[;:].*()", f"TZID:{name}")) for name in names)
    name = next(name for name, zone in known if zones.setdefault(name, zone) == zone)
    return _changed(text, rf"^([^:]*;TZID=\"?){re.escape(tzid)}(\"?[;:])", name)


def _changed(text: str, pattern: str, new: str) -> str:
    """The text with ``new`` between the two groups of the pattern, and all other lines as they were folded."""
    lines = list[str]()
    for line in LINE.findall(text):
        flat = FOLD.sub("", line).removesuffix("\r\n")
        other = re.sub(pattern, lambda found: f"{found[1]}{new}{found[2]}", flat, flags=re.IGNORECASE)
        folded: bytes = Contentline(other).to_ical()  # type: ignore[no-untyped-call]  # icalendar says no types there
        lines.append(line if other == flat else f"{folded.decode()}\r\n")
    return "".join(lines)
