"""Blocks: an iCalendar text cut into its components before any is parsed, so that a bad one costs only itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FOLD = re.compile(r"\r?\n[ \t]")
"""Where a long line goes on in the next one (RFC 5545, section 3.1)."""


class NoCalendar(ValueError):
    """The data is not iCalendar at all."""


@dataclass
class Blocks:
    """The components of a file, each as its text with CRLF and as it was folded."""

    name: str = ""
    """How the file calls the calendar (RFC 7986, section 5.1, or X-WR-CALNAME)."""

    events: list[str] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)
    """VTIMEZONEs by their TZID."""

    others: dict[str, int] = field(default_factory=dict)
    """How many components there are of each other kind."""

    cut_off: bool = False
    """Whether the file ends in the midst of a component."""


def text_in(data: bytes) -> str:
    """The text of a file: UTF-8 as it should be, or what old programs wrote on Windows."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def blocks_of(text: str) -> Blocks:
    """Cut a text into its components.

    :raises NoCalendar: when there is no calendar in it.
    """
    if not re.search(r"^BEGIN:VCALENDAR\s*$", text, re.MULTILINE | re.IGNORECASE):
        raise NoCalendar("This is not an iCalendar file.")
    blocks = Blocks()
    for kind, lines in _components(text, blocks):
        block = "".join(f"{line}\r\n" for line in lines)
        if kind == "VEVENT":
            blocks.events.append(block)
        elif kind == "VTIMEZONE":
            blocks.zones[value_of(block, "TZID")] = block
        else:
            blocks.others[kind] = blocks.others.get(kind, 0) + 1
    return blocks


def _components(text: str, blocks: Blocks) -> Iterator[tuple[str, list[str]]]:
    """The components directly in the calendar: their kind and their lines."""
    kind, lines = "", list[str]()
    for line in re.split(r"\r\n|\n|\r", text):
        begins, _, word = line.partition(":")
        begins, word = begins.upper(), word.strip().upper()
        if not kind:
            if begins == "BEGIN" and word != "VCALENDAR":
                kind, lines = word, [line]
            elif begins.partition(";")[0] in {"NAME", "X-WR-CALNAME"}:
                blocks.name = unescaped(line.partition(":")[2]).strip()
            continue
        if line:
            lines.append(line)
        if begins == "END" and word == kind:
            yield kind, lines
            kind = ""
    blocks.cut_off = bool(kind)


def value_of(block: str, name: str) -> str:
    """The value of the first property of that name in a component itself, not in those inside it; or nothing."""
    depth = 0
    for line in FOLD.sub("", block).split("\r\n"):
        head, _, value = line.partition(":")
        word = head.partition(";")[0].upper()
        depth += (word == "BEGIN") - (word == "END")
        if depth == 1 and word == name:
            return value.strip()
    return ""


def unescaped(text: str) -> str:
    """A TEXT as it is meant (RFC 5545, section 3.3.11)."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)
