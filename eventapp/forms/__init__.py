"""Forms: what came in → values, or messages for the person who typed it. They know no request.

What is wrong with a single form is found here; what depends on the tree (a name that is taken) is
added by the view.
"""

from eventapp.forms.account import (
    LOCALES,
    AuthenticatorForm,
    ConfirmForm,
    EmailForm,
    ForgotForm,
    LeaveForm,
    LoginForm,
    NewPasswordForm,
    PasskeyForm,
    PasswordForm,
    RegisterForm,
    SecondStepForm,
    SettingsForm,
)
from eventapp.forms.calendar import CalendarForm
from eventapp.forms.event import EventForm
from eventapp.forms.files import ImportForm
from eventapp.forms.labels import label
from eventapp.forms.quick import QuickForm
from eventapp.forms.repeat import RepeatForm
from eventapp.forms.text import lines, one_line

__all__ = [
    "LOCALES",
    "AuthenticatorForm",
    "CalendarForm",
    "ConfirmForm",
    "EmailForm",
    "EventForm",
    "ForgotForm",
    "ImportForm",
    "LeaveForm",
    "LoginForm",
    "NewPasswordForm",
    "PasskeyForm",
    "PasswordForm",
    "QuickForm",
    "RegisterForm",
    "RepeatForm",
    "SecondStepForm",
    "SettingsForm",
    "label",
    "lines",
    "one_line",
]
