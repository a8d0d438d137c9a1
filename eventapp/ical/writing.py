"""Writing: events as an iCalendar file. What came in and was not changed since goes out as it came."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import icalendar

from eventapp.ical.blocks import FOLD, blocks_of
from eventapp.ical.component import WHOLE_DAYS, Reader, cancelled, moment, reminders_of, says_whole_days
from eventapp.ical.reading import TZID, in_order
from eventapp.ical.recurrence import in_utc
from eventapp.ical.together import together
from eventapp.ical.verbatim import Verbatim
from eventapp.ical.zones import definitions, zone_of
from eventapp.models import Change, Content, Event, When
from eventapp.models.when import zone_names

PRODUCT = "-//eventapp//eventapp//EN"
TEXTS = {"summary": "title", "location": "place", "description": "notes"}
MOST_SEQUENCE = 2**31 - 1
"""As RFC 5545 has integers (section 3.3.8)."""


def calendar_text(events: Iterable[Event], now: datetime, name: str = "") -> bytes:
    """The events as one VCALENDAR (RFC 5545, section 3.4), in UTF-8, with the time zones they need.

    :param now: when it is written (DTSTAMP, section 3.8.7.2), aware.
    :param name: how the calendar is called (RFC 7986, section 5.1).
    """
    body, zones = together(event_text(event, now) for event in events)
    head = icalendar.Calendar()
    head.add("prodid", PRODUCT)
    head.add("version", "2.0")
    if name:
        head.add("name", name)
        head.add("x-wr-calname", name)
    lines = head.to_ical().decode("utf-8").removesuffix("END:VCALENDAR\r\n")
    used = set(zone_names().values()) & set(TZID.findall(FOLD.sub("", body)))
    whole = "".join((lines, definitions(used - zones.keys()), *zones.values(), body, "END:VCALENDAR\r\n"))
    return whole.encode("utf-8", "replace")


def event_text(event: Event, now: datetime) -> tuple[str, dict[str, str]]:
    """The VEVENTs of an event, and by their TZIDs the VTIMEZONEs that only it has."""
    content, source = event.content, event.content.source
    if source is None:
        component = icalendar.Event()
        component.add("uid", event.uid)
        component.add("dtstamp", now)
        return "".join(map(_text, _written(component, None, {}, content))), {}
    blocks = blocks_of(f"BEGIN:VCALENDAR\r\n{source.text}END:VCALENDAR\r\n")
    if source.version == content.version:
        return "".join(blocks.events), blocks.zones
    texts = {id(part.component): part for part in map(Verbatim, blocks.events)}
    timezone = content.when.timezone
    reader = Reader(lambda tzid: zone_of(tzid, blocks.zones.get(tzid, ""), timezone), timezone)
    first, others = in_order([part.component for part in texts.values()])
    old = reader.content(first, others)
    # What was called off, and an event that was not in the file, are written as RFC 5545 has them
    anew = "recurrence-id" in first or any(map(cancelled, others))
    known = {reader.start_of(other, old.when): other for other in others if not cancelled(other)}
    first.pop("recurrence-id", None)
    _set(first, "sequence", min(_sequence(first) + 1, MOST_SEQUENCE))
    _set(first, "last-modified", now)
    parts = _written(first, old, known, content, anew)
    return "".join(texts[id(part)].text() if id(part) in texts else _text(part) for part in parts), blocks.zones


def _text(component: Any) -> str:
    text: str = component.to_ical().decode("utf-8", "replace")
    return text


def _sequence(component: Any) -> int:
    try:
        return max(0, int(component.get("sequence", 0)))
    except (ValueError, TypeError):
        return 0


def _written(
    component: Any, old: Content | None, known: dict[Any, Any], content: Content, anew: bool = False
) -> list[Any]:
    """The components of an event, whose own says ``old``, when it says ``content``.

    :param known: the components of changed occurrences by the starts that these would have.
    :param anew: whether how it repeats is to be written, even where it is the same.
    """
    anew = anew or old is None or old.recurrence != content.recurrence
    same_times = old is not None and old.when == content.when
    if same_times and (anew or any(change.at not in known for change in content.changes)):
        # What is written as times and means whole days would have occurrences of another type than its start
        same_times = isinstance(component["dtstart"].dt, datetime) is not content.when.all_day
    _write_texts(component, old, content)
    if not same_times:
        _write_when(component, content.when)
    if anew or not same_times:
        _write_recurrence(component, content)
    _write_reminders(component, content.reminders)
    before = {} if old is None else {change.at: change for change in old.changes}
    parts = [component]
    for change in content.changes:
        part = known.get(change.at) or _occurrence(component)
        if change.at not in known or not same_times:
            _set(part, "recurrence-id", moment(content.when, change.at))
        said = before.get(change.at) if change.at in known else None
        if said != change:
            _write_texts(part, said, change)
            if said is None or said.when != change.when:
                _write_when(part, change.when)
        parts.append(part)
    return parts


def _occurrence(component: Any) -> Any:
    """A component for one occurrence, with all that the event has and does not repeat."""
    part = deepcopy(component)
    for name in ("rrule", "rdate", "exdate", "exrule"):
        part.pop(name, None)
    return part


def _write_texts(component: Any, old: Content | Change | None, new: Content | Change) -> None:
    for name, attribute in TEXTS.items():
        text = getattr(new, attribute)
        if old is None or text != getattr(old, attribute):
            component.pop(name, None)
            if text:
                component.add(name, text)


def _write_when(component: Any, when: When) -> None:
    for name in ("duration", "dtend", *(WHOLE_DAYS if says_whole_days(component) is not when.all_day else ())):
        component.pop(name, None)
    _set(component, "dtstart", moment(when, when.start))
    if when.end is not None and when.end > when.start:  # both are days, or both times
        component.add("dtend", moment(when, when.end))


def _write_recurrence(component: Any, content: Content) -> None:
    for name in ("rrule", "rdate", "exdate"):
        component.pop(name, None)
    again = content.recurrence
    for rule in again.rules:
        written = rule if content.when.floating else in_utc(rule, content.when.timezone)
        component.add("rrule", icalendar.vRecur.from_ical(written))
    for name, starts in (("rdate", again.also), ("exdate", again.never)):
        if starts:
            component.add(name, [moment(content.when, start) for start in starts])


def _write_reminders(component: Any, reminders: tuple[int, ...]) -> None:
    have = {id(alarm): minutes for alarm, minutes in reminders_of(component)}
    component.subcomponents = [a for a in component.subcomponents if have.get(id(a)) in {None, *reminders}]
    for minutes in reminders:
        if minutes not in have.values():
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", str(component.get("summary", "")))
            alarm.add("trigger", -timedelta(minutes=minutes))
            component.add_component(alarm)


def _set(component: Any, name: str, value: Any) -> None:
    component.pop(name, None)
    component.add(name, value)
