"""Notices: what was just done, said on the page after it. The address names it, so nothing needs to be stored."""

DONE = {
    "added": "Added.",
    "saved": "Saved.",
    "restored": "Restored.",
    "welcome": "Welcome! Your account is ready.",
    "settings": "Your settings are saved.",
    "timezone": "Your time zone is changed.",
    "leaving": "You are signed out, and your account will be deleted. Sign in within 7 days to keep it.",
    "session-ended": "That session is ended.",
    "sessions-ended": "You are signed out everywhere else.",
    "app-on": "Your authenticator app is set up. You are signed out everywhere else.",
    "app-off": "Your authenticator app is turned off. You are signed out everywhere else.",
    "passkey-added": "Your passkey is added. You are signed out everywhere else.",
    "passkey-renamed": "Your passkey has its new name.",
    "passkey-removed": "That passkey is removed. You are signed out everywhere else.",
}
