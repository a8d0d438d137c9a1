"""Quick add, as properties: a title with its date written out is read back; whatever is typed, nothing breaks."""

from datetime import date, datetime, time, timedelta
from unicodedata import normalize
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from eventapp.models import When
from eventapp.quickadd import Understood, understand
from eventapp.quickadd.language import Language
from eventapp.quickadd.patterns import LANGUAGES

PRAGUE = "Europe/Prague"
STEADY = settings(deadline=None, derandomize=True, database=None)
"""The same examples each time, however busy the machine is."""
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
STUNDEN = "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()
MONATE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
TAGE = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}


def words_of(language: Language) -> set[str]:
    """Every word that the grammar has a meaning for."""
    phrases = [phrase for value in vars(language).values() if not isinstance(value, str) for phrase in value]
    return {word for phrase in phrases if isinstance(phrase, str) for word in phrase.split()} | {"the", "of", "and"}


GRAMMAR = {word for language in LANGUAGES.values() for word in words_of(language)}


def is_free(word):
    plain = normalize("NFC", word)
    return plain == word and plain.lower() not in GRAMMAR and len(plain.lower()) == len(plain)


letters = st.characters(categories=["Lu", "Ll", "Lo", "So"])
free_words = st.text(letters, min_size=1, max_size=9).filter(is_free)
numbers = st.integers(0, 99).map(str)
titles = st.tuples(st.lists(free_words | numbers, max_size=3), free_words).map(lambda two: " ".join([*two[0], two[1]]))
places = st.lists(free_words, min_size=1, max_size=3).map(" ".join).filter(lambda text: normalize("NFC", text) == text)
nows = st.datetimes(datetime(2000, 1, 1), datetime(2150, 1, 1)).map(lambda at: at.replace(tzinfo=ZoneInfo(PRAGUE)))


def nth(number):
    ending = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def written_days(day, today):
    """The day in each form that is understood, months after days."""
    month, number = MONTHS[day.month - 1], day.day
    forms = [
        f"{day:%Y-%m-%d}", f"{number}.{day.month}.{day.year}", f"{number}. {day.month}. {day.year}",
        f"{number}/{day.month}/{day.year}", f"{number} {month} {day.year}", f"{number} {month[:3]} {day.year}",
        f"{month} {nth(number)}, {day.year}", f"{month[:3]} {number} {day.year}",
        f"on the {nth(number)} of {month} {day.year}",
        f"{DAYS[day.weekday()]}, {number} {month} {day.year}",
        f"{DAYS[day.weekday()][:3]} {number}.{day.month}.{day.year}",
    ]  # fmt: skip
    ahead = (day - today).days
    if 0 <= ahead < 365:
        forms += [
            f"{number}.{day.month}.",
            f"{number} {month}",
            f"on {number} {month[:3].upper()}",
            f"{nth(number)} {month}",
        ]
        forms += [f"{month} {nth(number)}", f"{DAYS[day.weekday()]} {number} {month}", f"in {ahead} days"]
    if 1 <= ahead < 7:
        forms += [DAYS[day.weekday()], f"on {DAYS[day.weekday()][:3]}", f"this {DAYS[day.weekday()].upper()}"]
    if 7 <= ahead + today.weekday() < 14:
        forms += [f"next {DAYS[day.weekday()]}", f"{DAYS[day.weekday()]} next week"]
    return forms + {0: ["today"], 1: ["tomorrow", "TOMORROW"], 2: ["the day after tomorrow"]}.get(ahead, [])


def written_times(at):
    half = f"{(at.hour + 11) % 12 + 1}:{at:%M}{'am' if at.hour < 12 else 'pm'}"
    forms = [
        f"{at:%H:%M}",
        f"at {at:%H:%M}",
        half,
        f"at {half[:-2]} {half[-2:]}",
        f"@ {at:%H:%M}",
        half.replace(":", "."),
    ]
    if at.minute == 0:
        forms += [half.replace(":00", ""), *([f"at {at.hour}"] if at.hour >= 7 else [])]
        forms += [f"at {at.hour - 12}"] if 13 <= at.hour <= 18 else []
        forms += [f"at {at:%H}h", *([f"{at.hour}h"] if at.hour > 12 else [])]
    part = "in the morning" if at.hour < 12 else "in the afternoon" if at.hour < 18 else "in the evening"
    spoken = spoken_times(at, HOURS, {15: ("quarter past", 0), 30: ("half past", 0), 45: ("a quarter to", 1)}, part)
    return [*forms, f"at {at:%H}h{at:%M}", *spoken, *(f"at {said}" for said in spoken), *["at noon"] * (at == time(12))]


