"""Verbatim: a component's text with what was changed in it exchanged, and all else as it was written."""

import re
from collections.abc import Iterator
from typing import Any

from eventapp.ical.parsing import parse

LINE = re.compile(r"(?:[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*)")
"""One line of content, as it is folded (RFC 5545, section 3.1)."""


class Verbatim:
    """A component that is about to be changed, and its text.

    :param text: with CRLF, as :func:`~eventapp.ical.blocks.blocks_of` gives it.
    :raises Unreadable: when it is no component.
    """

    def __init__(self, text: str) -> None:
        self.component = parse(text)
        self._pieces = list(_pieces(text))
        self._before = _properties(self.component)
        self._inside = list(self.component.subcomponents)

    def text(self) -> str:
        """The text as it has to be now: new lines stand where the old ones of their name stood, or last."""
        now = _properties(self.component)
        new = {name: lines for name, lines in now.items() if lines != self._before.get(name)}
        gone = self._before.keys() - now.keys()
        kept = set(map(id, self.component.subcomponents))
        inside = iter(self._inside)
        written: list[str] = []
        alarms: list[str] = []
        for name, piece in self._pieces[:-1]:
            if name is None:
                if id(next(inside, None)) in kept:
                    alarms.append(piece)
            elif name in new:
                written.append(new.pop(name))
                gone.add(name)
            elif name not in gone:
                written.append(piece)
        have = set(map(id, self._inside))
        added = (part for part in self.component.subcomponents if id(part) not in have)
        texts = (part.to_ical().decode("utf-8", "replace") for part in added)
        return "".join((*written, *new.values(), *alarms, *texts, self._pieces[-1][1]))


def _pieces(text: str) -> Iterator[tuple[str | None, str]]:
    """The lines of a component with the names of their properties; what is inside of it in one piece without one."""
    depth, piece = 0, ""
    for line in LINE.findall(text):
        head, _, _ = line.partition(":")
        name = re.sub(r"\r\n[ \t]", "", head).partition(";")[0].upper()
        depth += (name == "BEGIN") - (name == "END")
        if depth > 1 or piece:
            piece += line
            if depth == 1:
                yield None, piece
                piece = ""
        else:
            yield name, line


def _properties(component: Any) -> dict[str, str]:
    """The lines of each property, as icalendar writes them."""
    found: dict[str, str] = {}
    for name, value in component.property_items(recursive=False):
        if name not in {"BEGIN", "END"}:
            line = component.content_line(name, value).to_ical().decode("utf-8", "replace")
            found[name.upper()] = f"{found.get(name.upper(), '')}{line}\r\n"
    return found
