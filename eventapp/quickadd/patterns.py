"""The patterns of a language, compiled once. None of them repeats without a bound, so reading takes linear time."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache

from eventapp.quickadd.de import GERMAN
from eventapp.quickadd.en import ENGLISH
from eventapp.quickadd.language import Language

SURELY_ENGLISH = "en-"
"""English without the words for days and rules that are names elsewhere, as in "Karl May 5" or "Daily 9:15"."""
_SURE = replace(
    ENGLISH, often={}, months={name: n for name, n in ENGLISH.months.items() if name not in ENGLISH.weak_months}
)

LANGUAGES: Mapping[str, Language] = {"en": ENGLISH, "de": GERMAN, SURELY_ENGLISH: _SURE}
DASH = " ?[-\u2013\u2014] ?"
DAY = "[0-9]{1,2}(?![0-9])"
YEAR = "(?:,? (?P<year>[0-9]{4})(?![0-9:]))?"


def either(words: Collection[str]) -> str:
    """A pattern of any of the words, whole and the longest of them; without words it never matches."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return rf"(?:(?:{'|'.join(map(re.escape, longest_first))})(?!\w))" if words else "(?!)"


@cache
def patterns(code: str) -> dict[str, re.Pattern[str]]:
    """The patterns of the language with that code, by name."""
    language = LANGUAGES[code]
    texts = _times(language) | _dates(language) | _rules(language) | _others(language)
    return {name: re.compile(text) for name, text in texts.items()}


def _times(words: Language) -> dict[str, str]:
    to = rf"(?:{DASH}| {either(words.to)} )"
    rest = rf"(?: ?(?P<half>{either(words.halves)}))?(?: ?(?P<oclock>{either(words.oclock)}))?"
    twelve = rf"12(?: ?{either(words.oclock)})? "
    at_night = [phrase for phrase, half in words.parts_behind.items() if half == "night"]
    return {
        "clock": rf"(?P<hour>{DAY})(?:(?P<sign>[:.h])(?P<minute>[0-5][0-9])(?![0-9])| ?(?P<hours>h)(?!\w))?{rest}",
        "spoken": rf"(?P<spoken>{either(words.spoken)}) (?P<hour>{DAY}|{either(words.hours)}){rest}",
        "named_time": rf"(?:{twelve})?(?:(?P<noon>{either(words.noon)})|{either(words.midnight)})"
        rf"|{twelve}{either(at_night)}",
        "part_behind": rf" (?P<part>{either(words.parts_behind)})",
        "to": to,
        "at": rf"{either(words.at)} ",
        "at_clock": rf"{either(words.at_clock)} ",
        "from": rf"{either(words.since)} ",
        "zone": rf" {either(words.zones)}",
        "unclear_time": rf"(?:{either(words.at)} )?(?:{words.unclear_time_pattern}|{either(words.spoken)} )"
        rf"(?:[0-9]{{1,2}}|{either(words.hours)})",
        "lasting_word": rf"(?<!\w){either({*words.lasting, *words.ahead})} $",
        "length": rf"{either(words.lasting)} {_amount(words, '1')}"
        rf"(?: ?{_amount(words, '2')}|(?P<half>{words.and_a_half_pattern}))?",
        "ahead": rf"{either(words.ahead)} {_amount(words, '1')}",
    }


def _amount(words: Language, number: str) -> str:
    return (
        rf"(?:(?P<number{number}>[0-9]{{1,3}})(?P<fraction{number}>[.,]5)?|(?P<word{number}>{either(words.numbers)}))"
        rf" ?(?P<unit{number}>{either(words.units)})"
    )


