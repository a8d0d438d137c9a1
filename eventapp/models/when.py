"""When: the time of an event, as wall time in a zone. Instants are derived from it, never stored.

A clock on a wall in Prague shows 12:30, whatever becomes of Prague's offset from UTC; so 12:30 and
``Europe/Prague`` is what is kept (RFC 5545, sections 3.3.5 form 3 and 3.3.4).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from eventapp.models.wrong import Wrong

FIRST_YEAR, LAST_YEAR = 1000, 9000
DAY = timedelta(days=1)


@cache
def zone_names() -> dict[str, str]:
    """The IANA time zones known here: each name by its lower-case form.

    ``localtime`` and ``Factory`` are files beside them, and mean something else on every machine.
    """
    return {name.lower(): name for name in available_timezones() - {"localtime", "Factory"}}


@dataclass(frozen=True)  # without slots, whose pickles could never gain a field
class When:
    """The start and the end of an event.

    :param start: a ``date`` for an all-day event, or a naive ``datetime``: wall time in ``timezone``.
    :param end: of the same type as ``start``, or None. It is exclusive, as DTEND is in RFC 5545
        (section 3.6.1): an all-day event of one day ends on the day after. None means that a timed
        event has no length and that an all-day event is one day long.
    :param timezone: an IANA name.
    :param floating: whether it is meant wherever its reader is (RFC 5545, section 3.3.5, form 1) and has
        ``timezone`` only because a time needs one here.
    :raises ValueError: when the zone is unknown, or a time has an offset.
    :raises Wrong: when the end is before the start, the year is not from 1000 to 9000, or the two are not of
        one type.
    """

    start: date | datetime
    end: date | datetime | None = None
    timezone: str = "UTC"
    floating: bool = False

    def __post_init__(self) -> None:
        if zone_names().get(self.timezone.lower()) != self.timezone:
            raise ValueError(f"{self.timezone!r} is not the name of a time zone.")
        for moment in (self.start, self.end):
            if isinstance(moment, datetime) and moment.tzinfo is not None:
                raise ValueError("Give wall time without an offset; the zone has a field of its own.")
        if self.end is not None:
            if isinstance(self.end, datetime) is self.all_day:
                raise Wrong("The start and the end must both be days, or both be times.")
            if self.end < self.start:
                raise Wrong("The end must not be before the start.")
        if self.first_day.year < FIRST_YEAR or self.last_day.year > LAST_YEAR:
            raise Wrong("The year must be from ${first} to ${last}.", first=str(FIRST_YEAR), last=str(LAST_YEAR))

    def __setstate__(self, state: Any) -> None:
        # Version 1 had slots, whose pickles are a list of the three.
        self.__dict__.update(
            dict(zip(("start", "end", "timezone"), state, strict=True)) if isinstance(state, list) else state
        )

    @property
    def all_day(self) -> bool:
        return not isinstance(self.start, datetime)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def first_day(self) -> date:
        """The day on which it starts, in its own zone."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def last_day(self) -> date:
        """The last day of it, inclusive, in its own zone."""
        if self.end is None:
            return self.first_day
        if isinstance(self.end, datetime):
            return self.end.date()
        return max(self.start, self.end - DAY)

    def at(self, start: date | datetime) -> "When":
        """The same length of time from another start, which is of the same type; wall time counts."""
        end: Any = None if self.end is None else start + (self.end - self.start)
        return When(start, end, self.timezone, self.floating)

    @property
    def starts_at(self) -> datetime:
        """The instant at which it starts, in UTC."""
        return _instant(self.start, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The instant at which it is over, in UTC; never before ``starts_at``.

        When clocks are set back, a later wall time can be an earlier instant.
        """
        if self.all_day:
            return _instant(self.last_day + DAY, self.zone)
        start = self.starts_at
        return start if self.end is None else max(start, _instant(self.end, self.zone))


def _instant(moment: date | datetime, zone: tzinfo) -> datetime:
    wall = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return wall.replace(tzinfo=zone).astimezone(UTC)
