"""Hours: where events stand in a grid of hours, on days that have 24 of them, or 23, or 25.

A row of the grid is an hour that clocks show; where they are set back, an hour has two rows, and where
they are set forward a day has a row that it has no use for. So whatever is longer is drawn longer, and
what is at two in the afternoon stands beside the 2 pm of the other days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventapp.models.when import DAY
from eventapp.views.periods.grid import Item, lanes

Hour = tuple[int, int]
"""An hour of a day, and 1 when clocks show it for the second time (PEP 495), else 0."""

HALF = timedelta(minutes=30)
FIRST, LAST = 7, 21
"""The hours that are always shown; others are where there is something in them."""

SHORTEST = 2
"""How many quarters of an hour the least block is high: there has to be room for its title."""


@dataclass(frozen=True, slots=True)
class Block:
    """One event on one day.

    :param start: the quarter of an hour with which it begins, counted from the top; ``end``: the one before which
        it ends.
    :param lanes: how many stand side by side there; this one is in ``lane``, counted from 0.
    :param before: whether it began on a day before; ``after``: whether it ends on a day after.
    :param more: for how many events this one stands that have no room.
    """

    item: Item
    start: int
    end: int
    lane: int = 0
    lanes: int = 1
    before: bool = False
    after: bool = False
    more: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One day.

    :param missing: the rows that it has no use for.
    :param shift: by how much clocks are set forward on this day.
    :param now: the quarter of an hour that it is, when it is this day.
    """

    day: date
    blocks: list[Block]
    missing: frozenset[int]
    shift: timedelta
    now: int | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """A grid: its rows and its days."""

    hours: list[Hour]
    columns: list[Column]


def hours_of(days: Iterable[date], zone: ZoneInfo) -> list[Hour]:
    """The hours that clocks show on some of the days, in their order."""
    found = [(hour, 0) for hour in range(24)]
    for day in days:
        again = [hour for hour in _of_day(day, zone) if hour[1] and hour not in found]
        if again:
            after = found.index((again[-1][0], 0)) + 1
            found[after:after] = again
    return found


def _of_day(day: date, zone: ZoneInfo) -> list[Hour]:
    if not shift(day, zone):
        return [(hour, 0) for hour in range(24)]
    moment, end = (datetime.combine(d, time(), zone).astimezone(UTC) for d in (day, day + DAY))
    found: dict[Hour, None] = {}
    while moment < end:
        local = moment.astimezone(zone)
        found[local.hour, local.fold] = None
        moment += HALF
    return list(found)


def shift(day: date, zone: ZoneInfo) -> timedelta:
    """By how much clocks are set forward on that day; less than nothing when they are set back."""
    start, end = (datetime.combine(d, time(), zone).utcoffset() or timedelta() for d in (day, day + DAY))
    return end - start


def grid(found: Sequence[Item], days: Sequence[date], zone: ZoneInfo, now: datetime, most: int) -> Hours:
    """The timed events among ``found`` in the hours of some days.

    :param now: aware.
    :param most: how many stand side by side; where there are more, the last place says how many.
    """
    hours = hours_of(days, zone)
    rows = {hour: 4 * n for n, hour in enumerate(hours)}
    here = now.astimezone(zone)
    columns = []
    for day in days:
        blocks = [
            _block(item, day, rows, zone) for item in found if not item.is_long and item.first <= day <= item.last
        ]
        missing = frozenset(rows[hour] // 4 for hour in set(hours) - set(_of_day(day, zone)))
        at = _quarter(here, rows) if here.date() == day else None
        columns.append(Column(day, side_by_side(blocks, most), missing, shift(day, zone), at))
    return _trimmed(hours, rows, columns)


def _quarter(local: datetime, rows: dict[Hour, int], up: int = 0) -> int:
    """The quarter of an hour that clocks show; the next one when ``up`` is 14 and it has begun."""
    minutes = local.minute + (1 if up and (local.second or local.microsecond) else 0)
    first = rows[local.hour, 0]  # where a shift is of minutes only, as before there were zones
    return rows.get((local.hour, local.fold), first) + (minutes + up) // 15


def _block(item: Item, day: date, rows: dict[Hour, int], zone: ZoneInfo) -> Block:
    before, after = item.first < day, item.last > day
    end_of_day = 4 * len(rows)
    ends = item.ends_at.astimezone(zone)
    start = 0 if before else _quarter(item.starts_at.astimezone(zone), rows)
    end = end_of_day if ends.date() > day else _quarter(ends, rows, 14)
    start = max(0, min(start, end_of_day - SHORTEST))
    return Block(item, start, max(end, start + SHORTEST), before=before, after=after)


def side_by_side(blocks: Iterable[Block], most: int) -> list[Block]:
    """Blocks in lanes: those that touch the same time stand side by side, and as wide as there is room for."""
    done: list[Block] = []
    group: list[Block] = []
    end = 0
    for block in sorted(blocks, key=lambda block: (block.start, -block.end)):
        if group and block.start >= end:
            done += _placed(group, most)
            group = []
        end = max(end, block.end) if group else block.end
        group.append(block)
    return done + _placed(group, most)


def _placed(group: list[Block], most: int) -> list[Block]:
    placed = lanes((block.start, block.end - 1) for block in group)
    number = max(placed, default=0) + 1
    shown = most if number <= most else most - 1
    done = [_at(block, lane, min(number, most)) for block, lane in zip(group, placed, strict=True) if lane < shown]
    hidden = [block for block, lane in zip(group, placed, strict=True) if lane >= shown]
    if hidden:
        start, end = min(b.start for b in hidden), max(b.end for b in hidden)
        done.append(Block(hidden[0].item, start, end, most - 1, most, more=len(hidden)))
    return done


def _at(block: Block, lane: int, number: int) -> Block:
    return Block(block.item, block.start, block.end, lane, number, block.before, block.after)


def _trimmed(hours: list[Hour], rows: dict[Hour, int], columns: list[Column]) -> Hours:
    """The same without the hours early and late in which there is nothing; a day alone shows what its clocks do."""
    starts = [block.start for column in columns for block in column.blocks]
    ends = [block.end for column in columns for block in column.blocks]
    nows = [column.now for column in columns if column.now is not None]
    odd = [row for hour, row in rows.items() if hour[1]] + [4 * row for column in columns for row in column.missing]
    odd = odd if len(columns) == 1 else []
    top = min([rows[FIRST, 0], *starts, *nows, *odd]) // 4
    bottom = -(-max([rows[LAST, 0] + 4, *ends, *(now + 1 for now in nows), *(row + 4 for row in odd)]) // 4)
    return Hours(hours[top:bottom], [_moved(column, top, bottom) for column in columns])


def _moved(column: Column, top: int, bottom: int) -> Column:
    up = 4 * top
    blocks = [
        Block(b.item, b.start - up, b.end - up, b.lane, b.lanes, b.before, b.after, b.more) for b in column.blocks
    ]
    missing = frozenset(row - top for row in column.missing if top <= row < bottom)
    return Column(column.day, blocks, missing, column.shift, None if column.now is None else column.now - up)
