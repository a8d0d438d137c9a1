"""How a series repeats, in words: every 2nd Tuesday until 3 March.

What there is to say is found here, from the rule alone; how it is said is for the words of a language, a
class of which :class:`English` is the first. A rule for which there are no words is shown as it is.
"""

from datetime import date, datetime, time

from eventapp.models.recurrence import Recurrence
from eventapp.models.rule import FREQUENCIES, Rule, parse
from eventapp.views.reader import Reader

WORKDAYS = (0, 1, 2, 3, 4)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
MOST = 6
"""How many days of a month or a year are named."""


def in_words(recurrence: Recurrence, start: date | datetime, reader: Reader) -> str:
    """How it repeats, as it stands in a sentence; empty when it does not.

    :param start: that of the event: it says on which day a rule is that names none.
    """
    words = English(reader, start.year)
    said = [_rule(parse(text), start, words) or words.otherwise(text) for text in recurrence.rules]
    if recurrence.also:
        said.append(words.more(len(recurrence.also)))
    if not said:
        return ""
    return words.together(said) + (words.less(len(recurrence.never)) if recurrence.never else "")


class English:
    """The words. Another language has the same methods.

    :param year: the year that goes without saying.
    """

    units = ("year", "month", "week", "day", "hour", "minute", "second")
    ordinals = ("", "first", "second", "third", "fourth", "fifth")

    def __init__(self, reader: Reader, year: int) -> None:
        self.reader = reader
        self.year = year

    def every(self, frequency: str, interval: int) -> str:
        """Every week; every 2 weeks."""
        unit = self.units[FREQUENCIES.index(frequency)]
        return f"every {unit}" if interval == 1 else f"every {interval:,} {unit}s"

    def weekly(self, interval: int, days: tuple[int, ...]) -> str:
        """Every Tuesday; every weekday; every 2nd Tuesday; every 2 weeks on Tuesday and Thursday."""
        common = {EVERY_DAY: "day", WORKDAYS: "weekday"}.get(days)
        named = common or self.listed([self.weekday(day) for day in days])
        if interval == 1:
            return f"every {named}"
        if len(days) == 1:
            return f"every {self.nth(interval)} {named}"
        return f"{self.every('WEEKLY', interval)} on {f'every {common}' if common else named}"

    def monthly(self, interval: int, on: list[str], numbered: bool) -> str:
        """Every month on the 15th; on the last Friday of every month; every 2 months on the last Friday."""
        every = self.every("MONTHLY", interval)
        return f"{every} on {self.listed(on)}" if numbered or interval > 1 else f"on {self.listed(on)} of {every}"

    def yearly(self, interval: int, on: list[str]) -> str:
        return f"{self.every('YEARLY', interval)} on {self.listed(on)}"

    def day_of_month(self, n: int) -> str:
        return f"the {self.nth(n)}" if n > 0 else f"the {self.nth(n)} day"

    def nth_weekday(self, n: int, day: int) -> str:
        return f"the {self.ordinals[n] if 0 < n <= 5 else self.nth(n)} {self.weekday(day)}"

    def nth_workday(self, n: int) -> str:
        return f"the {self.ordinals[n] if 0 < n <= 5 else self.nth(n)} weekday"

    def day_of_year(self, month: int, day: int) -> str:
        return self.reader.day_of_year(date(2024, month, day)) if day > 0 else self.of(self.day_of_month(day), month)

    def of(self, day: str, month: int) -> str:
        """The second Sunday of May."""
        return f"{day} of {self.reader.month_name(date(2024, month, 1))}"

    def weekday(self, day: int) -> str:
        return self.reader.weekday(date(2024, 1, 1 + day))  # which was a Monday

    def times(self, count: int) -> str:
        return ", once" if count == 1 else f", {count:,} times"

    def until(self, day: date) -> str:
        return f" until {self.reader.day_of_year(day, self.year)}"

    def more(self, count: int) -> str:
        return f"on {count:,} more {'day' if count == 1 else 'days'}"

    def less(self, count: int) -> str:
        return f", except on {count:,} {'day' if count == 1 else 'days'}"

    def otherwise(self, text: str) -> str:
        return f"on a rule of its own: {text}"

    def together(self, said: list[str]) -> str:
        return " and ".join(said)

    def listed(self, words: list[str]) -> str:
        """A, B and C."""
        return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]

    def nth(self, n: int) -> str:
        """1st, 2nd, 3rd, 4th; -1 is the last, and -2 the 2nd-last."""
        if n < 0:
            return "last" if n == -1 else f"{self.nth(-n)}-last"
        ending = "th" if 11 <= n % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
        return f"{n:,}{ending}"


