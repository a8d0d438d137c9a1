"""What fields are called where their form is not at hand: on the page that offers to send it once more."""

from eventapp.i18n import _

LABELS = {
    "code": _("Code from your app"),
    "current_password": _("Current password"),
    "email": _("Email"),
    "end_date": _("Ends on"),
    "end_time": _("Ends at"),
    "hue": _("Colour"),
    "hours": _("Times, 12 or 24 hours"),
    "locale": _("Language"),
    "name": _("Name"),
    "notes": _("Notes"),
    "password": _("Password"),
    "place": _("Place"),
    "recovery": _("Recovery code"),
    "shortcuts": _("Keyboard shortcuts"),
    "start_date": _("Starts on"),
    "start_time": _("Starts at"),
    "title": _("Title"),
    "text": _("What, when and where"),
    "timezone": _("Time zone"),
    "username": _("Username or email"),
    "week_start": _("The week starts on"),
}
"""By the names of the fields, for all that a person fills in."""

OTHERWISE = {
    ("calendar", "title"): _("Name"),
    ("calendars", "title"): _("Name"),
    ("data", "username"): _("Your username"),
    ("email", "email"): _("New email"),
    ("password", "password"): _("New password"),
    ("register", "timezone"): "",
    ("register", "username"): _("Username"),
    ("reset", "password"): _("New password"),
}
"""Where a page calls one something else; by the names of the page and the field."""


def label(page: str, name: str) -> str:
    """What a person knows a field as; empty for one that they never saw.

    :param page: the name of the view.
    """
    return OTHERWISE.get((page, name), LABELS.get(name, ""))
