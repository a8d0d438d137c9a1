"""Facts: what the page of an event says about it, as its reader reads it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from pyramid.request import Request

from eventapp.ical import Occurrence
from eventapp.models import When
from eventapp.views import dates
from eventapp.views.reader import Reader, reader_of


def _elsewhere(when: When, reader: Reader) -> str:
    """The wall time in the event's own zone, where that is another than the reader's; with the day, where it is too."""
    if not isinstance(when.start, datetime) or when.timezone == reader.zone.key:
        return ""
    there = replace(reader, zone=when.zone)
    same_day = when.first_day == when.starts_at.astimezone(reader.zone).date()
    named = "" if same_day else f"{there.short_date(when.first_day, when.first_day)}, "
    return f"{named}{there.clock(when.starts_at)} in {when.timezone}"


def facts(occurrence: Occurrence, request: Request) -> dict[str, Any]:
    """What the page of an event says about it."""
    when, reader = occurrence.when, reader_of(request)
    local = dates.Local(when, reader)
    kind, distance = dates.distance(when, request.now, reader)
    return {
        "occurrence": occurrence,
        "first": reader.long_date(local.first),
        "last": "" if local.first == local.last else reader.long_date(local.last),
        "start": local.start,
        "end": local.end,
        "elsewhere": _elsewhere(when, reader),
        "kind": kind,
        "distance": distance,
        "hue": dates.hue(occurrence),
        "number": dates.countdowns([occurrence], request.now, reader, 1),
    }
