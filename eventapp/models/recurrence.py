"""Recurrence: at which starts an event happens again, as RFC 5545 has it (section 3.8.5). A plain value.

eventapp.ical.recurrence makes it, checked, and works the starts out.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)  # without slots, whose pickles could never gain a field
class Recurrence:
    """:param rules: RRULE values as RFC 5545 writes them, e.g. ``FREQ=WEEKLY;INTERVAL=2;BYDAY=TU``; an UNTIL is of
        the type of the event's start.
    :param also: RDATE: further starts in their order, of the type of the event's start; wall times in the event's zone.
    :param never: EXDATE: starts that are left out, likewise.
    :param last: the start of the last occurrence, or a later time; None when it goes on for ever.
    :param yearly: where in a year starts can fall, as (first, last) of month * 31 + day, inclusive; empty
        when anywhere.
    """

    rules: tuple[str, ...] = ()
    also: tuple[date | datetime, ...] = ()
    never: tuple[date | datetime, ...] = ()
    last: date | datetime | None = None
    yearly: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules or self.also)
