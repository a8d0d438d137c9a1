"""What the words of all languages have in common."""

from abc import ABC, abstractmethod
from datetime import date

from eventapp.views.reader import Reader

WORKDAYS = (0, 1, 2, 3, 4)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


class Language(ABC):
    """:param year: the year that goes without saying."""

    joining: str
    """What is between the last two of several."""

    ordinals: tuple[str, ...]
    """First to fifth; the one before them is nothing."""

    def __init__(self, reader: Reader, year: int) -> None:
        self.reader = reader
        self.year = year

    def weekday(self, day: int) -> str:
        return self.reader.weekday(date(2024, 1, 1 + day))  # which was a Monday

    def month(self, month: int) -> str:
        return self.reader.month_name(date(2024, month, 1))

    def day(self, month: int, day: int) -> str:
        """1 December, of any year."""
        return self.reader.day_of_year(date(2024, month, day))

    @abstractmethod
    def nth(self, n: int) -> str:
        """1st, 2nd; -1 is the last."""

    def spelt(self, n: int) -> str:
        """First to fifth; 6th."""
        return self.ordinals[n] if 0 < n <= 5 else self.nth(n)

    def together(self, said: list[str]) -> str:
        return self.joining.join(said)

    def listed(self, words: list[str]) -> str:
        """A, B and C."""
        return self.joining.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
