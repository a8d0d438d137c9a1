"""Installing: the manifest, and that all that it names is there. What Chromium says of it: tests/browser."""

import struct

from tests.factories import Browser

MANIFEST = "/manifest.webmanifest"


def test_the_manifest_is_the_same_for_everybody(app, alice):
    answer = Browser(app).get(MANIFEST, status=200)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert answer.headers["Cache-Control"] == "public, max-age=3600" and "Set-Cookie" not in answer.headers
    assert answer.json["name"] == answer.json["short_name"] == "eventapp"
    assert answer.json["id"] == answer.json["start_url"] == answer.json["scope"] == "/"
    assert answer.json["display"] == "standalone"
    assert alice.get(MANIFEST).body == answer.body


def test_its_pictures_are_there_and_as_large_as_it_says(app):
    browser = Browser(app)
    icons = browser.get(MANIFEST).json["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    (touch,) = browser.get("/login").html.find_all("link", rel="apple-touch-icon")
    for source, sizes in [*((icon["src"], icon["sizes"]) for icon in icons), (touch["href"], "180x180")]:
        picture = browser.get(source, status=200)
        assert picture.content_type == "image/png" and len(picture.body) < 3000
        assert "{}x{}".format(*struct.unpack(">II", picture.body[16:24])) == sizes  # IHDR (RFC 2083, section 4.1.1)


def test_its_shortcuts_lead_to_pages(app, alice):
    shortcuts = Browser(app).get(MANIFEST).json["shortcuts"]
    assert [shortcut["name"] for shortcut in shortcuts] == ["New event", "Day", "Month", "Search"]
    for shortcut in shortcuts:
        assert Browser(app).get(shortcut["url"], status=302).location.startswith("http://localhost:6543/login")
        assert alice.get(shortcut["url"]).maybe_follow().status_int == 200
    assert alice.get("/add", status=302).location == "http://localhost:6543/users/alice/add"


def test_search_engines_are_told_what_to_leave_alone(app):
    answer = Browser(app).get("/robots.txt", status=200)
    assert answer.text == "User-agent: *\nDisallow: /feed/\n" and answer.headers["Cache-Control"] == "no-store"


def test_pages_name_it(app, alice):
    for page in (Browser(app).get("/login"), alice.get("/")):
        assert page.html.find("link", rel="manifest")["href"] == MANIFEST
        assert "manifest-src 'self'" in page.headers["Content-Security-Policy"]
        sheet = alice.get("/static/app.css").text
        for colour in page.html.find_all("meta", attrs={"name": "theme-color"}):
            assert colour["content"] in sheet and colour["media"].startswith("(prefers-color-scheme: ")


def test_it_goes_by_the_language_of_the_browser(app):
    answer = Browser(app).get(MANIFEST, headers={"Accept-Language": "de"})
    assert [shortcut["name"] for shortcut in answer.json["shortcuts"]] == ["Neuer Termin", "Tag", "Monat", "Suche"]
    assert answer.headers["Vary"] == "Accept-Language"


def test_it_does_not_tell_the_language_of_a_person(app, alice):
    """Whoever keeps it between the browser and here would give it to others."""
    alice.send("/users/alice/settings", status=303, locale="de")
    assert alice.get(MANIFEST).body == Browser(app).get(MANIFEST).body
