"""``eventapp activity``: what happened to one account, as its owner sees it."""

import argparse
import dataclasses
from itertools import islice
from typing import Any

from eventapp.cli import console

ABOUT = """\
Show what happened to an account, the latest first.

The last 200 things are kept. The audit log, which the ini file sends where you like, has them all."""

EXAMPLES = """
eventapp -c production.ini activity maya
eventapp -c production.ini activity maya --last 200 --json"""


def add_to(commands: Any) -> None:
    parser = console.command(commands, "activity", ABOUT, EXAMPLES)
    parser.set_defaults(run=show)
    parser.add_argument("name", metavar="NAME", help="the username or the email")
    parser.add_argument("-n", "--last", metavar="NUMBER", type=int, default=20, help="how many (default: 20)")
    console.add_json(parser)


def show(args: argparse.Namespace) -> None:
    with console.reading(args) as root:
        entries = list(islice(console.person(root, args.name).activity, max(0, args.last)))
    if args.json:
        console.show_json([dataclasses.asdict(entry) for entry in entries])
        return
    console.table(
        ("WHEN (UTC)", "WHAT", "FROM", "DETAIL"),
        [(console.moment(entry.at), entry.what, entry.address or "-", entry.detail) for entry in entries],
    )
