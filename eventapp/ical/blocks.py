"""Blocks: an iCalendar text cut into its components before any is parsed, so that a bad one costs only itself."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

FOLD = re.compile(r"\r?\n[ \t]")
"""Where a long line goes on in the next one (RFC 5545, section 3.1)."""

STATUS = re.compile(r"^STATUS[;:].*\r\n(?:[ \t].*\r\n)*", re.IGNORECASE | re.MULTILINE)
"""A STATUS with the lines in which it goes on."""


class NoCalendar(ValueError):
    """The data is not iCalendar at all."""


@dataclass
class Blocks:
    """The components of a file, each as its text with CRLF and as it was folded."""

    name: str = ""
    """How the file calls the calendar (RFC 7986, section 5.1, or X-WR-CALNAME)."""

    method: str = ""
    """What is to be done with the events that follow (METHOD, RFC 5546, section 1.4)."""

    events: list[str] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)
    """VTIMEZONEs by their TZID."""

    others: dict[str, int] = field(default_factory=dict)
    """How many components there are of each other kind."""

    cut_off: list[str] = field(default_factory=list)
    """What begins and does not end, each as its text."""


def text_in(data: bytes) -> str:
    """The text of a file: UTF-8 as it should be, UTF-16 with its mark, or what old programs wrote on Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    # Some fold a line in the midst of a character
    for whole in (data, re.sub(rb"\r?\n[ \t]", b"", data)):
        with suppress(UnicodeDecodeError):
            return whole.decode("utf-8-sig")
    return data.decode("cp1252", "replace")


def blocks_of(text: str) -> Blocks:
    """Cut a text into its components.

    :raises NoCalendar: when there is no calendar in it.
    """
    lines = re.split(r"\r\n|\n|\r", text)
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines):
        raise NoCalendar("This is not an iCalendar file.")
    blocks = Blocks()
    for kind, block in _components(lines, blocks):
        if kind == "VEVENT":
            blocks.events.append(_called_off(block) if blocks.method == "CANCEL" else block)
        elif kind == "VTIMEZONE":
            blocks.zones.setdefault(values_of(block).get("TZID", ""), block)
        else:
            blocks.others[kind] = blocks.others.get(kind, 0) + 1
    return blocks


def _components(lines: list[str], blocks: Blocks) -> Iterator[tuple[str, str]]:
    """The components directly in the calendar: their kind and their text."""
    kind, found = "", list[str]()
    for line in lines:
        begins, _, word = line.partition(":")
        begins, word = begins.upper(), word.strip().upper()
        if kind and begins == "BEGIN" and word in {kind, "VCALENDAR"}:  # nothing of one kind is in another of it
            blocks.cut_off.append(_joined(found))
            kind = ""
        if not kind:
            if begins == "BEGIN" and word != "VCALENDAR":
                kind, found = word, [line]
            else:
                _note(line, blocks)
            continue
        if line:
            found.append(line)
        if begins == "END" and word == kind:
            yield kind, _joined(found)
            kind = ""
    if kind:
        blocks.cut_off.append(_joined(found))


def _note(line: str, blocks: Blocks) -> None:
    """What a line of the calendar itself says."""
    name, _, value = line.partition(":")
    match name.partition(";")[0].upper():
        case "BEGIN":  # one more calendar in the same file
            blocks.method = ""
        case "METHOD":
            blocks.method = value.strip().upper()
        case "NAME" | "X-WR-CALNAME":
            blocks.name = unescaped(value).strip()


def _called_off(block: str) -> str:
    """An event that its calendar cancels (RFC 5546, section 3.2.5), made to say so itself: it goes on alone."""
    begin, end, rest = block.partition("\r\n")
    return f"{begin}{end}STATUS:CANCELLED{end}{STATUS.sub('', rest)}"


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)


def values_of(block: str) -> dict[str, str]:
    """The first value of each property in a component itself, not of those in what is inside it, by its name."""
    depth, found = 0, dict[str, str]()
    for line in FOLD.sub("", block).split("\r\n"):
        head, _, value = line.partition(":")
        word = head.partition(";")[0].upper()
        depth += (word == "BEGIN") - (word == "END")
        if depth == 1:
            found.setdefault(word, value.strip())
    return found


def unescaped(text: str) -> str:
    """A TEXT as it is meant (RFC 5545, section 3.3.11)."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)
