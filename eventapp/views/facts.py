"""Facts: what the page of an event says about it, as its reader reads it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from pyramid.request import Request

from eventapp.ical import Occurrence
from eventapp.ical.recurrence import expands
from eventapp.models import When
from eventapp.views import dates
from eventapp.views.reader import Reader, reader_of
from eventapp.views.repeats import in_words


def _elsewhere(when: When, reader: Reader) -> str:
    """The wall time in the event's own zone, where that is another than the reader's; with the day, where it is too."""
    if not isinstance(when.start, datetime) or when.timezone == reader.zone.key:
        return ""
    there = replace(reader, zone=when.zone)
    same_day = when.first_day == when.starts_at.astimezone(reader.zone).date()
    named = "" if same_day else f"{there.short_date(when.first_day, when.first_day)}, "
    return f"{named}{there.clock(when.starts_at)} in {when.timezone}"


def _clocks(when: When, reader: Reader) -> str:
    """What clocks that are set forward or back on that day make of the start; nothing on other days."""
    if not isinstance(when.start, datetime):
        return ""
    wall, there = when.start, when.starts_at.astimezone(when.zone)
    said = replace(reader, zone=when.zone)
    if there.replace(tzinfo=None) != wall:
        return (
            f"Clocks go forward then in {when.timezone}: there is no {wall:%H:%M}, so it starts at {said.clock(there)}."
        )
    if wall.replace(tzinfo=when.zone, fold=1).utcoffset() != there.utcoffset():
        return f"Clocks go back then in {when.timezone}: {said.clock(there)} comes twice, and the first is meant."
    return ""


def _before(minutes: int) -> str:
    """A reminder in words."""
    for size, unit in ((10080, "week"), (1440, "day"), (60, "hour"), (1, "minute")):
        if minutes and minutes % size == 0:
            count = minutes // size
            return f"{count} {unit}{'' if count == 1 else 's'} before"
    return "when it starts"


def facts(occurrence: Occurrence, request: Request) -> dict[str, Any]:
    """What the page of an event says about it."""
    when, reader = occurrence.when, reader_of(request)
    local = dates.Local(when, reader)
    event, again = occurrence.event, occurrence.event.recurrence
    kind, distance = dates.distance(when, request.now, reader)
    return {
        "occurrence": occurrence,
        "clocks": _clocks(when, reader),
        "repeats": in_words(again, event.when.start, reader),
        "expands": expands(again),
        "changed": occurrence.at in {change.at for change in event.content.changes},
        "reminders": ", ".join(_before(minutes) for minutes in event.content.reminders),
        "people": event.content.people,
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
