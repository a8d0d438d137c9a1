"""The form of a repetition: plain controls that make a rule, beside those of the event. All are always there.

Which of them count is said by the radios, so nothing depends on a script. A series that the form has no
controls for is kept as it is, unless another choice is made.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from wtforms import BooleanField, Form, IntegerField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from eventapp.forms.event import DayField
from eventapp.i18n import Text, _
from eventapp.models.recurrence import Recurrence
from eventapp.models.rule import MOST, Rule, parse
from eventapp.models.when import DAY

KEEP = "KEEP"
MOST_EVERY = 999
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class NumberField(IntegerField):
    """A whole number of at least one, in plain digits."""

    def __init__(self, label: str, most: int, **kwargs: Any) -> None:
        super().__init__(label, render_kw={"min": 1, "max": most}, validators=[Optional()], **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            self.data = None
            return
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
        if not 1 <= self.data <= self.most:
            raise ValueError(_("Use a number from 1 to ${most}.", most=self.most))


class RepeatForm(Form):
    """How an event repeats. :meth:`of` makes it, and :meth:`rule` is what it says once :meth:`validate` was happy."""

    repeat = RadioField(
        _("How often"),
        default="",
        choices=[
            SelectChoice("", _("Does not repeat")),
            SelectChoice("DAILY", _("Daily")),
            SelectChoice("WEEKLY", _("Weekly")),
            SelectChoice("MONTHLY", _("Monthly")),
            SelectChoice("YEARLY", _("Yearly")),
        ],
        invalid_choice_message=_("Choose how it repeats."),
    )
    every = NumberField(_("Every"), MOST_EVERY, default=1, description=_("every how many"))
    monday = BooleanField(_("Monday"))
    tuesday = BooleanField(_("Tuesday"))
    wednesday = BooleanField(_("Wednesday"))
    thursday = BooleanField(_("Thursday"))
    friday = BooleanField(_("Friday"))
    saturday = BooleanField(_("Saturday"))
    sunday = BooleanField(_("Sunday"))
    by = RadioField(
        _("Monthly, on"),
        default="day",
        choices=[
            SelectChoice("day", _("The same day, such as the 15th")),
            SelectChoice("nth", _("The same weekday, such as the second Tuesday")),
            SelectChoice("last", _("The last such weekday, such as the last Tuesday")),
        ],
        invalid_choice_message=_("Choose the day of the month."),
    )
    ends = RadioField(
        _("It ends"),
        default="never",
        choices=[
            SelectChoice("never", _("Never")),
            SelectChoice("until", _("On a day")),
            SelectChoice("count", _("After so many times")),
        ],
        invalid_choice_message=_("Choose when it ends."),
    )
    last_day = DayField(_("The last day"), validators=[Optional()])
    times = NumberField(_("How many times"), MOST, description=_("how many times"))

    week_start = 0
    """The first day of the weeks of which every second or third is meant, 0 for Monday to 6 for Sunday."""

    first_shown = 0
    """The first day of the reader's week."""

    @classmethod
    def of(
        cls,
        recurrence: Recurrence,
        start: date | datetime,
        words: str = "",
        formdata: Any = None,
        week_start: int = 0,
    ) -> "RepeatForm":
        """The form as it looks for a series; with what was typed instead, if something was.

        :param words: how the series repeats, for the choice to keep it as it is.
        :param week_start: the first day of the reader's week; a series that has one itself keeps it.
        """
        said = _fields(recurrence, start)
        form = cls(formdata, **({"repeat": KEEP} if said is None else said))
        rules = [parse(text) for text in recurrence.rules]
        form.first_shown = week_start
        form.week_start = next((rule.week_start for rule in rules if rule.weeks_count), week_start)
        if said is None:
            form.repeat.choices = [SelectChoice(KEEP, _("Keep as it is: ${words}", words=words)), *form.repeat.choices]
        return form

    @property
    def keeps(self) -> bool:
        """Whether the series is to stay as it is: then there is no rule to ask for."""
        return bool(self.repeat.data == KEEP)

    @property
    def weekdays(self) -> list[BooleanField]:
        """From Monday on."""
        return [self[day] for day in DAYS]

    @property
    def week(self) -> list[BooleanField]:
        """The same as the reader counts them."""
        return [self[DAYS[(self.first_shown + number) % 7]] for number in range(7)]

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.repeat.errors and (self.keeps or not self.repeat.data):
            for field in self:  # what else is there does not count
                field.errors = []
            return True
        used = {"until": self.last_day, "count": self.times}.get(self.ends.data)
        for field in (self.last_day, self.times, self.by):
            if field is not used and (field is not self.by or self.repeat.data != "MONTHLY"):
                field.errors = []
        for end, field, message in (
            ("until", self.last_day, _("Give the last day.")),
            ("count", self.times, _("Give how many times.")),
        ):
            if self.ends.data == end and field.data is None and not field.errors:
                field.errors = [message]
        return not any(field.errors for field in self)

    def fits(self, start: date | datetime) -> bool:
        """Whether it goes with the start of the event, which is the first day in any case. Notes what is wrong."""
        day = start.date() if isinstance(start, datetime) else start
        frequency, ticked = self.repeat.data, self._ticked()
        wrong: tuple[Any, Text] | None = None
        if self.keeps or not frequency:
            return True
        if self.ends.data == "until" and self.last_day.data < day:
            wrong = self.last_day, _("The last day must not be before the start, ${day}.", day=day)
        elif frequency == "WEEKLY" and ticked and day.weekday() not in ticked:
            field = self.weekdays[day.weekday()]
            text = _(
                "It starts on a ${weekday}. Tick that day, too, or start on another day.", weekday=field.label.text
            )
            wrong = field, text
        elif frequency == "MONTHLY" and self.by.data == "last" and (day + 7 * DAY).month == day.month:
            weekday = self.weekdays[day.weekday()].label.text
            text = _(
                "It starts on a ${weekday} that is not the last one of its month. Start on another day.",
                weekday=weekday,
            )
            wrong = self.by, text
        if wrong:
            wrong[0].errors = [wrong[1]]
        return wrong is None

    def rule(self, start: date | datetime) -> str:
        """The RRULE (RFC 5545, section 3.3.10); empty when it does not repeat."""
        if self.keeps or not self.repeat.data:
            return ""
        ends = self.ends.data
        days: tuple[tuple[int, int], ...] = ()
        if self.repeat.data == "WEEKLY":
            days = tuple((0, day) for day in self._ticked() or [start.weekday()])
        elif self.repeat.data == "MONTHLY" and self.by.data != "day":
            days = ((-1 if self.by.data == "last" else _nth(start), start.weekday()),)
        rule = Rule(
            self.repeat.data,
            self.every.data or 1,
            self.times.data if ends == "count" else None,
            self.last_day.data if ends == "until" else None,
            days=days,
        )
        return str(replace(rule, week_start=self.week_start) if rule.weeks_count else rule)

    def _ticked(self) -> list[int]:
        return [number for number, field in enumerate(self.weekdays) if field.data]