def spoken_times(at, names, phrases, part):
    """The time as people say it, with the part of the day, and without where that goes without saying."""
    if at.minute not in phrases:
        return []
    phrase, later = phrases[at.minute]
    hour = (at.hour + later + 11) % 12
    forms = [f"{phrase} {hour + 1}", f"{phrase} {names[hour]}"]
    return [*(forms if 7 <= at.hour <= 18 else []), *(f"{form} {part}" for form in forms)]


def german_days(day, today):
    forms = [f"{day.day}.{day.month}.{day.year}", f"am {day.day}. {MONATE[day.month - 1]} {day.year}"]
    ahead = (day - today).days
    if 1 <= ahead < 7:
        forms += [TAGE[day.weekday()], f"am {TAGE[day.weekday()]}"]
    return forms + {0: ["heute"], 1: ["morgen"], 2: ["übermorgen"]}.get(ahead, [])


def german_times(at):
    forms = [f"um {at:%H:%M}", f"{at.hour}.{at:%M} Uhr", f"um {at:%H}h{at:%M}"]
    if at.minute == 0:
        forms += [f"{at.hour} Uhr", f"um {at.hour}", f"ab {at.hour} Uhr", f"um {at.hour}h"]
    part = "morgens" if at.hour < 9 else "vormittags" if at.hour < 12 else "nachmittags" if at.hour < 18 else "abends"
    phrases = {15: ("Viertel nach", 0), 30: ("halb", 1), 45: ("dreiviertel", 1)}
    spoken = spoken_times(at, STUNDEN, phrases, part) + spoken_times(at, STUNDEN, {45: ("Viertel vor", 1)}, part)
    forms += [*spoken, *(f"um {said}" for said in spoken)]
    return forms + ["12 Uhr mittags", "um 12 Uhr mittags"] * (at == time(12))


@st.composite
def days_ahead(draw):
    now = draw(nows)
    ahead = draw(st.integers(0, 13) | st.integers(0, 364) | st.integers(0, 3000))
    day = now.date() + timedelta(ahead)
    return now, day, draw(st.sampled_from(written_days(day, now.date())))


def put_together(title, said, place, first):
    """The line: the date before or behind the title, the place last of all or right behind the title."""
    if first:
        return f"{said} {title}" + (f" @ {place}" if place else "")
    return f"{title} {said}" + (f" at {place}" if place else "")


@STEADY
@given(days_ahead(), titles, places | st.just(""), st.booleans())
def test_a_day_written_out_is_read_back(written, title, place, first):
    now, day, said = written
    assume(not first or title[0] not in "0123456789")  # "5 Dec 24 ..." can be a year
    line = put_together(title, said, place, first)
    assert understand(line, now, PRAGUE) == Understood(title, When(day, timezone=PRAGUE), "", place)


