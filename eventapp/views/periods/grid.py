"""Grid: where events stand in rows of days: which lane each has, and what of it each day shows.

Nothing here knows of requests or templates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from eventapp.ical import Occurrence
from eventapp.ical.days import days_of
from eventapp.models.when import DAY
from eventapp.views.dates import Local, hue
from eventapp.views.reader import Reader


@dataclass(frozen=True, slots=True)
class Item:
    """One occurrence on the days of its reader.

    :param last: the last day of which it has a part: what ends at midnight is not on the day that begins then.
    :param start: the time of day as it is read; empty for whole days. So is ``end``.
    """

    occurrence: Occurrence
    first: date
    last: date
    starts_at: datetime
    ends_at: datetime
    start: str
    end: str

    @property
    def is_bar(self) -> bool:
        """Whether it is drawn as a bar over days, and not at a time of one."""
        return not self.start or self.last > self.first

    @property
    def is_long(self) -> bool:
        """Whether it has no place among the hours of a day."""
        return not self.start or self.ends_at - self.starts_at >= DAY

    @property
    def title(self) -> str:
        return self.occurrence.title

    @property
    def hue(self) -> int:
        return hue(self.occurrence)


@dataclass(frozen=True, slots=True)
class Slot:
    """What one lane has on one day.

    :param item: None where the lane is empty.
    :param days: over how many days of the row it goes from here; 0 where it only goes on.
    :param before: whether it began before this row of days; ``after``: whether it ends after it.
    """

    item: Item | None = None
    days: int = 0
    before: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a row.

    :param more: how many events are on, and not shown.
    :param count: how many are on.
    """

    day: date
    slots: list[Slot]
    more: int
    count: int


def items(occurrences: Iterable[Occurrence], reader: Reader) -> list[Item]:
    """Occurrences on the days of their reader, in their order."""
    return [_item(found, reader) for found in occurrences]


def _item(found: Occurrence, reader: Reader) -> Item:
    local = Local(found.when, reader)
    first, last = days_of(found.when, reader.zone)
    return Item(found, first, last, local.starts_at, local.ends_at, local.start, local.end)


def lanes(spans: Iterable[tuple[int, int]]) -> list[int]:
    """The lowest lane that is free for each span, in their order; no two in one lane touch the same number.

    :param spans: first and last, inclusive.
    """
    taken: list[list[tuple[int, int]]] = []
    found = []
    for first, last in spans:
        lane = next((n for n, held in enumerate(taken) if all(last < a or b < first for a, b in held)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((first, last))
        found.append(lane)
    return found


def row(found: Sequence[Item], days: Sequence[date], most: int) -> list[Cell]:
    """A row of days.

    :param most: how many lanes are shown. The next one is shown too where it holds all that is left over:
        "+1 more" would take as much room as what it stands for.
    """
    here = [item for item in found if item.first <= days[-1] and item.last >= days[0]]
    here.sort(key=lambda item: (not item.is_bar, item.starts_at, item.first - item.last))
    spans = [((max(i.first, days[0]) - days[0]).days, (min(i.last, days[-1]) - days[0]).days) for i in here]
    placed = list(zip(here, spans, lanes(spans), strict=True))
    over = [sum(first <= n <= last and lane >= most for _, (first, last), lane in placed) for n in range(len(days))]
    cells: list[dict[int, Slot]] = [{} for _ in days]
    hidden = [0] * len(days)
    for item, (first, last), lane in placed:
        on = range(first, last + 1)
        if lane > most or (lane == most and any(over[n] > 1 for n in on)):
            for n in on:
                hidden[n] += 1
            continue
        before, after = item.first < days[0], item.last > days[-1]
        for n in on:
            cells[n][lane] = Slot(item, last - first + 1 if n == first else 0, before, after)
    return [
        Cell(day, _filled(cell), more, len(cell) + more) for day, cell, more in zip(days, cells, hidden, strict=True)
    ]


def _filled(cell: dict[int, Slot]) -> list[Slot]:
    return [cell.get(lane, Slot()) for lane in range(max(cell, default=-1) + 1)]


def weeks(first: date, last: date, reader: Reader) -> list[list[date]]:
    """The weeks that have the days from first to last in them, whole."""
    start = reader.first_of_week(first)
    number = (reader.first_of_week(last) - start).days // 7 + 1
    return [[start + (7 * week + day) * DAY for day in range(7)] for week in range(number)]


def counts(spans: Iterable[tuple[date, date]], days: Sequence[date]) -> dict[date, int]:
    """How much is on, on each of some days on which there is anything.

    :param spans: first and last day, inclusive.
    :param days: without a gap.
    """
    result = dict.fromkeys(days, 0)
    first, last = days[0], days[-1]
    for start, end in spans:
        if start == end:  # as most are
            result[start] = result.get(start, 0) + 1
            continue
        day, end = max(start, first), min(end, last)  # noqa: PLW2901 - cut to what is shown
        while day <= end:
            result[day] += 1
            day += DAY
    return {day: result[day] for day in days if result[day]}
