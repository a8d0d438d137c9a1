"""iCalendar as other programs write it, and as nobody should: what is kept, what is said of the rest, what goes out."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from eventapp.i18n import say
from eventapp.ical import NoCalendar, calendar_text, occurrences, read
from eventapp.ical.blocks import blocks_of
from eventapp.ical.recurrence import without
from eventapp.ical.zones import zone_of
from eventapp.models import Calendar, Change, Event, Recurrence, When
from tests.factories import NOW

ZONE = "Europe/Prague"
NONE = Recurrence()


def file_of(*lines, head=()):
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCALENDAR", "VERSION:2.0", *head, *lines, "END:VCALENDAR"))


def event(*lines, start="DTSTART:20261127T113000Z", title="SUMMARY:Lunch", uid="UID:1"):
    return ("BEGIN:VEVENT", uid, start, title, *lines, "END:VEVENT")


def items(text):
    return read(text if isinstance(text, bytes) else text.encode(), ZONE).items


def only(text):
    (item,) = items(text)
    assert item.content is not None, item.problem
    return item.content


def problem(text):
    (item,) = items(text)
    assert item.content is None
    return item.problem


def said(*lines, **more):
    return only(file_of(*event(*lines, **more)))


def out(content, uid="1", **fields):
    kept = Event.of(content, uid)
    kept.change(**fields)
    return calendar_text([kept], NOW).decode()


def starts(content, since=datetime(2026, 1, 1, tzinfo=UTC), until=datetime(2027, 1, 1, tzinfo=UTC)):
    calendar = Calendar()
    calendar.add(Event.of(content))
    return [found.when.start for found in occurrences.between([calendar], since, until)]


OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE""".splitlines()

