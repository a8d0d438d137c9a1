"""The pages of registration by invitation, and of closed registration."""

import dataclasses
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from eventapp.security.invitations import Invitations
from tests.factories import PASSWORD

numbers = count()


@pytest.fixture
def registration(live_app, monkeypatch):
    """Sets who may register."""

    def set_to(who: str) -> None:
        changed = dataclasses.replace(live_app.registry.eventapp, registration=who)
        monkeypatch.setattr(live_app.registry, "eventapp", changed)

    return set_to


def link(email: str = "", days: int = 7) -> str:
    token = Invitations(b"").make(datetime.now(UTC) + timedelta(days=days), email)
    return f"/register?invitation={token}"


def test_closed(visitor, registration):
    registration("closed")
    visitor.open("/login").check("login-closed")
    visitor.open("/register", 403).check("registration-closed")


def test_invitation(visitor, registration):
    registration("invitation")
    name = f"zoe{next(numbers)}"
    path = link(f"{name}@example.com")
    visitor.open("/login").check("login-by-invitation")
    visitor.open("/register", 403).check("invitation-needed")
    visitor.open(path[:-1], 403).check("invitation-unreadable")
    visitor.open(link(days=-1), 403).check("invitation-over")
    visitor.open(path).check("register-invited")
    page = visitor.page
    assert page.get_by_label("Email").input_value() == f"{name}@example.com"
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("password1234")
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("alert").wait_for()
    assert page.url.endswith("/register")
    visitor.check("register-invited-refused")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url("**/?done=welcome")
    visitor.context.clear_cookies()
    visitor.open(path, 403).check("invitation-used")


def test_without_javascript_and_where_browsers_send_no_fetch_metadata(person, registration):
    """Nothing but Origin tells where the form came from then, so the page must let it be sent."""
    registration("invitation")
    name = f"yan{next(numbers)}"
    referrers = []
    person.page.on("request", lambda request: referrers.append(request.headers.get("referer", "")))
    path = link()
    person.open(path)
    person.page.get_by_label("Username").fill(name)
    person.page.get_by_label("Email").fill(f"{name}@example.com")
    person.page.get_by_label("Password").fill(PASSWORD)
    with person.page.expect_request(lambda request: request.method == "POST") as sent:
        person.page.get_by_role("button", name="Create account").click()
    person.page.wait_for_url("**/?done=welcome")
    assert sent.value.all_headers()["origin"] != "null"
    assert not any("invitation" in referrer for referrer in referrers)
