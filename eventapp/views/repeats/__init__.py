"""How a series repeats, in words: every 2nd Tuesday until 3 March.

What there is to say is found here, from the rule alone; how it is said is for the words of a language, a
module of its own. A rule for which there are no words is shown as it is.
"""

from datetime import date, datetime, time

from eventapp.i18n import language
from eventapp.models.recurrence import Recurrence
from eventapp.models.rule import Rule, parse
from eventapp.views.reader import Reader
from eventapp.views.repeats.common import EVERY_DAY, WORKDAYS
from eventapp.views.repeats.de import German
from eventapp.views.repeats.en import English

MOST = 6
"""How many days of a month or a year are named."""

Words = English | German
WORDS: dict[str, type[Words]] = {"de": German, "en": English}
"""By the language that texts are said in."""


def in_words(recurrence: Recurrence, start: date | datetime, reader: Reader) -> str:
    """How it repeats, as it stands in a sentence; empty when it does not.

    :param start: that of the event: it says on which day a rule is that names none.
    """
    words = WORDS.get(language(reader.locale), English)(reader, start.year)
    said = [_rule(parse(text), start, words) or words.otherwise(text) for text in recurrence.rules]
    if recurrence.also:
        said.append(words.more(len(recurrence.also)))
    if not said:
        return ""
    return words.together(said) + (words.less(len(recurrence.never)) if recurrence.never else "")


def _rule(rule: Rule, start: date | datetime, words: Words) -> str:
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


def _when(rule: Rule, start: date | datetime, words: Words) -> str:
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


def _monthly(rule: Rule, start: date | datetime, words: Words) -> str:
    on = [] if rule.months else _in_month(rule, start, words)
    return words.monthly(rule.interval, on, not rule.days and min(rule.month_days or (1,)) > 0) if on else ""


def _yearly(rule: Rule, start: date | datetime, words: Words) -> str:
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


def _in_month(rule: Rule, start: date | datetime, words: Words) -> list[str]:
    """The days of a month, each in words; none when there are no words for them, or too many."""
    on: list[str] = []
    if rule.positions:
        on = _positions(rule, words)
    elif rule.days and not rule.month_days and all(n for n, _ in rule.days):
        on = [words.nth_weekday(n, day) for n, day in rule.days]
    elif not rule.days:
        on = [words.day_of_month(day) for day in rule.month_days or (start.day,)]
    return on if len(on) <= MOST else []


def _positions(rule: Rule, words: Words) -> list[str]:
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