PROGRAMS = {
    "google": file_of(
        *event(
            "DTEND:20261127T123000Z",
            "DTSTAMP:20261101T080000Z",
            "CREATED:20261101T080000Z",
            "DESCRIPTION:Bring <b>the map</b>\\, please\\; it’s\\nfar.",
            "LOCATION:Eska\\, Pernerova 49",
            "SEQUENCE:0",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:This is an event reminder",
            "TRIGGER:-P0DT0H30M0S",
            "END:VALARM",
        ),
        head=("PRODID:-//Google Inc//Google Calendar 70.9054//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
              "X-WR-CALNAME:Ana", "X-WR-TIMEZONE:Europe/Prague"),
    ),
    "apple": file_of(
        *event(
            "DTEND;TZID=Europe/Prague:20261127T133000",
            'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="Pernerova 49, Praha";X-APPLE-RADIUS=70;X-TITLE=',
            " Eska:geo:50.094,14.451",
            "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC",
            "BEGIN:VALARM",
            "X-WR-ALARMUID:7F1C",
            "UID:7F1C",
            "TRIGGER:-PT15M",
            "ATTACH;VALUE=URI:Chord",
            "ACTION:AUDIO",
            "BEGIN:X-INNER",
            "X-DEEP:1",
            "END:X-INNER",
            "END:VALARM",
            start="DTSTART;TZID=Europe/Prague:20261127T123000",
        )
    ),
    "outlook": file_of(
        *OUTLOOK_ZONE,
        *event(
            'DTEND;TZID="W. Europe Standard Time":20261127T133000',
            "CLASS:PUBLIC",
            "PRIORITY:5",
            "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
            'X-ALT-DESC;FMTTYPE=text/html:<html><body>Über alles: "ja"</body></html>',
            start='DTSTART;TZID="W. Europe Standard Time":20261127T123000',
        ),
        head=("PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN", "METHOD:REQUEST"),
    ),
    "thunderbird": file_of(
        *event(
            "DTEND;TZID=/mozilla.org/20050126_1/Europe/Prague:20261127T133000",
            "X-MOZ-GENERATION:2",
            "X-MOZ-LASTACK:20261120T080000Z",
            "CATEGORIES:Food,Friends\\, old",
            start="DTSTART;TZID=/mozilla.org/20050126_1/Europe/Prague:20261127T123000",
        )
    ),
    "exchange": file_of(
        *event(
            "DTEND;TZID=Customized Time Zone:20261127T133000",
            'ORGANIZER;CN="Novák, Jan":MAILTO:jan@example.com',
            'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Ana;X-NUM-GUESTS=0:mailto:ana@',
            " example.com",
            "ATTENDEE;CUTYPE=RESOURCE:mailto:room-4@example.com",
            start="DTSTART;TZID=Customized Time Zone:20261127T123000",
        ),
        *[line.replace("W. Europe Standard Time", "Customized Time Zone") for line in OUTLOOK_ZONE],
    ),
    "sports, floating": file_of(*event("DURATION:PT1H45M", start="DTSTART:20261127T123000")),
    "airline": file_of(
        *event(
            "DTEND;TZID=America/New_York:20261127T080000",
            "GEO:50.1;14.26",
            start="DTSTART;TZID=Europe/Prague:20261127T123000",
        )
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_came_in_goes_out_as_it_came(name):
    content = only(PROGRAMS[name])
    assert content.title == "Lunch"
    if name != "google":
        assert content.when.start == datetime(2026, 11, 27, 12, 30)
        assert content.when.timezone == ("Europe/Berlin" if name == "outlook" else ZONE)
    went = out(content)
    (came,) = blocks_of(PROGRAMS[name]).events
    assert came in went
    assert out(only(went)) == went


@pytest.mark.parametrize("name", PROGRAMS)
def test_after_an_edit_only_what_was_edited_differs(name):
    (came,) = blocks_of(PROGRAMS[name]).events
    (went,) = blocks_of(out(only(PROGRAMS[name]), title="Dinner")).events
    before, after = set(came.splitlines()), set(went.splitlines())
    assert {line.partition(":")[0] for line in before ^ after} <= {"SUMMARY", "SEQUENCE", "LAST-MODIFIED"}
    assert "SUMMARY:Dinner" in after


def test_what_programs_say_is_understood():
    content = only(PROGRAMS["google"])
    assert content.notes == "Bring <b>the map</b>, please; it’s\nfar." and content.place == "Eska, Pernerova 49"
    assert content.reminders == (30,) and read(PROGRAMS["google"].encode(), ZONE).name == "Ana"
    assert only(PROGRAMS["exchange"]).people == ("Novák, Jan", "Ana", "room-4@example.com")
    assert only(PROGRAMS["sports, floating"]).when.floating
    flight = only(PROGRAMS["airline"]).when
    assert flight.end == datetime(2026, 11, 27, 14) and flight.timezone == ZONE
    assert only(PROGRAMS["sports, floating"]).when.end == datetime(2026, 11, 27, 14, 15)


def test_an_alarm_that_is_taken_away_goes_and_the_others_stay():
    content = only(PROGRAMS["apple"])
    gone = out(content, reminders=(60,))
    assert "7F1C" not in gone and "TRIGGER:-PT1H" in gone and "X-APPLE-RADIUS" in gone
    assert gone.index("X-APPLE") < gone.index("BEGIN:VALARM")
    kept = out(content, reminders=(15, 60))
    assert "X-DEEP:1" in kept and kept.count("BEGIN:VALARM") == 2
    odd = said("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER;VALUE=DATE-TIME:20261127T080000Z", "END:VALARM",
               "BEGIN:VALARM", "TRIGGER:nonsense", "END:VALARM")  # fmt: skip
    assert odd.reminders == ()
    assert {"TRIGGER;VALUE=DATE-TIME:20261127T080000Z", "TRIGGER:nonsense"} < set(out(odd, title="x").splitlines())


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encode", [
    str.encode, lambda text: text.encode("utf-8-sig"), lambda text: text.encode("cp1252"),
    lambda text: text.encode("utf-16"),
    lambda text: text.encode().replace("é".encode(), b"\xc3\r\n \xa9"),
])  # fmt: skip
def test_letters_and_ends_of_lines(end, encode):
    text = file_of(*event(title="SUMMARY:Café")).replace("\r\n", end)
    assert only(encode(text)).title == "Café"