def _nth(start: date) -> int:
    return (start.day - 1) // 7 + 1


def _fields(recurrence: Recurrence, start: date | datetime) -> dict[str, Any] | None:
    """What the form shows for a series; None when it has no controls for it."""
    ticked = {DAYS[start.weekday()]: True}
    if not recurrence.rules and not recurrence.also:
        return ticked
    if len(recurrence.rules) != 1 or recurrence.also:
        return None
    rule = parse(recurrence.rules[0])
    other = rule.hours or rule.minutes or rule.seconds or rule.weeks or rule.year_days or rule.positions
    if other or rule.interval > MOST_EVERY:
        return None
    kind = _kind(rule, start)
    return None if kind is None else {"every": rule.interval, **(ticked | kind), **_end(rule, start)}


def _kind(rule: Rule, start: date | datetime) -> dict[str, Any] | None:
    """How often it is, and on which days; None when the form can't say that."""
    daily = rule.frequency == "DAILY" and rule.interval == 1 and not rule.month_days
    if (rule.frequency == "WEEKLY" or daily) and rule.days and not rule.months:
        named = {day for _, day in rule.days}
        return {"repeat": "WEEKLY", **{name: day in named for day, name in enumerate(DAYS)}}
    if rule.frequency == "MONTHLY" and not rule.months and not rule.month_days:
        on = {(): "day", ((_nth(start), start.weekday()),): "nth", ((-1, start.weekday()),): "last"}.get(rule.days)
        return {"repeat": "MONTHLY", "by": on} if on else None
    same_day = not rule.days and rule.month_days in {(), (start.day,)}
    dated = rule.frequency == "MONTHLY" and not rule.months
    birthday = (
        rule.frequency == "YEARLY" and rule.months in {(), (start.month,)} and (rule.months or not rule.month_days)
    )
    plain = rule.frequency in {"DAILY", "WEEKLY"} and not rule.months and not rule.month_days
    return {"repeat": rule.frequency} if same_day and (dated or birthday or plain) else None


def _end(rule: Rule, start: date | datetime) -> dict[str, Any]:
    """When it ends. Of a time on a day, that day is the last one if the event starts by then."""
    if rule.count is not None:
        return {"ends": "count", "times": rule.count}
    last = rule.until
    if isinstance(last, datetime) and isinstance(start, datetime):
        last = last.date() - (DAY if last.time() < start.time() else timedelta())
    return {"ends": "until", "last_day": last} if last else {}
