"""Zones: which IANA time zone a TZID of some other program means, and VTIMEZONE for the zones of IANA."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eventapp.ical.blocks import FOLD
from eventapp.models.when import zone_names

TZID = re.compile(r"^TZID.*$", re.MULTILINE)
RULE = re.compile(r"^(?:RRULE|RDATE)[^:]*:(.*?)\r?$", re.MULTILINE)
YEARLY = re.compile(
    r"(?=.*FREQ=YEARLY)(?=.*BYMONTH=\d\d?(;|$))(BYDAY=[+-]?\d?[A-Z]{2};?|BYMONTHDAY=[\d,-]+;?|(FREQ|INTERVAL|BYMONTH|UNTIL|WKST)=\w+;?)+|(\d{8}T\d{6}Z?,?)+"
)
MOST_RULES = 40
LONGEST_NAME = 200
"""Characters of a TZID that are looked at."""
LONGEST = 20_000
"""Characters."""


def zone_of(tzid: str, definition: str = "", preferred: str = "UTC") -> str | None:
    """The IANA name of what a file calls ``tzid``; None when that can't be told.

    :param definition: the VTIMEZONE of the file for it (RFC 5545, section 3.6.5), if there is one.
    :param preferred: the zone to take when it fits as well as others.
    """
    names = zone_names()
    tzid = tzid[:LONGEST_NAME]
    segments = tzid.strip("/").split("/")
    # As in /mozilla.org/20050126_1/Europe/Berlin
    endings = ("/".join(segments[n:]) for n in range(len(segments)))
    known = next((names[ending.lower()] for ending in endings if ending.lower() in names), None)
    return known or WINDOWS_TO_OLSON.get(tzid) or _by_offsets(definition, preferred)


def _by_offsets(definition: str, preferred: str) -> str | None:
    """A zone that differs from UTC by as much as the definition says, in winter and in summer."""
    if not is_harmless(definition):
        return None
    try:
        # Under a name that icalendar knows: it would keep any other for all files to come
        zone = icalendar.Timezone.from_ical(TZID.sub("TZID:UTC", definition)).to_tz(lookup_tzid=False)  # type: ignore[attr-defined]  # a time zone
        wanted = _offsets(zone)
    except Exception:
        return None
    return preferred if wanted == _offsets(ZoneInfo(preferred)) else _zones_by_offsets().get(wanted)


def is_harmless(definition: str) -> bool:
    """Whether a VTIMEZONE is one of a size that can be worked out at once: some rules of one month a year."""
    rules = RULE.findall(FOLD.sub("", definition))
    return len(definition) <= LONGEST and len(rules) <= MOST_RULES and all(map(YEARLY.fullmatch, rules))


def _offsets(zone: Any) -> tuple[Any, ...]:
    days = (datetime(2025, month, 15, 12, tzinfo=zone) for month in (1, 7))
    return tuple(day.utcoffset() for day in days)


@cache
def _zones_by_offsets() -> dict[tuple[Any, ...], str]:
    """A zone for each pair of offsets: the first by name, of Europe if there is one."""
    likely = sorted(zone_names().values(), key=lambda name: (not name.startswith("Europe/"), name), reverse=True)
    return {_offsets(ZoneInfo(name)): name for name in likely}


@cache
def definition_of(timezone: str) -> str:
    """The VTIMEZONE of an IANA zone, from 1970 to 2038, with CRLF."""
    return icalendar.Timezone.from_tzinfo(ZoneInfo(timezone)).to_ical().decode("utf-8")


def definitions(timezones: Iterable[str]) -> str:
    """The VTIMEZONEs of several zones. UTC needs none."""
    return "".join(definition_of(name) for name in sorted(set(timezones) - {"UTC"}))