@pytest.mark.parametrize(
    "data", [b"", b"<!doctype html><p>BEGIN:VCALENDAR</p>", b"PK\x03\x04\x00", b"\x00" * 99, b"\xff\xfe"]
)
def test_what_is_no_calendar(data):
    with pytest.raises(NoCalendar):
        read(data, ZONE)


def test_a_calendar_without_events():
    todo = ("BEGIN:VTODO", "UID:t", "BEGIN:VALARM", "TRIGGER:-PT5M", "END:VALARM", "END:VTODO")
    reading = read(file_of(*todo, *todo, "BEGIN:VJOURNAL", "END:VJOURNAL").encode(), ZONE)
    assert reading.items == [] and reading.others == {"VTODO": 2, "VJOURNAL": 1}


def test_a_file_that_is_cut_off_costs_the_last_event():
    whole = file_of(*event(), *event(uid="UID:2", title="SUMMARY:Din\\ner"))
    first, last = items(whole[: whole.rindex("END:VEVENT")])
    assert first.content is not None and last.content is None
    assert (last.title, last.problem) == ("Din er", "The file ends in the midst of it.")
    assert items(file_of("BEGIN:VTODO", "UID:t")) == []
    lost, *_ = items(file_of("BEGIN:VEVENT", "UID:0", *event()))[::-1]
    assert lost.problem and only(file_of("BEGIN:VTODO", "BEGIN:VTODO", "END:VTODO", *event()))


BAD = {
    "It does not say when it starts.": event(start="X-NO:1"),
    "Its start can’t be read: tomorrow": event(start="DTSTART:tomorrow"),
    "It has more than one end.": event("DTEND:20261127T123000Z", "DTEND:20261127T123000Z"),
    "end must not be before": event("DTEND:20261127T103000Z"),
    "RANGE=THISANDFUTURE": event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261127T113000Z"),
    "Its length can’t be read: P9999": event("DURATION:P99999999999999999D"),
    "Its times make no sense.": event("RDATE;VALUE=PERIOD:20261128T113000Z/P999999999D"),
    "The year must be from": event("RDATE:95000101T000000Z"),
    "Its rule by which it repeats can’t be read: FREQ=FORTNIGHTLY": event("RRULE:FREQ=FORTNIGHTLY"),
    "no day that ever comes": event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
    "It is called off.": event("STATUS:CANCELLED"),
    "It has more than 100 alarms.": event(
        *(line for n in range(101) for line in ("BEGIN:VALARM", f"TRIGGER:-PT{n}M", "END:VALARM"))
    ),
    "More than 2,000 of its occurrences": (
        *event("RRULE:FREQ=DAILY"),
        *(line for n in range(2001) for line in event(f"RECURRENCE-ID:{20260101 + n}T113000Z")),
    ),
    "wrong with END": ("BEGIN:VEVENT", "UID:1", "END:X", "END:VEVENT"),
}


@pytest.mark.parametrize("words", BAD)
def test_what_can_not_be_kept_says_why(words):
    said = problem(file_of(*BAD[words]))
    assert words in said or said.startswith("It can’t be read")


def test_what_is_wrong_with_an_occurrence_says_why():
    changed = event("RECURRENCE-ID:20261128T113000Z", start="X-NO:1")
    said = problem(file_of(*event("RRULE:FREQ=DAILY"), *changed))
    assert said == "It does not say when it starts." and say(said, "de") == "Es steht nicht da, wann er beginnt."
    said = problem(file_of(*event("DTEND:20261127T103000Z")))
    assert say(said, "de") == "Das Ende darf nicht vor dem Beginn liegen."


@pytest.mark.parametrize("line", [
    "SEQUENCE:18446744073709551616", "SEQUENCE:none", "PRIORITY:99999999999", "X-LONG:" + "x" * 2_000_000,
    "GEO:nowhere",
    "NO COLON AT ALL", "X-NUL:\0", "ATTENDEE;CN=\"unclosed:mailto:a@b", "DTSTAMP:never", "RELATED-TO:\x07",
    "BEGIN:A\r\nEND:A",
    "\r\n".join(["BEGIN:A"] * 5000 + ["END:A"] * 5000),
], ids=range(12))  # fmt: skip
def test_what_does_not_matter_costs_nothing_and_stays(line):
    content = said(line)
    assert line in out(content)
    went = out(content, title="Dinner")
    assert line in went or (line.startswith("SEQUENCE") and "SEQUENCE:" in went)


