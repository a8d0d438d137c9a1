"""Activity: what happened to the account, in plain words, so that its owner sees what was not them."""

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from eventapp.models import Permission, User, What
from eventapp.models.activity import REFUSALS
from eventapp.security.browsers import browser_name

TEXTS = {
    What.REGISTERED: "Account created",
    What.SIGNED_IN: "Signed in",
    What.SIGN_IN_REFUSED: "Sign-in refused: wrong password or passkey",
    What.SECOND_STEP_REFUSED: "Sign-in refused: wrong second step",
    What.SECOND_STEP_LEFT: "Your password was given, but not the second step",
    What.THROTTLED: "Refused: too many tries",
    What.SIGNED_OUT: "Signed out",
    What.SESSION_ENDED: "Session ended",
    What.SESSIONS_ENDED: "Signed out everywhere else",
    What.CONFIRMED: "Confirmed that it is you",
    What.CONFIRMATION_REFUSED: "Not confirmed: wrong password or passkey",
    What.PASSWORD_CHANGED: "Password changed",
    What.PASSWORD_LINK_SENT: "Link for a new password sent",
    What.PASSWORD_RESET: "New password set by link",
    What.EMAIL_LINK_SENT: "Link to confirm a new email sent",
    What.EMAIL_CHANGED: "Email changed",
    What.TOTP_ON: "Authenticator app turned on",
    What.TOTP_OFF: "Authenticator app turned off",
    What.PASSKEY_ADDED: "Passkey added",
    What.PASSKEY_REMOVED: "Passkey removed",
    What.RECOVERY_CODES_MADE: "New recovery codes made",
    What.RECOVERY_CODE_USED: "Recovery code used",
    What.FACTORS_RESET: "Second factors taken away",
    What.EXPORTED: "All data downloaded",
    What.FEED_OPENED: "Secret address of a calendar made",
    What.FEED_CLOSED: "Secret address of a calendar ended",
    What.DELETION_ASKED: "Account to be deleted",
    What.DELETION_CALLED_OFF: "Account kept after all",
    What.DELETED: "Account deleted",
    What.LOCKED: "Account locked",
    What.UNLOCKED: "Account unlocked",
    What.INVITED: "Invitation made",
    What.NOT_ALLOWED: "Asked for what is not theirs",
    What.FORM_REFUSED: "Form refused: out of date, or from another site",
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
                "where": " · ".join(filter(None, [entry.address, entry.browser and browser_name(entry.browser)])),
            }
            for entry in context.activity
        ]
    }
