"""The pages about the account itself. Each is a view of the User, under the permission ``account``."""

PAGES = {
    "settings": "Settings",
    "password": "Password",
    "email": "Email",
    "sessions": "Sessions",
    "two-step": "Second step",
    "activity": "Activity",
    "data": "Your data",
}
"""The pages, by the names of their views, in the order of their tabs."""
