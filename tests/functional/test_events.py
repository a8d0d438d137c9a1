"""Step 8: keeping one's own events."""

from datetime import UTC, date, datetime, timedelta

import pytest

from eventapp.models import Event, When
from eventapp.views import events
from tests.factories import NOW, PASSWORD, Browser, opened

LUNCH = {
    "title": "Lunch with Ana",
    "start_date": "2026-11-27",
    "start_time": "12:30",
    "end_time": "13:30",
    "timezone": "Europe/Prague",
    "place": "Café Savoy",
    "notes": "Ask about <the> trip.\r\nBring the map.",
}


def test_addresses_in_place_and_notes_are_links(alice):
    notes = "Join <b>at</b> https://meet.example/a-b?c=1&d=2 javascript:alert(1)"
    page = alice.send("/users/alice/add", title="Call", place="https://room.example/", notes=notes).follow()
    hrefs = [link["href"] for link in page.html.select(".notes a")]
    assert hrefs == ["https://room.example/", "https://meet.example/a-b?c=1&d=2"]
    assert not page.html.select(".notes b") and "&lt;b&gt;" in page


def stored(app, username="alice"):
    with opened(app) as root:
        return list(root["users"][username].values())


def test_adding(app, alice, clock):
    response = alice.send("/users/alice/add", status=303, **LUNCH)
    page = response.follow(status=200)
    for text in [
        "Added.",
        "Lunch with Ana",
        "Friday, 27 November 2026, 12:30",
        "13:30",
        "Café Savoy",
        "Bring the map.",
    ]:
        assert text in page.text
    with opened(app) as root:
        (event,) = root["users"]["alice"].values()
        assert root["users"]["alice"][event.__name__] is event
        assert event.when == When(datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 30), "Europe/Prague")
        assert event.notes == "Ask about <the> trip.\nBring the map."
        assert f"/users/alice/{event.__name__}" in response.location
    assert "Lunch with Ana" in alice.get("/users/alice/")


def test_wall_time_is_stored_with_its_zone(app, alice):
    alice.send("/users/alice/add", status=303, **{**LUNCH, "timezone": "america/new_york"})
    (event,) = stored(app)
    assert (event.when.start, event.when.timezone) == (datetime(2026, 11, 27, 12, 30), "America/New_York")
    assert event.when.starts_at == datetime(2026, 11, 27, 17, 30, tzinfo=UTC)
    page = alice.get("/users/alice/").click("Lunch with Ana")
    assert "18:30" in page and "12:30 in America/New_York" in page


def test_without_times_it_is_all_day(app, alice):
    alice.add("alice", "Holidays", start_date="2026-12-24", end_date="2026-12-26")
    (event,) = stored(app)
    assert event.when == When(date(2026, 12, 24), date(2026, 12, 27), "Europe/Prague")
    page = alice.get("/users/alice/").click("Holidays")
    assert "Thursday, 24 December 2026" in page and "to Saturday, 26 December 2026" in page and "all day" in page


def test_the_form_starts_with_today_and_ones_own_zone(alice):
    form = alice.get("/users/alice/add").forms[1]
    assert (form["start_date"].value, form["timezone"].value) == ("2026-11-23", "Europe/Prague")


@pytest.mark.parametrize("path", ["/users/alice/add", "EVENT/edit"])
@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("title", "", "Give the event a title."),
        ("title", "x" * 201, "Use 1 to 200 characters."),
        ("start_date", "", "Give the day it starts."),
        ("start_date", "soon", "Write the day as"),
        ("end_time", "11:30", "The end must not be before 12:30."),
        ("timezone", "Europe/Atlantis", "There is no such time zone."),
    ],
)
def test_a_refusal_is_the_form_as_it_was_typed(app, alice, path, name, value, message):
    event = alice.add("alice", "Before")
    before = stored(app)[0].version
    path = path.replace("EVENT", event)
    typed = {**LUNCH, name: value}
    response = alice.send(path, status=422, **typed)
    form = next(form for form in response.forms.values() if form.action == path)
    for field, text in typed.items():
        assert form[field].value.replace("\r", "") == text.replace("\r", ""), field
    field = response.html.find(attrs={"name": name})
    assert field["aria-invalid"] == "true"
    error = response.html.find(id=field["aria-describedby"].split()[-1])
    assert message in error.text
    assert response.html.find(attrs={"role": "alert"}).find("a")["href"] == f"#{field['id']}"
    assert response.html.title.text.startswith("Error: ")
    (kept,) = stored(app)
    assert kept.title == "Before" and kept.version == before