def _dates(words: Language) -> dict[str, str]:
    weekday, month = rf"(?P<weekday>{either(words.weekdays)})\.?", rf"(?P<month>{either(words.months)})\.?"
    ordinal = rf"(?P<nth>{words.ordinal_pattern}(?!\w))"
    part = rf"(?: (?P<part>{either(words.parts_of_day)}))?"
    return {
        "gap": ",? ",
        "on": rf"{either(words.on)} ",
        "iso": "(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])",
        "dotted": r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\.(?: ?(?P<year>[0-9]{4})(?![0-9:]))?(?![0-9])",
        "slashed": rf"(?P<first>[0-9]{{1,2}})/(?P<second>{DAY})(?:/(?P<year>[0-9]{{4}}))?(?![0-9/])",
        "day_month": rf"(?:{words.the_pattern})?(?P<day>{DAY})(?:{ordinal}|\.)?(?:{words.of_pattern})? {month}{YEAR}",
        "month_day": rf"{month} (?:{words.the_pattern})?(?P<day>{DAY})(?!:)(?:{ordinal})?{YEAR}",
        "on_the_nth": rf"{words.on_the_nth_pattern}(?P<day>{DAY}){words.ordinal_pattern}",
        "weekday": rf"(?:(?P<next>{either(words.next)}) |(?P<this>{either(words.this)}) )?{weekday}"
        rf"(?: (?P<week>{either(words.next_week)}))?{part}",
        "weekday_nth": rf"{weekday},? (?:{words.the_pattern})?{DAY}{words.ordinal_pattern}(?![0-9])",
        "weekday_and": rf"{weekday},? ",
        "near": rf"(?P<near>{either(words.near_days)}){part}",
        "tonight": rf"{either(words.tonight)}|{either(words.this)} {either(words.parts_of_day)}",
        "days_of_month": rf"(?P<first>{DAY})(?:{words.ordinal_pattern}|\.)?(?:{DASH}| {either(words.to)} )",
        "month_days": rf"{month} (?P<first>{DAY})(?:{words.ordinal_pattern})?(?:{DASH}| {either(words.to)} )"
        rf"(?P<last>{DAY})(?!:)(?:{words.ordinal_pattern})?{YEAR}",
        "no_date": rf"{either(words.not_dates)} ",
        "no_date_word": rf"(?<!\w){either(words.not_dates)} $",
        "named_day": rf"(?:{either({*words.named_days, *words.ordinals})}|{DAY}{words.ordinal_pattern})"
        rf" {either(words.weekdays)}",
        "vague": either(words.vague),
        "number": rf"(?:^|(?<![0-9:.]))(?P<day>{DAY})(?:{words.ordinal_pattern}|\.)? $",
        "two_numbers": rf"{DAY}\.? {either(words.months)}\.? (?P<second>{DAY})(?![:.])",
    }


def _rules(words: Language) -> dict[str, str]:
    every, number = either(words.every), rf"(?:[0-9]{{1,3}}|{either(words.numbers)})"
    one_day, other = either(words.weekdays), words.every_other_pattern
    days = (
        rf"(?:(?P<first>{one_day})(?:{DASH}| {either(words.to)} )(?P<last>{one_day})"
        rf"|(?P<days>{_list({*words.weekdays, *words.groups_of_days}, words.joining_pattern)}))"
    )
    nth = rf"{DAY}{words.ordinal_pattern}"
    ordinal = rf"(?P<ordinal>{either(words.ordinals)}|{nth})"
    weekday = rf"(?P<weekday>{either({*words.weekdays, *words.day_of_month})})"
    by_month = rf"(?:(?P<nths>{nth}(?:{words.joining_pattern}{nth}){{0,5}})|{ordinal} {weekday})"
    unit = rf"{every} (?:(?P<other>{other})|(?P<number>{number}) )?(?P<unit>{either(words.units)})"
    on, the = rf"(?:,? {either(words.on)})?", f"(?:{words.the_pattern})?"
    return {
        "every": rf"{every} ",
        "every_days": rf"{every} (?P<other>{other})?{days}",
        "every_unit": rf"{unit}(?:{on} {days})?",
        "every_month": rf"{unit}{on} {the}{by_month}",
        "every_nth": rf"{every} {by_month} {either(words.of_the_month)}",
        "nth_of_every": rf"(?:{either(words.on)} )?{the}{by_month} {either(words.of_every_month)}",
        "unclear_every": rf"{every} (?:(?:{number} |{other})?{either(words.unclear_every)}|{ordinal} {weekday})",
        "plural": rf"(?:{either(words.on)} )?(?P<days>{_list(words.plural_days, words.joining_pattern)})",
        "each": either({*words.weekdays, *words.groups_of_days, *words.plural_days}),
        "often": either(words.often),
        "weekdays": rf"{one_day}(?:{words.joining_pattern}{one_day}){{1,6}}",
        "since": rf"{either(words.since)} ",
        "until": rf"{either(words.until)} ",
        "count": rf"(?P<count>[0-9]{{1,3}}) {either(words.times)}",
    }


def _list(words: Collection[str], joining: str) -> str:
    return f"{either(words)}(?:{joining}{either(words)}){{0,6}}"


def _others(words: Language) -> dict[str, str]:
    return {
        "place": rf"(?:{either(words.place - {'@'})}|@ ?(?=\S))(?! ?{either(words.not_places)})",
        "next_part": rf"[ ,;]*{either(words.place)}",
    }
