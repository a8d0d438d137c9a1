"""Marks: where in a text the words are that were looked for, for showing them."""

import re
from collections.abc import Iterable

from eventapp.models.textindex import words_of

READ = 2_000
"""How much of a long text is looked at."""

AROUND = 60
"""How many characters beside a word an extract has."""

_WORD = re.compile(r"[\w\u0300-\u036f]+")

Piece = tuple[str, bool]
"""A piece of a text, and whether it was looked for."""


class Marks:
    """:param starts: how the words begin, as :func:`words_of` makes them."""

    def __init__(self, starts: Iterable[str]) -> None:
        self._starts = tuple(starts)

    def __call__(self, text: str) -> list[Piece]:
        """The text in pieces, each word that was looked for one of its own."""
        pieces: list[Piece] = []
        end = 0
        for match in self._found(text):
            pieces += [(text[end : match.start()], False), (match.group(), True)]
            end = match.end()
        return [piece for piece in (*pieces, (text[end:], False)) if piece[0]]

    def extract(self, text: str) -> list[Piece]:
        """Some of a text around the first word that was looked for, in pieces; empty when there is none."""
        text = " ".join(text[:READ].split())
        first = next(iter(self._found(text)), None)
        if first is None:
            return []
        start, end = max(0, first.start() - AROUND), first.end() + AROUND
        start = text.rfind(" ", 0, start) + 1 if start else 0
        end = text.find(" ", end) if text.find(" ", end) > 0 else len(text)
        return self(f"{'… ' * bool(start)}{text[start:end]}{' …' * (end < len(text))}")

    def _found(self, text: str) -> list[re.Match[str]]:
        return [match for match in _WORD.finditer(text) if self._is_one(match.group())]

    def _is_one(self, word: str) -> bool:
        return any(found.startswith(self._starts) for found in words_of(word))
