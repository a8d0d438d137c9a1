"""Every example of RFC 5545, section 3.8.5.3, with the dates that it lists, all in New York."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventapp.ical.recurrence import expands, recurrence, starts

NEW_YORK = "America/New_York"
MONTHS = "January February March April May June July August September October November December".split()
NINE_TO_FIVE = [f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 20, 40)]

# What it is, DTSTART, the rules that mean it, and its dates as the RFC has them; "..." after them: for ever.
EXAMPLES = [
    ("Daily for 10 occurrences", "19970902", ["FREQ=DAILY;COUNT=10"], "1997 EDT September 2-11"),
    (
        "Daily until December 24, 1997",
        "19970902",
        ["FREQ=DAILY;UNTIL=19971224T000000Z"],
        "1997 EDT September 2-30;October 1-25 1997 EST October 26-31;November 1-30;December 1-23",
    ),
    (
        "Every other day, forever",
        "19970902",
        ["FREQ=DAILY;INTERVAL=2"],
        "1997 EDT September 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30;October 2,4,6,8,10,12,14,16,18,20,22,24"
        " 1997 EST October 26,28,30;November 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29;December 1,3 ...",
    ),
    (
        "Every 10 days, 5 occurrences",
        "19970902",
        ["FREQ=DAILY;INTERVAL=10;COUNT=5"],
        "1997 EDT September 2,12,22;October 2,12",
    ),
    (
        "Every day in January, for 3 years",
        "19980101",
        [
            "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
            "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
        ],
        "1998 EST January 1-31 1999 EST January 1-31 2000 EST January 1-31",
    ),
    (
        "Weekly for 10 occurrences",
        "19970902",
        ["FREQ=WEEKLY;COUNT=10"],
        "1997 EDT September 2,9,16,23,30;October 7,14,21 1997 EST October 28;November 4",
    ),
    (
        "Weekly until December 24, 1997",
        "19970902",
        ["FREQ=WEEKLY;UNTIL=19971224T000000Z"],
        "1997 EDT September 2,9,16,23,30;October 7,14,21"
        " 1997 EST October 28;November 4,11,18,25;December 2,9,16,23",
    ),
    (
        "Every other week, forever",
        "19970902",
        ["FREQ=WEEKLY;INTERVAL=2;WKST=SU"],
        "1997 EDT September 2,16,30;October 14 1997 EST October 28;November 11,25;December 9,23"
        " 1998 EST January 6,20;February 3,17 ...",
    ),
    (
        "Weekly on Tuesday and Thursday for five weeks",
        "19970902",
        ["FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH"],
        "1997 EDT September 2,4,9,11,16,18,23,25,30;October 2",
    ),
    (
        "Every other week on Monday, Wednesday, and Friday until December 24, 1997",
        "19970901",
        ["FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR"],
        "1997 EDT September 1,3,5,15,17,19,29;October 1,3,13,15,17"
        " 1997 EST October 27,29,31;November 10,12,14,24,26,28;December 8,10,12,22",
    ),
    (
        "Every other week on Tuesday and Thursday, for 8 occurrences",
        "19970902",
        ["FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH"],
        "1997 EDT September 2,4,16,18,30;October 2,14,16",
    ),
    (
        "Monthly on the first Friday for 10 occurrences",
        "19970905",
        ["FREQ=MONTHLY;COUNT=10;BYDAY=1FR"],
        "1997 EDT September 5;October 3 1997 EST November 7;December 5"
        " 1998 EST January 2;February 6;March 6;April 3 1998 EDT May 1;June 5",
    ),
    (
        "Monthly on the first Friday until December 24, 1997",
        "19970905",
        ["FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR"],
        "1997 EDT September 5;October 3 1997 EST November 7;December 5",
    ),
    (
        "Every other month on the first and last Sunday of the month for 10 occurrences",
        "19970907",
        ["FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU"],
        "1997 EDT September 7,28 1997 EST November 2,30 1998 EST January 4,25;March 1,29 1998 EDT May 3,31",
    ),
    (
        "Monthly on the second-to-last Monday of the month for 6 months",
        "19970922",
        ["FREQ=MONTHLY;COUNT=6;BYDAY=-2MO"],
        "1997 EDT September 22;October 20 1997 EST November 17;December 22 1998 EST January 19;February 16",
    ),
    (
        "Monthly on the third-to-the-last day of the month, forever",
        "19970928",
        ["FREQ=MONTHLY;BYMONTHDAY=-3"],
        "1997 EDT September 28 1997 EST October 29;November 28;December 29 1998 EST January 29;February 26 ...",
    ),
    (
        "Monthly on the 2nd and 15th of the month for 10 occurrences",
        "19970902",
        ["FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15"],
        "1997 EDT September 2,15;October 2,15 1997 EST November 2,15;December 2,15 1998 EST January 2,15",
    ),
    (
        "Monthly on the first and last day of the month for 10 occurrences",
        "19970930",
        ["FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1"],
        "1997 EDT September 30;October 1 1997 EST October 31;November 1,30;December 1,31"
        " 1998 EST January 1,31;February 1",
    ),
    (
        "Every 18 months on the 10th thru 15th of the month for 10 occurrences",
        "19970910",
        ["FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15"],
        "1997 EDT September 10,11,12,13,14,15 1999 EST March 10,11,12,13",
    ),
    (
        "Every Tuesday, every other month",
        "19970902",
        ["FREQ=MONTHLY;INTERVAL=2;BYDAY=TU"],
        "1997 EDT September 2,9,16,23,30 1997 EST November 4,11,18,25"
        " 1998 EST January 6,13,20,27;March 3,10,17,24,31 ...",
    ),
    (
        "Yearly in June and July for 10 occurrences",
        "19970610",
        ["FREQ=YEARLY;COUNT=10;BYMONTH=6,7"],
        "1997 EDT June 10;July 10 1998 EDT June 10;July 10 1999 EDT June 10;July 10"
        " 2000 EDT June 10;July 10 2001 EDT June 10;July 10",
    ),
    (
        "Every other year on January, February, and March for 10 occurrences",
        "19970310",
        ["FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3"],
        "1997 EST March 10 1999 EST January 10;February 10;March 10"
        " 2001 EST January 10;February 10;March 10 2003 EST January 10;February 10;March 10",
    ),
    (
        "Every third year on the 1st, 100th, and 200th day for 10 occurrences",
        "19970101",
        ["FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200"],
        "1997 EST January 1 1997 EDT April 10;July 19 2000 EST January 1 2000 EDT April 9;July 18"
        " 2003 EST January 1 2003 EDT April 10;July 19 2006 EST January 1",
    ),
    (
        "Every 20th Monday of the year, forever",
        "19970519",
        ["FREQ=YEARLY;BYDAY=20MO"],
        "1997 EDT May 19 1998 EDT May 18 1999 EDT May 17 ...",
    ),
    (
        "Monday of week number 20, forever",
        "19970512",
        ["FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"],
        "1997 EDT May 12 1998 EDT May 11 1999 EDT May 17 ...",
    ),
    (
        "Every Thursday in March, forever",
        "19970313",
        ["FREQ=YEARLY;BYMONTH=3;BYDAY=TH"],
        "1997 EST March 13,20,27 1998 EST March 5,12,19,26 1999 EST March 4,11,18,25 ...",
    ),
    (
        "Every Thursday, but only during June, July, and August, forever",
        "19970605",
        ["FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8"],
        "1997 EDT June 5,12,19,26;July 3,10,17,24,31;August 7,14,21,28"
        " 1998 EDT June 4,11,18,25;July 2,9,16,23,30;August 6,13,20,27"
        " 1999 EDT June 3,10,17,24;July 1,8,15,22,29;August 5,12,19,26 ...",
    ),
    (
        "The first Saturday that follows the first Sunday of the month, forever",
        "19970913",
        ["FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13"],
        "1997 EDT September 13;October 11 1997 EST November 8;December 13"
        " 1998 EST January 10;February 7;March 7 1998 EDT April 11;May 9;June 13 ...",
    ),
    (
        "U.S. Presidential Election day, forever",
        "19961105",
        ["FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8"],
        "1996 EST November 5 2000 EST November 7 2004 EST November 2 ...",
    ),
    (
        "The third instance into the month of one of Tuesday, Wednesday, or Thursday, for the next 3 months",
        "19970904",
        ["FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3"],
        "1997 EDT September 4;October 7 1997 EST November 6",
    ),
    (
        "The second-to-last weekday of the month",
        "19970929",
        ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"],
        "1997 EDT September 29 1997 EST October 30;November 27;December 30"
        " 1998 EST January 29;February 26;March 30 ...",
    ),
    (
        "Days generated with weeks that start on Monday",
        "19970805",
        ["FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO"],
        "1997 EDT August 5,10,19,24",
    ),
    (
        "Days generated with weeks that start on Sunday",
        "19970805",
        ["FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU"],
        "1997 EDT August 5,17,19,31",
    ),
    (
        "An invalid date (February 30) is ignored",
        "20070115",
        ["FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5"],
        "2007 EST January 15,30;February 15 2007 EDT March 15,30",
    ),
]  # fmt: skip


def listed(text):
    """The days of a list as the RFC writes it, at nine, each with the abbreviation of its zone."""
    for year, zone, days in re.findall(r"(\d{4}) (E[DS]T) (.*?)(?= \d{4} E| \.\.\.|$)", text):
        for month, numbers in re.findall(r"([A-Z][a-z]+) ([\d,-]+)", days):
            for number in numbers.split(","):
                first, _, last = number.partition("-")
                for day in range(int(first), int(last or first) + 1):
                    yield datetime(int(year), MONTHS.index(month) + 1, day, 9), zone


@pytest.mark.parametrize(
    ("begins", "rule", "dates"),
    [
        pytest.param(begins, rule, dates, id=f"{name}: {rule}")
        for name, begins, rules, dates in EXAMPLES
        for rule in rules
    ],
)
def test_the_days_that_the_rfc_lists(begins, rule, dates):
    start = datetime.strptime(begins, "%Y%m%d").replace(hour=9)
    series, expected = recurrence(start, [rule], timezone=NEW_YORK), list(listed(dates))
    forever, after = dates.endswith("..."), expected[-1][0] + timedelta(seconds=1)
    found = starts(start, series, datetime(1990, 1, 1), after if forever else datetime(2010, 1, 1))
    assert [(moment, moment.replace(tzinfo=ZoneInfo(NEW_YORK)).tzname()) for moment in found] == expected
    assert series.last == (None if forever else found[-1])
    assert not forever or starts(start, series, after, datetime(2010, 1, 1))


def test_every_friday_the_13th_forever():
    """The start is no Friday, so it is left out; the RFC's own note says that it would be the first."""
    start, until = datetime(1997, 9, 2, 9), datetime(2000, 10, 14)
    rule = "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"
    days = ["1998-02-13", "1998-03-13", "1998-11-13", "1999-08-13", "2000-10-13"]
    expected = [datetime.fromisoformat(f"{day}T09:00") for day in days]
    excluded = datetime(1997, 9, 2, 13, tzinfo=UTC)
    assert starts(start, recurrence(start, [rule], never=[excluded], timezone=NEW_YORK), start, until) == expected
    assert starts(start, recurrence(start, [rule], timezone=NEW_YORK), start, until) == [start, *expected]


def times(start, rule, days=1):
    series = recurrence(start, [rule], timezone=NEW_YORK)
    found = starts(start, series, start, start + timedelta(days=days))
    return expands(series), [f"{moment:%H:%M}" for moment in found]


NINE = datetime(1997, 9, 2, 9)


def test_every_3_hours_from_9_to_5_on_a_specific_day():
    """17:00Z is 13:00 in New York, so there is no 15:00 as the RFC lists: 21:00Z is what it means."""
    assert times(NINE, "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z") == (True, ["09:00", "12:00", "15:00"])
    assert times(NINE, "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z") == (True, ["09:00", "12:00"])


def test_every_20_minutes_from_9_to_16_40_every_day():
    assert times(NINE, "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", days=2) == (True, NINE_TO_FIVE * 2)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
    ],
)
def test_what_happens_by_the_minute_is_kept_and_not_expanded(rule):
    assert times(NINE, rule) == (False, ["09:00"])
