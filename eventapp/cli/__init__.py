"""The console script ``eventapp``: what whoever runs the server does with accounts and the set-up.

One module per noun. Each adds its commands to the parser; ``console`` is what they share.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from eventapp.cli import activity, check, console, invite, sessions, user

ABOUT = """\
Look after the people of an eventapp server, and after its set-up.

Commands that read work beside the running server. Commands that change the database need it for
themselves: stop the server first, or keep the database on a ZEO server or in RelStorage."""

EXAMPLES = """
eventapp -c production.ini check
eventapp -c production.ini user add maya --email maya@example.com
eventapp -c production.ini user list --json
eventapp -c production.ini invite --days 3
EVENTAPP_INI=production.ini eventapp user lock maya"""

CODES = """

exit status:
  0   it is done, or all is well
  1   it was refused, or there is no such person, or check found a problem
  2   the command was not understood, or there is no such ini file
  75  another process holds the database: try again when the server is stopped"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status of the script."""
    args = parser().parse_args(argv)
    try:
        status: int | None = args.run(args)
        sys.stdout.flush()
    except console.Refused as refused:
        print(f"eventapp: {refused}", file=sys.stderr)
        return refused.status
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return console.REFUSED
    except KeyboardInterrupt:
        print("\neventapp: stopped; nothing was changed.", file=sys.stderr)
        return console.REFUSED
    return status or 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="eventapp",
        description=ABOUT,
        epilog=console.examples(EXAMPLES) + CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    console.add_ini(top)
    commands = console.subcommands(top)
    for noun in (user, sessions, activity, invite, check):
        noun.add_to(commands)
    return top
