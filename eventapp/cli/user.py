"""``eventapp user``: add people, look at them, keep them out, help them back in, remove them."""

import argparse
from datetime import datetime, timedelta
from typing import Any

from transaction import TransactionManager
from webob.multidict import MultiDict

from eventapp.cli import console
from eventapp.cli.user_help import ABOUT, ADD, ADD_EXAMPLES, DELETE, FACTORS, LOCK, RESET
from eventapp.clock import utc_now
from eventapp.forms import RegisterForm
from eventapp.models import Purpose, Root, Ticket, User, What
from eventapp.registration import judge
from eventapp.security import audit, sessions
from eventapp.security.breached import Breached
from eventapp.security.passwords import Passwords
from eventapp.settings import Settings

LINK_LIFETIME = timedelta(hours=24)
"""How long a link to set a password is good for (ASVS 6.4.1)."""


def add_to(commands: Any) -> None:
    shown = "eventapp -c production.ini user list\neventapp -c production.ini user reset-password maya"
    verbs = console.subcommands(console.command(commands, "user", ABOUT, shown))
    _add_add(verbs)
    for name, run, about in (
        ("list", list_, "List everybody, in the order of their names."),
        ("show", show, "Show what is known of one person, without what they keep here."),
        ("lock", lock, LOCK),
        ("unlock", unlock, "Let a locked person sign in again, with the password they had."),
        ("reset-password", reset_password, RESET),
        ("reset-factors", reset_factors, FACTORS),
        ("delete", delete, DELETE),
    ):
        named = "" if name == "list" else " maya"
        verb = console.command(verbs, name, about, f"eventapp -c production.ini user {name}{named}")
        verb.set_defaults(run=run)
        if named:
            verb.add_argument("name", metavar="NAME")
        if name in {"list", "show"}:
            console.add_json(verb)
        if name == "delete":
            verb.add_argument("--yes", action="store_true", help="do not ask")


def _add_add(verbs: Any) -> None:
    verb = console.command(verbs, "add", ADD, ADD_EXAMPLES)
    verb.set_defaults(run=add)
    verb.add_argument("name", metavar="NAME", help="the username; it never changes")
    verb.add_argument("--email", metavar="EMAIL", required=True, help="the email address")
    password = verb.add_mutually_exclusive_group()
    password.add_argument("--password", action="store_true", help="ask for the password here, twice, not shown")
    password.add_argument(
        "--password-stdin", action="store_true", help="read the password from the first line of standard input"
    )


def add(args: argparse.Namespace) -> None:
    with console.writing(args) as (ini, store):
        form = _form(args)

        def work(root: Root, tm: TransactionManager) -> str | None:
            if not judge(form, root["users"], ini.hosts, Breached(ini.breached)):
                raise console.Refused("\n  ".join(["nobody was added.", *_messages(form)]))
            stretched = Passwords(ini.rounds, ini.pepper).stretch(form.password.data) if "password" in form else ""
            user = User(form.username.data, form.email.data, stretched, utc_now(), ini.timezone)
            root["users"].add(user)
            audit.by_operator(tm, user.registered, What.REGISTERED, user)
            return None if stretched else _password_link(root, tm, ini, user, user.registered)

        link = store(work)
    console.note(f"{form.username.data} is added.")
    if link:
        _show_link(link)


def _form(args: argparse.Namespace) -> RegisterForm:
    """What the page would be sent. Without a password it is not judged either."""
    typed = {"username": args.name, "email": args.email}
    if args.password:
        typed["password"] = console.new_password()
    elif args.password_stdin:
        typed["password"] = console.piped_password()
    form = RegisterForm(MultiDict(typed))
    if "password" not in typed:
        del form.password
    return form


def _messages(form: RegisterForm) -> list[str]:
    return [f"{name}: {messages[0]}" for name, messages in form.errors.items()]


def _password_link(root: Root, tm: TransactionManager, ini: Settings, user: User, now: datetime) -> str:
    token = sessions.new_token()
    root.open_ticket(user, sessions.digest(token), Ticket(Purpose.FIRST_PASSWORD, now + LINK_LIFETIME), now)
    audit.by_operator(tm, now, What.PASSWORD_LINK_SENT, user)
    return f"{ini.url}/reset?token={token}"


def _show_link(link: str) -> None:
    hours = LINK_LIFETIME // timedelta(hours=1)
    console.note(f"Give them this link, and nobody else. It sets a password, once, within {hours} hours:")
    print(link)


def list_(args: argparse.Namespace) -> None:
    with console.reading(args) as root:
        people = [_facts(user) for user in root["users"].values()]
    if args.json:
        console.show_json(people)
        return
    console.table(
        ("NAME", "EMAIL", "REGISTERED", "LAST SEEN", "SESSIONS", "SECOND STEP", "STATE"),
        [
            (
                person["username"],
                person["email"],
                console.moment(person["registered"]),
                console.moment(person["last_seen"]),
                person["sessions"],
                person["second_step"],
                person["state"],
            )
            for person in people
        ],
    )


