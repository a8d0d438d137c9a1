"""The flow that must always hold, from an anonymous request to the page of the user."""

from tests.factories import PASSWORD, Browser, opened


def test_register_sign_out_sign_in_home(app, browser):
    assert browser.get("/", status=302).location == "http://localhost:6543/login"
    browser.register("alice")
    assert "Add your first event" in browser.get("/", status=200)
    assert browser.sign_out().location == "http://localhost:6543/login"
    assert browser.get("/", status=302).location == "http://localhost:6543/login"
    response = browser.send("/login", status=302, username="alice", password=PASSWORD)
    assert response.location == "http://localhost:6543/"
    assert "alice" in browser.get("/", status=200)


def test_only_the_stretched_password_is_stored(app, alice, tmp_path):
    with opened(app) as root:
        assert root["users"]["alice"].password.startswith("v1$")
    stored = (tmp_path / "var" / "Data.fs").read_bytes()
    assert b"alice@example.com" in stored
    assert PASSWORD.encode() not in stored


def test_what_is_kept_survives_a_restart(make_app, clock, tmp_path):
    first = make_app()
    alice = Browser(first).register("alice")
    path = alice.add("alice", "Dentist", start_date="2026-11-24", start_time="09:00")
    first.registry.db.close()
    again = Browser(make_app())
    again.set_cookie("session", alice.token)
    assert "Dentist" in again.get(path, status=200)
