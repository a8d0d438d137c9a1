"""Quick add: an event from one line of words."""

from datetime import date, datetime

import pytest

from eventapp.forms import LOCALES
from eventapp.models import Calendar, When, Wrong
from eventapp.views.quick import day_first
from tests.factories import Browser, opened

HOST = "http://localhost:6543"


def quick(browser, text, page="/", status=303, calendar="/users/alice/"):
    """Send a line from a page."""
    return browser.fill(page, f"{calendar}quick", text=text).submit(status=status)


def stored(app, username="alice"):
    with opened(app) as root:
        return list(root["users"][username].values())


def flash(page):
    return page.html.find(class_="flash").span.text


def test_a_line_is_saved_at_once_and_says_what_was_understood(app, alice):
    response = quick(alice, "Lunch with Ana Fri 12:30-13:30 at Eska")
    (event,) = stored(app)
    assert event.when == When(datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 30), "Europe/Prague")
    assert (event.title, event.place) == ("Lunch with Ana", "Eska")
    assert response.location == f"{HOST}/?added={event.__name__}"
    assert flash(response.follow()) == "Lunch with Ana · Fri 27 Nov 12:30 to 13:30 · at Eska"


@pytest.mark.parametrize(
    ("text", "said", "rules"),
    [
        ("every Monday 9 standup", "standup · Mon 23 Nov 09:00 · every Monday", ("FREQ=WEEKLY;BYDAY=MO",)),
        ("Mum's birthday 5 Dec yearly", "Mum's birthday · Sat 5 Dec · every year on 5 December", ("FREQ=YEARLY",)),
        (
            "every other Tuesday 18:00 choir until 3 March",
            "choir · Tue 24 Nov 18:00 · every 2nd Tuesday until 3 March 2027",
            ("FREQ=WEEKLY;UNTIL=20270303T235959;INTERVAL=2;BYDAY=TU",),
        ),
        ("Trip 27-30 Nov", "Trip · Fri 27 Nov to Mon 30 Nov", ()),
        ("Party Fri 22-02", "Party · Fri 27 Nov 22:00 to Sat 28 Nov 02:00", ()),
        ("Dentist 12 Jan 2027", "Dentist · Tue, 12 Jan 2027", ()),
        ("<b>Bold</b> tomorrow", "<b>Bold</b> · Tue 24 Nov", ()),
    ],
)
def test_what_was_understood(app, alice, text, said, rules):
    assert flash(quick(alice, text).follow()) == said
    assert stored(app)[0].recurrence.rules == rules


def test_a_day_that_is_named_is_in_the_form_where_the_time_is_not_clear(app, alice):
    page = quick(alice, "Dentist tomorrow morning", status=422)
    form = next(form for form in page.forms.values() if form.action == "/users/alice/add")
    assert (form["title"].value, form["start_date"].value) == ("Dentist tomorrow morning", "2026-11-24")
    assert stored(app) == []


def test_undo_deletes_it_and_edit_opens_its_form(app, alice):
    page = quick(alice, "Lunch tomorrow").follow()
    (event,) = stored(app)
    edit = page.html.find(class_="flash").find("a", string="Edit")
    assert edit["href"] == f"/users/alice/{event.__name__}/edit?back=/"
    form = next(form for form in page.forms.values() if form.action.endswith("/undo"))
    gone = form.submit(status=303)
    assert gone.location == f"{HOST}/?deleted={event.__name__}" and stored(app) == []
    assert "“Lunch” is deleted." in gone.follow()
    again = form.submit(status=303)
    assert again.location == gone.location


def test_undo_of_what_was_changed_meanwhile_changes_nothing(app, alice):
    page = quick(alice, "Lunch tomorrow").follow()
    form = next(form for form in page.forms.values() if form.action.endswith("/undo"))
    with opened(app) as root:
        next(iter(root["users"]["alice"].values())).change(title="Dinner")
    refused = form.submit(status=409)
    assert "“Dinner” was changed meanwhile" in refused and len(stored(app)) == 1