def test_editing(app, alice):
    event = alice.add("alice", "Lunch", start_date="2026-11-27", start_time="12:30")
    form = alice.fill(f"{event}/edit")
    assert (form["title"].value, form["start_time"].value, form["end_date"].value) == ("Lunch", "12:30", "")
    response = alice.send(f"{event}/edit", status=303, title="Dinner", start_time="19:00", start_date="2026-11-22")
    page = response.follow()
    assert "Saved." in page and "Dinner" in page and "Lunch" not in page
    assert "Dinner" in alice.get("/users/alice/past") and "Dinner" not in alice.get("/users/alice/")


def test_every_field_can_be_changed(app, alice):
    event = alice.add("alice", "Before", start_date="2026-01-01", place="there", notes="old")
    alice.send(f"{event}/edit", status=303, **LUNCH)
    (kept,) = stored(app)
    assert (kept.title, kept.place) == ("Lunch with Ana", "Café Savoy")
    assert kept.notes == "Ask about <the> trip.\nBring the map."
    assert kept.when == When(datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 30), "Europe/Prague")


def test_saving_without_a_change_changes_nothing(app, alice):
    event = alice.add("alice", **LUNCH)
    before = stored(app)[0].version
    alice.send(f"{event}/edit", status=303)
    assert stored(app)[0].version == before


def test_saving_over_a_version_that_changed_meanwhile(app, alice):
    event = alice.add("alice", "Lunch", start_date="2026-11-27", place="Eska")
    tab = alice.fill(f"{event}/edit", title="Lunch with Ana")
    alice.send(f"{event}/edit", status=303, title="Lunch with Tomáš", place="Savoy")
    response = tab.submit(status=409)
    saved = response.html.find(id="saved").parent
    assert "Lunch with Tomáš" in saved.text and "Savoy" in saved.text
    form = next(form for form in response.forms.values() if form.action == f"{event}/edit")
    assert (form["title"].value, form["place"].value) == ("Lunch with Ana", "Eska")
    assert stored(app)[0].title == "Lunch with Tomáš"
    form.submit(status=303)
    assert (stored(app)[0].title, stored(app)[0].place) == ("Lunch with Ana", "Eska")


@pytest.mark.parametrize(
    ("name", "theirs", "mine"),
    [
        ("place", "Savoy", "Eska"),
        ("notes", "theirs", "mine"),
        ("start_time", "10:00", "11:00"),
        ("end_date", "2026-11-28", "2026-11-29"),
        ("timezone", "UTC", "Asia/Tokyo"),
    ],
)
def test_a_change_of_any_field_counts(app, alice, name, theirs, mine):
    event = alice.add("alice", "Lunch", start_date="2026-11-27")
    tab = alice.fill(f"{event}/edit", **{name: mine})
    alice.send(f"{event}/edit", status=303, **{name: theirs})
    before = stored(app)[0].version
    response = tab.submit(status=409)
    form = next(form for form in response.forms.values() if form.action == f"{event}/edit")
    assert form[name].value == mine and stored(app)[0].version == before


def test_saving_again_over_yet_another_version_asks_again(app, alice):
    event = alice.add("alice", "one")
    tab = alice.fill(f"{event}/edit", title="mine")
    alice.send(f"{event}/edit", status=303, title="two")
    response = tab.submit(status=409)
    alice.send(f"{event}/edit", status=303, title="three")
    form = next(form for form in response.forms.values() if form.action == f"{event}/edit")
    assert "three" in form.submit(status=409)
    assert stored(app)[0].title == "three"


def test_two_tabs_that_save_at_the_very_same_time(app, alice, monkeypatch):
    """The later commit is tried again, and then sees what the earlier one stored."""
    event = alice.add("alice", "Lunch")
    tab = alice.fill(f"{event}/edit", title="mine")
    answers = []

    def see(request, resource, **query):
        if not answers:  # the other request commits while this one is still at work
            with opened(app) as root:
                root["users"]["alice"][resource.__name__].change(title="theirs")
        answers.append(query)
        return real(request, resource, **query)

    real = events.see
    monkeypatch.setattr(events, "see", see)
    response = tab.submit(status=409)
    assert "theirs" in response.html.find(id="saved").parent.text and len(answers) == 1
    assert stored(app)[0].title == "theirs"


def test_two_tabs_that_save_the_same_do_not_conflict(app, alice):
    event = alice.add("alice", "Lunch")
    tab = alice.fill(f"{event}/edit", title="Dinner")
    alice.send(f"{event}/edit", status=303, title="Dinner")
    tab.submit(status=303)


