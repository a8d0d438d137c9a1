"""TextIndex: finds names by the words of their texts, or by how the words begin."""

import re
import unicodedata
from bisect import bisect_left
from itertools import islice

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

WORD = re.compile(r"\w+")

LONGEST = 40
"""Of a longer word only the beginning counts."""


def words_of(text: str) -> list[str]:
    """The words of a text in their order, without case and accents: who types cafe finds Café."""
    bare = text.casefold()
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return [word[:LONGEST] for word in WORD.findall(bare)]


class TextIndex(Persistent):
    """Names by word. Names and words are strings without a NUL."""

    def __init__(self) -> None:
        self._words = OOTreeSet()  # word, NUL, name
        self._filed = OOBTree()  # name → its words

    def add(self, name: str, text: str) -> None:
        words = tuple(sorted(set(words_of(text))))
        self._filed[name] = words
        self._words.update(f"{word}\0{name}" for word in words)

    def remove(self, name: str) -> None:
        for word in self._filed.pop(name):
            self._words.remove(f"{word}\0{name}")

    def few(self, word: str, most: int) -> set[str] | None:
        """The names that have a word which begins so; None when more than ``most`` words do."""
        keys = list(islice(self._words.keys(word, word + "\U0010ffff"), most + 1))
        return {key.partition("\0")[2] for key in keys} if len(keys) <= most else None

    def has(self, name: str, word: str) -> bool:
        """Whether that name has a word which begins so."""
        words = self._filed[name]
        at = bisect_left(words, word)
        return bool(words[at : at + 1]) and words[at].startswith(word)
