"""Activity: what happened to the account, in plain words, so that its owner sees what was not them."""

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from eventapp.i18n import _
from eventapp.models import Permission, User, What
from eventapp.models.activity import REFUSALS
from eventapp.security import details
from eventapp.security.browsers import browser_name

TEXTS = {
    What.REGISTERED: _("Account created"),
    What.SIGNED_IN: _("Signed in"),
    What.SIGN_IN_REFUSED: _("Sign-in refused: wrong password or passkey"),
    What.SECOND_STEP_REFUSED: _("Sign-in refused: wrong second step"),
    What.SECOND_STEP_LEFT: _("Your password was given, but not the second step"),
    What.THROTTLED: _("Refused: too many tries"),
    What.SIGNED_OUT: _("Signed out"),
    What.SESSION_ENDED: _("Session ended"),
    What.SESSIONS_ENDED: _("Signed out everywhere else"),
    What.CONFIRMED: _("Confirmed that it is you"),
    What.CONFIRMATION_REFUSED: _("Not confirmed: wrong password or passkey"),
    What.PASSWORD_CHANGED: _("Password changed"),
    What.PASSWORD_LINK_SENT: _("Link for a new password sent"),
    What.PASSWORD_RESET: _("New password set by link"),
    What.EMAIL_LINK_SENT: _("Link to confirm a new email sent"),
    What.EMAIL_CHANGED: _("Email changed"),
    What.TOTP_ON: _("Authenticator app turned on"),
    What.TOTP_OFF: _("Authenticator app turned off"),
    What.PASSKEY_ADDED: _("Passkey added"),
    What.PASSKEY_REMOVED: _("Passkey removed"),
    What.RECOVERY_CODES_MADE: _("New recovery codes made"),
    What.RECOVERY_CODE_USED: _("Recovery code used"),
    What.FACTORS_RESET: _("Second factors taken away"),
    What.EXPORTED: _("All data downloaded"),
    What.FEED_OPENED: _("Secret address of a calendar made"),
    What.FEED_CLOSED: _("Secret address of a calendar ended"),
    What.DELETION_ASKED: _("Account to be deleted"),
    What.DELETION_CALLED_OFF: _("Account kept after all"),
    What.DELETED: _("Account deleted"),
    What.LOCKED: _("Account locked"),
    What.UNLOCKED: _("Account unlocked"),
    What.INVITED: _("Invitation made"),
    What.NOT_ALLOWED: _("Asked for what is not theirs"),
    What.FORM_REFUSED: _("Form refused: out of date, or from another site"),
}


@view_config(
    context=User,
    name="activity",
    request_method="GET",
    permission=Permission.ACCOUNT,
    renderer="eventapp:templates/account/activity.jinja2",
)
def activity(context: User, request: Request) -> dict[str, Any]:
    return {
        "rows": [
            {
                "entry": entry,
                "text": TEXTS[What(entry.what)],
                "warns": entry.what in REFUSALS,
                "detail": details.said(entry),
                "browser": browser_name(entry.browser) if entry.browser else "",
            }
            for entry in context.activity
        ]
    }
