"""German."""

from datetime import date

from eventapp.models.rule import FREQUENCIES
from eventapp.views.repeats.common import EVERY_DAY, WORKDAYS, Language


class German(Language):
    """The words. Every language has the same methods."""

    joining = " und "
    every_one = ("jedes Jahr", "jeden Monat", "jede Woche", "jeden Tag", "jede Stunde", "jede Minute", "jede Sekunde")
    units = ("Jahre", "Monate", "Wochen", "Tage", "Stunden", "Minuten", "Sekunden")
    ordinals = ("", "ersten", "zweiten", "dritten", "vierten", "fünften")
    ordinals_from_last = ("", "letzten", "vorletzten", "drittletzten", "viertletzten", "fünftletzten")

    def every(self, frequency: str, interval: int) -> str:
        """Jede Woche; alle 2 Wochen."""
        unit = FREQUENCIES.index(frequency)
        return self.every_one[unit] if interval == 1 else f"alle {self.reader.number(interval)} {self.units[unit]}"

    def weekly(self, interval: int, days: tuple[int, ...]) -> str:
        """Jeden Dienstag; an jedem Werktag; jeden 2. Dienstag; alle 2 Wochen am Dienstag und Donnerstag."""
        if days == EVERY_DAY and interval == 1:
            return self.every("DAILY", 1)
        common = {EVERY_DAY: "an jedem Tag", WORKDAYS: "an jedem Werktag"}.get(days)
        named = self.listed([self.weekday(day) for day in days])
        if interval == 1:
            return common or f"jeden {named}"
        if len(days) == 1:
            return f"jeden {self.nth(interval)} {named}"
        return f"{self.every('WEEKLY', interval)} {common or f'am {named}'}"

    def monthly(self, interval: int, on: list[str], numbered: bool) -> str:
        """Jeden Monat am 15.; am letzten Freitag jedes Monats; alle 2 Monate am letzten Freitag."""
        if numbered or interval > 1:
            return f"{self.every('MONTHLY', interval)} {self.listed(on)}"
        return f"{self.listed(on)} jedes Monats"

    def yearly(self, interval: int, on: list[str]) -> str:
        return f"{self.every('YEARLY', interval)} {self.listed(on)}"

    def day_of_month(self, n: int) -> str:
        return f"am {self.nth(n)}" if n > 0 else f"am {self.nth(n)} Tag"

    def nth_weekday(self, n: int, day: int) -> str:
        return f"am {self.spelt(n)} {self.weekday(day)}"

    def nth_workday(self, n: int) -> str:
        return f"am {self.spelt(n)} Werktag"

    def day_of_year(self, month: int, day: int) -> str:
        return f"am {self.day(month, day)}" if day > 0 else self.of(self.day_of_month(day), month)

    def of(self, day: str, month: int) -> str:
        """Am zweiten Sonntag im Mai."""
        return f"{day} im {self.month(month)}"

    def times(self, count: int) -> str:
        return ", einmal" if count == 1 else f", {self.reader.number(count)}-mal"

    def until(self, day: date) -> str:
        return f" bis {self.reader.day_of_year(day, self.year)}"

    def more(self, count: int) -> str:
        return "an 1 weiterem Tag" if count == 1 else f"an {self.reader.number(count)} weiteren Tagen"

    def less(self, count: int) -> str:
        return ", an 1 Tag nicht" if count == 1 else f", an {self.reader.number(count)} Tagen nicht"

    def otherwise(self, text: str) -> str:
        return f"nach eigener Regel: {text}"

    def nth(self, n: int) -> str:
        """1., 2.; -1 is the last, and -2 the one before it."""
        if n < 0:
            return self.ordinals_from_last[-n] if n >= -5 else f"{self.nth(-n)}-letzten"
        return f"{self.reader.number(n)}."
