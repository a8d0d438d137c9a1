"""The form of an event: four fields make its time."""

import re
from datetime import date, datetime, time
from typing import Any

from wtforms import Form, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import DateField, SelectChoice, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from eventapp.forms.text import OFFERED, VISIBLE, check_zone, lines, one_line, zone_name
from eventapp.i18n import Text, _
from eventapp.models.event import ID, Event
from eventapp.models.when import DAY, FIRST_YEAR, LAST_YEAR, When

KEEP = "keep"
REMINDERS = {
    "": _("Not at all"),
    "0": _("When it starts"),
    "5": _("5 minutes before"),
    "10": _("10 minutes before"),
    "15": _("15 minutes before"),
    "30": _("30 minutes before"),
    "60": _("1 hour before"),
    "120": _("2 hours before"),
    "1440": _("1 day before"),
    "2880": _("2 days before"),
    "10080": _("1 week before"),
}


def reminder_of(reminders: tuple[int, ...]) -> str:
    """The choice that is these reminders."""
    chosen = "".join(map(str, reminders))
    return chosen if len(reminders) < 2 and chosen in REMINDERS else KEEP


class DayField(DateField):
    """A day, as ``<input type=date>`` sends it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", valuelist[0].strip()):
                raise ValueError(_("There is no such day.")) from None
            raise ValueError(_("Write the day as year-month-day, such as 2026-11-27.")) from None


class ClockField(TimeField):
    """A time of day, as ``<input type=time>`` sends it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%H:%M", "%H:%M:%S"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(_("Write the time as hours:minutes, such as 12:30.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return "" if self.data is None else self.data.isoformat("seconds" if self.data.second else "minutes")


class EventForm(Form):
    """One event. After :meth:`validate`, ``when`` is its time."""

    title = StringField(
        _("Title"),
        filters=[one_line],
        validators=[
            DataRequired(_("Give the event a title.")),
            Length(1, 200, _("Use 1 to ${most} characters.", most=200)),
            Regexp(VISIBLE, message=_("Give the event a title that can be seen.")),
        ],
    )
    start_date = DayField(_("Starts on"), validators=[InputRequired(_("Give the day it starts."))])
    start_time = ClockField(_("at"), description=_("the time it starts"), validators=[Optional()])
    end_date = DayField(_("Ends on"), validators=[Optional()])
    end_time = ClockField(_("at"), description=_("the time it ends"), validators=[Optional()])
    timezone = StringField(_("Time zone"), filters=[zone_name], validators=[check_zone])
    place = StringField(
        _("Place"),
        filters=[one_line],
        validators=[Length(max=500, message=_("Use ${most} characters or fewer.", most=500))],
    )
    notes = TextAreaField(
        _("Notes"),
        filters=[lines],
        validators=[Length(max=10_000, message=_("Use ${most} characters or fewer.", most=10_000))],
    )
    calendar = SelectField(_("Calendar"), choices=[], validate_choice=False)  # the view knows them
    reminder = SelectField(_("Remind me"), default="", **OFFERED)
    scope = RadioField(
        _("What to change"),
        choices=[
            SelectChoice("one", _("Only this one")),
            SelectChoice("following", _("This and all that follow")),
            SelectChoice("all", _("All of them")),
        ],
        default="one",
        **OFFERED,
    )
    at = HiddenField()
    version = HiddenField()
    id = HiddenField(validators=[Optional(), Regexp(re.compile(ID.pattern + r"\Z"))])

    when: When

    def __init__(self, *args: Any, reminders: tuple[int, ...] = (), **kwargs: Any) -> None:
        """:param reminders: those that the event has, which can be kept as they are, however many."""
        super().__init__(*args, **kwargs)
        self._reminders = reminders
        self.reminder.choices = [SelectChoice(value, label) for value, label in REMINDERS.items()]
        if reminder_of(reminders) == KEEP:
            self.reminder.choices.append(SelectChoice(KEEP, _("As it is set")))

    @property
    def reminders(self) -> tuple[int, ...]:
        """How long before the start to remind, in minutes."""
        chosen = self.reminder.data
        return self._reminders if chosen == KEEP else (int(chosen),) if chosen else ()

    @classmethod
    def of(cls, event: Event, when: When | None = None, **more: Any) -> "EventForm":
        """The form as it looks for an event that exists.

        :param when: the time of the occurrence that is shown.
        :param more: what differs in that one, and further fields.
        """
        when = when or event.when
        reminders = event.content.reminders
        start, end = when.start, when.end
        fields: dict[str, Any] = {
            "title": event.title,
            "start_date": when.first_day,
            "start_time": start.time() if isinstance(start, datetime) else None,
            "end_date": when.last_day if when.last_day > when.first_day else None,
            "end_time": end.time() if isinstance(end, datetime) else None,
            "timezone": when.timezone,
            "place": event.place,
            "notes": event.notes,
            "version": event.version,
            "reminder": reminder_of(reminders),
        }
        return cls(reminders=reminders, **(fields | more))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if any(field.errors for field in (self.start_date, self.start_time, self.end_date, self.end_time)):
            return False
        problem = self._problem_with_times()
        if problem is None:
            if good:
                self.when = self._when()
            return good
        field, message = problem
        field.errors = [message]
        return False

    def _problem_with_times(self) -> tuple[Any, Text] | None:
        """The field to blame and the message, when the four do not make a time."""
        first, last = self.start_date.data, self.end_date.data
        start, end = self.start_time.data, self.end_time.data
        for field in (self.start_date, self.end_date):
            if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
                return field, _("Use a year from ${first} to ${last}.", first=str(FIRST_YEAR), last=str(LAST_YEAR))
        if last is not None and last < first:
            return self.end_date, _("The end must not be before the start, ${day}.", day=first)
        if start is None and end is not None:
            return self.start_time, _("Give the time it starts, too, or leave both empty for all day.")
        if start is not None and end is None and last is not None and last > first:
            return self.end_time, _("Give the time it ends on that day.")
        if end is not None and (last or first) == first and end < start:
            return self.end_time, self._ends_too_early(f"{start:%H:%M}")
        return None

    def _ends_too_early(self, start: str) -> Text:
        if self.end_date.data:
            return _("The end must not be before ${time}.", time=start)
        return _("The end must not be before ${time}. If it ends on another day, give that day, too.", time=start)

    def _when(self) -> When:
        first: date = self.start_date.data
        last: date = self.end_date.data or first
        start: time | None = self.start_time.data
        end: time | None = self.end_time.data
        zone = str(self.timezone.data)
        if start is None:
            return When(first, last + DAY if last > first else None, zone)
        return When(datetime.combine(first, start), None if end is None else datetime.combine(last, end), zone)
