"""Pages in German, whose words are long: they fit, and what scripts say is German, too."""

import pytest
from playwright.sync_api import Page, expect

from tests.authenticator import lasting_code
from tests.factories import PASSWORD
from tests.visitors import SIZES, Visitor


@pytest.fixture(params=SIZES)
def reader(request, chromium, live_app, live_url):
    """Somebody whose browser asks for the German of Austria."""
    context = chromium.new_context(
        **SIZES[request.param], base_url=live_url, locale="de-AT", timezone_id="Europe/Vienna", reduced_motion="reduce"
    )
    yield Visitor(context, f"{request.param}-de", live_app)
    context.close()


def test_strangers(reader):
    for path in ("login", "register", "forgot"):
        reader.open(f"/{path}").check(path)
    reader.open("/reset", 410).check("reset-gone")
    reader.open("/login")
    reader.page.get_by_label("Benutzername oder E-Mail").fill("nobody")
    reader.page.get_by_label("Passwort", exact=True).fill("x")
    reader.page.get_by_role("button", name="Passwort Anzeigen").click()
    reader.page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(reader.page.get_by_role("alert")).to_have_text("Name oder Passwort ist falsch. Versuch es noch einmal.")
    reader.check("login-refused")


def register(page: Page, name: str, *passwords: tuple[str, str]) -> None:
    """Register, with the last of the passwords; each is given with what is said of it."""
    page.goto("/register")
    page.get_by_label("Benutzername").fill(name)
    page.get_by_label("E-Mail").fill(f"{name}@example.com")
    for text, said in passwords:
        page.get_by_label("Passwort", exact=True).fill(text)
        expect(page.locator(".strength [role=status]")).to_contain_text(said)
    page.get_by_role("button", name="Konto anlegen").click()
    page.wait_for_url("**/?done=welcome")


def test_an_account(reader, name):
    page = reader.page
    register(page, name, ("kurz", "Noch 8 Zeichen."), ("password1234", "Leicht zu erraten"), (PASSWORD, "Sehr gut."))
    expect(page.get_by_role("status")).to_have_text("Willkommen! Dein Konto ist bereit.")
    for tab in ("settings", "password", "email", "sessions", "activity", "data"):
        reader.open(f"/users/{name}/{tab}")
        if page.get_by_role("heading", name="Bestätige, dass du es bist").is_visible():
            reader.check("confirm")
            page.get_by_label("Passwort", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Bestätigen").click()
        page.locator("nav.tabs").wait_for()
        if tab == "settings":  # a script shows what is wider than the rest
            page.locator("[data-notifications]").wait_for()
        reader.check(tab)
    reader.open(f"/users/{name}/two-step").check("two-step-off")
    page.get_by_role("link", name="App Einrichten").click()
    page.get_by_label("Code aus der App").fill("000000")
    page.get_by_role("button", name="Einschalten").click()
    page.locator("[aria-invalid]").wait_for()
    reader.check("authenticator-refused")
    seed = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Code aus der App").fill(lasting_code(seed))
    page.get_by_role("button", name="Einschalten").click()
    page.get_by_role("heading", name="Deine Wiederherstellungscodes").wait_for()
    reader.check("recovery")
    reader.open(f"/users/{name}/two-step").check("two-step")
    reader.open("/nothing", 404).check("error")


def test_events(reader, name):
    page, own = reader.page, f"/users/{name}"
    register(page, name, (PASSWORD, "Sehr gut."))
    reader.check("home-empty")
    for line in (
        "Mittagessen mit Ana morgen 12:30-13:30 im Eska",
        "Jeden Montag 9 Uhr Besprechung",
        "Urlaub 27.-30. Nov",
    ):
        page.get_by_label("Schnell hinzufügen").fill(line)
        page.get_by_role("button", name="Hinzufügen", exact=True).click()
        page.get_by_role("button", name="Rückgängig").wait_for()
    reader.check("home-added")
    for path in ("day", "week", "month", "year", "agenda", "search", "search?q=ana", "shortcuts"):
        reader.open(f"/{path}").check(path)
    for path in ("", "past", "trash", "calendars", "import", "export", "quick", "calendar"):
        reader.open(f"{own}/{path}").check(path or "events")
    reader.open("/")
    page.get_by_role("link", name="Besprechung").first.click()
    expect(page.locator("main")).to_contain_text("jeden Montag")
    reader.check("event")
    page.get_by_role("link", name="Löschen").click()
    reader.check("delete")
    page.go_back()
    page.get_by_role("link", name="Bearbeiten").click()
    page.get_by_label("Endet am").fill("2020-01-01")
    page.get_by_role("button", name="Termin speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("Noch nicht gespeichert.")
    reader.check("edit-refused")
