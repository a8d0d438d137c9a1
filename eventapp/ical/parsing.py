"""Parsing: the text of one VEVENT into a component of icalendar, which forgives all that does not matter."""

from typing import Any

import icalendar
from icalendar.cal.component_factory import ComponentFactory
from icalendar.parser.ical.component import ComponentIcalParser

MATTER = {
    "DTSTART": "start",
    "DTEND": "end",
    "DURATION": "length",
    "RRULE": "rule by which it repeats",
    "RDATE": "list of further days",
    "EXDATE": "list of days left out",
    "RECURRENCE-ID": "place among its occurrences",
}
"""The properties without which an event would be shown wrongly, and what people call them."""

ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID")
"""Those of them that an event can have once only (RFC 5545, section 3.6.1)."""


LISTS = ("RRULE", "RDATE", "EXDATE")
"""Those that some programs write with nothing in them, or a comma too many."""


class Unreadable(ValueError):
    """An event that can't be kept, with the reason in words for people."""


class _Parser(ComponentIcalParser):
    datetime_names = ()  # times stay as they are written: what a TZID means is for the Reader to say

    def handle_begin_component(self, vals: str) -> None:
        super().handle_begin_component(vals)
        self._stack[-1].ignore_exceptions = True  # type: ignore[misc]  # a bad alarm costs no event

    def parse_and_add_property(self, name: str, params: Any, val: str, tzid: str | None, line: Any) -> None:
        if name.upper() in MATTER:
            val = val.strip()
        if name.upper() in LISTS:
            val = ",".join(filter(None, map(str.strip, val.split(","))))
            if not val:
                return
        super().parse_and_add_property(name, params, val, tzid, line)


def parse(text: str) -> Any:
    """The component of a VEVENT's text. Its times have the wall time that is written, and no zone but UTC.

    :raises Unreadable: when it is none, or its times or rules make no sense.
    """
    try:
        (component,) = _Parser(text, ComponentFactory(), icalendar.Event.types_factory).parse()
    except Exception as error:  # whatever icalendar meets in nonsense
        raise Unreadable(f"It can’t be read: {str(error)[:200]}") from None
    for name, _ in component.errors:
        if name in MATTER:
            raise Unreadable(f"Its {MATTER[name]} can’t be read: {component[name]!s:.60}")
    for name in ONCE:
        if isinstance(component.get(name), list):
            raise Unreadable(f"It has more than one {MATTER[name]}.")
    if "RANGE" in getattr(component.get("RECURRENCE-ID"), "params", {}):
        raise Unreadable("It changes from some day on (RANGE=THISANDFUTURE), which can’t be kept yet.")
    return component
