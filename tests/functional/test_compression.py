"""Compression: of what, for whom, and never where another site has a hand in it."""

import gzip

import pytest
from pyramid.interfaces import ITweens

from tests.factories import Browser

READS = {"Accept_Encoding": "br, gzip;q=0.8"}
HERE = {"Sec_Fetch_Site": "same-origin"}


def test_it_is_inside_of_what_puts_the_headers_and_outside_of_the_transaction(app):
    """As the lines in main() stand: no conflict is met when its work is done, and the headers have the last word."""
    names = [name.rpartition(".")[2] for name, _ in app.registry.getUtility(ITweens).implicit()]
    assert names[:4] == ["headers_tween", "intake_tween", "compression_tween", "tm_tween_factory"]


@pytest.mark.parametrize("name", ["app.css", "app.js", "icon.svg"])
def test_files_are_sent_smaller_to_whoever_can_read_it(app, name):
    browser = Browser(app)
    plain, small = browser.ask(f"/static/{name}"), browser.ask(f"/static/{name}", **READS)
    assert gzip.decompress(small.body) == plain.body and small.content_length == len(small.body) < len(plain.body)
    assert small.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert small.headers["Cache-Control"] == plain.headers["Cache-Control"] == "max-age=31536000"


@pytest.mark.parametrize("accepted", ["br", "gzip;q=0", "identity", "gzip;q=2, ;;", "", "\xff"])
def test_whoever_can_not_read_it_is_sent_what_is_there(app, accepted):
    assert Browser(app).ask("/static/app.css", Accept_Encoding=accepted).body.startswith(b"/* eventapp")


def test_pages_are_sent_smaller(alice):
    for site in ("same-origin", "none"):
        small = alice.ask("/", **READS, Sec_Fetch_Site=site)
        assert small.headers["Content-Encoding"] == "gzip" and b"Add your first event" in gzip.decompress(small.body)
        assert small.headers["Cache-Control"] == "no-store" and small.content_length == len(small.body)


@pytest.mark.parametrize("site", [{}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}])
def test_a_page_that_another_site_asks_for_is_sent_as_it_is(alice, site):
    """BREACH: that site knows what it put into the page, and would learn by its length what else is there."""
    answer = alice.ask("/search?q=Lunch", **READS, **site)
    assert "Content-Encoding" not in answer.headers and "Lunch" in answer.text


def test_nothing_else_is_touched(app, alice):
    alice.add("alice", "Lunch")
    for path in ("/users/alice/export.ics", "/reminders", "/manifest.webmanifest", "/static/icon-192.png", "/no"):
        assert "Content-Encoding" not in alice.ask(path, **READS, **HERE).headers, path
    answer = Browser(app).ask("/static/none.css", **READS, **HERE)
    assert answer.status_int == 404 and "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("part", ["0-9", "-0", "99999-", "0-1,3-4", "0-" + "9" * 5000])
def test_nobody_is_sent_a_part(app, part):
    """The parts of what is compressed and of what is not would not fit together."""
    answer = Browser(app).ask("/static/app.css", **READS, Range=f"bytes={part}")
    assert answer.status_int == 200 and gzip.decompress(answer.body).endswith(b"}\n")


def test_a_file_that_did_not_change_is_not_sent_again(app):
    first = Browser(app).ask("/static/app.css", **READS)
    again = Browser(app).ask("/static/app.css", **READS, If_Modified_Since=first.headers["Last-Modified"])
    assert again.status_int == 304 and again.body == b""


@pytest.mark.parametrize("year, zone", [("99999999", "GMT"), ("9999", "-9999"), ("2026", "+" + "9" * 30), ("x", "")])
def test_a_time_that_there_is_not_is_ignored(app, year, zone):
    since = f"Fri, 31 Dec {year} 23:59:59 {zone}"
    assert Browser(app).ask("/static/app.css", If_Modified_Since=since).status_int == 200
