"""Patience: how much is worked out for one page, so that no series keeps a processor busy for long.

Work is told beforehand from the rules and the span, never from a clock: the same page shows the same
each time. What people have costs a hundredth of it; what would cost more than is left is left out.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache

from eventapp.ical.expansion import PATIENCE, intervals_a_day, wall_of
from eventapp.models import Event
from eventapp.models.rule import parse
from eventapp.models.when import DAY

MOST = 200_000
"""How many intervals of rules are looked at for one page, or what takes as long: some 3 µs each."""

OF_A_CHANGE, OF_ANOTHER, OF_ONE_FOUND = 3, 10, 3
"""As how many intervals count: a changed occurrence, an event that is left out, an occurrence that is on."""


class Patience:
    """What is left of it for one page."""

    def __init__(self) -> None:
        self.left = float(MOST)
        self.lost = False
        """Whether anything was left out."""

    def worth(self, events: Iterable[Event], since: datetime, until: datetime) -> Iterator[Event]:
        """The recurring events of which the occurrences in [since, until) can be worked out with what is left."""
        for event in events:
            cost = _cost(event, since, until)
            if cost > self.left:
                self.lost = True
                if self.left <= 0:
                    return
                self.left -= OF_ANOTHER
                continue
            self.left -= cost
            yield event

    def found(self, number: int) -> None:
        """So many occurrences were made."""
        self.left -= OF_ONE_FOUND * number


def _cost(event: Event, since: datetime, until: datetime) -> float:
    """About how many intervals are looked at to find what is on in [since, until).

    What began before it may still be on; and a month is looked at as a whole (:mod:`eventapp.ical.expansion`).
    """
    when, day = event.when, since.date()
    first = max(day - min(when.last_day - when.first_day, day - date.min), when.first_day)
    days = max((until.date() - first).days, 0)
    again, changes = event.recurrence, event.content.changes
    looked = _a_day(again.rules) * (days + 31)
    if len(again.rules) > 1 or again.also:
        looked += _cost_of_counting(event)
    return looked + OF_A_CHANGE * len(changes)


@lru_cache(maxsize=4096)
def _a_day(rules: tuple[str, ...]) -> float:
    return sum(intervals_a_day(parse(text)) for text in rules)


def _cost_of_counting(event: Event) -> float:
    """About how many intervals are looked at to find where rules with a COUNT end, if that is not known of the series.

    It is kept once it is known, but not for all events of a great many.
    """
    again = event.recurrence
    counted = [rule for rule in map(parse, again.rules) if rule.count is not None]
    if again.last is None:
        return sum(PATIENCE.get(rule.frequency, 0) for rule in counted)
    return sum(map(intervals_a_day, counted)) * ((wall_of(again.last) - wall_of(event.when.start)) / DAY)
