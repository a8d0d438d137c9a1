"""What was typed, made fit to be kept, and what can be said of a single field."""

import re
from typing import Any

import email_validator
from wtforms import Form, ValidationError

from eventapp.i18n import _
from eventapp.models.user import LONGEST_LOGIN
from eventapp.models.when import zone_names

# A home network's own domains (.local, .test) are as good as any: nothing here depends on the world's mail.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()

VISIBLE = re.compile(
    r".*[^\s\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
"""A text in which something can be seen."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")

NOT_OFFERED = _("Choose one of these.")
OFFERED = {"invalid_value_message": NOT_OFFERED, "invalid_choice_message": NOT_OFFERED}
"""What a SelectField, or a RadioField, says of what is not among its choices."""


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
        raise ValidationError(_("There is no such time zone. Write a name such as Europe/Prague."))


def check_email(form: Form, field: Any) -> None:
    # The library looks at the length last, when what is very long took it very long.
    if len(field.data) > LONGEST_LOGIN:
        raise ValidationError(_("That is longer than any email address."))
    try:
        address = email_validator.validate_email(field.data, check_deliverability=False, globally_deliverable=False)
    except email_validator.EmailNotValidError:
        raise ValidationError(_("That is not an email address. Write it like name@example.com.")) from None
    if "." not in address.domain:
        raise ValidationError(_("The part after @ lacks its ending, such as .com."))
