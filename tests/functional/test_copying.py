"""A copy of an event: the form of a new one, filled in."""

from tests.factories import Browser, opened

LUNCH = {"title": "Lunch", "start_date": "2026-11-27", "start_time": "12:30", "end_time": "13:30"}
MORE = {"timezone": "Asia/Tokyo", "place": "Eska", "notes": "Bring the map."}


def copy_form(page):
    return next(form for form in page.forms.values() if "/add?" in form.action)


def test_a_copy_is_the_form_of_a_new_event_filled_in(app, alice):
    event = alice.add("alice", **LUNCH, **MORE)
    page = alice.get(event + "/").click("Copy")
    assert page.html.h1.text == "New event"
    form = copy_form(page)
    for name, value in {**LUNCH, **MORE}.items():
        assert form[name].value == value, name
    form["start_date"] = "2026-12-04"
    form.submit(status=303)
    form.submit(status=303)
    with opened(app) as root:
        events = list(root["users"]["alice"].values())
        assert sorted((one.title, one.when.first_day.day) for one in events) == [("Lunch", 4), ("Lunch", 27)]
        assert {one.place for one in events} == {"Eska"}


def test_what_is_not_there_can_not_be_copied(app, alice):
    event = alice.add("alice", "Lunch")
    name = event.rpartition("/")[2]
    bob = Browser(app).register("bob")
    bob.get("/users/bob/add", {"copy": name}, status=404)
    alice.get("/users/alice/add", {"copy": "edit"}, status=404)
    alice.press(event, f"{event}/delete")
    alice.get("/users/alice/add", {"copy": name}, status=404)


def test_a_copy_of_several_days_keeps_them(alice):
    event = alice.add("alice", "Trip", start_date="2026-11-27", end_date="2026-11-30")
    form = copy_form(alice.get(f"/users/alice/add?copy={event.rpartition('/')[2]}"))
    assert (form["start_date"].value, form["end_date"].value) == ("2026-11-27", "2026-11-30")
