"""Zones: which IANA time zone a TZID of some other program means, and VTIMEZONE for the zones of IANA."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eventapp.models.when import zone_names


def zone_of(tzid: str, definition: str = "", preferred: str = "UTC") -> str | None:
    """The IANA name of what a file calls ``tzid``; None when that can't be told.

    :param definition: the VTIMEZONE of the file for it (RFC 5545, section 3.6.5), if there is one.
    :param preferred: the zone to take when it fits as well as others.
    """
    names = zone_names()
    segments = tzid.strip("/").split("/")
    # As in /mozilla.org/20050126_1/Europe/Berlin
    endings = ("/".join(segments[n:]) for n in range(len(segments)))
    known = next((names[ending.lower()] for ending in endings if ending.lower() in names), None)
    return known or WINDOWS_TO_OLSON.get(tzid) or _by_offsets(definition, preferred)


def _by_offsets(definition: str, preferred: str) -> str | None:
    """A zone that differs from UTC by as much as the definition says, in winter and in summer."""
    try:
        zone = icalendar.Timezone.from_ical(definition).to_tz(lookup_tzid=False)  # type: ignore[attr-defined]  # a time zone
        days = [datetime(2025, month, 15, 12) for month in (1, 7)]  # noqa: DTZ001 - wall time
        wanted = [day.replace(tzinfo=zone).utcoffset() for day in days]
    except Exception:
        return None
    likely = (preferred, *sorted(zone_names().values(), key=lambda name: (not name.startswith("Europe/"), name)))
    return next((n for n in likely if [day.replace(tzinfo=ZoneInfo(n)).utcoffset() for day in days] == wanted), None)


@cache
def definition_of(timezone: str) -> str:
    """The VTIMEZONE of an IANA zone, from 1970 to 2038, with CRLF."""
    return icalendar.Timezone.from_tzinfo(ZoneInfo(timezone)).to_ical().decode("utf-8")


def definitions(timezones: Iterable[str]) -> str:
    """The VTIMEZONEs of several zones. UTC needs none."""
    return "".join(definition_of(name) for name in sorted(set(timezones) - {"UTC"}))
