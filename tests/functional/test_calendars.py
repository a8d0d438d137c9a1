"""Calendars: a person may have several; each has a name, a colour and its own events."""

from datetime import timedelta

import pytest

from eventapp.models import Calendar, NameTaken, User
from eventapp.models.names import CALENDAR_NAME, VIEW_NAMES
from eventapp.views.calendars import MOST
from tests.factories import NOW, opened

PATH = "/users/alice/calendars"


def add(alice, title="Family & friends", hue="3", status=303):
    return alice.send(PATH, PATH, status=status, title=title, hue=hue)


def test_a_calendar_is_added_renamed_and_coloured(app, alice):
    page = add(alice).follow()
    assert "The calendar is added." in page and "Family &amp; friends" in page and "Personal" in page
    path = "/users/alice/family-friends"
    form = alice.fill(f"{path}/calendar")
    assert (form["title"].value, form["hue"].value) == ("Family & friends", "3")
    assert "The calendar is saved." in alice.send(f"{path}/calendar", title="Home", hue="").follow()
    with opened(app) as root:
        calendar = root["users"]["alice"]["family-friends"]
        assert (calendar.title, calendar.hue, calendar.__parent__.__name__) == ("Home", None, "alice")
    assert "1 event in all" in alice.send(f"{path}/add", title="Picnic").follow().goto(path + "/")


def test_ones_own_calendar_has_a_name_and_a_colour_too(app, alice):
    alice.send("/users/alice/calendar", title="Alice’s", hue="7")
    assert "Alice’s" in alice.get(PATH) and "Delete calendar" not in alice.get("/users/alice/calendar")
    alice.add("alice", "Lunch")
    assert 'class="ev k h7"' in alice.get("/")


def test_ones_own_calendar_goes_without_a_name_of_its_own_until_it_is_given_one(app, alice):
    """Else who gives it a colour would give it the word of a language for a name, and other programs would see that."""
    for name, locale in (("Personal", "en_GB"), ("Persönlich", "de")):
        alice.send("/users/alice/settings", status=303, locale=locale)
        form = alice.fill("/users/alice/calendar", hue="7")
        assert form["title"].value == name
        form.submit(status=303)
        assert "X-WR-CALNAME:alice\r\n" in alice.get("/users/alice/export.ics")
    with opened(app) as root:
        assert (root["users"]["alice"].title, root["users"]["alice"].hue) == ("", 7)


def test_the_page_of_an_event_says_in_which_of_several_calendars_it_is(alice):
    lunch = alice.add("alice", "Lunch")
    assert "Personal" not in alice.get(lunch)
    add(alice)
    assert "Personal" in alice.get(lunch)
    alice.press(lunch, f"{lunch}/delete")
    assert "Personal" not in alice.get(lunch, status=410)


def test_the_lists_of_a_person_are_of_all_their_calendars(alice):
    add(alice)
    alice.add("alice", "Lunch", start_date="2026-12-01")
    path = "/users/alice/family-friends"
    for title, day in (("Picnic", "2026-12-02"), ("Fair", "2026-11-02"), ("Gone", "2026-12-03")):
        page = alice.send(f"{path}/add", title=title, start_date=day).follow()
    alice.press(page.request.path, f"{page.request.path}delete")
    everything, only = alice.get("/users/alice/"), alice.get(f"{path}/")
    assert "3 events in all" in everything and "Lunch" in everything and "Picnic" in everything
    assert "2 events in all" in only and "Picnic" in only and "Lunch" not in only
    assert "<h1>All events</h1>" in everything and '<h1 dir="auto">Family &amp; friends</h1>' in only
    assert "Fair" in alice.get("/users/alice/past") and "Fair" in alice.get(f"{path}/past")
    mine = alice.get(PATH).click("^Personal$")
    assert "Lunch" in mine and "Picnic" not in mine
    assert "Gone" in alice.get("/users/alice/trash") and "Gone" in alice.get(f"{path}/trash")


