"""Reader: how the person who looks at a page reads days and times: in which zone, language and notation."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from pyramid.request import Request

from eventapp.i18n import number, say, written_day
from eventapp.models import User
from eventapp.models.when import DAY


@dataclass(frozen=True)
class Reader:
    """:param locale: a language as Babel names it, such as ``en_GB``; days are written in it.
    :param hours: 12 or 24, the notation of times.
    :param week_start: the first day of the week, 0 for Monday to 6 for Sunday.
    """

    zone: ZoneInfo
    locale: str = User.locale
    hours: int = User.hours
    week_start: int = User.week_start

    def now(self, request: Request) -> datetime:
        """The time of the request, as the clocks around this person show it."""
        now: datetime = request.now
        return now.astimezone(self.zone)

    def say(self, text: str) -> str:
        """A text in their language."""
        return say(text, self.locale)

    def number(self, n: int) -> str:
        """1,234 or 1.234."""
        return number(n, self.locale)

    def clock(self, moment: datetime) -> str:
        """15:05 or 3:05 pm."""
        local = moment.astimezone(self.zone)
        return local.time().isoformat("minutes") if self.hours == 24 else _twelve_hours(local.time(), self.locale)

    def hour(self, hour: int) -> str:
        """15:00 or 3 pm."""
        return f"{hour:02}:00" if self.hours == 24 else _twelve_hours(time(hour), self.locale).replace(":00", "")

    def short_date(self, day: date, today: date) -> str:
        """Fri 27 Nov, with the year when it is another than today's."""
        return written_day(day, "MMMEd" if day.year == today.year else "yMMMEd", self.locale)

    def long_date(self, day: date) -> str:
        """Friday, 27 November 2026."""
        return written_day(day, "full", self.locale)

    def heading(self, day: date) -> str:
        """Friday 27 November: today's date, of which everybody knows the year."""
        return str(format_date(day, _day_and_weekday(self.locale), locale=self.locale))

    def day_of_year(self, day: date, year: int | None = None) -> str:
        """27 November, with the year when it is another than the one given."""
        return written_day(day, "MMMMd" if year in {None, day.year} else "long", self.locale)

    def weekday(self, day: date) -> str:
        """Friday."""
        return written_day(day, "EEEE", self.locale)

    def short_weekday(self, day: date) -> str:
        """Fri."""
        return written_day(day, "EEE", self.locale)

    def month(self, day: date) -> str:
        """November 2026."""
        return written_day(day, "yMMMM", self.locale)

    def month_name(self, day: date) -> str:
        """November."""
        return written_day(day, "LLLL", self.locale)

    def span(self, first: date, last: date) -> str:
        """23–29 Nov 2026."""
        return str(format_interval(first, last, "yMMMd", locale=self.locale))

    def first_of_week(self, day: date) -> date:
        """The day with which the week of that day begins."""
        return day - (day.weekday() - self.week_start) % 7 * DAY

    def week(self, day: date) -> int:
        """The number of the week of that day.

        Weeks that start on Monday are those of ISO 8601; the others count from the one with 1 January.
        """
        if self.week_start == 0:
            return day.isocalendar().week
        first = date(day.year, 1, 1)
        shift = (first.weekday() - self.week_start) % 7
        return ((day - first) + timedelta(days=shift)).days // 7 + 1


def reader_of(request: Request) -> Reader:
    """The person who is signed in, as a reader."""
    user = request.user
    return Reader(ZoneInfo(user.timezone), user.locale, user.hours, user.week_start)


@cache
def _day_and_weekday(locale: str) -> str:
    """The pattern of a day with its weekday, which is written out: most languages have one for a short one only."""
    known = Locale.parse(locale).datetime_skeletons
    return re.sub("E+|c+", "EEEE", known["MMMMEEEEd" if "MMMMEEEEd" in known else "MMMMEd"].pattern)


@lru_cache(maxsize=4096)
def _twelve_hours(moment: time, locale: str) -> str:
    return str(format_skeleton("hm", moment, locale=locale)).replace("\u202f", " ")
