"""German, as far as its words differ."""

from eventapp.quickadd.language import Language

_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "dezember",
)  # fmt: skip
_SHORT_MONTHS = "jan feb mär apr mai jun jul aug sep okt nov dez".split()
_SHORT_DAYS = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
_NAMES = "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()
_NUMBERS = {name: number for number, name in enumerate(_NAMES, 1)}
_PARTS = {"früh": "am", "morgens": "am", "vormittags": "am", "nachmittags": "pm", "abends": "pm"}

GERMAN = Language(
    weekdays={name: number for number, name in enumerate(_DAYS)} | _SHORT_DAYS | {"sonnabend": 5},
    weak_weekdays=frozenset(_SHORT_DAYS),
    plural_days={f"{name}s": (number,) for number, name in enumerate(_DAYS)} | {"werktags": (0, 1, 2, 3, 4)},
    groups_of_days={"werktag": (0, 1, 2, 3, 4), "arbeitstag": (0, 1, 2, 3, 4)},
    months={name: number for number, name in enumerate(_MONTHS, 1)}
    | {name: number for number, name in enumerate(_SHORT_MONTHS, 1)}
    | {"jänner": 1},
    weak_months=frozenset({"jan", "august"}),
    near_days={"heute": 0, "morgen": 1, "übermorgen": 2},
    parts_of_day=_PARTS | {"vormittag": "am", "nachmittag": "pm", "abend": "pm"},
    tonight=frozenset(),
    this=frozenset({"diesen", "dieser", "kommenden", "kommender"}),
    next=frozenset({"nächsten", "nächster"}),
    next_week=frozenset({"nächste woche", "nächster woche"}),
    ordinal_pattern=r"\.",
    on=frozenset({"am", "den"}),
    the_pattern="(?:der |den )",
    of_pattern="",
    on_the_nth_pattern="am ",
    at=frozenset({"um"}),
    at_clock=frozenset(),
    since=frozenset({"von", "vom", "ab"}),
    to=frozenset({"bis", "bis zum"}),
    halves={},
    oclock=frozenset({"uhr"}),
    spoken={"halb": -30, "viertel nach": 15, "viertel vor": -15, "dreiviertel": -15},
    hours=_NUMBERS | {"eins": 1},
    unclear_time_pattern="viertel ",  # a quarter of the city, or in some parts 45 minutes before
    parts_behind=_PARTS | {"mittags": "noon", "nachts": "night"},
    noon=frozenset({"mittag", "mittags"}),
    midnight=frozenset({"mitternacht"}),
    afternoon=frozenset(),
    zones=frozenset({"utc", "gmt", "mez", "mesz"}),
    lasting=frozenset({"für"}),
    and_a_half_pattern="(?!)",
    ahead=frozenset({"in"}),
    units=dict.fromkeys("min minute minuten".split(), "minutes")
    | dict.fromkeys("h std stunde stunden".split(), "hours")
    | dict.fromkeys("tag tage tagen".split(), "days")
    | dict.fromkeys("woche wochen".split(), "weeks")
    | dict.fromkeys("monat monate monaten".split(), "months")
    | dict.fromkeys("jahr jahre jahren".split(), "years"),
    numbers=_NUMBERS | dict.fromkeys(("eine", "einem", "einen", "einer"), 1),
    every=frozenset({"jeden", "jede", "jedes", "alle"}),
    every_other_pattern="(?!)",  # "jeden zweiten Dienstag" can be either
    ordinals={"ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4, "letzten": -1},
    day_of_month=frozenset({"tag"}),
    of_the_month=frozenset({"des monats", "im monat"}),
    of_every_month=frozenset({"jeden monats", "jedes monats"}),
    often={
        "täglich": ("DAILY", 1),
        "wöchentlich": ("WEEKLY", 1),
        "monatlich": ("MONTHLY", 1),
        "jährlich": ("YEARLY", 1),
    },
    until=frozenset({"bis", "bis zum"}),
    times=frozenset({"mal"}),
    unclear_every=frozenset("stunde stunden minute minuten morgen abend nacht nachmittag".split()),
    joining_pattern=r"(?:, ?| und | ?& ?| ?\+ ?|/)",
    not_dates=frozenset({"vor", "nach", "seit", "bis", "bis zum", "ab", "von", "vom", "für", "gegen", "ohne", "guten"}),
    named_days=frozenset({"schwarzer"}),
    vague=frozenset({"nächste woche", "nächsten monat", "nächstes jahr", "diese woche", "am wochenende", "gestern"}),
    place=frozenset({"@", "bei", "im"}),
)
