"""What is mailed to people, in plain text: each function makes the subject and the text of one message.

Links start with the configured address of the site, never with what a request calls it.
"""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from eventapp.models import Entry, User, What
from eventapp.security.browsers import browser_name


class Message(NamedTuple):
    """A message to be sent."""

    subject: str
    text: str


def password_link(url: str, user: User, token: str) -> Message:
    """The link with which a forgotten password is set anew."""
    return Message(
        "Set a new password",
        f"""Hello {user.__name__},

somebody asked for a new password for your account at {url}
To set one, open:

{url}/reset?token={token}

The link works once, within an hour. If it was not you who asked, do nothing:
your password stays as it is.
""",
    )


def password_changed(url: str, user: User, entry: Entry) -> Message:
    """That the password is another one now, and what to do if that was somebody else."""
    return Message(
        "Your password was changed",
        f"""Hello {user.__name__},

the password of your account at {url} was changed
{_when(entry.at, user)}, {_where(entry)}.
You are signed out everywhere else.

If that was not you, set a new password at once:

{url}/forgot
""",
    )


def email_link(url: str, user: User, token: str) -> Message:
    """The link with which a new address is confirmed, for that address."""
    return Message(
        "Confirm your new email",
        f"""Hello,

{user.__name__} asked to use this address for the account at {url}
If that is you, sign in and confirm it here:

{url}/confirm-email?token={token}

The link works once, within a day. If it was not you who asked, do nothing.
""",
    )


def email_taken(url: str) -> Message:
    """Instead of :func:`email_link`, for the address of somebody who has an account."""
    return Message(
        "You have an account already",
        f"""Hello,

somebody asked to use this address for an account at {url}
You have an account with it already, so nothing was changed. You can sign in with it:

{url}/login

If you forgot the password: {url}/forgot
If it was not you who asked, do nothing.
""",
    )


def email_asked(url: str, user: User, entry: Entry, email: str) -> Message:
    """That a new address was asked for, for the old one."""
    return Message(
        "A new email was asked for",
        f"""Hello {user.__name__},

somebody asked to use {email}
for your account at {url}
{_when(entry.at, user)}, {_where(entry)}.
Nothing changes until that is confirmed from there.

If that was not you, change your password at once:

{url}/users/{user.__name__}/password
""",
    )


def email_changed(url: str, user: User, entry: Entry, email: str) -> Message:
    """That the address is another one now, for the old one."""
    return Message(
        "Your email was changed",
        f"""Hello {user.__name__},

the email of your account at {url} was changed to
{email}
{_when(entry.at, user)}, {_where(entry)}.
No more mail comes to this address.

If that was not you, tell whoever runs the server.
""",
    )


FACTOR_CHANGES = {
    What.TOTP_ON: "An authenticator app was set up",
    What.TOTP_OFF: "The authenticator app was turned off",
    What.PASSKEY_ADDED: "A passkey was added",
    What.PASSKEY_REMOVED: "A passkey was removed",
    What.RECOVERY_CODES_MADE: "New recovery codes were made",
    What.RECOVERY_CODE_USED: "A recovery code was used to sign in",
}


def leaving(url: str, user: User, entry: Entry, days: int) -> Message:
    """That the account will be deleted, and how to keep it."""
    return Message(
        "Your account will be deleted",
        f"""Hello {user.__name__},

you asked to delete your account at {url}
{_when(entry.at, user)}, {_where(entry)}.

In {days} days it is deleted for good, with all its events. Sign in before then,
and everything is kept. If it was not you who asked, sign in and change your password.
""",
    )


def factor_changed(url: str, user: User, entry: Entry) -> Message:
    """That a second factor is another one now, or a recovery code was used up."""
    detail = f" ({entry.detail})" if entry.detail else ""
    return Message(
        FACTOR_CHANGES[What(entry.what)],
        f"""Hello {user.__name__},

this was done with your account at {url}
{_when(entry.at, user)}, {_where(entry)}:

{FACTOR_CHANGES[What(entry.what)]}{detail}.

If that was not you, set a new password at once, and look at your second step:

{url}/forgot
""",
    )


def new_browser(url: str, user: User, entry: Entry) -> Message:
    """That somebody signed in from a browser that is not known to the account."""
    return Message(
        "A sign-in from a new browser",
        f"""Hello {user.__name__},

somebody signed in to your account at {url}
{_when(entry.at, user)}, {_where(entry)}.
Nobody had signed in from that browser before, or not for long.

If that was you, do nothing. If not, set a new password at once, which signs
everybody out:

{url}/forgot
""",
    )


def second_step_left(url: str, user: User, entry: Entry) -> Message:
    """That somebody knows the password, and did not get any further."""
    return Message(
        "Your password was given, but not the second step",
        f"""Hello {user.__name__},

somebody gave the password of your account at {url}
{_when(entry.at, user)}, {_where(entry)},
but not the second step. So nobody was signed in.

If that was you, do nothing. If not, somebody knows your password: set a new
one at once, and nowhere else the same.

{url}/forgot
""",
    )


def _when(at: datetime, user: User) -> str:
    local = at.astimezone(ZoneInfo(user.timezone))
    return f"on {local.day} {local:%B %Y at %H:%M} ({user.timezone})"


def _where(entry: Entry) -> str:
    browser = browser_name(entry.browser)
    return f"from {browser}" + (f" at {entry.address}" if entry.address else "")
