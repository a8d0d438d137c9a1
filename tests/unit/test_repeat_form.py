"""The form of a repetition: from its controls to a rule, and back."""

import re
from datetime import date, datetime

import pytest
from jinja2 import Environment, PackageLoader
from webob.multidict import MultiDict

from eventapp.forms import RepeatForm
from eventapp.ical.recurrence import recurrence
from eventapp.models.recurrence import Recurrence

TUESDAY = datetime(2026, 11, 24, 9)  # the fourth one, and the last


def form(**fields):
    return RepeatForm(MultiDict(fields))


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, ""),
        ({"repeat": ""}, ""),
        ({"repeat": "", "every": "x", "ends": "until", "last_day": "never"}, ""),
        ({"repeat": "DAILY", "every": "", "ends": "never"}, "FREQ=DAILY"),
        ({"repeat": "DAILY", "every": " 3 "}, "FREQ=DAILY;INTERVAL=3"),
        ({"repeat": "DAILY", "monday": "y", "by": "x", "last_day": "x", "times": "x"}, "FREQ=DAILY"),
        ({"repeat": "WEEKLY"}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"repeat": "WEEKLY", "every": "2", "thursday": "y", "tuesday": "y"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        ({"repeat": "WEEKLY", "ends": "count", "times": "10"}, "FREQ=WEEKLY;COUNT=10;BYDAY=TU"),
        ({"repeat": "MONTHLY"}, "FREQ=MONTHLY"),
        ({"repeat": "MONTHLY", "by": "nth"}, "FREQ=MONTHLY;BYDAY=4TU"),
        ({"repeat": "MONTHLY", "by": "last"}, "FREQ=MONTHLY;BYDAY=-1TU"),
        ({"repeat": "YEARLY", "ends": "until", "last_day": "2030-11-24"}, "FREQ=YEARLY;UNTIL=20301124"),
    ],
)
def test_a_rule_of_what_was_chosen(fields, rule):
    filled = form(**fields)
    assert filled.validate(), filled.errors
    assert filled.fits(TUESDAY) and filled.rule(TUESDAY) == rule
    if rule:
        assert recurrence(TUESDAY, [rule]).rules


@pytest.mark.parametrize(
    ("fields", "wrong", "message"),
    [
        ({"repeat": "HOURLY"}, "repeat", "Choose how it repeats."),
        ({"repeat": "KEEP"}, "repeat", "Choose how it repeats."),
        ({"repeat": "DAILY", "every": "0"}, "every", "Use a number from 1 to 999."),
        ({"repeat": "DAILY", "every": "1000"}, "every", "Use a number from 1 to 999."),
        ({"repeat": "DAILY", "every": "two"}, "every", "Use a number from 1 to 999."),
        ({"repeat": "DAILY", "every": "²"}, "every", "Use a number from 1 to 999."),
        ({"repeat": "DAILY", "ends": "soon"}, "ends", "Choose when it ends."),
        ({"repeat": "DAILY", "ends": "until"}, "last_day", "Give the last day."),
        ({"repeat": "DAILY", "ends": "until", "last_day": "2026-02-30"}, "last_day", "There is no such day."),
        ({"repeat": "DAILY", "ends": "count"}, "times", "Give how many times."),
        ({"repeat": "DAILY", "ends": "count", "times": "10001"}, "times", "Use a number from 1 to 10,000."),
        ({"repeat": "MONTHLY", "by": "x"}, "by", "Choose the day of the month."),
    ],
)
def test_messages_stand_beside_their_fields(fields, wrong, message):
    filled = form(**fields)
    assert not filled.validate()
    assert filled.errors == {wrong: [message]}


@pytest.mark.parametrize(
    ("fields", "start", "wrong", "message"),
    [
        (
            {"repeat": "DAILY", "ends": "until", "last_day": "2026-11-23"},
            TUESDAY,
            "last_day",
            "The last day must not be before the start, Tue, 24 Nov 2026.",
        ),
        (
            {"repeat": "WEEKLY", "monday": "y"},
            TUESDAY,
            "tuesday",
            "It starts on a Tuesday. Tick that day, too, or start on another day.",
        ),
        (
            {"repeat": "MONTHLY", "by": "last"},
            date(2026, 11, 17),
            "by",
            "It starts on a Tuesday that is not the last one of its month. Start on another day.",
        ),
    ],
)
def test_it_must_go_with_the_start(fields, start, wrong, message):
    filled = form(**fields)
    assert filled.validate() and not filled.fits(start)
    assert filled.errors == {wrong: [message]}


