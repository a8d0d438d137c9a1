"""Facts: what the page of an event says about it, as its reader reads it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from pyramid.request import Request

from eventapp.i18n import Text, _, many
from eventapp.ical import Occurrence
from eventapp.ical.recurrence import expands
from eventapp.models import When
from eventapp.views import dates
from eventapp.views.calendars import title_of
from eventapp.views.plain import notes_of
from eventapp.views.reader import Reader, reader_of
from eventapp.views.repeats import in_words


def _elsewhere(when: When, reader: Reader) -> str:
    """The wall time in the event's own zone, where that is another than the reader's; with the day, where it is too."""
    if not isinstance(when.start, datetime) or when.timezone == reader.zone.key:
        return ""
    if when.starts_at.astimezone(when.zone).utcoffset() == when.starts_at.astimezone(reader.zone).utcoffset():
        return ""
    there = replace(reader, zone=when.zone)
    same_day = when.first_day == when.starts_at.astimezone(reader.zone).date()
    clock = there.clock(when.starts_at)
    if same_day:
        return _("${time} in ${zone}", time=clock, zone=when.timezone)
    day = there.short_date(when.first_day, when.first_day)
    return _("${day}, ${time} in ${zone}", day=day, time=clock, zone=when.timezone)


def _clocks(when: When, reader: Reader) -> str:
    """What clocks that are set forward or back on that day make of the start; nothing on other days."""
    if not isinstance(when.start, datetime):
        return ""
    wall, there = when.start, when.starts_at.astimezone(when.zone)
    said = replace(reader, zone=when.zone)
    if there.replace(tzinfo=None) != wall:
        return _(
            "Clocks go forward then in ${zone}: there is no ${missing}, so it starts at ${time}.",
            zone=when.timezone,
            missing=f"{wall:%H:%M}",
            time=said.clock(there),
        )
    if wall.replace(tzinfo=when.zone, fold=1).utcoffset() != there.utcoffset():
        return _(
            "Clocks go back then in ${zone}: ${time} comes twice, and the first is meant.",
            zone=when.timezone,
            time=said.clock(there),
        )
    return ""


def before(minutes: int) -> Text:
    """A reminder in words."""
    if not minutes:
        return _("when it starts")
    if minutes % 10080 == 0:
        return many("${n} week before", "${n} weeks before", minutes // 10080)
    if minutes % 1440 == 0:
        return many("${n} day before", "${n} days before", minutes // 1440)
    if minutes % 60 == 0:
        return many("${n} hour before", "${n} hours before", minutes // 60)
    return many("${n} minute before", "${n} minutes before", minutes)


def facts(occurrence: Occurrence, request: Request) -> dict[str, Any]:
    """What the page of an event says about it."""
    when, reader = occurrence.when, reader_of(request)
    local = dates.Local(when, reader)
    event, again = occurrence.event, occurrence.event.recurrence
    kind, distance = dates.distance(when, request.now, reader)
    return {
        "occurrence": occurrence,
        "day": local.first,
        "calendar": title_of(event.__parent__) if event.__parent__ and len(request.user.all_calendars()) > 1 else "",
        "clocks": _clocks(when, reader),
        "repeats": in_words(again, event.when.start, reader),
        "expands": expands(again),
        "changed": occurrence.at in {change.at for change in event.content.changes},
        "reminders": ", ".join(reader.say(before(minutes)) for minutes in event.content.reminders),
        "people": event.content.people,
        "notes": notes_of(occurrence),
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