@STEADY
@given(days_ahead(), st.data(), titles, places | st.just(""), st.booleans())
def test_a_day_and_a_time_written_out_are_read_back(written, data, title, place, first):
    now, day, said = written
    at = data.draw(st.times().map(lambda at: at.replace(second=0, microsecond=0, minute=at.minute // 15 * 15)))
    told = data.draw(st.sampled_from(written_times(at)))
    assume(not first or title[0] not in "0123456789")
    line = put_together(title, f"{said} {told}", place, first)
    assert understand(line, now, PRAGUE) == Understood(title, When(datetime.combine(day, at), None, PRAGUE), "", place)


quarters = st.integers(0, 95).map(lambda number: time(number // 4, number % 4 * 15))


@STEADY
@given(nows, st.integers(0, 8) | st.integers(0, 3000), quarters, st.data(), titles, st.booleans())
def test_a_german_day_and_time_written_out_are_read_back(now, ahead, at, data, title, first):
    day = now.date() + timedelta(ahead)
    said = data.draw(st.sampled_from(german_days(day, now.date())))
    told = data.draw(st.sampled_from(german_times(at)))
    assume(not first or title[0] not in "0123456789")
    assume(not told.endswith(f" {at.hour}") or not first)  # a number alone counts at the end only
    line = put_together(title, f"{said} {told}", "", first)
    assert understand(line, now, PRAGUE, "de") == Understood(title, When(datetime.combine(day, at), None, PRAGUE))


@STEADY
@given(
    free_words, st.sampled_from(["Half", "Quarter", "Noon", "Midnight", "Half past", "Quarter to", "9h", "18h"]), nows
)
def test_words_that_nothing_makes_a_time_stay_in_the_title(word, first, now):
    assume(not word[0].isdigit())
    day = now.date() + timedelta(30)
    line = f"{first} {word}"
    assert understand(line, now, PRAGUE) == Understood(line, None)
    assert understand(f"{line} {day:%Y-%m-%d}", now, PRAGUE) == Understood(line, When(day, timezone=PRAGUE))


@STEADY
@given(days_ahead(), st.times(), st.integers(1, 23 * 60), st.sampled_from(["-", " - ", "\u2013", " to "]), titles)
def test_from_one_time_to_another(written, at, minutes, to, title):
    now, day, said = written
    start = datetime.combine(day, at.replace(second=0, microsecond=0))
    end = start + timedelta(minutes=minutes)
    assume(not (10 <= end.hour <= 12 and 10 <= start.hour <= 12 and end.day != start.day))  # 12:00-10:00 is until 22:00
    line = f"{title} {said} {start:%H:%M}{to}{end:%H:%M}"
    assert understand(line, now, PRAGUE) == Understood(title, When(start, end, PRAGUE))


@STEADY
@given(days_ahead(), st.integers(1, 170), st.sampled_from([" - ", " to ", " until "]), titles, places | st.just(""))
def test_from_one_day_to_another(written, length, to, title, place):
    now, day, said = written
    assume(not said.startswith("in "))
    last = day + timedelta(length)
    line = put_together(title, f"{said}{to}{last:%Y-%m-%d}", place, first=False)
    assert understand(line, now, PRAGUE) == Understood(title, When(day, last + timedelta(1), PRAGUE), "", place)


@STEADY
@given(nows, st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 27), titles)
def test_days_of_one_month(now, day, length, title):
    last = day + timedelta(length)
    assume(last.month == day.month)
    month = MONTHS[day.month - 1]
    expected = Understood(title, When(day, last + timedelta(1), PRAGUE))
    for said in (
        f"{day.day}-{last.day} {month} {day.year}",
        f"from {day.day} to {last.day} {month} {day.year}",
        f"{month} {day.day}-{last.day}, {day.year}",
        f"{day.day}.-{last.day}.{day.month}.{day.year}",
    ):
        assert understand(f"{title} {said}", now, PRAGUE) == expected


@STEADY
@given(days_ahead(), st.integers(1, 999), st.sampled_from(["m", " min", " minutes"]), titles)
def test_how_long_it_lasts(written, minutes, unit, title):
    now, day, said = written
    start = datetime.combine(day, time(13, 30))
    zone = ZoneInfo(PRAGUE)
    end = (start.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(zone)
    line = f"{title} {said} 13:30 for {minutes}{unit}"
    assert understand(line, now, PRAGUE) == Understood(title, When(start, end.replace(tzinfo=None), PRAGUE))


weekday_sets = st.sets(st.integers(0, 6), min_size=1).map(sorted)


@st.composite
def rules(draw):
    """A rule in words, and as the value of RRULE."""
    interval = draw(st.integers(2, 99))
    days = draw(weekday_sets)
    named = ", ".join(DAYS[day] for day in days[:-1]) + (" and " if len(days) > 1 else "") + DAYS[days[-1]]
    codes = ",".join(CODES[day] for day in days)
    week, day, number = draw(st.sampled_from(sorted(ORDINALS))), draw(st.integers(0, 6)), draw(st.integers(1, 28))
    return draw(
        st.sampled_from(
            [
                ("every day", "FREQ=DAILY"),
                (f"every {interval} days", f"FREQ=DAILY;INTERVAL={interval}"),
                (f"every {named}", f"FREQ=WEEKLY;BYDAY={codes}"),
                (f"every other {named}", f"FREQ=WEEKLY;INTERVAL=2;BYDAY={codes}"),
                (f"every {interval} weeks on {named}", f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={codes}"),
                ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
                ("every Mon-Fri", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
                (f"every month on the {nth(number)}", f"FREQ=MONTHLY;BYMONTHDAY={number}"),
                (f"on the {nth(number)} of every month", f"FREQ=MONTHLY;BYMONTHDAY={number}"),
                (f"every {ORDINALS[week]} {DAYS[day]} of the month", f"FREQ=MONTHLY;BYDAY={week}{CODES[day]}"),
                (f"every {interval} months on the {ORDINALS[week]} {DAYS[day]}",
                 f"FREQ=MONTHLY;INTERVAL={interval};BYDAY={week}{CODES[day]}"),
                (f"every {number} June", "FREQ=YEARLY"),
                (f"every {interval} years on {number} June", f"FREQ=YEARLY;INTERVAL={interval}"),
                (f"{number} June yearly", "FREQ=YEARLY"),
            ]
        )
    )  # fmt: skip


@STEADY
@given(
    nows,
    rules(),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)) | st.none(),
    titles,
    places | st.just(""),
)
def test_a_rule_is_read_back_and_begins_with_the_first_that_is_to_come(now, rule, at, title, place):
    said, value = rule
    understood = understand(put_together(title, f"{said} {at:%H:%M}" if at else said, place, False), now, PRAGUE)
    assert (understood.title, understood.rule, understood.place) == (title, value, place)
    start, today = understood.when.start, now.replace(tzinfo=None)
    start = start if at else datetime.combine(start, time())
    assert start.time() == (at or time())
    assert rrulestr(value, dtstart=start)[0] == start
    assert start >= (today if at and "June" not in said else datetime.combine(today, time()))
    if "INTERVAL" not in value and "YEARLY" not in value:
        before = datetime.combine(today.date(), start.time())
        assert rrulestr(value, dtstart=before).after(today if at else before, inc=True) == start


@STEADY
@given(nows, rules(), st.integers(0, 500), st.booleans())
def test_the_end_of_a_rule(now, rule, ahead, timed):
    said, value = rule
    last = now.date() + timedelta(ahead)
    line = f"Yoga {said} {'18:00 ' * timed}until {last:%Y-%m-%d}"
    understood = understand(line, now, PRAGUE)
    if understood.when is None:
        assert understand(f"Yoga {said} {'18:00' * timed}", now, PRAGUE).when.first_day > last
        return
    until = understood.rule.removeprefix(f"{value};UNTIL=")
    if timed:
        end = datetime.strptime(until, "%Y%m%dT%H%M%S%z").astimezone(ZoneInfo(PRAGUE))
        assert end.replace(tzinfo=None) == datetime.combine(last, time(23, 59, 59))
    else:
        assert until == f"{last:%Y%m%d}"
    assert understand(f"Yoga {said} 18:00 12 times", now, PRAGUE).rule == f"{value};COUNT=12"


others = ["-", "9", "10:30", "5.12.", "31", "29 Feb", "12/5", "2026-12-01", "@", '"', "(", ")", ",", "24:00", "3rd"]
pieces = st.sampled_from(sorted(GRAMMAR)) | st.sampled_from(others) | st.text(max_size=4)
soup = st.lists(pieces, max_size=14).map(" ".join)


@STEADY
@given(soup | st.text(max_size=600), nows, st.sampled_from(["en", "de", "fr"]), st.booleans())
@example("every day 24:00 for 999 weeks", datetime(2026, 1, 1, tzinfo=ZoneInfo(PRAGUE)), "en", True)
def test_whatever_is_typed_nothing_breaks_and_nothing_is_made_up(text, now, language, day_first):
    understood = understand(text, now, PRAGUE, language, day_first)
    typed = normalize("NFC", " ".join(text.split()))
    assert understood == understand(text, now, PRAGUE, language, day_first)
    if understood.when is None:
        assert understood == Understood(typed, None)
    else:
        assert set(understood.title) <= set(typed) and understood.place in typed
        assert not understood.rule or rrulestr(
            understood.rule, dtstart=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")) if "Z" in understood.rule else None
        )
