"""iCalendar: whatever an event says goes out and comes in again unchanged, and what others wrote is kept."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.ical import calendar_text, read
from eventapp.ical.recurrence import recurrence
from eventapp.models import Change, Content, Event, When
from tests.factories import NOW

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")) | st.just(" "), max_size=60
)
LINE = TEXT.map(lambda text: " ".join(text.split()))
ZONES = st.sampled_from(["UTC", "Europe/Prague", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
WALLS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)).map(lambda wall: wall.replace(microsecond=0, fold=0))
RULES = ["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=MONTHLY;COUNT=5;BYDAY=-1FR", "FREQ=YEARLY"]


@st.composite
def whens(draw, starts=DAYS | WALLS):
    start = draw(starts)
    if isinstance(start, datetime):
        length = draw(st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=40)))
        end = None if length is None else start + length.__class__(seconds=int(length.total_seconds()))
        return When(start, None if end == start else end, draw(ZONES))
    length = draw(st.none() | st.integers(2, 400))
    return When(start, None if length is None else start + timedelta(days=length), "Europe/Prague")


@st.composite
def contents(draw):
    when = draw(whens())
    like = DAYS if when.all_day else WALLS
    again, changes = recurrence(when.start), ()
    if draw(st.booleans()):
        rules = draw(st.lists(st.sampled_from(RULES), max_size=1))
        also = draw(st.lists(like, max_size=3)) if rules else draw(st.lists(like, min_size=1, max_size=3))
        again = recurrence(
            when.start, tuple(rules), tuple(also), tuple(draw(st.lists(like, max_size=3))), when.timezone
        )
        changed = draw(st.lists(st.tuples(like, LINE.filter(bool), whens(), LINE, LINE), max_size=2))
        unique = {at: Change(at, title, its, place, notes) for at, title, its, place, notes in changed}
        changes = tuple(unique[at] for at in sorted(unique))
    reminders = tuple(sorted(draw(st.sets(st.integers(0, 40_000), max_size=3))))
    title, place = draw(LINE.filter(bool)), draw(LINE)
    return Content(title, when, place, draw(LINE), again, changes, reminders)


def again(event, zone="Europe/Prague"):
    """The event as it comes in after it went out."""
    (item,) = read(calendar_text([event], NOW), zone).items
    assert item.problem == "" and item.uid == event.uid
    return item.content


def said(content):
    return content.version, content.when, content.recurrence, content.changes


@settings(deadline=None)
@given(contents())
def test_an_event_goes_out_and_comes_in_unchanged(content):
    assert said(again(Event.of(content))) == said(content)


@settings(deadline=None)
@given(contents(), contents())
def test_so_does_one_that_came_from_elsewhere_and_was_changed(before, after):
    came = again(Event.of(before, "some@where"))
    event = Event.of(came, "some@where")
    assert calendar_text([event], NOW).count(b"BEGIN:VEVENT") == 1 + len(before.changes)
    event.content = Content(**{**vars(after), "source": came.source})
    assert said(again(event)) == said(after)
