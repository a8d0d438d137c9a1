"""A field that is sent twice: whoever looks at it must see the same one, so it is refused (ASVS 15.3.7)."""

import pytest

from tests.factories import PASSWORD, Browser, opened


@pytest.mark.parametrize("password", ["wrong wrong wrong", PASSWORD])
def test_a_name_that_is_sent_twice_is_no_name(app, alice, password):
    """What counts the tries would see one of them, and the view the other: guessing without end."""
    browser = Browser(app)
    token = browser.get("/login").form["csrf_token"].value
    for number in range(12):
        names = [("username", "alice"), ("username", f"nobody{number}")]
        browser.post("/login", [*names, ("password", password), ("csrf_token", token)], status=400)
    assert browser.token is None


@pytest.mark.parametrize("name", ["title", "csrf_token", "start_date", "unknown"])
def test_a_field_that_is_sent_twice_is_refused_and_stores_nothing(app, alice, name):
    fields = alice.fill("/users/alice/add", title="Lunch").submit_fields()
    page = alice.post("/users/alice/add", [*fields, (name, "Dinner"), (name, "Dinner")], status=400)
    assert "A field was sent twice." in page
    with opened(app) as root:
        assert not len(root["users"]["alice"])


def test_fields_in_the_address_are_none_of_the_forms(app, alice):
    fields = alice.fill("/users/alice/add", title="Lunch").submit_fields()
    alice.post("/users/alice/add?title=Dinner&place=Paris&id=x&start_date=1000-01-01", fields, status=303)
    with opened(app) as root:
        (event,) = root["users"]["alice"].values()
        assert (event.title, event.place) == ("Lunch", "")
    token = Browser(app)
    fields = [("csrf_token", token.get("/login").form["csrf_token"].value)]
    token.post(f"/login?username=alice&password={PASSWORD.replace(' ', '+')}", fields, status=422)
