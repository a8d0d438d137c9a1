"""How many events a person may add, and how fast (ASVS 2.4.1)."""

import re

import pytest
from pyramid.exceptions import ConfigurationError

from eventapp.security import throttle
from tests.factories import Browser, forget_tries, opened

ADD = "/users/alice/add"
TYPED = {"title": "Lunch", "start_date": "2026-12-01", "start_time": "12:30", "place": "Café", "notes": "one\r\n<two>"}


def events(app, name="alice") -> int:
    with opened(app) as root:
        return len(root["users"][name])


def test_adding_is_counted(make_app):
    app = make_app(**{"eventapp.limits.add": "3 per 5 minutes; 100 per day"})
    alice, bob = (Browser(app).register(name) for name in ("alice", "bob"))
    for _ in range(3):
        alice.add("alice", "Lunch")
    page = alice.send(ADD, status=429, **TYPED)
    assert 0 < int(page.headers["Retry-After"]) <= 301
    assert page.html.h1.text == "Too many tries" and "Try again in 5 minutes." in page
    assert events(app) == 3
    bob.add("bob", "Lunch")
    alice.get(ADD, status=200)
    forget_tries(app)
    assert page.form.submit(status=303).follow().html.h1.text == "Lunch"
    assert events(app) == 4


def test_the_page_says_what_was_typed_as_the_form_does(make_app):
    app = make_app(**{"eventapp.limits.add": "1 per hour"})
    alice = Browser(app).register("alice")
    alice.add("alice", "Lunch")
    page = alice.send(ADD, status=429, **TYPED)
    names = [name.text for name in page.html("dt")]
    values = [value.text.replace("\r", "") for value in page.html("dd")]
    told = {"Title": "Lunch", "Starts on": "2026-12-01", "Starts at": "12:30", "Time zone": "Europe/Prague"}
    assert dict(zip(names, values, strict=True)) == {**told, "Place": "Café", "Notes": "one\n<two>"}
    assert page.form["notes"].value.split() == ["one", "<two>"]


def test_what_was_refused_counts_as_well(make_app):
    app = make_app(**{"eventapp.limits.add": "3 per hour"})
    alice = Browser(app).register("alice")
    for _ in range(3):
        alice.send(ADD, status=422)
    alice.send(ADD, status=429)


def test_people_are_not_held_up(app, alice, monkeypatch):
    """300 in five minutes is one each second."""
    assert throttle.LIMITS["add"].account == app.registry.eventapp.adding == "300 per 5 minutes"
    counted = []
    monkeypatch.setattr(throttle, "_hit", lambda counters, key: counted.append(key) or True)
    alice.add("alice", "Lunch")
    (key,) = counted
    assert key.name.startswith("add/") and [str(window) for window in key.windows] == ["300 per 5 minute"]


def test_a_full_calendar_takes_no_more(make_app):
    app = make_app(**{"eventapp.limits.events": "2"})
    alice = Browser(app).register("alice")
    first = alice.add("alice", "Breakfast")
    alice.add("alice", "Dinner")
    page = alice.send(ADD, status=422, **TYPED)
    alert = page.html.find(role="alert").get_text(" ", strip=True)
    assert alert == "Not saved: your calendars are full (2 at the most). Delete one, and save this again."
    assert page.html.title.text.startswith("Error: ") and events(app) == 2
    form = next(form for form in page.forms.values() if form.action == ADD)
    assert (form["title"].value, form["place"].value) == ("Lunch", "Café")
    alice.send(f"{first}/edit", status=303, title="Brunch")
    alice.press(first, f"{first}/delete")
    form.submit(status=303)
    assert events(app) == 2


@pytest.mark.parametrize("rate", ["", "300", "many per day", "300 per fortnight"])
def test_a_limit_that_says_nothing_stops_the_start_up(make_app, rate):
    with pytest.raises(ConfigurationError, match=re.escape("eventapp.limits.add: give a number and a time")):
        make_app(**{"eventapp.limits.add": rate})
