"""Finding: one thing that ``eventapp check`` has to say."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from eventapp.cli.console import counted

UNITS = {86400: "day", 3600: "hour", 60: "minute", 1: "second"}
OK, NOTE, PROBLEM = "ok", "note", "problem"


class Finding(NamedTuple):
    """What was found.

    :param level: ``ok``; ``note`` for what may be meant, but should be known; ``problem`` for what is not safe.
    :param about: a word or two for what was looked at.
    :param text: what is so, and what to do about it.
    """

    level: str
    about: str
    text: str


Findings = Iterator[Finding]


def ok(about: str, text: str) -> Finding:
    return Finding(OK, about, text)


def note(about: str, text: str) -> Finding:
    return Finding(NOTE, about, text)


def problem(about: str, text: str) -> Finding:
    return Finding(PROBLEM, about, text)


def size(number: int) -> str:
    """A number of bytes, for people."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6)):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{max(1, number // 1000)} kB"


def lasting(time: timedelta) -> str:
    """A length of time, for people."""
    seconds = int(time.total_seconds())
    unit = next(unit for unit in UNITS if seconds % unit == 0)
    return counted(seconds // unit, UNITS[unit])
