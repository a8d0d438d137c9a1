"""The pages about the account itself. Each is a view of the User, under the permission ``account``."""

from eventapp.i18n import _

PAGES = {
    "settings": _("Settings"),
    "password": _("Password"),
    "email": _("Email"),
    "sessions": _("Sessions"),
    "two-step": _("Second step"),
    "activity": _("Activity"),
    "data": _("Your data"),
}
"""The pages, by the names of their views, in the order of their tabs."""
