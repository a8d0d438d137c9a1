"""Notices: what was just done, said on the page after it. The address names it, so nothing needs to be stored."""

DONE = {
    "added": "Added.",
    "saved": "Saved.",
    "restored": "Restored.",
    "welcome": "Welcome! Your account is ready.",
    "settings": "Your settings are saved.",
    "leaving": "You are signed out, and your account will be deleted. Sign in within 7 days to keep it.",
    "session-ended": "That session is ended.",
    "sessions-ended": "You are signed out everywhere else.",
}