@pytest.mark.parametrize("page", ["/", "/?hide=work", "/users/alice/quick"])
def test_one_comes_back_to_where_one_was(alice, page):
    address = f"{HOST}{page}{'&' if '?' in page else '?'}added="
    assert quick(alice, "Lunch tomorrow", page).location.startswith(address)
    again = page + ("&" if "?" in page else "?") + "done=saved&added=x"
    assert quick(alice, "Lunch tomorrow", again).location.startswith(address), "it is said once"


def test_a_line_without_a_day_comes_back_as_the_full_form(app, alice):
    page = quick(alice, "Buy milk and eggs", status=422)
    assert "it is not clear when “Buy milk and eggs” is" in page.html.find(role="alert").text
    form = next(form for form in page.forms.values() if form.action == "/users/alice/add")
    assert (form["title"].value, form["start_date"].value) == ("Buy milk and eggs", "2026-11-23")
    assert form["timezone"].value == "Europe/Prague" and stored(app) == []
    form.submit(status=303).follow(status=200)
    form.submit(status=303)
    assert [event.title for event in stored(app)] == ["Buy milk and eggs"]


def test_a_line_without_a_title_asks_for_one_and_keeps_the_rest(app, alice):
    page = quick(alice, "tomorrow 12:30-13:30", status=422)
    form = next(form for form in page.forms.values() if form.action == "/users/alice/add")
    assert (form["title"].value, form["start_date"].value) == ("", "2026-11-24")
    assert (form["start_time"].value, form["end_time"].value) == ("12:30", "13:30")
    assert "Give the event a title." in page and stored(app) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "write what and when"),
        (" \t\n", "write what and when"),
        ("x" * 495 + " tomorrow", "one line has 500 characters at most"),
        ("x" * 300 + " tomorrow", "Use 1 to 200 characters."),
        ("\u200b tomorrow", "Give the event a title that can be seen."),
    ],
)
def test_what_can_not_be_kept(app, alice, text, message):
    assert message in quick(alice, text, status=422) and stored(app) == []


def test_a_rule_that_can_not_be_kept_is_said(app, alice, monkeypatch):
    def refuse(*_, **__):
        raise Wrong("It repeats too often.")

    monkeypatch.setattr("eventapp.views.quick.recurrence", refuse)
    page = quick(alice, "standup every Monday 9", status=422)
    assert "Not saved yet. It repeats too often." in page and stored(app) == []


def test_a_line_that_is_sent_twice_adds_one_event(app, alice):
    form = alice.fill("/", "/users/alice/quick", text="Lunch tomorrow")
    first, second = form.submit(status=303), form.submit(status=303)
    assert first.location == second.location and len(stored(app)) == 1
    (event,) = stored(app)
    path = f"/users/alice/{event.__name__}"
    alice.press(path, f"{path}/delete")
    assert form.submit(status=303).location == f"{HOST}/?deleted={event.__name__}" and stored(app) == []


def test_without_an_id_or_with_a_bad_one_it_is_added(app, alice):
    form = alice.fill("/", "/users/alice/quick", text="Lunch tomorrow")
    for name in ("", "edit", "../x"):
        form["id"] = name
        form.submit(status=303)
    assert {len(event.__name__) for event in stored(app)} == {26} and len(stored(app)) == 3


def test_days_are_read_as_the_persons_language_writes_them(app, alice):
    quick(alice, "Lunch 12/5/2027")
    alice.send("/users/alice/settings", locale="en_US", status=303)
    quick(alice, "Lunch 12/5/2027")
    alice.send("/users/alice/settings", locale="de", status=303)
    assert quick(alice, "Mittagessen morgen 12:30").follow().status_int == 200
    assert sorted(event.when.start for event in stored(app) if event.title == "Lunch") == [
        date(2027, 5, 12),
        date(2027, 12, 5),
    ]
    assert "Mittagessen" in [event.title for event in stored(app)]


