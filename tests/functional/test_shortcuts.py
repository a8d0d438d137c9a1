"""Keyboard shortcuts: the sheet, the switch, and that keys have something to press. tests/browser presses them."""

import pytest

from tests.factories import Browser, opened

ON = {"static/keys.js", 'data-key="?"'}


def test_the_page_lists_them_all(alice):
    page = alice.get("/shortcuts")
    assert page.html.h1.text == "Keyboard shortcuts"
    rows = page.html.main.find("dl").find_all("dt")
    assert [row.get_text().strip() for row in rows][:4] == ["n or c", "q", "/", "t"]
    assert len(rows) == len(page.html.main.find("dl").find_all("dd"))
    for link in page.html.main.find("dl").find_all("a"):
        alice.get(link["href"], status=200)


def test_keys_are_called_as_on_the_keyboards_of_a_language(app, alice):
    assert "<kbd>Ctrl+C</kbd>" in alice.get("/shortcuts")
    with opened(app) as root:
        root["users"]["alice"].locale = "de"
    assert "<kbd>Strg+C</kbd>" in alice.get("/shortcuts")


def test_they_are_on_until_they_are_turned_off(app, alice):
    for path in ("/", "/users/alice/", "/shortcuts", "/users/alice/settings"):
        page = alice.get(path)
        assert all(text in page for text in ON) and page.html.find("dialog", id="keys")
    alice.send("/users/alice/settings", status=303, shortcuts="False")
    with opened(app) as root:
        assert root["users"]["alice"].shortcuts is False
    for path in ("/", "/users/alice/", "/shortcuts", "/users/alice/settings"):
        page = alice.get(path)
        assert not any(text in page for text in ON) and not page.html.find("dialog")
    assert "They are turned off." in alice.get("/shortcuts")
    assert alice.get("/users/alice/settings").html.find(id="shortcuts").find(selected=True).text == "Off"
    alice.send("/users/alice/settings", status=303, shortcuts="True")
    assert "static/keys.js" in alice.get("/")


def test_whoever_does_not_name_them_keeps_them(app, alice):
    form = alice.fill("/users/alice/settings")
    alice.post("/users/alice/settings", {"csrf_token": form["csrf_token"].value, "timezone": "UTC"}, status=303)
    with opened(app) as root:
        assert root["users"]["alice"].shortcuts is True


def test_public_pages_have_none(app):
    assert not any(text in Browser(app).get("/login") for text in ON)


@pytest.mark.parametrize(
    ("path", "keys"),
    [("/", {"q", "/", "?", "n c"}), ("EVENT/", {"e", "/"}), ("/search?q=x", {"/"}), ("EVENT/?done=added", {"u"})],
)
def test_what_keys_press_is_in_the_page(alice, path, keys):
    event = alice.add("alice", "Lunch")
    page = alice.get(path.replace("EVENT", event))
    assert keys <= {tag["data-key"] for tag in page.html.find_all(attrs={"data-key": True})}
