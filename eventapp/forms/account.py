"""The forms of an account: registration, sign-in, and what is changed later."""

import re

from wtforms import BooleanField, Form, HiddenField, PasswordField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from eventapp.forms.text import OFFERED, check_email, check_zone, one_line, zone_name
from eventapp.i18n import _
from eventapp.models.names import RESERVED, USERNAME

LOCALES = (
    "ar bg bn ca cs da de el en_GB en_US es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv nb nl pl pt "
    "pt_BR ro ru sk sl sr sv th tr uk vi zh_Hans zh_Hant"
).split()
"""The languages in which days can be written, as the Unicode locale data names them."""


class LoginForm(Form):
    """Sign in. What is missing or wrong is one message of the view's, so no field has a validator."""

    username = StringField(_("Username or email"), filters=[one_line])
    password = PasswordField(_("Password"))
    keep = BooleanField(_("Keep me signed in"), default=True)
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

    password = PasswordField(_("Password"))
    credential = HiddenField()
    next = HiddenField()


class NewPasswordForm(Form):
    """A new password. The view judges it, with security.passwords."""

    password = PasswordField(_("New password"))

    def judge(self, weakness: str | None) -> None:
        """Note what is wrong with the new password, if anything is."""
        self.password.errors = [weakness] if weakness else []


class PasswordForm(NewPasswordForm):
    """Change the password. The view judges both."""

    current_password = PasswordField(_("Current password"))
    password = PasswordField(_("New password"))  # again, as fields stand in the order in which they are made


class ForgotForm(Form):
    """Ask for a link that sets a new password."""

    username = StringField(
        _("Username or email"), filters=[one_line], validators=[DataRequired(_("Write your username or your email."))]
    )


class EmailForm(Form):
    """Another email address."""

    email = StringField(
        _("New email"), filters=[one_line], validators=[DataRequired(_("Give your new email address.")), check_email]
    )


class SecondStepForm(Form):
    """What shows, besides the password, that it is them. One field of it is filled in; the view judges it."""

    code = StringField(_("Code from your app"), filters=[one_line])
    recovery = StringField(_("Recovery code"), filters=[one_line])
    credential = HiddenField()


class AuthenticatorForm(Form):
    """The first code of an app, for the seed it was given. The view judges it."""

    code = StringField(_("Code from the app"), filters=[one_line])
    seed = HiddenField()


class PasskeyForm(Form):
    """A passkey, as the browser's answer, and what its owner calls it."""

    name = StringField(_("Name"), filters=[one_line, lambda name: name[:60]])
    credential = HiddenField()


class LeaveForm(Form):
    """Delete one's account. The view compares the name."""

    username = StringField(_("Your username"))


class RegisterForm(Form):
    """Create an account. The password is judged by the view, with security.passwords."""

    username = StringField(
        _("Username"),
        filters=[one_line, str.lower],
        validators=[
            DataRequired(_("Choose a username.")),
            Length(2, 32, _("Use 2 to 32 characters.")),
            Regexp(re.compile(USERNAME.pattern + r"\Z"), message=_("Use a-z, 0-9, - and _, starting with a letter.")),
        ],
    )
    email = StringField(
        _("Email"), filters=[one_line], validators=[DataRequired(_("Give your email address.")), check_email]
    )
    password = PasswordField(_("Password"), validators=[InputRequired(_("Choose a password."))])
    timezone = HiddenField(filters=[zone_name])
    invitation = HiddenField()

    def validate_username(self, field: StringField) -> None:
        if field.data in RESERVED:
            raise ValidationError(_("“${name}” is a name of the app itself. Try another one.", name=field.data))


class SettingsForm(Form):
    """How a person reads days and times."""

    timezone = StringField(_("Time zone"), filters=[zone_name], validators=[check_zone])
    locale = SelectField(_("Language"), choices=[SelectChoice(code) for code in LOCALES], **OFFERED)
    hours = SelectField(
        _("Times"), coerce=int, choices=[SelectChoice(24, "15:30"), SelectChoice(12, _("3:30 pm"))], **OFFERED
    )
    week_start = SelectField(
        _("The week starts on"),
        coerce=int,
        choices=[SelectChoice(0, _("Monday")), SelectChoice(5, _("Saturday")), SelectChoice(6, _("Sunday"))],
        **OFFERED,
    )
    shortcuts = SelectField(
        _("Keyboard shortcuts"),
        default=True,
        coerce=lambda value: str(value) == "True",
        choices=[SelectChoice(True, _("On")), SelectChoice(False, _("Off"))],
        **OFFERED,
    )