@pytest.mark.parametrize(
    ("rule", "shown", "again"),
    [
        ("FREQ=DAILY;INTERVAL=3", {"repeat": "DAILY", "every": 3, "ends": "never"}, None),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", {"repeat": "WEEKLY", "friday": True, "saturday": False},
         "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("FREQ=WEEKLY", {"repeat": "WEEKLY", "tuesday": True, "monday": False}, "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", {"repeat": "WEEKLY", "every": 2, "thursday": True}, None),
        ("FREQ=WEEKLY;COUNT=7;BYDAY=MO", {"tuesday": False, "ends": "count", "times": 7}, None),
        ("FREQ=MONTHLY", {"repeat": "MONTHLY", "by": "day", "tuesday": True}, None),
        ("FREQ=MONTHLY;BYMONTHDAY=24", {"repeat": "MONTHLY", "by": "day"}, "FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=4TU", {"by": "nth"}, None),
        ("FREQ=MONTHLY;BYDAY=-1TU", {"by": "last"}, None),
        ("FREQ=YEARLY;BYMONTHDAY=24;BYMONTH=11", {"repeat": "YEARLY"}, "FREQ=YEARLY"),
        ("FREQ=YEARLY;BYMONTH=11", {"repeat": "YEARLY"}, "FREQ=YEARLY"),
        ("FREQ=YEARLY;UNTIL=20301124", {"ends": "until", "last_day": date(2030, 11, 24)}, None),
        ("FREQ=DAILY;UNTIL=20301124T085959", {"last_day": date(2030, 11, 23)}, "FREQ=DAILY;UNTIL=20301123"),
    ],
)  # fmt: skip
def test_a_series_fills_the_form(rule, shown, again):
    filled = RepeatForm.of(recurrence(TUESDAY, [rule]), TUESDAY, "in words")
    assert {name: filled[name].data for name in shown} == shown
    assert not filled.keeps and "KEEP" not in [option.data for option in filled.repeat]
    assert filled.validate() and filled.rule(TUESDAY) == (again or rule)


def test_of_whole_days():
    day = TUESDAY.date()
    filled = RepeatForm.of(recurrence(day, ["FREQ=WEEKLY;UNTIL=20261208"]), day)
    assert (filled.last_day.data, filled.rule(day)) == (date(2026, 12, 8), "FREQ=WEEKLY;UNTIL=20261208;BYDAY=TU")


def test_a_day_is_ticked_before_it_repeats():
    filled = RepeatForm.of(Recurrence(), TUESDAY)
    assert (filled.repeat.data, filled.tuesday.data, filled.monday.data, filled.rule(TUESDAY)) == ("", True, False, "")


@pytest.mark.parametrize(
    "rules",
    [
        ["FREQ=HOURLY"], ["FREQ=DAILY;BYMONTH=11"], ["FREQ=DAILY;BYMONTHDAY=24"], ["FREQ=DAILY;INTERVAL=2;BYDAY=TU"],
        ["FREQ=DAILY;BYHOUR=9,10"], ["FREQ=DAILY;INTERVAL=1000"],
        ["FREQ=WEEKLY;BYMONTH=11"], ["FREQ=MONTHLY;BYDAY=2TU"], ["FREQ=MONTHLY;BYDAY=TU"],
        ["FREQ=MONTHLY;BYMONTHDAY=-1"],
        ["FREQ=MONTHLY;BYMONTH=11"], ["FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"], ["FREQ=YEARLY;BYMONTH=3"],
        ["FREQ=YEARLY;BYMONTHDAY=24"], ["FREQ=YEARLY;BYDAY=TU"], ["FREQ=DAILY", "FREQ=WEEKLY"],
    ],
    ids="; ".join,
)  # fmt: skip
def test_what_the_form_can_not_say_is_kept(rules):
    series = recurrence(TUESDAY, rules)
    filled = RepeatForm.of(series, TUESDAY, "in words")
    assert filled.keeps and filled.validate() and filled.fits(TUESDAY) and filled.rule(TUESDAY) == ""
    assert next(option.label.text for option in filled.repeat) == "Keep as it is: in words"
    again = RepeatForm.of(series, TUESDAY, "in words", MultiDict({"repeat": "KEEP", "every": "x"}))
    assert again.keeps and again.validate()
    other = RepeatForm.of(series, TUESDAY, "in words", MultiDict({"repeat": "DAILY", "every": "2"}))
    assert other.validate() and other.rule(TUESDAY) == "FREQ=DAILY;INTERVAL=2"
    assert RepeatForm.of(recurrence(TUESDAY, ["FREQ=DAILY"], [TUESDAY]), TUESDAY).keeps, "with dates of its own, too"