def test_deleting_offers_undo(app, alice):
    event = alice.add("alice", "Lunch", start_date="2026-11-27")
    before = stored(app)[0].version
    response = alice.press(event, f"{event}/delete")
    assert response.status_int == 303
    page = response.follow()
    assert "“Lunch” is deleted." in page
    assert stored(app) == []
    assert f"{event}/" not in [link["href"] for link in page.html.find_all("a")]
    undo = next(form for form in page.forms.values() if form.action == f"{event}/restore")
    back = undo.submit(status=303).follow()
    assert "Restored." in back and "Lunch" in back
    assert stored(app)[0].version == before
    assert "Lunch" in alice.get("/users/alice/")
    assert "is deleted" not in alice.get(response.location)


def test_deleting_and_restoring_twice_is_no_error(app, alice):
    event = alice.add("alice", "Lunch", start_date="2026-11-27")
    delete = alice.fill(event, f"{event}/delete")
    page = delete.submit(status=303).follow()
    delete.submit(status=303)
    undo = next(form for form in page.forms.values() if form.action == f"{event}/restore")
    undo.submit(status=303)
    undo.submit(status=303)
    assert len(stored(app)) == 1


def test_a_deleted_event_is_kept_for_thirty_days(app, alice, clock):
    event = alice.add("alice", "Lunch", start_date="2026-11-27")
    alice.press(event, f"{event}/delete")
    clock.advance(days=13)
    alice = Browser(app).sign_in("alice")
    assert "17 days left" in alice.get("/users/alice/trash").text.replace("\n", " ")
    assert alice.get(event, status=410).text.count("17 more days") == 1
    clock.advance(days=13)
    alice = Browser(app).sign_in("alice")
    restore = next(f for f in alice.get("/users/alice/trash").forms.values() if f.action == f"{event}/restore")
    edit = {"csrf_token": restore["csrf_token"].value, **LUNCH}
    clock.advance(days=4)
    assert "Nothing was deleted" in alice.get("/users/alice/trash")
    alice.get(event, status=404)
    alice.post(f"{event}/edit", edit, status=404)
    assert restore.submit(status=404)
    assert "is deleted" not in alice.get(f"/?deleted={event.rpartition('/')[2]}")


def test_a_deleted_event_is_gone_but_says_how_to_get_it_back(app, alice):
    event = alice.add("alice", "Lunch")
    alice.press(event, f"{event}/delete")
    page = alice.get(event, status=410)
    assert "30 more days" in page
    assert alice.get(f"{event}/edit", status=303).location.startswith(f"http://localhost:6543{event}")
    page.forms[1].submit(status=303)
    alice.get(event, status=200)


def test_saving_an_event_that_was_deleted_meanwhile_loses_neither(app, alice):
    event = alice.add("alice", "Lunch")
    tab = alice.fill(f"{event}/edit", title="Dinner")
    alice.press(event, f"{event}/delete")
    response = tab.submit(status=409)
    assert "was deleted since you opened it" in response and stored(app) == []
    form = next(form for form in response.forms.values() if form.action == f"{event}/edit")
    assert form["title"].value == "Dinner"
    form["start_date"] = ""
    form = next(f for f in form.submit(status=422).forms.values() if f.action == f"{event}/edit")
    form["start_date"] = "2026-11-27"
    form.submit(status=303)
    assert [kept.title for kept in stored(app)] == ["Dinner"]
    assert "Dinner" in alice.get("/users/alice/") and "Nothing was deleted" in alice.get("/users/alice/trash")


def test_what_was_typed_is_shown_as_text(alice):
    nasty = "<script>alert(1)</script> {{7*7}} ${7*7} %s \" ' & é 🎉"
    event = alice.add("alice", nasty, place=nasty, notes=nasty)
    for path in ["/", "/users/alice/", event, f"{event}/edit"]:
        page = alice.get(path)
        assert "<script>alert" not in page.text and "49" not in page.html.find("main").text.replace("2049", "")
        assert "{{7*7}} ${7*7} %s" in page.html.find("main").decode(formatter=None)


