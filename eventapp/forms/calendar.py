"""The form of a calendar: how it is called, and its colour."""

from typing import Any

from wtforms import Form, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from eventapp.forms.text import OFFERED, VISIBLE, one_line
from eventapp.i18n import _
from eventapp.models import Calendar

HUES = (_("Red"), _("Orange"), _("Yellow"), _("Green"), _("Teal"), _("Blue"), _("Violet"), _("Pink"))
"""The eight colours by their number, as app.css has them."""


class CalendarForm(Form):
    """One calendar. ``chosen_hue`` is its colour, None when each event has one by its title."""

    title = StringField(
        _("Name"),
        filters=[one_line],
        validators=[
            DataRequired(_("Give the calendar a name.")),
            Length(1, 60, _("Use 1 to ${most} characters.", most=60)),
            Regexp(VISIBLE, message=_("Give the calendar a name that can be seen.")),
        ],
    )
    hue = RadioField(
        _("Colour"),
        choices=[
            SelectChoice("", _("By title")),
            *(SelectChoice(str(number), name) for number, name in enumerate(HUES)),
        ],
        default="",
        **OFFERED,
    )

    @classmethod
    def of(cls, calendar: Calendar, title: str) -> "CalendarForm":
        """The form as it looks for a calendar that exists.

        :param title: how it is called now.
        """
        return cls(title=title, hue="" if calendar.hue is None else str(calendar.hue))

    @property
    def chosen_hue(self) -> int | None:
        hue: Any = self.hue.data
        return int(hue) if hue else None
