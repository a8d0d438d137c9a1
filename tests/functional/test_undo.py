"""Undo of what was done to an event: from the page after it, and later from its own."""

import pytest

from tests.factories import opened


@pytest.fixture
def lunch(alice) -> str:
    """The path of an event of alice's that became Dinner."""
    path = alice.add("alice", "Lunch", start_date="2026-11-27", place="Eska")
    alice.send(f"{path}/edit", status=303, title="Dinner", start_date="2026-11-28")
    return path


def titles(app):
    with opened(app) as root:
        return [event.title for event in root["users"]["alice"].values()]


def undo_form(page):
    return next(form for form in page.forms.values() if form.action.endswith("/undo"))


def button(page):
    return page.html.find("form", action=lambda action: action and action.endswith("/undo")).button.contents[0]


def test_an_edit_is_undone_and_done_again(app, alice, lunch):
    page = alice.get(f"{lunch}/?done=saved")
    assert "Saved." in page and button(page) == "Undo"
    page = undo_form(page).submit(status=303).follow()
    assert "The change is undone." in page and page.html.h1.text == "Lunch" and button(page) == "Redo"
    with opened(app) as root:
        (event,) = root["users"]["alice"].values()
        assert (event.title, event.when.first_day.day) == ("Lunch", 27)
    page = undo_form(page).submit(status=303).follow()
    assert titles(app) == ["Dinner"] and page.html.h1.text == "Dinner"


def test_it_can_be_undone_later_from_the_page_of_the_event(app, alice, lunch):
    page = alice.get(f"{lunch}/")
    assert button(page) == "Undo last change"
    undo_form(page).submit(status=303)
    assert titles(app) == ["Lunch"]


def test_where_there_is_nothing_to_undo_nothing_is_offered(alice):
    path = alice.add("alice", "Lunch")
    for query in ("", "?done=saved", "?done=undone", "?done=nonsense"):
        page = alice.get(f"{path}/{query}")
        assert not [form for form in page.forms.values() if form.action.endswith("/undo")], query
    assert "Saved." in alice.get(f"{path}/?done=saved")


def test_undoing_a_change_that_was_changed_again_changes_nothing(app, alice, lunch):
    stale = undo_form(alice.get(f"{lunch}/?done=saved"))
    alice.send(f"{lunch}/edit", status=303, title="Supper")
    refused = stale.submit(status=409)
    assert "“Supper” was changed meanwhile, and stays as it is now." in refused and titles(app) == ["Supper"]
    with opened(app) as root:
        assert next(iter(root["users"]["alice"].values())).before.title == "Dinner"


def test_pressing_twice_undoes_once(app, alice, lunch):
    form = undo_form(alice.get(f"{lunch}/?done=saved"))
    form.submit(status=303)
    form.submit(status=409)
    assert titles(app) == ["Lunch"]


def test_without_a_version_or_a_change_nothing_is_undone(app, alice, lunch):
    form = undo_form(alice.get(f"{lunch}/"))
    form["version"] = ""
    form.submit(status=409)
    assert titles(app) == ["Dinner"]
    other = alice.add("alice", "Swim")
    with opened(app) as root:
        version = root["users"]["alice"][other.rpartition("/")[2]].version
    fields = {"version": version, "csrf_token": form["csrf_token"].value}
    assert "Nothing was undone" in alice.post(f"{other}/undo", fields, status=409)


def test_adding_with_the_form_is_undone(app, alice):
    page = alice.send("/users/alice/add", status=303, title="Lunch").follow()
    assert "Added." in page and button(page) == "Undo"
    gone = undo_form(page).submit(status=303).follow(status=410)
    assert "This event is deleted." in gone and titles(app) == []


def test_a_restored_event_is_deleted_again(app, alice, lunch):
    alice.press(f"{lunch}/", f"{lunch}/delete")
    page = alice.press(lunch.rpartition("/")[0] + "/trash", f"{lunch}/restore").follow()
    assert "Restored." in page and titles(app) == ["Dinner"]
    undo_form(page).submit(status=303)
    assert titles(app) == []


def test_undoing_the_change_of_a_deleted_event_leads_to_its_page(app, alice, lunch):
    form = undo_form(alice.get(f"{lunch}/"))
    alice.press(f"{lunch}/", f"{lunch}/delete")
    assert "This event is deleted." in form.submit(status=303).follow(status=410)
