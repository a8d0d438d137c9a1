"""Reminders as notifications in Chromium. Its clock is moved ahead, so nobody waits; the one of the server is not."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from eventapp.models import Event, When
from tests.factories import PASSWORD, opened

RECORD = """
self.made = [];
const show = ServiceWorkerRegistration.prototype.showNotification;
ServiceWorkerRegistration.prototype.showNotification = function (title, more) {
  self.made.push(title);
  return show.call(this, title, more);
};
"""
SHOWN = """async () => {
  const worker = await navigator.serviceWorker.getRegistration('/static/');
  return (await worker?.getNotifications() ?? []).map(({ title, body, data }) => [title, body, data]);
}"""
CLICK = """async () => {
  const done = [];
  clients.openWindow = async url => done.push(`opened ${url}`);
  WindowClient.prototype.focus = async function () { done.push(`focused ${this.url}`); };
  const [notification] = await registration.getNotifications();
  const click = new NotificationEvent('notificationclick', { notification });
  let work;
  click.waitUntil = promise => { work = promise; };
  dispatchEvent(click);
  await work;
  return [done, (await registration.getNotifications()).length];
}"""
LEFT = """async () => [localStorage.length, (await navigator.serviceWorker.getRegistrations()).length]"""
MINUTE = 60_000


@pytest.fixture
def add(live_app, name):
    """Adds an event that starts in some minutes, and reminds of it then."""

    def add(title: str, minutes: int, length: int = 60) -> str:
        start = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(minutes=minutes)
        with opened(live_app) as root:
            event = Event(title, When(start, start + timedelta(minutes=length)), "Pool", reminders=(0,))
            root["users"][name].add(event)
        return f"/users/{name}/{event.__name__}/"

    return add


@pytest.fixture
def on(desk, name):
    """Somebody who turned notifications on."""
    desk.context.grant_permissions(["notifications"])
    desk.context.add_init_script(RECORD)
    desk.register(name).open(f"/users/{name}/settings")
    desk.page.get_by_role("button", name="Turn on notifications").click()
    desk.page.get_by_text("Notifications are on in this browser").wait_for()
    return desk


def visit(page: Page, path: str = "/") -> Page:
    """Open a page, and wait until it has looked for reminders."""
    page.clock.install()
    page.goto(path)
    with page.expect_response("**/reminders"):
        page.clock.fast_forward(3000)
    return page


def later(page: Page, minutes: int) -> list:
    """What is shown so much later, when everything that a page asks for is there."""
    page.clock.fast_forward(minutes * MINUTE)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(700)
    return page.evaluate(SHOWN)


def test_turning_them_on_and_off(visitor, name):
    visitor.context.grant_permissions(["notifications"])
    visitor.register(name).open(f"/users/{name}/settings")
    status, button = visitor.page.locator("[data-notifications] [role=status]"), "{} notifications".format
    expect(status).to_have_text("Notifications are off in this browser.", use_inner_text=True)
    visitor.check("notifications-off")
    visitor.page.get_by_role("button", name=button("Turn on")).click()
    expect(status).to_have_text("Notifications are on in this browser, until you sign out.", use_inner_text=True)
    expect(visitor.page.get_by_role("button", name=button("Turn off"))).to_be_focused()
    visitor.check("notifications-on")
    visitor.open(f"/users/{name}/settings")
    visitor.page.get_by_role("button", name=button("Turn off")).click()
    expect(status).to_have_text("Notifications are off in this browser.", use_inner_text=True)
    assert visitor.page.evaluate(LEFT) == [0, 0]


def test_a_reminder_is_shown_once_in_however_many_tabs(on, name, add):
    path = add("Swim", 5)
    first, second = visit(on.page), visit(on.context.new_page(), "/month")
    assert later(first, 4) == []
    shown = later(first, 2)
    assert [(title, data) for title, _, data in shown] == [("Swim", path)]
    assert shown[0][1].endswith("\nPool") and " to " in shown[0][1]
    assert later(second, 6) == shown and later(first, 20) == shown
    assert first.evaluate("made") + second.evaluate("made") == ["Swim"]
    assert later(visit(on.context.new_page()), 7) == shown
    assert not on.problems


def test_tabs_that_look_at_the_same_moment_show_it_once(on, name, add):
    add("Swim", 5)
    pages = [visit(on.context.new_page()) for _ in range(3)]
    for page in pages:
        page.clock.fast_forward(6 * MINUTE)
    for page in pages:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
    assert [title for page in pages for title in page.evaluate("made")] == ["Swim"]


def test_after_a_sleep_what_is_over_is_not_shown_any_more(on, name, add):
    add("Long", 5, 120)
    add("Short", 6, 20)
    assert [title for title, *_ in later(visit(on.page), 40)] == ["Long"]


def test_what_was_deleted_or_moved_meanwhile_is_not_shown(on, name, add, live_app):
    gone, moved = add("Gone", 5), add("Moved", 5)
    page = visit(on.page)
    with opened(live_app) as root:
        user = root["users"][name]
        user.delete(gone.split("/")[-2], datetime.now(UTC))
        event = user[moved.split("/")[-2]]
        event.change(when=event.when.at(event.when.start + timedelta(minutes=5)))
    assert later(page, 6) == []
    assert [title for title, *_ in later(page, 5)] == ["Moved"]


def test_what_was_due_before_they_were_turned_on_is_not_shown(on, name, add):
    add("Before", -5)
    assert later(visit(on.page), 11) == []


def test_without_a_connection_what_is_known_is_shown(on, name, add):
    add("Swim", 5)
    page = visit(on.page)
    on.context.set_offline(True)
    assert [title for title, *_ in later(page, 6)] == ["Swim"]
    assert not on.problems


def test_a_click_leads_to_the_event(on, name, add, live_url):
    path = add("Swim", 5)
    other = on.context.new_page()
    assert len(later(visit(on.page), 6)) == 1
    (worker,) = on.context.service_workers
    assert worker.evaluate(CLICK) == [[f"opened {live_url}{path}"], 0]
    other.goto(path)
    add("Dive", 7)
    assert [title for title, *_ in later(visit(on.page, "/week"), 8)] == ["Dive"]
    worker.evaluate("async () => { for (const n of await registration.getNotifications()) n.close(); }")
    with_page = """async path => registration.showNotification('Swim', { data: path })"""
    worker.evaluate(with_page, path)
    assert worker.evaluate(CLICK) == [[f"focused {live_url}{path}"], 0]


def test_signing_out_leaves_nothing(on, name, add):
    """ASVS 14.3.1, here without the header that browsers listen to under https only."""
    add("Swim", 5)
    assert len(later(visit(on.page), 6)) == 1
    on.page.get_by_role("button", name=f"Account of {name}").click()
    on.page.get_by_role("button", name="Sign out").click()
    on.page.wait_for_url("**/login**")
    assert on.page.evaluate(LEFT) == [0, 0] and on.page.evaluate(SHOWN) == []
    assert not on.problems


def test_when_the_session_ended_nothing_stays_on_the_screen(on, name, add):
    add("Swim", 5)
    add("Dive", 30)
    page = visit(on.page)
    assert len(later(page, 6)) == 1
    on.context.clear_cookies(name="session")
    assert later(page, 11) == [] and later(page, 20) == []
    assert page.evaluate("made") == ["Swim"] and not on.problems
    page.goto("/login")
    page.get_by_label("Username or email").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")
    assert [title for title, *_ in later(visit(page), 31)] == ["Dive"], "it is still turned on"


def test_no_script_makes_a_policy_of_its_own(on):
    """Trusted Types would hold nobody who may say what is trusted."""
    for name in ("worker", "default", "mine"):
        make = "name => { try { trustedTypes.createPolicy(name, {}); } catch ({ name }) { return name; } }"
        assert on.page.evaluate(make, name) == "TypeError", name


def test_they_are_nobody_elses(on, name):
    on.context.clear_cookies(name="session")
    on.register(f"{name}b").open("/")
    for _ in range(50):  # the script does it behind the page
        if on.page.evaluate(LEFT) == [0, 0]:
            break
        on.page.wait_for_timeout(100)
    assert on.page.evaluate(LEFT) == [0, 0]


def test_a_page_that_was_left_open_shows_nothing_of_who_came_after(on, name, add, live_app):
    """Whoever came after signed in, and has seen no page yet that would turn them off."""
    add("Swim", 5)
    page = visit(on.page)
    assert len(later(page, 6)) == 1
    on.register(f"{name}b")
    start = datetime.now(UTC).replace(tzinfo=None) + timedelta(minutes=20)
    with opened(live_app) as root:
        root["users"][f"{name}b"].add(Event("Secret", When(start, start + timedelta(hours=1)), reminders=(0,)))
    assert later(page, 11) == [] and later(page, 10) == []
    assert page.evaluate("made") == ["Swim"] and not on.problems


def test_signing_out_does_not_wait_for_another_page(on, name):
    """One that is shown something for long, or is asleep meanwhile."""
    other = on.context.new_page()
    other.goto("/")
    other.evaluate("() => { navigator.locks.request('reminders', () => new Promise(() => {})); }")
    on.page.get_by_role("button", name=f"Account of {name}").click()
    on.page.get_by_role("button", name="Sign out").click()
    on.page.wait_for_url("**/login**")
    assert on.page.evaluate("localStorage.length") == 0


def test_a_browser_that_blocks_them_says_so(visitor, name):
    visitor.register(name).open(f"/users/{name}/settings")
    visitor.page.get_by_role("button", name="Turn on notifications").click()
    blocked = visitor.page.get_by_text("This browser blocks notifications of this site.")
    blocked.wait_for()
    visitor.check("notifications-blocked")
    assert visitor.page.evaluate(LEFT) == [0, 0]


@pytest.mark.parametrize(("answer", "said"), [("default", "choose Allow"), ("denied", "blocks notifications")])
def test_a_question_that_is_not_answered(desk, name, answer, said):
    desk.context.add_init_script(
        f"Notification.requestPermission = async () => '{answer}';"
        f"Object.defineProperty(Notification, 'permission', {{ get: () => '{answer}' }});"
    )
    desk.register(name).open(f"/users/{name}/settings")
    desk.page.get_by_role("button", name="Turn on notifications").click()
    desk.page.get_by_text(said).wait_for()
    desk.open(f"/users/{name}/settings")
    assert desk.page.get_by_text(said).is_visible() is (answer == "denied")


def test_a_worker_that_can_not_be_had_is_said_and_can_be_tried_again(desk, name):
    desk.context.grant_permissions(["notifications"])
    desk.register(name).open(f"/users/{name}/settings")
    container = "ServiceWorkerContainer.prototype.register"
    desk.page.evaluate(f"() => {{ real = {container}; {container} = () => Promise.reject(new TypeError()); }}")
    button = desk.page.get_by_role("button", name="Turn on notifications")
    button.click()
    desk.page.get_by_text("could not load what shows them").wait_for()
    assert desk.page.evaluate(LEFT) == [0, 0]
    desk.check("notifications-failed")
    desk.page.evaluate(f"() => {{ {container} = real; }}")
    button.click()
    desk.page.get_by_text("Notifications are on in this browser").wait_for()


@pytest.mark.parametrize(
    "missing", ["window.Notification", "Navigator.prototype.serviceWorker", "Navigator.prototype.locks"]
)
def test_where_a_browser_has_none_nothing_is_offered(desk, name, missing):
    desk.context.add_init_script(f"delete {missing}")
    desk.register(name).open(f"/users/{name}/settings")
    desk.page.get_by_role("button", name="Save settings").wait_for()
    assert not desk.page.locator("[data-notifications]").is_visible()
    desk.check("notifications-missing")


def test_without_javascript_nothing_is_offered(person, name):
    person.register(name).open(f"/users/{name}/settings")
    shown = person.page.locator("[data-notifications]").is_visible()
    assert shown is not person.label.endswith("no-js")
    person.page.get_by_role("button", name="Save settings").click()
    person.page.get_by_text("Your settings are saved.").wait_for()
