"""Recurrence: when an event happens again, as RFC 5545 (section 3.8.5) has it. Its starts are worked out in ical/."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)  # without slots, whose pickles could never gain a field
class Recurrence:
    """The rules of a series, and its exceptions. ``ical.recurrence`` makes it, and checks it.

    :param rules: RRULE values as RFC 5545 (section 3.3.10) writes them, such as
        ``FREQ=WEEKLY;INTERVAL=2;BYDAY=TU``. UNTIL is of the kind that the start of the event is: a day,
        or wall time in the zone of the event.
    :param also: RDATE: further starts in their order, of the type of the event's start: days, or naive
        wall times in its zone.
    :param never: EXDATE: starts that are left out, likewise.
    :param last: the start of the last occurrence; None: it goes on for ever.
    :param yearly: where in a year starts can fall, as (first, last) of month * 31 + day, inclusive; empty
        means anywhere.
    """

    rules: tuple[str, ...] = ()
    also: tuple[date | datetime, ...] = ()
    never: tuple[date | datetime, ...] = ()
    last: date | datetime | None = None
    yearly: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules or self.also)
