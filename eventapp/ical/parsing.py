"""Parsing: the text of one VEVENT into a component of icalendar, which forgives all that does not matter."""

from typing import Any

import icalendar
from icalendar.cal.component_factory import ComponentFactory
from icalendar.parser.ical.component import ComponentIcalParser

from eventapp.i18n import _

MATTER = {
    "DTSTART": _("Its start can’t be read: ${value}"),
    "DTEND": _("Its end can’t be read: ${value}"),
    "DURATION": _("Its length can’t be read: ${value}"),
    "RRULE": _("Its rule by which it repeats can’t be read: ${value}"),
    "RDATE": _("Its list of further days can’t be read: ${value}"),
    "EXDATE": _("Its list of days left out can’t be read: ${value}"),
    "RECURRENCE-ID": _("Its place among its occurrences can’t be read: ${value}"),
}
"""The properties without which an event would be shown wrongly, and what is said then."""

ONCE = {
    "DTSTART": _("It has more than one start."),
    "DTEND": _("It has more than one end."),
    "DURATION": _("It has more than one length."),
    "RECURRENCE-ID": _("It has more than one place among its occurrences."),
}
"""Those of them that an event can have once only (RFC 5545, section 3.6.1), and what is said then."""


LISTS = ("RRULE", "RDATE", "EXDATE")
"""Those that some programs write with nothing in them, or a comma too many."""


class Unreadable(ValueError):
    """An event that can't be kept. Its one argument is the reason, a text for people."""


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
        raise Unreadable(_("It can’t be read: ${error}", error=str(error)[:200])) from None
    for name, _error in component.errors:
        if name in MATTER:
            raise Unreadable(_(MATTER[name].msgid, value=str(component[name])[:60]))
    for name, reason in ONCE.items():
        if isinstance(component.get(name), list):
            raise Unreadable(reason)
    if "RANGE" in getattr(component.get("RECURRENCE-ID"), "params", {}):
        raise Unreadable(_("It changes from some day on (RANGE=THISANDFUTURE), which can’t be kept yet."))
    return component