def test_recurring_events_with_all_that_can_differ():
    content = only(
        file_of(
            *event(
                "DTEND;TZID=Europe/Prague:20261102T100000",
                "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261221T235959Z",
                "EXDATE;VALUE=DATE:20261109",
                "RDATE;VALUE=PERIOD;TZID=Europe/Prague:20261104T090000/PT30M,20261105T090000/20261105T120000",
                start="DTSTART;TZID=Europe/Prague:20261102T090000",
            ),
            *event("RECURRENCE-ID;TZID=Europe/Prague:20261116T090000", start="DTSTART:20261117T080000Z"),
            *event("RECURRENCE-ID:20261123T080000Z", "STATUS:CANCELLED"),
        )
    )
    assert [start.day for start in starts(content)] == [2, 4, 5, 17, 30, 7, 14, 21]
    assert [change.when.end for change in content.changes][:2] == [
        datetime(2026, 11, 4, 9, 30), datetime(2026, 11, 5, 12)]  # fmt: skip
    again = only(out(content, title="Dinner"))
    assert starts(again) == starts(content) and again.changes[2:] == content.changes[2:]


@pytest.mark.parametrize(
    "lines",
    [
        ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:"),
        ("RRULE:FREQ=DAILY;COUNT=3", "RDATE:", "EXDATE:", "EXDATE:20281127T113000Z", "EXDATE:"),
        ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20281127T113000Z,", "RRULE:"),
        ("RRULE:FREQ=DAILY; COUNT=3;", "RDATE: 20261128T113000Z, 20261129T113000Z"),
        ("RRULE: freq=weekly; byday=fr, sa, su; count=3",),
    ],
)
def test_lists_with_nothing_in_them_cost_no_event(lines):
    content = said(*lines)
    assert [start.day for start in starts(content)] == [27, 28, 29]
    went = out(content, title="Dinner")
    assert [start.day for start in starts(only(went))] == [27, 28, 29] and set(lines) <= set(went.splitlines())
    assert "left out can’t be read" in problem(file_of(*event("EXDATE:", "EXDATE:never")))


def test_blanks_around_times_mean_nothing():
    content = said("DURATION: PT1H ", start="DTSTART: 20261127T113000Z")
    assert content.when.end == datetime(2026, 11, 27, 12, 30)


def test_people_without_a_name_are_nobody():
    assert said("ORGANIZER:", "ATTENDEE;CN= :mailto:", "ATTENDEE:mailto:a@example.com").people == ("a@example.com",)


def test_of_two_texts_of_one_event_the_later_one_counts():
    twice = (*event("SEQUENCE:2", title="SUMMARY:New"), *event("SEQUENCE:1", title="SUMMARY:Old"))
    assert only(file_of(*twice)).title == "New"


def test_occurrences_without_their_event():
    """What Google and Exchange send to whoever is invited to some of them only."""
    three = [
        line for day in (3, 10, 17) for line in event(
            f"RECURRENCE-ID;TZID=Europe/Prague:202611{day:02}T090000",
            f"DTEND;TZID=Europe/Prague:202611{day:02}T100000",
            *(["STATUS:CANCELLED"] if day == 3 else []),
            start=f"DTSTART;TZID=Europe/Prague:202611{day:02}T090000")
    ]  # fmt: skip
    content = only(file_of(*three))
    assert [start.day for start in starts(content)] == [10, 17]
    went = out(content, title="Dinner")
    assert went.count("RECURRENCE-ID") == 1 and "RDATE;TZID=Europe/Prague:20261117T090000" in went
    assert [start.day for start in starts(only(went))] == [10, 17]
    assert starts(only(out(said("RECURRENCE-ID:20261127T113000Z")))) == [datetime(2026, 11, 27, 11, 30)]


