"""What is open to everybody: these views of the root, and the files under /static/. Nothing else."""

PUBLIC = frozenset(
    {
        "feed",
        "forgot",
        "login",
        "manifest.webmanifest",
        "passkey",
        "register",
        "reset",
        "robots.txt",
        "second-step",
    }
)

FEED = "/feed/"
"""Where the secret addresses of calendars begin. What follows is a secret, so no log has it."""

RESET = "/reset"
"""The page to which a mailed link leads; it is named to nobody as a referrer."""
