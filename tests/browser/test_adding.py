"""Adding past the limits, as a person sees it."""

from dataclasses import replace
from itertools import count

from playwright.sync_api import expect

numbers = count()


def test_adding_too_much(live_app, visitor, monkeypatch):
    page, name = visitor.page, f"otto{next(numbers)}"
    visitor.register(name)

    def add(**limits):
        monkeypatch.setattr(live_app.registry, "eventapp", replace(live_app.registry.eventapp, **limits))
        visitor.open(f"/users/{name}/add")
        page.get_by_label("Title").fill("Lunch with Eska")
        page.get_by_label("Place").fill("Café Savoy")
        page.get_by_label("Notes").fill("Bring the map.")
        page.get_by_role("button", name="Save event").click()

    add()
    expect(page.get_by_role("heading", name="Lunch with Eska")).to_be_visible()
    add(most_events=1, adding="1 per hour")
    expect(page.get_by_role("alert")).to_contain_text("your calendars are full")
    visitor.check("full")
    add()
    expect(page.get_by_role("heading", name="Too many tries")).to_be_visible()
    visitor.check("too-many-events")
    assert not visitor.problems