@pytest.mark.parametrize("lines", [(), ("STATUS:CONFIRMED",), ("RECURRENCE-ID:20261127T113000Z",)])
@pytest.mark.parametrize("method", ["METHOD:CANCEL", "method;X-A=b: cancel "])
def test_what_a_cancellation_names_is_off(method, lines):
    """RFC 5546, section 3.2.5. It need not say so in the event itself."""
    assert problem(file_of(*event(*lines), head=[method])) == "It is called off."
    assert said(*lines).title == "Lunch" and only(file_of(*event(*lines), head=["METHOD:PUBLISH"]))


def test_a_cancellation_of_one_occurrence_beside_its_series():
    series = event("RRULE:FREQ=DAILY;COUNT=3")
    off = event("RECURRENCE-ID:20261128T113000Z", "status:", " CONFIRMED", start="DTSTART:20261128T113000Z")
    text = file_of(*off, head=["METHOD:CANCEL"]) + file_of(*series) + file_of(*event(uid="UID:2"))
    first, second = items(text)
    assert [start.day for start in starts(first.content)] == [27, 29] and second.content is not None
    for went in (out(first.content), out(first.content, title="Dinner")):
        assert [start.day for start in starts(only(went))] == [27, 29] and "METHOD" not in went
    assert problem(file_of(*series) + file_of(*event(), head=["METHOD:CANCEL"])) == "It is called off."


@pytest.mark.parametrize("named", [";VALUE=DATE:20261129", ":20261129T090000"])
def test_of_whole_days_the_one_that_differs_is_named_by_its_day(named):
    content = only(
        file_of(
            *event("RRULE:FREQ=DAILY;COUNT=4", start="DTSTART;VALUE=DATE:20261127"),
            *event(f"RECURRENCE-ID{named}", start="DTSTART;VALUE=DATE:20261224"),
        )
    )
    assert [change.at for change in content.changes] == [date(2026, 11, 29)]
    assert [start.day for start in starts(content)] == [27, 28, 30, 24]


def test_floating_rules_and_several_overrides_go_out_as_they_were():
    text = file_of(
        *event("RRULE:FREQ=DAILY;UNTIL=20261205T123000", start="DTSTART:20261127T123000"),
        *event("RECURRENCE-ID:20261128T123000", start="DTSTART:20261128T140000", title="SUMMARY:Late"),
        *event("RECURRENCE-ID:20261129T123000", start="DTSTART:20261129T150000", title="SUMMARY:Later"),
    )
    content = only(text)
    first, second = content.changes
    went = out(content, changes=(replace(first, title="Changed"), second), when=content.when)
    assert "UNTIL=20261205T123000\r\n" in went and "SUMMARY:Changed" in went and "DTSTART:20261128T140000" in went
    moved = out(content, when=replace(content.when, start=datetime(2026, 11, 27, 13)))
    assert "UNTIL=20261205T123000\r\n" in moved
    assert out(content, changes=(second,)).count("RECURRENCE-ID") == 1
    assert b"X-WR-CALNAME:Mine" in calendar_text([Event.of(content)], NOW, "Mine")


def test_a_changed_occurrence_does_not_repeat():
    lines = ("RRULE:FREQ=DAILY;COUNT=3", "EXRULE:FREQ=WEEKLY;COUNT=2", "EXDATE:20261129T113000Z")
    content = said(*lines)
    change = Change(datetime(2026, 11, 28, 11, 30), "Late", content.when.at(datetime(2026, 11, 28, 12)))
    whole, changed = blocks_of(out(content, changes=(change,))).events
    assert all(line in whole for line in lines) and not any(line[:6] in changed for line in lines)


def test_a_rule_until_the_end_of_time_goes_on_for_ever():
    for until in ("99991231T235959Z", "99991231T235959", "99991231"):
        assert said(f"RRULE:FREQ=DAILY;UNTIL={until}").recurrence.last is None


