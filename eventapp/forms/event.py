"""The form of an event: four fields make its time."""

import re
from datetime import date, datetime, time
from typing import Any

from wtforms import Form, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import DateField, SelectChoice, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from eventapp.forms.text import VISIBLE, check_zone, lines, one_line, zone_name
from eventapp.models.event import ID, Event
from eventapp.models.when import DAY, FIRST_YEAR, LAST_YEAR, When

KEEP = "keep"
REMINDERS = {
    "": "Not at all",
    "0": "When it starts",
    "5": "5 minutes before",
    "10": "10 minutes before",
    "15": "15 minutes before",
    "30": "30 minutes before",
    "60": "1 hour before",
    "120": "2 hours before",
    "1440": "1 day before",
    "2880": "2 days before",
    "10080": "1 week before",
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
            looks_right = re.fullmatch(r"\d{4}-\d\d-\d\d", valuelist[0].strip())
            message = "There is no such day." if looks_right else "Write the day as year-month-day, such as 2026-11-27."
            raise ValueError(message) from None


class ClockField(TimeField):
    """A time of day, as ``<input type=time>`` sends it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%H:%M", "%H:%M:%S"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError("Write the time as hours:minutes, such as 12:30.") from None

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return "" if self.data is None else self.data.isoformat("seconds" if self.data.second else "minutes")


class EventForm(Form):
    """One event. After :meth:`validate`, ``when`` is its time."""

    title = StringField(
        "Title",
        filters=[one_line],
        validators=[
            DataRequired("Give the event a title."),
            Length(1, 200, "Use 1 to 200 characters."),
            Regexp(VISIBLE, message="Give the event a title that can be seen."),
        ],
    )
    start_date = DayField("Starts on", validators=[InputRequired("Give the day it starts.")])
    start_time = ClockField("at", description="the time it starts", validators=[Optional()])
    end_date = DayField("Ends on", validators=[Optional()])
    end_time = ClockField("at", description="the time it ends", validators=[Optional()])
    timezone = StringField("Time zone", filters=[zone_name], validators=[check_zone])
    place = StringField(
        "Place", filters=[one_line], validators=[Length(max=500, message="Use 500 characters or fewer.")]
    )
    notes = TextAreaField(
        "Notes", filters=[lines], validators=[Length(max=10_000, message="Use 10,000 characters or fewer.")]
    )
    calendar = SelectField("Calendar", choices=[], validate_choice=False)  # the view knows them
    reminder = SelectField("Remind me", default="", invalid_choice_message="Choose one of these.")
    scope = RadioField(
        "What to change",
        choices=[
            SelectChoice("one", "Only this one"),
            SelectChoice("following", "This and all that follow"),
            SelectChoice("all", "All of them"),
        ],
        default="one",
        invalid_choice_message="Choose one of these.",
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
            self.reminder.choices.append(SelectChoice(KEEP, "As it is set"))

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

    def _problem_with_times(self) -> tuple[Any, str] | None:
        """The field to blame and the message, when the four do not make a time."""
        first, last = self.start_date.data, self.end_date.data
        start, end = self.start_time.data, self.end_time.data
        for field in (self.start_date, self.end_date):
            if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
                return field, f"Use a year from {FIRST_YEAR} to {LAST_YEAR}."
        if last is not None and last < first:
            return self.end_date, f"The end must not be before the start, {first}."
        if start is None and end is not None:
            return self.start_time, "Give the time it starts, too, or leave both empty for all day."
        if start is not None and end is None and last is not None and last > first:
            return self.end_time, "Give the time it ends on that day."
        if end is not None and (last or first) == first and end < start:
            hint = "" if last else " If it ends on another day, give that day, too."
            return self.end_time, f"The end must not be before {start:%H:%M}.{hint}"
        return None

    def _when(self) -> When:
        first: date = self.start_date.data
        last: date = self.end_date.data or first
        start: time | None = self.start_time.data
        end: time | None = self.end_time.data
        zone = str(self.timezone.data)
        if start is None:
            return When(first, last + DAY if last > first else None, zone)
        return When(datetime.combine(first, start), None if end is None else datetime.combine(last, end), zone)
