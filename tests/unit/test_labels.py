"""What fields are called on the page that offers to send a form once more."""

import pytest
from wtforms import BooleanField, HiddenField

from eventapp import forms
from eventapp.forms.labels import LABELS, OTHERWISE, label

PAGES = {
    "calendar": forms.CalendarForm,
    "calendars": forms.CalendarForm,
    "add": forms.EventForm,
    "add-passkey": forms.PasskeyForm,
    "authenticator": forms.AuthenticatorForm,
    "confirm": forms.ConfirmForm,
    "data": forms.LeaveForm,
    "edit": forms.EventForm,
    "email": forms.EmailForm,
    "forgot": forms.ForgotForm,
    "login": forms.LoginForm,
    "password": forms.PasswordForm,
    "quick": forms.QuickForm,
    "register": forms.RegisterForm,
    "reset": forms.NewPasswordForm,
    "second-step": forms.SecondStepForm,
    "settings": forms.SettingsForm,
}
CHOSEN = {"calendar", "reminder", "scope"}
"""What says little without its other choices beside it. So do the controls of a RepeatForm, and a file is
not kept to be sent again."""

IN_OTHER_WORDS = {"start_time", "end_time", "hours", "code"}


@pytest.mark.parametrize("page", PAGES)
def test_what_a_person_fills_in_is_called_as_in_its_form(page):
    for field in PAGES[page]():
        if isinstance(field, HiddenField | BooleanField) or field.name in CHOSEN:
            assert not label(page, field.name), field.name
        elif field.name in IN_OTHER_WORDS:
            assert label(page, field.name)
        else:
            assert label(page, field.name) == field.label.text


def test_every_form_and_every_label_is_looked_at():
    kinds = {kind for name, kind in vars(forms).items() if name.endswith("Form")}
    assert {*PAGES.values(), forms.RepeatForm, forms.ImportForm} == kinds
    names = {field.name for form in PAGES.values() for field in form()}
    assert set(LABELS) <= names and {page for page, _ in OTHERWISE} <= set(PAGES)


def test_what_nobody_saw_has_no_name():
    assert label("login", "csrf_token") == label("", "start") == ""
