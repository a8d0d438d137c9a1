"""English."""

from eventapp.quickadd.language import Language

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {name: number for number, name in enumerate(_NAMES, 1)}
_WEEKDAYS, _WEEKEND = (0, 1, 2, 3, 4), (5, 6)

ENGLISH = Language(
    weekdays={name: number for number, name in enumerate(_DAYS)} | _SHORT_DAYS,
    weak_weekdays=frozenset({"mon", "wed", "sat", "sun"}),
    plural_days={f"{name}s": (number,) for number, name in enumerate(_DAYS)}
    | {"weekdays": _WEEKDAYS, "weekends": _WEEKEND},
    groups_of_days={"weekday": _WEEKDAYS, "workday": _WEEKDAYS, "working day": _WEEKDAYS, "weekend": _WEEKEND},
    months={name: number for number, name in enumerate(_MONTHS, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
    | {"sept": 9},
    weak_months=frozenset("jan march april may june august".split()),
    near_days={"today": 0, "tomorrow": 1, "tmrw": 1, "day after tomorrow": 2, "the day after tomorrow": 2},
    parts_of_day={"morning": "am", "afternoon": "pm", "evening": "pm"},
    tonight=frozenset({"tonight"}),
    this=frozenset({"this"}),
    next=frozenset({"next"}),
    next_week=frozenset({"next week"}),
    ordinal_pattern="(?:st|nd|rd|th)",
    on=frozenset({"on"}),
    the_pattern="the ",
    of_pattern=" of",
    on_the_nth_pattern="on the ",
    at=frozenset({"at", "@"}),
    at_clock=frozenset({"v"}),  # the Czech "at": dates with dots often come with it
    since=frozenset({"from", "starting", "starting from", "since"}),
    to=frozenset({"to", "until", "till", "through"}),
    halves={"am": "am", "a.m.": "am", "pm": "pm", "p.m.": "pm"},
    oclock=frozenset({"o'clock", "o’clock"}),
    spoken={"half past": 30, "quarter past": 15, "a quarter past": 15, "quarter to": -15, "a quarter to": -15}
    | {"five past": 5, "ten past": 10, "twenty past": 20, "twenty to": -20},
    hours=_NUMBERS,
    unclear_time_pattern="(?:five|ten) to ",  # from ten to five, or ten minutes before five
    parts_behind={"in the morning": "am", "in the afternoon": "pm", "in the evening": "pm", "at night": "night"},
    noon=frozenset({"noon", "midday"}),
    midnight=frozenset({"midnight"}),
    afternoon=frozenset({1, 2, 3, 4, 5, 6}),
    zones=frozenset("utc gmt bst cet cest eet eest est edt cst cdt mst mdt pst pdt jst ist".split()),
    lasting=frozenset({"for"}),
    and_a_half_pattern=" and a half",
    ahead=frozenset({"in"}),
    units=dict.fromkeys("m min mins minute minutes".split(), "minutes")
    | dict.fromkeys("h hr hrs hour hours".split(), "hours")
    | dict.fromkeys("d day days".split(), "days")
    | dict.fromkeys("week weeks".split(), "weeks")
    | dict.fromkeys("month months".split(), "months")
    | dict.fromkeys("year years".split(), "years"),
    numbers=_NUMBERS | {"a": 1, "an": 1},
    every=frozenset({"every", "each"}),
    every_other_pattern="other ",
    ordinals={"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1},
    day_of_month=frozenset({"day"}),
    of_the_month=frozenset({"of the month"}),
    of_every_month=frozenset({"of every month", "of each month"}),
    often={"daily": ("DAILY", 1), "weekly": ("WEEKLY", 1), "fortnightly": ("WEEKLY", 2), "monthly": ("MONTHLY", 1)}
    | {"quarterly": ("MONTHLY", 3), "yearly": ("YEARLY", 1), "annually": ("YEARLY", 1)},
    until=frozenset({"until", "till"}),
    times=frozenset({"times"}),
    unclear_every=frozenset("hour hours minute minutes morning afternoon evening night".split()),
    joining_pattern=r"(?:, and |, ?| and | ?& ?| ?\+ ?|/)",
    not_dates=frozenset("by before after since from until till through about around for to not except".split()),
    named_days=frozenset("black good easter ash palm whit shrove cyber bloody blue super".split()),
    vague=frozenset(
        f"{which} {what}" for which in ("next", "this", "last") for what in "week weekend month year".split()
    )
    | {"at the weekend", "yesterday", "last night"},
    place=frozenset({"at", "@"}),
    not_places=frozenset("all least last once first most night".split()),
)
