"""Files in and out: the import page with its bar, the page of the export, and a secret address."""

from itertools import count
from queue import Queue

import pytest

numbers = count()


@pytest.fixture
def name():
    return f"filip{next(numbers)}"


def lines(*events):
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCALENDAR", *events, "END:VCALENDAR"))


def event(n, title, start="DTSTART;TZID=Europe/Prague:20261127T123000"):
    return ("BEGIN:VEVENT", f"UID:{n}", start, f"SUMMARY:{title}", "END:VEVENT")


FILE = lines(
    *event(1, "Lunch with Ana at Eska"),
    *event(2, "Choir"),
    *event(3, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2),
    *event(4, "Dinner", "DTSTART:tomorrow"),
    *("BEGIN:VTODO", "UID:5", "END:VTODO"),
)


def choose(visitor, text, name="family.ics"):
    visitor.page.get_by_label("Calendar files").set_input_files(
        {"name": name, "mimeType": "text/calendar", "buffer": text.encode()}
    )


def send(visitor):
    visitor.page.get_by_role("button", name="Import", exact=True).click()


def test_import(visitor, name):
    visitor.register(name).open(f"/users/{name}/import").check("import")
    choose(visitor, "no calendar", "holiday.png")
    send(visitor)
    visitor.page.get_by_role("alert").wait_for()
    visitor.check("import-refused")
    visitor.page.get_by_label("Import nothing unless all is right").check()
    choose(visitor, FILE)
    send(visitor)
    visitor.check("import-not-all-right")
    visitor.page.get_by_label("Leave out").check()
    choose(visitor, FILE)
    send(visitor)
    visitor.page.wait_for_url("**/import?done=imported")
    visitor.page.locator("summary").first.click()
    visitor.check("import-summary")
    visitor.page.get_by_role("button", name="Undo this import").click()
    visitor.page.get_by_text("That import is taken back.").wait_for()
    visitor.check("import-undone")


def test_the_bar_moves(desk, name):
    desk.register(name).open(f"/users/{name}/import")
    choose(desk, FILE)
    desk.page.evaluate("window.stays = true")
    held = Queue()
    desk.page.route("**/import", held.put)  # not answered yet
    send(desk)
    desk.page.locator("progress").wait_for()
    desk.check("import-sending")
    held.get_nowait().abort()
    desk.page.get_by_text("The connection broke.").wait_for()


def test_a_connection_that_breaks_is_said(desk, name):
    desk.register(name).open(f"/users/{name}/import")
    choose(desk, FILE)
    desk.page.route("**/import", lambda route: route.abort())
    send(desk)
    desk.page.get_by_text("The connection broke.").wait_for()
    desk.page.unroute_all()
    send(desk)
    desk.page.wait_for_url("**/import?done=imported")


def test_files_without_and_with_javascript(person, name):
    person.register(name).open(f"/users/{name}/import")
    choose(person, lines())
    choose(person, FILE)
    send(person)
    person.page.wait_for_url("**/import?done=imported")
    person.page.locator("summary").first.click()
    person.page.get_by_role("link", name="Lunch with Ana at Eska").click()
    person.page.get_by_role("heading", name="Lunch with Ana at Eska").wait_for()
    person.open(f"/users/{name}/export")
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name="Download .ics").click()
    assert download.value.suggested_filename == f"{name}.ics"


def test_export(visitor, name):
    visitor.register(name).open(f"/users/{name}/export").check("export")
    visitor.page.get_by_role("button", name="Make a secret address").click()
    visitor.page.get_by_role("textbox", name="Secret address").wait_for()
    visitor.check("export-address")
    visitor.page.get_by_role("link", name="I have kept it").click()
    visitor.page.get_by_role("button", name="Make a new one").wait_for()
    visitor.check("export-with-address")
    visitor.page.get_by_role("button", name="End it").click()
    visitor.page.get_by_text("The secret address is ended.").wait_for()
    visitor.check("export-ended")