def show(args: argparse.Namespace) -> None:
    with console.reading(args) as root:
        facts = _facts(console.person(root, args.name))
    if args.json:
        console.show_json(facts)
        return
    for name, value in facts.items():
        printed = console.moment(value) if value is None or isinstance(value, datetime) else value
        print(f"{name.replace('_', ' '):<16}{printed}")


def _facts(user: User) -> dict[str, Any]:
    now = utc_now()
    valid = [session for session in user.sessions.values() if session.is_valid(now)]
    sights = [session.last_seen for session in user.sessions.values()]
    sights += [entry.at for entry in user.activity if entry.what == What.SIGNED_IN]
    return {
        "username": user.__name__,
        "email": user.email,
        "state": _state(user),
        "registered": user.registered,
        "last_seen": max(sights, default=None),
        "leaves_at": user.leaves_at,
        "timezone": user.timezone,
        "events": len(user),
        "sessions": len(valid),
        "links": sum(ticket.is_valid(now) for ticket in user.tickets.values()),
        "second_step": "yes" if user.factors.asked_for else "no",
        "authenticator": "no" if user.factors.totp is None else "yes",
        "passkeys": len(user.factors.passkeys),
        "recovery_codes": len(user.factors.recovery),
    }


def _state(user: User) -> str:
    if user.locked:
        return "locked"
    if user.leaves_at is not None:
        return "leaving"
    return "active" if user.password else "no password"


def lock(args: argparse.Namespace) -> None:
    def work(root: Root, tm: TransactionManager) -> str:
        user = console.person(root, args.name)
        if user.locked:
            return f"{user.__name__} was locked already."
        now = utc_now()
        user.locked = True
        ended = root.close_sessions(user)
        root.close_tickets(user, None, now)
        audit.by_operator(tm, now, What.LOCKED, user)
        return f"{user.__name__} is locked; {console.counted(ended, 'session')} ended."

    _store_and_say(args, work)


def unlock(args: argparse.Namespace) -> None:
    def work(root: Root, tm: TransactionManager) -> str:
        user = console.person(root, args.name)
        if not user.locked:
            return f"{user.__name__} was not locked."
        user.locked = False
        audit.by_operator(tm, utc_now(), What.UNLOCKED, user)
        return f"{user.__name__} can sign in again."

    _store_and_say(args, work)


def reset_password(args: argparse.Namespace) -> None:
    with console.writing(args) as (ini, store):

        def work(root: Root, tm: TransactionManager) -> tuple[str, str]:
            user, now = console.person(root, args.name), utc_now()
            user.password = ""
            ended = root.close_sessions(user)
            root.close_tickets(user, None, now)
            link = _password_link(root, tm, ini, user, now)
            locked = " They are locked: unlock them, too." if user.locked else ""
            ended_now = console.counted(ended, "session")
            return f"The password of {user.__name__} is void; {ended_now} ended.{locked}", link

        said, link = store(work)
    console.note(said)
    _show_link(link)


def reset_factors(args: argparse.Namespace) -> None:
    def work(root: Root, tm: TransactionManager) -> str:
        user, now = console.person(root, args.name), utc_now()
        factors, users = user.factors, root["users"]
        if not factors.asked_for:
            return f"{user.__name__} has no second factors."
        for credential_id in list(factors.passkeys):
            users.remove_passkey(user, credential_id)
        factors.totp = None
        factors.recovery.clear()
        root.close_sessions(user)
        root.close_tickets(user, Purpose.SECOND_STEP, now)
        audit.by_operator(tm, now, What.FACTORS_RESET, user)
        return f"{user.__name__} signs in with the password alone now."

    _store_and_say(args, work)


def delete(args: argparse.Namespace) -> None:
    with console.writing(args) as (_, store):
        if not args.yes:
            facts = store(lambda root, _: _facts(_by_username(root, args.name)))
            _ask_to_delete(facts)

        def work(root: Root, tm: TransactionManager) -> None:
            user, now = _by_username(root, args.name), utc_now()
            audit.by_operator(tm, now, What.DELETED, user)
            root.remove_user(user, now)

        store(work)
    print(f"{args.name} is deleted.")


def _by_username(root: Root, name: str) -> User:
    user: User | None = root["users"].get(name)
    if user is None:
        raise console.Refused(f"there is nobody with the username {name}.")
    return user


def _ask_to_delete(facts: dict[str, Any]) -> None:
    console.note(
        f"This removes {facts['username']} ({facts['email']}) and {console.counted(facts['events'], 'event')} for good."
    )
    console.note("Type the username to go on:")
    try:
        typed = input()
    except EOFError:
        typed = ""
    if typed.strip() != facts["username"]:
        raise console.Refused("that is not the username, so nobody was deleted. (--yes does not ask.)")


def _store_and_say(args: argparse.Namespace, work: console.Work[str]) -> None:
    with console.writing(args) as (_, store):
        said = store(work)
    print(said)
