"""Installing, as Chromium judges it."""

from tests.visitors import Visitor


def errors(desk: Visitor, method: str) -> list:
    answer = desk.context.new_cdp_session(desk.page).send(method)
    return [*answer.get("errors", []), *answer.get("installabilityErrors", [])]


def test_chromium_would_install_it(desk, name):
    """From a page of somebody who is signed in, and from the one where they sign in."""
    desk.open("/login")
    assert not errors(desk, "Page.getAppManifest")
    desk.register(name)
    for path in ("/", "/month"):
        desk.open(path)
        assert not errors(desk, "Page.getAppManifest")
        assert [found["errorId"] for found in errors(desk, "Page.getInstallabilityErrors")] == ["in-incognito"]
    desk.check("installable")


def test_it_is_noticed_when_it_would_not(desk):
    desk.open("/login")
    desk.page.evaluate("document.querySelector('link[rel=manifest]').remove()")
    found = {error["errorId"] for error in errors(desk, "Page.getInstallabilityErrors")}
    assert found & {"no-manifest", "manifest-location-changed"}  # the second while Chromium is still looking
