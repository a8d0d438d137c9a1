"""Recurrence: what is worked out span by span is what dateutil finds by walking from the first start."""

from datetime import datetime, timedelta

from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eventapp.ical.recurrence import recurrence, split, starts

FIRST = st.datetimes(datetime(2019, 1, 1), datetime(2022, 12, 31)).map(lambda wall: wall.replace(microsecond=0, fold=0))


def some(values, most=3):
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(
        lambda found: ",".join(map(str, found))
    )


WEEKDAYS = "MO TU WE TH FR SA SU".split()
NUMBERED = [f"{n}{day}" for n in (1, 2, -1) for day in WEEKDAYS]


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"]))
    parts = {"FREQ": frequency, "INTERVAL": str(draw(st.integers(1, 5)))}
    may = {
        "BYMONTH": some(range(1, 13)),
        "BYMONTHDAY": some([1, 2, 15, 29, 30, 31, -1, -2]),
        "BYDAY": some(NUMBERED + WEEKDAYS if frequency in {"YEARLY", "MONTHLY"} else WEEKDAYS),
        "BYHOUR": some([0, 6, 23]),
        "BYSETPOS": some([1, 2, -1], 2),
        "WKST": st.sampled_from(WEEKDAYS),
        "BYWEEKNO": some([1, 20, 52, 53, -1]),
        "BYYEARDAY": some([1, 60, 100, 366, -1]),
    }
    if frequency == "WEEKLY":
        del may["BYMONTHDAY"]
    if frequency != "YEARLY":
        del may["BYWEEKNO"], may["BYYEARDAY"]
    for name in draw(st.lists(st.sampled_from(sorted(may)), max_size=3, unique=True)):
        parts[name] = draw(may[name])
    match draw(st.sampled_from(["", "", "COUNT", "UNTIL"])):
        case "COUNT":
            parts["COUNT"] = str(draw(st.integers(1, 30)))
        case "UNTIL":
            parts["UNTIL"] = f"{draw(FIRST) + timedelta(days=400):%Y%m%dT%H%M%S}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def walked(start, rule, until):
    """All starts of a rule, the first one among them, which counts."""
    found = []
    for moment in rrulestr(rule, dtstart=start, ignoretz=True):
        if moment >= until:
            break
        found.append(moment)
    if found[:1] != [start]:
        found = [start, *found]
        if "COUNT" in rule:
            count = next(int(part[6:]) for part in rule.split(";") if part.startswith("COUNT="))
            found = found[:count]
    return found


@settings(deadline=None, max_examples=80)
@given(FIRST, rules(), st.integers(0, 2000), st.integers(1, 400))
def test_spans_are_what_a_walk_from_the_start_finds(start, rule, days, length):
    try:
        again = recurrence(start, [rule])
    except ValueError:
        assume(False)
    since = start.replace(hour=0, minute=0, second=0) + timedelta(days=days)
    until = since + timedelta(days=length)
    expected = [moment for moment in walked(start, rule, until) if moment >= since]
    assert starts(start, again, since, until) == expected
    assert again.last is None or not expected or expected[-1] <= again.last
    if again.yearly:
        numbers = {moment.month * 31 + moment.day for moment in expected if moment != start}
        assert all(any(first <= number <= last for first, last in again.yearly) for number in numbers)


@settings(deadline=None, max_examples=60)
@given(FIRST, rules(), st.integers(0, 20))
def test_the_two_parts_of_a_split_are_the_whole(start, rule, which):
    try:
        again = recurrence(start, [rule])
    except ValueError:
        assume(False)
    end = start + timedelta(days=1500)
    whole = starts(start, again, start, end)
    assume(which < len(whole))
    at = whole[which]
    try:
        before, then = split(start, again, at, "UTC")
    except ValueError:
        assume(False)
    assert (before is None) == (which == 0)
    first = starts(start, before, start, end) if before is not None else []
    assert first == whole[:which]
    second = starts(at, then, at, end)
    if "INTERVAL=1;" in rule + ";" and "COUNT" not in rule and "SETPOS" not in rule:  # else the rest counts anew
        assert second == whole[which:]
    assert not set(first) & set(second)
