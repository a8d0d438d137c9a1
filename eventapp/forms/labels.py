"""What fields are called where their form is not at hand: on the page that offers to send it once more."""

LABELS = {
    "code": "Code from your app",
    "current_password": "Current password",
    "email": "Email",
    "end_date": "Ends on",
    "end_time": "Ends at",
    "hue": "Colour",
    "hours": "Times, 12 or 24 hours",
    "locale": "Language of dates",
    "name": "Name",
    "notes": "Notes",
    "password": "Password",
    "place": "Place",
    "recovery": "Recovery code",
    "shortcuts": "Keyboard shortcuts",
    "start_date": "Starts on",
    "start_time": "Starts at",
    "title": "Title",
    "text": "What, when and where",
    "timezone": "Time zone",
    "username": "Username or email",
    "week_start": "The week starts on",
}
"""By the names of the fields, for all that a person fills in."""

OTHERWISE = {
    ("calendar", "title"): "Name",
    ("calendars", "title"): "Name",
    ("data", "username"): "Your username",
    ("email", "email"): "New email",
    ("password", "password"): "New password",
    ("register", "timezone"): "",
    ("register", "username"): "Username",
    ("reset", "password"): "New password",
}
"""Where a page calls one something else; by the names of the page and the field."""


def label(page: str, name: str) -> str:
    """What a person knows a field as; empty for one that they never saw.

    :param page: the name of the view.
    """
    return OTHERWISE.get((page, name), LABELS.get(name, ""))
