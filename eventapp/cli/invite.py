"""``eventapp invite``: make a link with which one person may register. It works beside the running server."""

import argparse
from datetime import timedelta
from typing import Any

from pyramid.paster import setup_logging
from webob.multidict import MultiDict

from eventapp.cli import console
from eventapp.clock import utc_now
from eventapp.forms import RegisterForm
from eventapp.security import audit
from eventapp.security.invitations import Invitations
from eventapp.settings import DEVELOPMENT_PEPPER

MOST_DAYS = 90

ABOUT = """\
Print a link with which one person may create an account.

It works once, and is signed with the pepper: nothing is stored until somebody uses it, so the server
may run meanwhile. There is no way to take one back, but to change the pepper, which voids all
passwords, too; so keep the time short, or name the email address.

It is needed where the ini file says: eventapp.registration = invitation"""

EXAMPLES = """
eventapp -c production.ini invite
eventapp -c production.ini invite --email maya@example.com --days 3"""


def add_to(commands: Any) -> None:
    parser = console.command(commands, "invite", ABOUT, EXAMPLES)
    parser.set_defaults(run=invite)
    parser.add_argument("--email", metavar="EMAIL", default="", help="the only address it lets somebody register with")
    parser.add_argument("--days", metavar="DAYS", type=_days, default=7, help="how long it is good for (default: 7)")


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"give a whole number from 1 to {MOST_DAYS}, not {text!r}")
    return int(text)


def invite(args: argparse.Namespace) -> None:
    ini = console.settings(args)
    setup_logging(args.ini)
    if ini.registration == "closed":
        raise console.Refused("registration is closed (eventapp.registration), so nobody could use an invitation.")
    if not ini.pepper:
        raise console.Refused("there is no eventapp.pepper to sign an invitation with; anybody could make one.")
    if ini.registration == "open":
        console.note("Registration is open (eventapp.registration): nobody needs this yet.")
    if ini.pepper == DEVELOPMENT_PEPPER.encode():
        console.note("It is signed with the development pepper, so anybody could make one like it.")
    email, now = _email(args.email), utc_now()
    expires = now + timedelta(days=args.days)
    audit.invited(now, f"for {email or 'anybody'}, until {console.moment(expires)}")
    whom = f"lets {email} register" if email else "lets one person register"
    console.note(f"This link {whom}, once, until {console.moment(expires)} UTC:")
    print(f"{ini.url}/register?invitation={Invitations(ini.pepper).make(expires, email)}")


def _email(typed: str) -> str:
    """The address, judged as on the page."""
    form = RegisterForm(MultiDict(email=typed))
    form.validate()
    if typed and form.email.errors:
        raise console.Refused(f"no invitation was made. {form.email.errors[0]}")
    return str(form.email.data)