def test_which_languages_write_the_day_first():
    first = {locale for locale in LOCALES if day_first(locale)}
    assert {"en_GB", "de", "cs", "fr", "bg", "ar"} <= first
    assert set(LOCALES) - first >= {"en_US", "ja", "zh_Hans", "hu", "sv"}


def test_quick_add_to_a_further_calendar(app, alice):
    with opened(app) as root:
        root["users"]["alice"].add_calendar(Calendar("Family", "family"))
    family = "/users/alice/family/"
    page = quick(alice, "Picnic Sat 14:00", f"{family}quick", calendar=family).follow()
    assert flash(page) == "Picnic · Sat 28 Nov 14:00" and stored(app) == []
    with opened(app) as root:
        assert [event.title for event in root["users"]["alice"]["family"].values()] == ["Picnic"]


def test_an_address_that_says_what_was_not_added_shows_nothing(app, alice):
    bob = Browser(app).register("bob")
    quick(alice, "Secret tomorrow")
    (event,) = stored(app)
    for name in (event.__name__, "x", ""):
        page = bob.get("/", {"added": name})
        assert "Secret" not in page and not page.html.find("form", action=lambda action: "/undo" in (action or ""))
    assert "Secret" not in Browser(app).get("/login", {"added": event.__name__}, status=200)


def test_a_line_sent_without_a_session_leads_back_to_a_line(alice):
    form = alice.fill("/", "/users/alice/quick", text="Lunch tomorrow")
    alice.reset()
    assert form.submit(status=302).location == f"{HOST}/login?lost=1&next=/users/alice/quick"


def test_the_page_of_the_line_has_examples_that_are_understood(app, alice):
    page = alice.get("/users/alice/quick")
    examples = [example.text for example in page.html.find(class_="examples").find_all("li")]
    for example in examples:
        quick(alice, example, "/users/alice/quick")
    assert len(stored(app)) == len(examples) == 5


def test_lines_are_counted_as_other_events_are(make_app):
    app = make_app(**{"eventapp.limits.add": "2 per hour"})
    alice = Browser(app).register("alice")
    quick(alice, "Breakfast tomorrow")
    alice.add("alice", "Lunch")
    page = quick(alice, "Dinner tomorrow", status=429)
    assert page.html.find("dt").text == "What, when and where" and page.html.find("dd").text == "Dinner tomorrow"


def test_a_full_calendar_takes_no_line(make_app):
    app = make_app(**{"eventapp.limits.events": "1"})
    alice = Browser(app).register("alice")
    quick(alice, "Breakfast tomorrow")
    assert "your calendars are full" in quick(alice, "Dinner tomorrow", status=422) and len(stored(app)) == 1
    refused = quick(alice, "Rent on the 1st and 15th of every month", status=422)
    form = next(form for form in refused.forms.values() if form.action == "/users/alice/add")
    assert form["title"].value == "Rent" and not form["repeat"].value, "nothing could keep such a rule here"


@pytest.mark.parametrize(
    ("first", "rule"), [(0, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU"), (6, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU")]
)
def test_every_second_week_is_one_of_the_readers(app, alice, first, rule):
    with opened(app) as root:
        root["users"]["alice"].week_start = first
    quick(alice, "Choir every 2 weeks on Mon and Sun")
    alice.send("/users/alice/add", status=303, title="Form", start_date="2026-11-29", repeat="WEEKLY", every="2",
               monday=True, sunday=True)  # fmt: skip
    assert [event.recurrence.rules for event in stored(app)] == [(rule,)] * 2
    refused = quick(alice, "every 2 weeks on Mon", status=422)  # the title is missing
    pages = [refused, alice.get("/users/alice/add"), alice.get(f"/users/alice/{stored(app)[0].__name__}/edit")]
    for page in pages:
        ticks = [box["name"] for box in page.html.select(".weekly input")]
        assert ticks[0] == ("sunday" if first else "monday") and len(ticks) == 7
    quick(alice, "Yoga every 2 weeks on Mon")
    assert "WKST" not in str([event.recurrence.rules for event in stored(app) if event.title == "Yoga"])
