"""Where in a year a series can be: an index that knows it need not ask about birthdays in other months."""

from datetime import date, datetime

from eventapp.models.recurrence import Recurrence
from eventapp.models.rule import Rule, parse

MOST = 24
"""How many ranges are worth to be kept."""


def yearly(start: date | datetime, recurrence: Recurrence) -> tuple[tuple[int, int], ...]:
    """The ranges of month * 31 + day, inclusive, that hold every start; empty: anywhere.

    Only rules by the year, of which each day is bound to a month, have them.
    """
    rules = [parse(text) for text in recurrence.rules]
    if not rules or not all(map(_bound, rules)):
        return ()
    ranges = {_range(moment.month, moment.day) for moment in (start, *recurrence.also)}
    for rule in rules:
        ranges.update(_ranges(start, rule))
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged) if len(merged) <= MOST else ()


def _bound(rule: Rule) -> bool:
    free = rule.weeks or rule.year_days or (rule.days and not rule.months)
    return rule.frequency == "YEARLY" and not free


def _ranges(start: date | datetime, rule: Rule) -> set[tuple[int, int]]:
    months = rule.months or (range(1, 13) if rule.days_are_named else (start.month,))
    if rule.days_are_named and (not rule.month_days or rule.month_days[0] < 0):
        return {_range(month, 1, 31) for month in months}
    return {_range(month, day) for month in months for day in rule.month_days or (start.day,)}


def _range(month: int, first: int, last: int | None = None) -> tuple[int, int]:
    return month * 31 + first, month * 31 + (last or first)
