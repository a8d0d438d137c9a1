"""A phone with passkeys: Chromium's virtual authenticator, a person's finger on it, and what they do with it."""

from playwright.sync_api import expect

from tests.factories import PASSWORD


class Device:
    """A virtual authenticator in the page of a visitor (Chrome DevTools Protocol, domain WebAuthn)."""

    def __init__(self, visitor) -> None:
        self.cdp = visitor.context.new_cdp_session(visitor.page)
        self.cdp.send("WebAuthn.enable")
        self.id = ""

    def plug_in(self) -> None:
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def touch(self, there: bool) -> None:
        """Whether somebody touches it when it asks."""
        self.cdp.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self.id, "enabled": there})

    def verify(self, known: bool) -> None:
        """Whether it knows who touches it."""
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": known})

    def keys(self) -> list:
        return self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]


def add_passkey(visitor, name):
    visitor.open(f"/users/{name}/add-passkey")
    visitor.page.get_by_label("Name").fill("My phone")
    visitor.page.get_by_role("button", name="Add a passkey").click()


def sign_out(page, name):
    page.goto("/")
    page.get_by_role("button", name=f"Account of {name}").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def give_password(page, name):
    page.get_by_label("Username or email").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def expect_home(page, name):
    expect(page.get_by_role("button", name=f"Account of {name}")).to_be_visible()
