"""The page of search."""

from datetime import date, datetime, timedelta

import pytest

from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Event, When
from eventapp.search import finding
from tests.factories import Browser, opened


@pytest.fixture
def busy(app, alice) -> Browser:
    with opened(app) as root:
        user = root["users"]["alice"]
        user.add_calendar(Calendar("Family & friends", "family"))
        user.add(Event("Lunch with Ana", When(datetime(2026, 11, 27, 12, 30)), "Café Savoy", "Bring the <map> along."))
        user.add(Event("Lunch alone", When(datetime(2026, 11, 20, 12, 30)), people=("Nobody",)))
        weekly = recurrence(datetime(2026, 6, 1, 9), ["FREQ=WEEKLY"])
        user.add(Event("Standup", When(datetime(2026, 6, 1, 9), None, "Europe/Prague"), recurrence=weekly))
        user["family"].add(Event("Lunch at Grandma’s", When(date(2026, 12, 25))))
    return alice


def search(browser, text, **more):
    return browser.get("/search", {"q": text, **more})


def results(page):
    return [link.text for link in page.html.select(".ev a")]


def test_the_coming_ones_are_listed_before_the_past_ones(busy):
    page = search(busy, "lunch")
    assert results(page) == ["Lunch with Ana", "Lunch at Grandma’s", "Lunch alone"]
    assert [title.text for title in page.html.main.find_all("h2")] == ["Coming up", "Past"]
    assert page.html.title.text == "lunch · Search · eventapp"
    assert page.html.find("input", id="q")["value"] == "lunch"


def test_the_bar_of_every_page_searches(busy):
    form = busy.get("/users/alice/past").forms["search"]
    assert (form.action, form.method) == ("/search", "GET")
    form["q"] = "grandma"
    assert results(form.submit(status=200)) == ["Lunch at Grandma’s"]


def test_each_result_leads_to_its_event(busy):
    assert "Friday, 27 November 2026" in search(busy, "savoy").click("Lunch with Ana")
    page = search(busy, "standup")
    assert results(page) == ["Standup"] and "every Monday; only the next is listed" in page
    assert page.html.select_one(".ev a")["href"].endswith("?at=2026-11-23T09%3A00%3A00&back=/search?q=standup")
    assert "every Monday; only the last is listed" in search(busy, "standup before:2026-11")


def test_what_was_looked_for_is_marked_as_text(busy):
    page = search(busy, "cafe map lun")
    assert [mark.text for mark in page.html.find_all("mark")] == ["Lunch", "Café", "map"]
    assert "Bring the &lt;<mark>map</mark>&gt; along." in page
    assert search(busy, "nobody").html.find("mark").text == "Nobody"


@pytest.mark.parametrize(
    ("text", "found", "said"),
    [
        ("lunch after:2026-12", ["Lunch at Grandma’s"], "From Tuesday"),
        ("lunch before:2026-11-21", ["Lunch alone"], "Until Friday"),
        ("lunch in:2026-11", ["Lunch with Ana", "Lunch alone"], "Sunday 1 November 2026 to Monday 30 November 2026"),
        ("on:2026-11-27", ["Lunch with Ana"], "Friday 27 November 2026"),
        ("place:savoy", ["Lunch with Ana"], ""),
        ("calendar:family", ["Lunch at Grandma’s"], ""),
        ("lunch calendar:personal", ["Lunch with Ana", "Lunch alone"], ""),
        ("lunch -ana", ["Lunch at Grandma’s", "Lunch alone"], ""),
        ('"with ana"', ["Lunch with Ana"], ""),
    ],
)
def test_ranges_places_calendars_and_phrases(busy, text, found, said):
    page = search(busy, text)
    assert results(page) == found
    assert said.replace(",", "") in page.html.main.text.replace(",", "")


def test_nothing_found(busy):
    assert "Nothing for “<dinner>”. Past events are included." in search(busy, "<dinner>").html.text
    assert "<dinner>" not in search(busy, "<dinner>")


def test_without_words_it_says_how_to_search(busy):
    page = busy.get("/search")
    assert page.html.find("details").has_attr("open") and results(page) == []
    assert "Nothing for" not in page and not search(busy, "lunch").html.find("details").has_attr("open")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lunch after:soon", "“after:soon” is no day."),
        ("calendar:work", "You have no calendar of that name. Yours: Personal, Family & friends."),
    ],
)
def test_what_can_not_be_looked_for_is_said_and_kept(busy, text, message):
    page = search(busy, text)
    problem = page.html.find(role="alert")
    assert message in problem.text and results(page) == []
    field = page.html.find("input", id="q")
    assert field["value"] == text and field["aria-describedby"] == problem["id"] and field["aria-invalid"] == "true"


def test_calendars_that_are_hidden_are_left_out_unless_they_are_named(busy):
    assert results(search(busy, "lunch", hide="family")) == ["Lunch with Ana", "Lunch alone"]
    assert results(search(busy, "lunch calendar:family", hide="family")) == ["Lunch at Grandma’s"]


def test_results_are_on_pages(app, alice):
    with opened(app) as root:
        for number in range(130):
            day = date(2026, 11, 23) + timedelta(days=number - 60)
            root["users"]["alice"].add(Event(f"Swim {number:03}", When(day)))
    first = search(alice, "swim")
    assert results(first)[0] == "Swim 060" and results(first)[-1] == "Swim 109"
    second = first.click("More results")
    assert results(second)[0] == "Swim 110" and results(second)[20:22] == ["Swim 059", "Swim 058"]
    third = second.click("More results")
    assert len(results(third)) == 30 and "More results" not in third
    assert results(third.click("Previous results")) == results(second)
    assert "Nothing for “swim” on this page" in search(alice, "swim", page="4")
    for page in ("0", "x", "-1", "1234", ""):
        busy_page = alice.get("/search", {"q": "swim", "page": page}, status=404)
        assert "Swim" not in busy_page


def test_where_there_may_be_more_that_is_said(app, alice, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 0)
    monkeypatch.setattr(finding, "MOST_LOOKED", 5)
    for number in range(8):
        alice.add("alice", f"Swim {number}", start_date="2026-12-01")
    assert "There may be more" in search(alice, "swim") and len(results(search(alice, "swim"))) == 5
    assert "That is a long search." in search(alice, "swim " * 30)


def test_everybody_finds_their_own(app, busy):
    assert results(search(Browser(app).register("bob"), "lunch")) == []


def test_whoever_has_no_session_comes_back_to_the_search(app, busy):
    assert Browser(app).get("/search?q=lunch", status=302).location.endswith("/login?next=/search%3Fq%3Dlunch")