def test_events_of_all_calendars_are_on_the_home_page_unless_the_address_hides_them(alice):
    add(alice)
    alice.add("alice", "Lunch")
    alice.send("/users/alice/family-friends/add", title="Picnic")
    assert "Lunch" in alice.get("/") and "Picnic" in alice.get("/")
    assert "Picnic" not in alice.get("/?hide=family-friends") and "Lunch" in alice.get("/?hide=family-friends")
    assert "Lunch" not in alice.get("/?hide=own,nothing") and "Picnic" in alice.get("/?hide=own,nothing")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Émile’s Café", "emile-s-cafe"),
        ("add", "add-2"),
        ("家族", "events"),
        ("own", "own-2"),
        ("a" * 60, "a" * 21),
        ("_-_", "events"),
    ],
)
def test_its_name_in_the_address_is_made_from_its_title(app, alice, title, name):
    add(alice, title)
    assert alice.get(f"/users/alice/{name}/").status_int == 200
    add(alice, title)
    with opened(app) as root:
        assert len(root["users"]["alice"].calendars) == 2


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "x" * 61])
def test_a_bad_name_is_refused_and_kept(alice, title):
    page = add(alice, title, status=422)
    assert page.forms[f"{PATH}" if PATH in page.forms else 0] and "Not saved yet" in page
    assert alice.get(PATH).text.count("Name and colour") == 1


def test_a_colour_that_there_is_not_is_refused(alice):
    form = alice.fill(PATH, PATH, title="Family")
    form["hue"].force_value("8")
    assert form.submit(status=422)


def test_what_is_hidden_stays_so_on_the_way_to_other_pages(alice):
    add(alice)
    links = alice.get("/month?hide=own,%22x").html.find("header").find("nav").find_all("a")
    paths = ["/", "/week", "/month", "/year"]
    assert [link["href"] for link in links] == [f"{path}?hide=own%2C%22x" for path in paths] + ["/users/alice/add"]
    assert alice.get("/month").html.find("header").find("nav").a["href"] == "/"


def test_there_is_an_end_to_calendars(app, alice):
    with opened(app) as root:
        for n in range(MOST):
            root["users"]["alice"].add_calendar(Calendar(f"C {n}", f"c-{n}"))
    assert f"You have {MOST} calendars" in add(alice, status=422)


def test_a_deleted_calendar_is_gone_and_can_be_restored_for_thirty_days(app, alice, clock):
    add(alice)
    alice.send("/users/alice/family-friends/add", title="Picnic")
    delete = "/users/alice/delete-calendar"
    page = alice.press("/users/alice/family-friends/calendar", delete).follow()
    assert "It can be restored for 30 days." in page and "30 days left" in page
    assert "Picnic" not in alice.get("/")
    alice.get("/users/alice/family-friends/", status=404)
    alice.press(PATH, "/users/alice/restore-calendar")
    assert "Picnic" in alice.get("/users/alice/family-friends/")
    form = alice.fill("/users/alice/family-friends/calendar", delete)
    form.submit(status=303)
    form.submit(status=303)
    restore = alice.fill(PATH, "/users/alice/restore-calendar")
    clock.now = NOW + timedelta(days=30)
    alice.sign_in("alice")
    assert "days left" not in alice.get(PATH)
    fields = {"name": restore["name"].value, "csrf_token": alice.fill(PATH, PATH)["csrf_token"].value}
    alice.post("/users/alice/restore-calendar", fields, status=404)
    add(alice, "Another")
    with opened(app) as root:
        assert list(root["users"]["alice"].calendars) == ["another"]


def test_no_view_can_be_hidden_by_a_calendar(app):
    names = set()
    for introspected in app.registry.introspector.get_category("views"):
        view = introspected["introspectable"]
        if view["context"] in {Calendar, User} and CALENDAR_NAME.fullmatch(view["name"] or ""):
            names.add(view["name"])
    assert names and names <= VIEW_NAMES
    user = User("alice", "a@example.com", "x", NOW)
    for name in [*VIEW_NAMES, "Family", "a b", "", "-a", "a" * 26, "é"]:
        with pytest.raises(ValueError):
            user.add_calendar(Calendar("C", name))


def test_no_name_is_given_twice():
    user = User("alice", "a@example.com", "x", NOW)
    user.add_calendar(Calendar("C", "family"))
    with pytest.raises(NameTaken):
        user.add_calendar(Calendar("D", "family"))