def _rule(rule: Rule, start: date | datetime, words: English) -> str:
    said = _when(rule, start, words) if _at_the_time_of(rule, start) else ""
    if said and rule.count is not None:
        return said + words.times(rule.count)
    if said and rule.until is not None:
        return said + words.until(rule.until.date() if isinstance(rule.until, datetime) else rule.until)
    return said


def _at_the_time_of(rule: Rule, start: date | datetime) -> bool:
    """Whether the rule is at the time of day of the event: no other times are said."""
    if rule.frequency in {"HOURLY", "MINUTELY", "SECONDLY"}:
        return not (rule.hours or rule.minutes or rule.seconds)
    at = start.time() if isinstance(start, datetime) else time()
    told = ((rule.hours, at.hour), (rule.minutes, at.minute), (rule.seconds, at.second))
    return all(numbers in {(), (number,)} for numbers, number in told)


def _when(rule: Rule, start: date | datetime, words: English) -> str:
    """The days of a rule in words; empty when there are none."""
    if rule.weeks or rule.year_days:
        return ""
    if days := _weekdays(rule):
        return words.weekly(rule.interval, days)
    if rule.frequency == "YEARLY":
        return _yearly(rule, start, words)
    if rule.frequency == "MONTHLY":
        return _monthly(rule, start, words)
    if rule.days_are_named or rule.months or rule.positions:
        return ""
    weekly = rule.frequency == "WEEKLY"
    return words.weekly(rule.interval, (start.weekday(),)) if weekly else words.every(rule.frequency, rule.interval)


def _weekdays(rule: Rule) -> tuple[int, ...]:
    """The weekdays of a rule that is bound to nothing else, though it may go by the month."""
    other = rule.month_days or rule.months or rule.positions or any(n for n, _ in rule.days)
    weekly = rule.frequency == "WEEKLY" or (rule.interval == 1 and rule.frequency in {"YEARLY", "MONTHLY", "DAILY"})
    return tuple(day for _, day in rule.days) if weekly and not other else ()


def _monthly(rule: Rule, start: date | datetime, words: English) -> str:
    on = [] if rule.months else _in_month(rule, start, words)
    return words.monthly(rule.interval, on, not rule.days and min(rule.month_days or (1,)) > 0) if on else ""


def _yearly(rule: Rule, start: date | datetime, words: English) -> str:
    """The days of months of the year."""
    named: list[str] = []
    if rule.days and (len(rule.months) == 1 or not rule.positions):
        on = _in_month(rule, start, words)
        named = [words.of(day, month) for month in rule.months for day in on]
    elif not rule.days and not rule.positions and (rule.months or not rule.month_days):
        days = rule.month_days or (start.day,)
        named = [
            words.day_of_year(month, day)
            for month in rule.months or (start.month,)
            for day in days
            if _comes(month, day)
        ]
    return words.yearly(rule.interval, named) if 0 < len(named) <= MOST else ""


def _comes(month: int, day: int) -> bool:
    return day <= (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31)


def _in_month(rule: Rule, start: date | datetime, words: English) -> list[str]:
    """The days of a month, each in words; none when there are no words for them, or too many."""
    on: list[str] = []
    if rule.positions:
        on = _positions(rule, words)
    elif rule.days and not rule.month_days and all(n for n, _ in rule.days):
        on = [words.nth_weekday(n, day) for n, day in rule.days]
    elif not rule.days:
        on = [words.day_of_month(day) for day in rule.month_days or (start.day,)]
    return on if len(on) <= MOST else []


def _positions(rule: Rule, words: English) -> list[str]:
    """BYSETPOS, where it counts weekdays."""
    days = tuple(day for n, day in rule.days if not n)
    if len(rule.positions) > 1 or rule.month_days or len(days) != len(rule.days):
        return []
    (position,) = rule.positions
    if days == WORKDAYS:
        return [words.nth_workday(position)]
    if days == EVERY_DAY:
        return [words.day_of_month(position)]
    return [words.nth_weekday(position, days[0])] if len(days) == 1 else []
