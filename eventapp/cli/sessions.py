"""``eventapp sessions``: tidy away the sessions that are over, and end those that are not."""

import argparse
from typing import Any

from transaction import TransactionManager

from eventapp.cli import console
from eventapp.clock import utc_now
from eventapp.models import Root, What
from eventapp.security import audit

ABOUT = "Tidy away the sessions that are over, and end those that are not."

PRUNE = """\
Remove what is over: sessions that nobody can use any more, and links that are void.

They open nothing either way; this makes the database smaller. Once a month is plenty."""

END = """\
Sign a person out everywhere, or everybody.

They can sign in again at once; to keep somebody out there is: eventapp user lock."""


def add_to(commands: Any) -> None:
    shown = "eventapp -c production.ini sessions prune\neventapp -c production.ini sessions end maya"
    verbs = console.subcommands(console.command(commands, "sessions", ABOUT, shown))
    verb = console.command(verbs, "prune", PRUNE, "eventapp -c production.ini sessions prune")
    verb.set_defaults(run=prune)
    shown = "eventapp -c production.ini sessions end maya\neventapp -c production.ini sessions end --all"
    verb = console.command(verbs, "end", END, shown)
    verb.set_defaults(run=end)
    whose = verb.add_mutually_exclusive_group(required=True)
    whose.add_argument("name", metavar="NAME", nargs="?", help="the username or the email of one person")
    whose.add_argument("--all", action="store_true", help="everybody")


def prune(args: argparse.Namespace) -> None:
    with console.writing(args) as (_, store):
        sessions, tickets = store(lambda root, _: root.prune(utc_now()))
    print(f"{console.counted(sessions, 'session')} and {console.counted(tickets, 'link')} that were over are removed.")


def end(args: argparse.Namespace) -> None:
    def work(root: Root, tm: TransactionManager) -> int:
        people = root["users"].values() if args.all else [console.person(root, args.name)]
        ended = 0
        for user in people:
            number = root.close_sessions(user)
            if number:
                audit.by_operator(tm, utc_now(), What.SESSIONS_ENDED, user)
            ended += number
        return ended

    with console.writing(args) as (_, store):
        ended = store(work)
    print(f"{console.counted(ended, 'session')} ended.")