def test_all_day_events():
    birthday = said("RRULE:FREQ=YEARLY", "DTEND;VALUE=DATE:19900606", "TRANSP:TRANSPARENT",
                    start="DTSTART;VALUE=DATE:19900605", title="SUMMARY:Ana’s birthday")  # fmt: skip
    assert birthday.when.end is None and starts(birthday) == [date(2026, 6, 5)]
    trip = said("DTEND:20261130T120000Z", start="DTSTART;VALUE=DATE:20261127").when
    assert trip.last_day == date(2026, 11, 29)
    odd = said("DTEND;VALUE=DATE:20261128", start="DTSTART;TZID=Europe/Prague:20261127T123000").when
    assert odd.end == datetime(2026, 11, 28)


FLAGS = ("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:true")
BERLIN = '="W. Europe Standard Time":'


def exchange(*lines, start="20261127T000000", end="20261129T000000", flag=FLAGS[0], **more):
    """An event of Exchange in the zone of Berlin."""
    ends = [f"DTEND;TZID{BERLIN}{end}"] if end else []
    return event(*ends, flag, *lines, start=f"DTSTART;TZID{BERLIN}{start}", **more)


@pytest.mark.parametrize("flag", FLAGS)
def test_whole_days_that_microsoft_writes_as_times(flag):
    text = file_of(*OUTLOOK_ZONE, *exchange(flag=flag))
    content = only(text)
    assert content.when == When(date(2026, 11, 27), date(2026, 11, 29), "Europe/Berlin")
    (came,) = blocks_of(text).events
    assert came in out(content)
    (went,) = blocks_of(out(content, title="Dinner")).events
    assert {line.partition(":")[0] for line in {*came.splitlines()} ^ {*went.splitlines()}} <= {
        "SUMMARY", "SEQUENCE", "LAST-MODIFIED"}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "end"),
    [({"end": "20261128T000000"}, None), ({"end": ""}, None), ({"end": "20261127T000000"}, None),
     ({"end": "20261130T000000"}, date(2026, 11, 30))],
)  # fmt: skip
def test_as_many_days_as_they_are(more, end):
    assert only(file_of(*OUTLOOK_ZONE, *exchange(**more))).when == When(date(2026, 11, 27), end, "Europe/Berlin")


@pytest.mark.parametrize(
    "more",
    [{"flag": "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE"}, {"flag": "X-OTHER:TRUE"}, {"start": "20261127T080000"},
     {"end": "20261128T120000"}],
)  # fmt: skip
def test_times_stay_times_where_nothing_says_otherwise(more):
    assert not only(file_of(*OUTLOOK_ZONE, *exchange(**more))).when.all_day


def test_whole_days_are_whole_however_they_are_flagged():
    flagged = said(FLAGS[0], start="DTSTART;VALUE=DATE:20261127")
    assert flagged.when == When(date(2026, 11, 27), None, ZONE) and flagged.source.text in out(flagged)
    floating = said(FLAGS[0], "DTEND:20261128T000000", start="DTSTART:20261127T000000")
    assert floating.when == When(date(2026, 11, 27), None, ZONE)


SERIES = (
    *OUTLOOK_ZONE,
    *exchange(
        "RRULE:FREQ=DAILY;UNTIL=20261203T230000Z",  # midnight before the fourth, in Berlin
        f"EXDATE;TZID{BERLIN}20261129T000000,20261130T000000",
        "EXDATE:20261130T230000Z",
        f"RDATE;TZID{BERLIN}20261224T000000",
        end="20261128T000000",
    ),
    *exchange(f"RECURRENCE-ID;TZID{BERLIN}20261202T000000", start="20261212T000000", end="20261214T000000"),
    *event("RECURRENCE-ID:20261202T230000Z", start="DTSTART:20261203T150000Z"),
)


