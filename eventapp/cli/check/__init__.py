"""``eventapp check``: is this set-up safe to serve? It looks, and changes nothing."""

import argparse
from collections.abc import Iterator
from typing import Any

from pyramid.exceptions import ConfigurationError

from eventapp import settings as ini
from eventapp.cli import console
from eventapp.cli.check import configuration, data, serving
from eventapp.cli.check.finding import NOTE, PROBLEM, Finding, problem

ABOUT = """\
Is this set-up safe to serve?

Looks at the settings, the server and its proxy, the log, the files and the stored passwords, and says
what is well (ok), what you should know (note), and what is not safe (problem). It changes nothing and
opens no connection, so it may run at any time, beside the server too. Run it with the environment of
the server, and as its user."""

EXAMPLES = """
eventapp -c production.ini check
eventapp -c production.ini check --quiet
eventapp -c production.ini check --json"""


def add_to(commands: Any) -> None:
    parser = console.command(commands, "check", ABOUT, EXAMPLES)
    parser.set_defaults(run=check)
    parser.add_argument("--quiet", action="store_true", help="leave out what is well")
    console.add_json(parser)


def check(args: argparse.Namespace) -> int:
    found = list(_findings(console.ini_file(args)))
    problems = [finding for finding in found if finding.level == PROBLEM]
    if args.quiet:
        found = [finding for finding in found if finding.level in {NOTE, PROBLEM}]
    if args.json:
        console.show_json({"safe": not problems, "findings": [finding._asdict() for finding in found]})
    else:
        for finding in found:
            print(f"{finding.level:<9}{finding.about:<14}{finding.text}")
        notes = sum(finding.level == NOTE for finding in found)
        verdict = f"Not safe to serve: {console.counted(len(problems), 'problem')}" if problems else "Safe to serve"
        print(f"\n{verdict}, {console.counted(notes, 'note')}.")
    return console.REFUSED if problems else 0


def _findings(path: str) -> Iterator[Finding]:
    raw = console.app_section(path)
    try:
        found = ini.read(raw)
    except ConfigurationError as error:
        found = None
        yield from (problem("settings", line) for line in str(error).splitlines()[1:])
    if found is not None:
        yield from configuration.findings(found, raw, path)
        yield from data.findings(found)
    yield from configuration.development(raw)
    yield from serving.findings(path, found)
