"""Notices: what was just done, said on the page after it. The address names it, so nothing needs to be stored."""

from eventapp.i18n import _

DONE = {
    "added": _("Added."),
    "saved": _("Saved."),
    "left-out": _("Deleted. The others are still there."),
    "restored": _("Restored."),
    "undone": _("The change is undone."),
    "calendar-added": _("The calendar is added."),
    "calendar-saved": _("The calendar is saved."),
    "calendar-deleted": _("The calendar is deleted. It can be restored for 30 days."),
    "calendar-restored": _("The calendar is restored."),
    "imported": _("Imported. What came of it is below."),
    "import-undone": _("That import is taken back."),
    "import-undone-partly": _("That import is taken back, but for the events that were changed since."),
    "feed-ended": _("The secret address is ended. Nobody can read this calendar by it any more."),
    "welcome": _("Welcome! Your account is ready."),
    "settings": _("Your settings are saved."),
    "password": _("Your password is changed, and you are signed out everywhere else."),
    "password-link": _("If there is such an account, a mail is on its way."),
    "password-reset": _("Your new password is set. Sign in with it."),
    "email": _("Your email is changed."),
    "email-link": _(
        "A mail with a link is on its way to the new address. Your email changes when you confirm it there."
    ),
    "confirmed": _("It’s you. What you sent is not done yet: please send it once more."),
    "kept": _("Welcome back! Your account is kept, and will not be deleted."),
    "too-slow": _("That took too long. Please sign in again."),
    "leaving": _("You are signed out, and your account will be deleted. Sign in within 7 days to keep it."),
    "session-ended": _("That session is ended."),
    "sessions-ended": _("You are signed out everywhere else."),
    "app-on": _("Your authenticator app is set up. You are signed out everywhere else."),
    "app-off": _("Your authenticator app is turned off. You are signed out everywhere else."),
    "passkey-added": _("Your passkey is added. You are signed out everywhere else."),
    "passkey-renamed": _("Your passkey has its new name."),
    "passkey-removed": _("That passkey is removed. You are signed out everywhere else."),
}