def test_series_of_whole_days_that_microsoft_writes_as_times():
    content = only(file_of(*SERIES))
    assert content.recurrence.rules == ("FREQ=DAILY;UNTIL=20261204",)
    assert content.recurrence.never == (date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1))
    moved, timed = content.changes
    assert (moved.at, moved.when.start, moved.when.end) == (
        date(2026, 12, 2), date(2026, 12, 12), date(2026, 12, 14))  # fmt: skip
    assert (timed.at, timed.when.start) == (date(2026, 12, 3), datetime(2026, 12, 3, 15))
    days = [27, 28, datetime(2026, 12, 3, 15), 4, 12, 24]
    assert [start if isinstance(start, datetime) else start.day for start in starts(content)] == days
    assert all(came in out(content) for came in blocks_of(file_of(*SERIES)).events)


@pytest.mark.parametrize(
    ("until", "rules"),
    [("20261202T050000Z", ("FREQ=DAILY;UNTIL=20261202",)), ("20261203T000000Z", ("FREQ=DAILY;UNTIL=20261202",)),
     ("20261203T000000", ("FREQ=DAILY;UNTIL=20261203",)), ("20261203", ("FREQ=DAILY;UNTIL=20261203",)),
     ("99991231T235959Z", ("FREQ=DAILY",)), ("20261127T040000Z", ())],
)  # fmt: skip
def test_they_end_on_the_day_that_it_is_there(until, rules):
    new_york = "DTSTART;TZID=America/New_York:20261127T000000"
    assert said(f"RRULE:FREQ=DAILY;UNTIL={until}", FLAGS[0], start=new_york).recurrence.rules == rules


def test_what_is_edited_of_them_goes_out_as_days():
    content = only(file_of(*SERIES))
    fewer = out(content, recurrence=without(content.recurrence, date(2026, 11, 28)))
    assert "EXDATE;VALUE=DATE:20261128,20261129" in fewer and "DTSTART;VALUE=DATE:20261127" in fewer
    assert "RECURRENCE-ID;VALUE=DATE:20261202" in fewer and FLAGS[0] in fewer
    assert [start for start in starts(only(fewer)) if start != date(2026, 11, 28)] == starts(only(fewer))
    assert len(starts(only(fewer))) == len(starts(content)) - 1
    another = Change(date(2026, 11, 28), "Late", When(datetime(2026, 11, 28), datetime(2026, 11, 29), ZONE))
    more = only(out(content, changes=(another, *content.changes)))
    assert "DTSTART;VALUE=DATE:20261127" in more.source.text and starts(more)[1] == datetime(2026, 11, 28)
    worded = out(content, changes=(replace(content.changes[0], title="Moved"), content.changes[1]))
    assert f"DTSTART;TZID{BERLIN}20261127T000000" in worded and "SUMMARY:Moved" in worded
    when = When(datetime(2026, 11, 27), datetime(2026, 11, 28), "Europe/Berlin")
    timed = out(content, when=when, recurrence=NONE, changes=())
    assert only(timed).when == when and FLAGS[0] not in timed


def test_people_without_a_uid_and_with_one_without_end():
    twice = event(uid="X-NONE:1")
    assert items(file_of(*twice)) == items(file_of(*twice)) and len(items(file_of(*twice, *twice))) == 1
    (item,) = items(file_of(*event(uid="UID:" + "u" * 5000)))
    assert len(item.uid) < 50 and "u" * 5000 in out(item.content, item.uid)


def test_texts_longer_than_the_form_takes_stay_in_the_source():
    content = said("DESCRIPTION:" + "n" * 20_000, title="SUMMARY:" + "t" * 300)
    assert content.title == "t" * 199 + "…" and len(content.notes) == 10_000
    assert "t" * 300 in out(content, place="Here") and "n" * 20_000 in out(content, place="Here")
    assert "t" * 300 not in out(content, title="Short")
    assert said(title="X-NO:1").title == "(no title)"
    assert said("LOCATION:a\\nb\tc", title="SUMMARY:a\\nb").title == "a b"


def test_reading_stops_when_it_takes_too_long():
    found = read(file_of(*event(), *event(uid="UID:2")).encode(), ZONE, iter([False, True]).__next__).items
    assert found[0].content is not None and "too long" in found[1].problem


