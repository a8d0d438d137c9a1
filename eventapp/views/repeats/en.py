"""English."""

from datetime import date

from eventapp.models.rule import FREQUENCIES
from eventapp.views.repeats.common import EVERY_DAY, WORKDAYS, Language


class English(Language):
    """The words. Every language has the same methods."""

    joining = " and "
    units = ("year", "month", "week", "day", "hour", "minute", "second")
    ordinals = ("", "first", "second", "third", "fourth", "fifth")

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
        return f"the {self.spelt(n)} {self.weekday(day)}"

    def nth_workday(self, n: int) -> str:
        return f"the {self.spelt(n)} weekday"

    def day_of_year(self, month: int, day: int) -> str:
        return self.day(month, day) if day > 0 else self.of(self.day_of_month(day), month)

    def of(self, day: str, month: int) -> str:
        """The second Sunday of May."""
        return f"{day} of {self.month(month)}"

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

    def nth(self, n: int) -> str:
        """1st, 2nd, 3rd, 4th; -1 is the last, and -2 the 2nd-last."""
        if n < 0:
            return "last" if n == -1 else f"{self.nth(-n)}-last"
        ending = "th" if 11 <= n % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
        return f"{n:,}{ending}"
