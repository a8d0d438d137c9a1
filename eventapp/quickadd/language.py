"""What a language is to the grammar: its words, and the few patterns in which languages differ.

All words are in lower case. Fields whose names end in ``_pattern`` are regular expressions without groups
and without unbounded repetition; the others are words or phrases, taken as they are. An empty collection
means that the language has no such thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Language:
    """The words of one language."""

    # days
    weekdays: Mapping[str, int]  # Monday is 0
    weak_weekdays: frozenset[str]  # words of another meaning too; a weekday only in company
    plural_days: Mapping[str, tuple[int, ...]]  # "mondays": each of them
    groups_of_days: Mapping[str, tuple[int, ...]]  # "weekday", said after "every"
    months: Mapping[str, int]
    weak_months: frozenset[str]  # words of another meaning too
    near_days: Mapping[str, int]  # "tomorrow": days from today
    parts_of_day: Mapping[str, str]  # "evening": "pm"
    tonight: frozenset[str]
    this: frozenset[str]
    next: frozenset[str]
    next_week: frozenset[str]
    ordinal_pattern: str  # what follows the number: "th"
    on: frozenset[str]
    the_pattern: str  # with the space behind it
    of_pattern: str  # with the space before it
    on_the_nth_pattern: str  # what stands before a day of the month alone, with the space behind it
    # times
    at: frozenset[str]  # before any time
    at_clock: frozenset[str]  # only before a time with minutes
    since: frozenset[str]  # "from 9 to 10", "from 1 Dec"
    to: frozenset[str]
    halves: Mapping[str, str]  # "a.m.": "am"
    oclock: frozenset[str]
    spoken: Mapping[str, int]  # "half past": so many minutes after the hour that follows, or before it
    hours: Mapping[str, int]  # the names of the hours behind those
    unclear_time_pattern: str  # before an hour: a time that is not understood
    parts_behind: Mapping[str, str]  # behind a time, "in the evening": "pm"; also "noon" and "night", for around those
    noon: frozenset[str]
    midnight: frozenset[str]
    afternoon: frozenset[int]  # hours that mean the afternoon when nothing says which half; none: 24-hour clock
    zones: frozenset[str]  # a time in another zone is not understood
    # lengths
    lasting: frozenset[str]
    and_a_half_pattern: str  # behind a length
    ahead: frozenset[str]
    units: Mapping[str, str]  # "min": "minutes", as timedelta calls them; "months" and "years" besides
    numbers: Mapping[str, int]
    # repeating
    every: frozenset[str]
    every_other_pattern: str  # with the space behind it
    ordinals: Mapping[str, int]  # "first", "last": -1
    day_of_month: frozenset[str]  # "on the last day"
    of_the_month: frozenset[str]
    of_every_month: frozenset[str]
    often: Mapping[str, tuple[str, int]]  # "fortnightly": ("WEEKLY", 2)
    until: frozenset[str]
    times: frozenset[str]  # "10 times"
    unclear_every: frozenset[str]  # "every hour": not understood
    joining_pattern: str  # between the days of a list
    # what is no date
    not_dates: frozenset[str]  # words before a date that make it another thing: "before Friday"
    named_days: frozenset[str]  # "Black Friday"
    vague: frozenset[str]  # "next week"
    # places
    place: frozenset[str]
    not_places: frozenset[str] = field(default_factory=frozenset)  # "at least"