@pytest.mark.parametrize(
    "tzid",
    [
        "Europe/Prague",
        "europe/prague",
        "Central Europe Standard Time",
        "/freeassociation.sourceforge.net/Europe/Prague",
    ],
)
def test_zones_by_name(tzid):
    assert zone_of(tzid) in {"Europe/Prague", "Europe/Budapest"}


ZONE_TEXT = "".join(f"{line}\r\n" for line in OUTLOOK_ZONE)


def test_zones_by_what_they_say():
    assert zone_of("Odd", ZONE_TEXT, "Europe/Rome") == "Europe/Rome"
    assert zone_of("Odd", ZONE_TEXT, "Asia/Tokyo") == "Europe/Amsterdam"
    assert zone_of("Odd", ZONE_TEXT.replace("+0100", "+0107").replace("+0200", "+0207")) is None
    assert zone_of("Odd", "BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n") is None and zone_of("Odd") is None
    lines = [line for line in OUTLOOK_ZONE[:7] if "RRULE" not in line]
    fixed = "\r\n".join([*lines, "END:STANDARD", "END:VTIMEZONE", ""])
    fixed = fixed.replace("+0200", "+0545").replace("+0100", "+0545")
    assert zone_of("X", fixed) == "Asia/Kathmandu"


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=1;BYSECOND=1,2,3", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=1,2"]
)
def test_a_zone_that_would_take_for_ever_is_unknown(rule):
    assert zone_of("Odd", ZONE_TEXT.replace("FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", rule)) is None


def test_a_zone_that_nobody_knows_is_the_readers_and_goes_out_again():
    text = file_of(*event(start="DTSTART;TZID=Mars/Olympus:20261127T123000"))
    content = only(text)
    assert content.when.timezone == ZONE and "TZID=Mars/Olympus" in out(content)
    long = ZONE_TEXT.replace("W. Europe Standard Time", "Long").replace(
        "END:VTIMEZONE", "X-LONG:" + "x" * 30_000 + "\r\nEND:VTIMEZONE"
    )
    assert "x" * 30_000 not in out(only(file_of(long.strip(), *event(start="DTSTART;TZID=Long:20261127T123000"))))
    assert only(PROGRAMS["exchange"]).source.text.count("BEGIN:VTIMEZONE") == 1


def test_two_zones_of_one_name_stay_two():
    """Exchange calls each that somebody made up “Customized Time Zone”."""

    def made_up(offset, uid, name="Customized Time Zone\\x"):
        definition = ["BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", "DTSTART:16010101T000000",
                      f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE"]  # fmt: skip
        long = f'X-LONG;X-P="{"p" * 80}";TZID="{name}":20261127T123000'
        lines = event("DTEND;tzid=" + name + ":20261127T133000", long[:70], " " + long[70:], uid=f"UID:{uid}",
                      start=f"DTSTART;TZID={name}:20261127T123000")  # fmt: skip
        return only(file_of(*definition, *lines))

    several = [
        made_up("+0545", "1"),
        made_up("+0900", "2"),
        made_up("+0545", "3"),
        made_up("+0900", "4"),
        made_up("+0400", "5"),
    ]
    went = calendar_text([Event.of(content, str(n + 1)) for n, content in enumerate(several)], NOW).decode()
    assert went.count("BEGIN:VTIMEZONE") == 3 and all(len(line) < 80 for line in went.splitlines())
    again = {item.uid: item.content.when for item in items(went)}
    assert [again[str(n + 1)] for n in range(5)] == [content.when for content in several]
    assert [again[uid].zone.utcoffset(datetime(2026, 11, 27)).total_seconds() / 3600 for uid in "12"] == [5.75, 9]


@pytest.mark.parametrize("start", ["DTSTART;VALUE=DATE:20261127", "DTSTART:20261127T123000Z"])
@pytest.mark.parametrize(
    ("until", "repeats"),
    [("20261126", False), ("20261127", True), ("20261126T235959Z", False), ("20261127T123000Z", True)],
)
def test_a_rule_that_ends_before_the_event_starts_is_none(start, until, repeats):
    assert bool(said(f"RRULE:FREQ=DAILY;UNTIL={until}", start=start).recurrence) is repeats
