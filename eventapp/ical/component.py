"""Component: one VEVENT (RFC 5545, section 3.6.1), read into what an event says and written from it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from icalendar.prop import vDDDTypes

from eventapp.i18n import Text, _, reason
from eventapp.ical.parsing import Unreadable
from eventapp.ical.recurrence import END_OF_TIME, recurrence
from eventapp.models import Change, Content, Recurrence, When
from eventapp.models.rule import parse as parse_rule
from eventapp.models.when import DAY
from eventapp.models.wrong import Wrong

UNTITLED = "(no title)"
LIMITS = {"summary": 200, "location": 500, "description": 10_000}
"""As many characters of a text as the form of an event takes; the rest stays in the source."""

WHOLE_DAYS = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT")
"""With TRUE, what Outlook and Exchange write from midnight to midnight in a time zone is on those days anywhere."""

MOST_REMINDERS = 100
MOST_PEOPLE = 500

ZoneOf = Callable[[str], str | None]
"""From a TZID to the name of an IANA zone, if it is known."""


class Reader:
    """Reads components in the time zones of one file.

    :param zone_of: what the TZIDs of the file mean.
    :param timezone: the zone for times that name none, or one that nobody knows.
    """

    def __init__(self, zone_of: ZoneOf, timezone: str) -> None:
        self.zone_of, self.timezone = zone_of, timezone

    def content(self, component: Any, changed: list[Any]) -> Content:
        """What an event says.

        :param changed: the components of its occurrences that differ.
        :raises Unreadable: when its times or rules make no sense.
        """
        when = self.when(component)
        try:
            again = self._recurrence(component, when, changed)
            # What is said of an occurrence by itself counts more than what its period says
            changes = {change.at: change for change in self._periods(component, when)}
            changes |= {change.at: change for change in (self._change(c, when) for c in changed if not cancelled(c))}
            for start in (*again.also[:1], *again.also[-1:], again.last):
                if start is not None:
                    when.at(start)  # which the calendar will look for, so it has to be possible
        except (ValueError, OverflowError, TypeError, AttributeError) as error:
            raise Unreadable(_reason(error)) from None
        return Content(
            title=text_of(component, "summary") or UNTITLED,
            when=when,
            place=text_of(component, "location"),
            notes=text_of(component, "description"),
            recurrence=again,
            changes=tuple(changes[at] for at in sorted(changes)),
            reminders=_reminders(component),
            people=tuple(dict.fromkeys(islice(_people(component), MOST_PEOPLE))),
        )

    def when(self, component: Any) -> When:
        """The time of one component.

        :raises Unreadable: when it has none, or an impossible one.
        """
        start = component.get("dtstart")
        if start is None:
            raise Unreadable(_("It does not say when it starts."))
        timezone = self._zone(start)
        try:
            first = self._wall(start.dt, start.params, timezone)
            end = self._end(component, first, timezone)
            day, after = _day_from_midnight(first), None if end is None else _day_from_midnight(end)
            if says_whole_days(component) and day and (after or end is None):
                return When(day, None if after == day + DAY else after, timezone)
            floating = isinstance(first, datetime) and start.dt.tzinfo is None and "TZID" not in start.params
            return When(first, end, timezone, floating)
        except (ValueError, OverflowError, TypeError, AttributeError) as error:
            raise Unreadable(_reason(error)) from None

    def _end(self, component: Any, first: date | datetime, timezone: str) -> date | datetime | None:
        end, duration = component.get("dtend"), component.get("duration")
        last: date | datetime
        if end is not None:
            last = self._wall(end.dt, end.params, timezone)
            if not isinstance(first, datetime):
                last = last.date() if isinstance(last, datetime) else last
            elif not isinstance(last, datetime):
                last = datetime.combine(last, time())
        elif duration is not None:
            last = first + duration.dt
        else:
            return None
        none = (first,) if isinstance(first, datetime) else (first, first + DAY)
        return None if last in none else last

    def _zone(self, prop: Any) -> str:
        if not isinstance(prop.dt, datetime):
            return self.timezone
        if "TZID" in prop.params:
            return self.zone_of(str(prop.params["TZID"])) or self.timezone
        return self.timezone if prop.dt.tzinfo is None else "UTC"

    def _wall(self, moment: Any, params: Any, timezone: str) -> Any:
        """A value as wall time in ``timezone``; a day stays a day."""
        if not isinstance(moment, datetime):
            return moment
        wall = moment.replace(tzinfo=None)
        if "TZID" in params:
            zone = self.zone_of(str(params["TZID"])) or self.timezone
        elif moment.tzinfo is None:
            return wall
        else:
            zone = "UTC"
        if zone == timezone:
            return wall
        elsewhere = When(wall, timezone=zone).starts_at
        return elsewhere.astimezone(When(wall, timezone=timezone).zone).replace(tzinfo=None, fold=0)

    def _start(self, moment: Any, params: Any, when: When) -> Any:
        """A start among those of a recurring event: of the type of its first one, whatever it was written as."""
        wall = self._wall(moment, params, when.timezone)
        if when.all_day:
            return wall.date() if isinstance(wall, datetime) else wall
        assert isinstance(when.start, datetime)  # noqa: S101 - what all_day means
        return wall if isinstance(wall, datetime) else datetime.combine(wall, when.start.time())

    def _recurrence(self, component: Any, when: When, changed: list[Any]) -> Recurrence:
        written = [rule.to_ical().decode() for rule in _all(component, "rrule")]
        timed = isinstance(component["dtstart"].dt, datetime)
        rules = [rule for rule in (_in_time(rule, when, timed) for rule in written) if rule]
        also = [self._start(moment, params, when) for moment, params in _dates(component, "rdate")]
        never = [self._start(moment, params, when) for moment, params in _dates(component, "exdate")]
        never += [self.start_of(c, when) for c in changed if cancelled(c)]
        if "recurrence-id" in component:  # only occurrences are there: each is one more start
            also += [self.start_of(c, when) for c in changed if not cancelled(c)]
        if not rules and not also:
            return Recurrence()
        return recurrence(when.start, tuple(rules), tuple(also), tuple(never), when.timezone)

    def _change(self, component: Any, when: When) -> Change:
        return Change(
            at=self.start_of(component, when),
            title=text_of(component, "summary") or UNTITLED,
            when=self.when(component),
            place=text_of(component, "location"),
            notes=text_of(component, "description"),
        )

    def start_of(self, component: Any, when: When) -> Any:
        """The start that an occurrence would have if it were not changed."""
        prop = component["recurrence-id"]
        return self._start(prop.dt, prop.params, when)

    def _periods(self, component: Any, when: When) -> Iterator[Change]:
        """RDATEs with an end of their own (RFC 5545, section 3.8.5.2)."""
        title, place, notes = (text_of(component, name) for name in LIMITS)
        for dates in _all(component, "rdate"):
            for value in dates.dts:
                if isinstance(value.dt, tuple):
                    first, last = value.dt
                    end = first + last if isinstance(last, timedelta) else last
                    start = self._start(first, dates.params, when)
                    its = When(start, self._start(end, dates.params, when), when.timezone, when.floating)
                    yield Change(start, title or UNTITLED, its, place, notes)


def _reason(error: Exception) -> Text:
    """What is wrong, for people: our own words, or that a number is out of all bounds."""
    if isinstance(error, Unreadable):
        return error.args[0]
    return reason(error) if isinstance(error, Wrong) else _("Its times make no sense.")


def _in_time(rule: str, when: When, timed: bool) -> str:
    """The rule; nothing, when it ends before the event starts.

    :param timed: whether the start is written as a time. Where whole days are meant for all that, so is the day of
        UNTIL in the zone of the event.
    """
    parsed = parse_rule(rule)
    until = parsed.until
    if until is None or until.year >= END_OF_TIME:
        return rule
    if timed and isinstance(until, datetime):
        wall = until if until.tzinfo is None else until.astimezone(when.zone).replace(tzinfo=None)
        if isinstance(when.start, datetime):
            return "" if wall < when.start else rule
        return "" if wall.date() < when.start else str(replace(parsed, until=wall.date()))
    last = until.date() if isinstance(until, datetime) else until
    return "" if last < when.first_day else rule


def _all(component: Any, name: str) -> list[Any]:
    values = component.get(name, [])
    return values if isinstance(values, list) else [values]


def _dates(component: Any, name: str) -> Iterator[tuple[Any, Any]]:
    """The values of RDATE or EXDATE with their parameters; of periods the starts."""
    for dates in _all(component, name):
        for value in dates.dts:
            yield value.dt[0] if isinstance(value.dt, tuple) else value.dt, dates.params


def says_whole_days(component: Any) -> bool:
    """Whether it says as Microsoft does that its days are whole, though they may be written as times."""
    return any(str(component.get(name, "")).upper() == "TRUE" for name in WHOLE_DAYS)


def _day_from_midnight(moment: date | datetime) -> date | None:
    """The day that begins then; None where it is no midnight."""
    return moment.date() if isinstance(moment, datetime) and moment.time() == time() else None


def cancelled(component: Any) -> bool:
    """Whether it says that it will not be."""
    return str(component.get("status", "")).upper() == "CANCELLED"


def text_of(component: Any, name: str) -> str:
    """A text, within the limits of the form of an event; a title and a place on one line."""
    values = _all(component, name)
    text = str(values[0]) if values else ""
    text = "".join(c for c in text.replace("\r\n", "\n") if c in "\n\t" or c >= " ").strip()
    if name != "description":
        text = " ".join(text.split())
    limit = LIMITS[name]
    return text if len(text) <= limit else text[: limit - 1] + "…"


def reminders_of(component: Any) -> Iterator[tuple[Any, int]]:
    """The alarms that go off some minutes before the start, and how many; those that are set otherwise are left out."""
    for alarm in component.subcomponents:
        trigger = alarm.get("trigger")
        before = trigger.dt if isinstance(trigger, vDDDTypes) else None
        if isinstance(before, timedelta) and before <= timedelta() and trigger.params.get("RELATED") != "END":
            yield alarm, -before // timedelta(minutes=1)


def _reminders(component: Any) -> tuple[int, ...]:
    found = {minutes for _, minutes in reminders_of(component)}
    if len(found) > MOST_REMINDERS:
        raise Unreadable(_("It has more than ${most} alarms.", most=MOST_REMINDERS))
    return tuple(sorted(found))


def _people(component: Any) -> Iterator[str]:
    for name in ("organizer", "attendee"):
        for person in _all(component, name):
            params = getattr(person, "params", {})
            called = str(params.get("CN") or str(person).removeprefix("mailto:").removeprefix("MAILTO:"))[:200]
            if called.strip():
                yield called


def moment(when: When, wall: date | datetime) -> date | datetime:
    """A day or a wall time as icalendar wants it, to be written as the times of the event are."""
    if not isinstance(wall, datetime) or when.floating:
        return wall
    return wall.replace(tzinfo=UTC if when.timezone == "UTC" else when.zone)
