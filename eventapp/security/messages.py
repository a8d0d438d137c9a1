"""What is mailed to people, in plain text: each function makes the subject and the text of one message.

Links start with the configured address of the site, never with what a request calls it.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from eventapp.i18n import Text, _, many
from eventapp.mail import Message
from eventapp.models import Entry, User, What
from eventapp.security import details
from eventapp.security.browsers import browser_name


def password_link(url: str, user: User, token: str) -> Message:
    """The link with which a forgotten password is set anew."""
    link = f"{url}/reset?token={token}"
    text = _(
        """Hello ${name},

somebody asked for a new password for your account at ${url}
To set one, open:

${link}

The link works once, within an hour. If it was not you who asked, do nothing:
your password stays as it is.
""",
        name=user.__name__,
        url=url,
        link=link,
    )
    return Message(_("Set a new password"), text, user.locale)


def password_changed(url: str, user: User, entry: Entry) -> Message:
    """That the password is another one now, and what to do if that was somebody else."""
    text = _(
        """Hello ${name},

the password of your account at ${url} was changed
${when}, ${where}.
You are signed out everywhere else.

If that was not you, set a new password at once:

${link}
""",
        **_values(url, user, entry),
    )
    return Message(_("Your password was changed"), text, user.locale)


def email_link(url: str, user: User, token: str) -> Message:
    """The link with which a new address is confirmed, for that address."""
    link = f"{url}/confirm-email?token={token}"
    text = _(
        """Hello,

${name} asked to use this address for the account at ${url}
If that is you, sign in and confirm it here:

${link}

The link works once, within a day. If it was not you who asked, do nothing.
""",
        name=user.__name__,
        url=url,
        link=link,
    )
    return Message(_("Confirm your new email"), text, user.locale)


def email_taken(url: str, owner: User) -> Message:
    """Instead of :func:`email_link`, for the address of somebody who has an account."""
    login, forgot = f"{url}/login", f"{url}/forgot"
    text = _(
        """Hello,

somebody asked to use this address for an account at ${url}
You have an account with it already, so nothing was changed. You can sign in with it:

${login}

If you forgot the password: ${forgot}
If it was not you who asked, do nothing.
""",
        url=url,
        login=login,
        forgot=forgot,
    )
    return Message(_("You have an account already"), text, owner.locale)


def email_asked(url: str, user: User, entry: Entry, email: str) -> Message:
    """That a new address was asked for, for the old one."""
    password = f"{url}/users/{user.__name__}/password"
    text = _(
        """Hello ${name},

somebody asked to use ${email}
for your account at ${url}
${when}, ${where}.
Nothing changes until that is confirmed from there.

If that was not you, change your password at once:

${password}
""",
        **_values(url, user, entry),
        email=email,
        password=password,
    )
    return Message(_("A new email was asked for"), text, user.locale)


def email_changed(url: str, user: User, entry: Entry, email: str) -> Message:
    """That the address is another one now, for the old one."""
    text = _(
        """Hello ${name},

the email of your account at ${url} was changed to
${email}
${when}, ${where}.
No more mail comes to this address.

If that was not you, tell whoever runs the server.
""",
        **_values(url, user, entry),
        email=email,
    )
    return Message(_("Your email was changed"), text, user.locale)


def leaving(url: str, user: User, entry: Entry, days: int) -> Message:
    """That the account will be deleted, and how to keep it."""
    text = many(
        """Hello ${name},

you asked to delete your account at ${url}
${when}, ${where}.

In ${n} day it is deleted for good, with all its events. Sign in before then,
and everything is kept. If it was not you who asked, sign in and change your password.
""",
        """Hello ${name},

you asked to delete your account at ${url}
${when}, ${where}.

In ${n} days it is deleted for good, with all its events. Sign in before then,
and everything is kept. If it was not you who asked, sign in and change your password.
""",
        days,
        **_values(url, user, entry),
    )
    return Message(_("Your account will be deleted"), text, user.locale)


FACTOR_CHANGES = {
    What.TOTP_ON: _("An authenticator app was set up"),
    What.TOTP_OFF: _("The authenticator app was turned off"),
    What.PASSKEY_ADDED: _("A passkey was added"),
    What.PASSKEY_REMOVED: _("A passkey was removed"),
    What.RECOVERY_CODES_MADE: _("New recovery codes were made"),
    What.RECOVERY_CODE_USED: _("A recovery code was used to sign in"),
}


def factor_changed(url: str, user: User, entry: Entry) -> Message:
    """That a second factor is another one now, or a recovery code was used up."""
    change = FACTOR_CHANGES[What(entry.what)]
    text = _(
        """Hello ${name},

this was done with your account at ${url}
${when}, ${where}:

${change}.

If that was not you, set a new password at once, and look at your second step:

${link}
""",
        **_values(url, user, entry),
        change=_("${change} (${detail})", change=change, detail=details.said(entry)) if entry.detail else change,
    )
    return Message(change, text, user.locale)


def new_browser(url: str, user: User, entry: Entry) -> Message:
    """That somebody signed in from a browser that is not known to the account."""
    text = _(
        """Hello ${name},

somebody signed in to your account at ${url}
${when}, ${where}.
Nobody had signed in from that browser before, or not for long.

If that was you, do nothing. If not, set a new password at once, which signs
everybody out:

${link}
""",
        **_values(url, user, entry),
    )
    return Message(_("A sign-in from a new browser"), text, user.locale)


def second_step_left(url: str, user: User, entry: Entry) -> Message:
    """That somebody knows the password, and did not get any further."""
    text = _(
        """Hello ${name},

somebody gave the password of your account at ${url}
${when}, ${where},
but not the second step. So nobody was signed in.

If that was you, do nothing. If not, somebody knows your password: set a new
one at once, and nowhere else the same.

${link}
""",
        **_values(url, user, entry),
    )
    return Message(_("Your password was given, but not the second step"), text, user.locale)


def _values(url: str, user: User, entry: Entry) -> dict[str, str]:
    """Whose account it is, when and where something was done with it, and the link with which to set a new password."""
    name, link = str(user.__name__), f"{url}/forgot"
    return {"name": name, "url": url, "link": link, "when": _when(entry.at, user), "where": _where(entry)}


def _when(at: datetime, user: User) -> Text:
    local = at.astimezone(ZoneInfo(user.timezone))
    day = str(format_date(local.date(), "long", locale=user.locale))
    clock = str(format_skeleton("Hm" if user.hours == 24 else "hm", local.time(), locale=user.locale))
    return _("on ${day} at ${clock} (${zone})", day=day, clock=clock, zone=user.timezone)


def _where(entry: Entry) -> Text:
    browser = browser_name(entry.browser)
    if not entry.address:
        return _("from ${browser}", browser=browser)
    return _("from ${browser} at ${address}", browser=browser, address=entry.address)