def shown(form, **more):
    pages = Environment(loader=PackageLoader("eventapp"), autoescape=True, extensions=["jinja2.ext.i18n"])
    pages.install_null_translations(newstyle=True)
    return str(pages.get_template("repeat.jinja2").module.repeat(form, **more))


def test_every_control_has_its_label():
    page = shown(RepeatForm.of(recurrence(TUESDAY, ["FREQ=HOURLY"]), TUESDAY, "<hourly>"), hint="<every hour>")
    assert "· &lt;every hour&gt;" in page and "Keep as it is: &lt;hourly&gt;" in page
    assert '<details class="repeat" open>' in page and page.count("<legend>") == page.count("<fieldset ") == 4
    assert len(re.findall(r'<label class="tick"><input', page)) == 6 + 7 + 3 + 3
    assert set(re.findall(r'<label for="(\w+)"', page)) == {"every", "last_day", "times"}
    assert '<details class="repeat">' in shown(RepeatForm.of(Recurrence(), TUESDAY))


@pytest.mark.parametrize(("first", "order"), [(0, "MTWTFSS"), (6, "SMTWTFS"), (5, "SSMTWTF")])
def test_weekdays_begin_with_the_first_of_the_readers_week(first, order):
    page = shown(RepeatForm.of(Recurrence(), TUESDAY, week_start=first))
    assert "".join(re.findall(r'name="\w+day"[^>]*> ([A-Z])', page)) == order
    assert re.findall(r"checked[^>]*> (\w+)", page) == ["Tuesday"]


def test_messages_are_tied_to_their_controls():
    filled = form(repeat="WEEKLY", every="x", monday="y", ends="soon", times="0")
    assert not filled.validate() and not filled.fits(TUESDAY)
    page = shown(filled)
    for name in ("every", "tuesday", "ends"):
        assert f'id="{name}-error"' in page and f'aria-describedby="{name}-error"' in page.replace("every-hint ", "")
    assert "times-error" not in page, "which does not count"


@pytest.mark.parametrize(
    ("every", "days", "kept", "rule"),
    [
        ("2", ("tuesday", "sunday"), [], "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"),
        ("2", ("tuesday",), [], "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("1", ("tuesday", "sunday"), [], "FREQ=WEEKLY;BYDAY=TU,SU"),
        ("3", ("tuesday", "sunday"), ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SA"],
         "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU;WKST=SA"),
        ("3", ("tuesday", "sunday"), ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU"], "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU"),
        ("3", ("tuesday", "sunday"), ["FREQ=WEEKLY"], "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU;WKST=SU"),
    ],
)  # fmt: skip
def test_weeks_begin_as_the_readers_do_where_it_matters(every, days, kept, rule):
    """Of every second week, Sunday is before Tuesday or five days after it; a series that says which stays so."""
    typed = MultiDict({"repeat": "WEEKLY", "every": every, **dict.fromkeys(days, "y")})
    filled = RepeatForm.of(recurrence(TUESDAY, kept), TUESDAY, "", typed, 6)
    assert filled.validate() and filled.rule(TUESDAY) == rule


def test_a_series_with_weeks_of_its_own_is_shown_in_the_form():
    filled = RepeatForm.of(recurrence(TUESDAY, ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"]), TUESDAY)
    assert not filled.keeps and filled.sunday.data and filled.rule(TUESDAY).endswith("WKST=SU")