def test_lists_are_paged(app, alice, clock):
    with opened(app) as root:
        for n in range(120):
            when = When(datetime(2026, 11, 24) + timedelta(hours=n), timezone="Europe/Prague")
            root["users"]["alice"].add(Event(f"event {n:03}", when))
    first = alice.get("/users/alice/")
    assert "120 events in all" in first and "event 049" in first and "event 050" not in first
    second = first.click("Show later events")
    assert "event 050" in second and "event 099" in second and "event 100" not in second
    third = second.click("Show later events")
    assert "event 119" in third and "Show later" not in third
    assert "event 050" in third.click("Show sooner events")
    for page in ["0", "-1", "x", "999999", "1.0", "٣٣٣٣٣٣"]:
        alice.get("/users/alice/", {"page": page}, status=404)
    assert "Nothing is coming up" in alice.get("/users/alice/?page=9")
    clock.advance(days=10)
    past = alice.get("/users/alice/past")
    assert "event 119" in past and "event 070" in past and "event 069" not in past
    assert "event 069" in past.click("Show earlier events")


def test_a_form_that_is_sent_twice_adds_one_event(app, alice):
    form = alice.fill("/users/alice/add", title="Lunch")
    first, second = form.submit(status=303), form.submit(status=303)
    assert second.location == first.location.partition("?")[0] and len(stored(app)) == 1


def test_a_form_that_is_sent_again_after_its_event_was_deleted_adds_none(app, alice):
    form = alice.fill("/users/alice/add", title="Lunch")
    event = form.submit(status=303).location.partition("?")[0].removeprefix("http://localhost:6543").rstrip("/")
    alice.press(event, f"{event}/delete")
    assert form.submit(status=303).follow(status=410).html.h1.text == "Lunch"
    assert stored(app) == []


def test_the_id_of_a_form_is_one_of_ours_or_none(app, alice):
    form = alice.fill("/users/alice/add", title="Lunch")
    form["id"] = "edit"
    form.submit(status=422)
    form["id"] = ""
    form.submit(status=303)
    assert len(stored(app)[0].__name__) == 26


def test_whoever_names_no_version_saves_over_the_one_there_is(app, alice):
    event = alice.add("alice", "Lunch")
    token = alice.get(event).forms[0]["csrf_token"].value
    fields = {"title": "Dinner", "start_date": "2026-11-27", "timezone": "UTC", "csrf_token": token}
    alice.post(f"{event}/edit", fields, status=303)
    assert stored(app)[0].title == "Dinner"


def test_all_that_is_wrong_is_said_at_once(alice):
    page = alice.send(
        "/users/alice/add", status=422, title="Lunch", start_time="12:30", end_time="11:30", timezone="Mars/Olympus"
    )
    assert "must not be before 12:30" in page and "no such time zone" in page


def test_whole_days_may_end_on_the_last_day_there_is(app, alice):
    alice.add("alice", "The end", start_date="9000-12-30", end_date="9000-12-31")
    assert stored(app)[0].when.last_day == date(9000, 12, 31)


def test_the_time_elsewhere_has_its_day_where_that_is_another(alice):
    event = alice.add("alice", "Call", start_date="2026-11-25", start_time="23:59", timezone="America/New_York")
    assert "· Wed 25 Nov, 23:59 in America/New_York" in alice.get(event)
    event = alice.add("alice", "Call", start_date="2026-11-25", start_time="12:00", timezone="America/New_York")
    assert "· 12:00 in America/New_York" in alice.get(event)


def test_events_of_a_zone_whose_rules_changed_can_be_edited_and_deleted(app, alice, monkeypatch):
    event = alice.add("alice", "Call", start_date="2026-11-27", start_time="12:00")
    other = alice.add("alice", "Other", start_date="2026-11-28", start_time="12:00")
    monkeypatch.setattr("eventapp.models.when._instant", lambda moment, zone: NOW)
    alice.send(f"{event}/edit", status=303, title="Called")
    alice.press(other, f"{other}/delete")
    assert [kept.title for kept in stored(app)] == ["Called"]


def test_what_was_sent_without_a_session_leads_back_to_its_form(app, alice):
    form = alice.fill("/users/alice/add", title="Lunch")
    alice.reset()
    login = form.submit(status=302).follow(status=200)
    assert "what you sent was not saved" in login
    login.form["username"], login.form["password"] = "alice", PASSWORD
    assert login.form.submit(status=302).location == "http://localhost:6543/users/alice/add"


def test_where_clocks_show_the_same_nothing_is_said_of_elsewhere(alice):
    event = alice.add("alice", "Call", start_date="2026-11-25", start_time="09:30", timezone="Europe/Berlin")
    assert "09:30" in alice.get(event) and "in Europe/Berlin" not in alice.get(event)


def test_the_day_of_an_event_leads_to_the_page_of_that_day(alice):
    event = alice.add("alice", "Lunch", start_date="2026-11-27", start_time="12:30")
    assert "Lunch" in alice.get(event).click("Friday, 27 November 2026").html.find(class_="blocks").text
