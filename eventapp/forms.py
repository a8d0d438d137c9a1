"""Forms: what came in → values, or messages for the person who typed it. They know no request.

What is wrong with a single form is found here; what depends on the tree (a name that is taken) is
added by the view.
"""

import re
from datetime import date, datetime, time
from typing import Any

import email_validator
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import DateField, SelectChoice, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from eventapp.models.event import ID, Event
from eventapp.models.user import RESERVED, USERNAME
from eventapp.models.when import DAY, FIRST_YEAR, LAST_YEAR, When, zone_names

# A home network's own domains (.local, .test) are as good as any: nothing here depends on the world's mail.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()

LOCALES = (
    "ar bg bn ca cs da de el en_GB en_US es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv nb nl pl pt "
    "pt_BR ro ru sk sl sr sv th tr uk vi zh_Hans zh_Hant"
).split()
"""The languages in which days can be written, as the Unicode locale data names them."""

VISIBLE = re.compile(
    r".*[^\s\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
"""A text in which something can be seen."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text: str | None) -> str:
    """The text on one line, without control characters and needless spaces."""
    return " ".join(_CONTROL.sub(" ", text or "").split())


def lines(text: str | None) -> str:
    """The text with ends of lines as ``\\n``, and without other control characters."""
    return _CONTROL.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def zone_name(text: str | None) -> str:
    """The IANA name that was meant, however it was capitalised; else the text as it is."""
    name = one_line(text)
    return zone_names().get(name.lower(), name)


def check_zone(form: Form, field: Any) -> None:
    if field.data.lower() not in zone_names():
        raise ValidationError("There is no such time zone. Write a name such as Europe/Prague.")


def check_email(form: Form, field: Any) -> None:
    try:
        address = email_validator.validate_email(field.data, check_deliverability=False, globally_deliverable=False)
    except email_validator.EmailNotValidError:
        raise ValidationError("That is not an email address. Write it like name@example.com.") from None
    if "." not in address.domain:
        raise ValidationError("The part after @ lacks its ending, such as .com.")


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


class LoginForm(Form):
    """Sign in. What is missing or wrong is one message of the view's, so no field has a validator."""

    username = StringField("Username or email", filters=[one_line])
    password = PasswordField("Password")
    keep = BooleanField("Keep me signed in", default=True)
    keep_offered = HiddenField()
    next = HiddenField()

    @property
    def keeps(self) -> bool:
        """Whether to stay signed in: what the box says, and yes for a client that never heard of the box.

        Browsers send nothing at all for an unticked box, so the page sends along that it had one.
        """
        return bool(self.keep.data or not self.keep_offered.data)


class ConfirmForm(Form):
    """The password once more, or a passkey. The view judges it."""

    password = PasswordField("Password")
    credential = HiddenField()
    next = HiddenField()


class NewPasswordForm(Form):
    """A new password. The view judges it, with security.passwords."""

    password = PasswordField("New password")

    def judge(self, weakness: str | None) -> None:
        """Note what is wrong with the new password, if anything is."""
        self.password.errors = [weakness] if weakness else []


class PasswordForm(NewPasswordForm):
    """Change the password. The view judges both."""

    current_password = PasswordField("Current password")
    password = PasswordField("New password")  # again, as fields stand in the order in which they are made


class ForgotForm(Form):
    """Ask for a link that sets a new password."""

    username = StringField(
        "Username or email", filters=[one_line], validators=[DataRequired("Write your username or your email.")]
    )


class EmailForm(Form):
    """Another email address."""

    email = StringField(
        "New email", filters=[one_line], validators=[DataRequired("Give your new email address."), check_email]
    )


class SecondStepForm(Form):
    """What shows, besides the password, that it is them. One field of it is filled in; the view judges it."""

    code = StringField("Code from your app", filters=[one_line])
    recovery = StringField("Recovery code", filters=[one_line])
    credential = HiddenField()


class AuthenticatorForm(Form):
    """The first code of an app, for the seed it was given. The view judges it."""

    code = StringField("Code from the app", filters=[one_line])
    seed = HiddenField()


class PasskeyForm(Form):
    """A passkey, as the browser's answer, and what its owner calls it."""

    name = StringField("Name", filters=[one_line, lambda name: name[:60]])
    credential = HiddenField()


class LeaveForm(Form):
    """Delete one's account. The view compares the name."""

    username = StringField("Your username")


class RegisterForm(Form):
    """Create an account. The password is judged by the view, with security.passwords."""

    username = StringField(
        "Username",
        filters=[one_line, str.lower],
        validators=[
            DataRequired("Choose a username."),
            Length(2, 32, "Use 2 to 32 characters."),
            Regexp(re.compile(USERNAME.pattern + r"\Z"), message="Use a-z, 0-9, - and _, starting with a letter."),
        ],
    )
    email = StringField("Email", filters=[one_line], validators=[DataRequired("Give your email address."), check_email])
    password = PasswordField("Password", validators=[InputRequired("Choose a password.")])
    timezone = HiddenField(filters=[zone_name])
    invitation = HiddenField()

    def validate_username(self, field: StringField) -> None:
        if field.data in RESERVED:
            raise ValidationError(f"“{field.data}” is a name of the app itself. Try another one.")


class SettingsForm(Form):
    """How a person reads days and times."""

    timezone = StringField("Time zone", filters=[zone_name], validators=[check_zone])
    locale = SelectField("Language of dates", choices=[SelectChoice(code) for code in LOCALES])
    hours = SelectField("Times", coerce=int, choices=[SelectChoice(24, "15:30"), SelectChoice(12, "3:30 pm")])
    week_start = SelectField(
        "The week starts on",
        coerce=int,
        choices=[SelectChoice(0, "Monday"), SelectChoice(5, "Saturday"), SelectChoice(6, "Sunday")],
    )


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
    version = HiddenField()
    id = HiddenField(validators=[Optional(), Regexp(re.compile(ID.pattern + r"\Z"))])

    when: When

    @classmethod
    def of(cls, event: Event) -> "EventForm":
        """The form as it looks for an event that exists."""
        when = event.when
        start, end = when.start, when.end
        timed_end = isinstance(end, datetime)
        return cls(
            title=event.title,
            start_date=when.first_day,
            start_time=start.time() if isinstance(start, datetime) else None,
            end_date=when.last_day if timed_end or when.last_day > when.first_day else None,
            end_time=end.time() if isinstance(end, datetime) else None,
            timezone=when.timezone,
            place=event.place,
            notes=event.notes,
            version=event.version,
        )

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
