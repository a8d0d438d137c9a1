"""Notices: what was just done, said on the page after it. The address names it, so nothing needs to be stored."""

DONE = {
    "added": "Added.",
    "saved": "Saved.",
    "restored": "Restored.",
    "welcome": "Welcome! Your account is ready.",
    "settings": "Your settings are saved.",
    "password": "Your password is changed, and you are signed out everywhere else.",
    "password-link": "If there is such an account, a mail is on its way.",
    "password-reset": "Your new password is set. Sign in with it.",
    "email": "Your email is changed.",
    "email-link": "A mail with a link is on its way to the new address. Your email changes when you confirm it there.",
    "leaving": "You are signed out, and your account will be deleted. Sign in within 7 days to keep it.",
    "session-ended": "That session is ended.",
    "sessions-ended": "You are signed out everywhere else.",
    "app-on": "Your authenticator app is set up. You are signed out everywhere else.",
    "app-off": "Your authenticator app is turned off. You are signed out everywhere else.",
    "passkey-added": "Your passkey is added. You are signed out everywhere else.",
    "passkey-renamed": "Your passkey has its new name.",
    "passkey-removed": "That passkey is removed. You are signed out everywhere else.",
}
