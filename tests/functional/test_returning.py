"""From a page of time to an event, and back there once it is saved, deleted, undone, or left as it was."""

from datetime import date, datetime

import pytest

from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Event, When
from tests.factories import Browser, opened

HOST = "http://localhost:6543"
NAME, SERIES = "m" * 26, "s" * 26
PATH, SWIM = f"/users/alice/{NAME}", f"/users/alice/{SERIES}"
FRIDAY = When(datetime(2026, 11, 27, 12, 30), datetime(2026, 11, 27, 13, 30), "Europe/Prague")
TUESDAY = When(datetime(2026, 11, 24, 9), datetime(2026, 11, 24, 10), "Europe/Prague")

PAGES = [
    "/",
    "/?hide=family",
    "/agenda",
    "/agenda?from=2026-11-24&hide=family",
    "/day/2026-11-27",
    "/week",
    "/week/2026-11-23?hide=family",
    "/month/2026-11",
    "/search?q=lunch",
    "/search?q=lunch+place%3Aeska",
    "/users/alice/",
    "/users/alice/?page=1",
]


@pytest.fixture(autouse=True)
def lunch(app, alice):
    """Lunch on Friday 27 November 2026, a swim each Tuesday from the 24th on, and a further calendar."""
    again = recurrence(TUESDAY.start, ["FREQ=WEEKLY;COUNT=4"], timezone="Europe/Prague")
    with opened(app) as root:
        user = root["users"]["alice"]
        user.add(Event("Lunch", FRIDAY, "Eska", name=NAME))
        user.add(Event("Swim", TUESDAY, name=SERIES, recurrence=again))
        user.add_calendar(Calendar("Family", "family"))


def path_and_query(answer):
    return answer.location.removeprefix(HOST)


def with_notice(page, **said):
    """The address of a page that says what was done to lunch, which is marked there."""
    return page + ("&" if "?" in page else "?") + "&".join(f"{name}={value}" for name, value in said.items())


def edit(page, event="Lunch", /, **fields):
    """From a page to the event, its form, and saved."""
    page = page.click(event, index=0).click("Edit")
    form = next(form for form in page.forms.values() if form.action.partition("?")[0].endswith("/edit"))
    for name, value in fields.items():
        form[name] = value
    return form.submit(status=303)


def flash(page):
    return page.html.find(class_="flash").get_text(" ", strip=True)


def button(page, view):
    return next(form for form in page.forms.values() if form.action.partition("?")[0].endswith(f"/{view}"))


def marked(page):
    return [tag.find("a").get_text(" ", strip=True) for tag in page.html.find_all(id="saved")]


@pytest.mark.parametrize("page", PAGES)
def test_saving_leads_back_with_the_message_undo_and_the_event_marked(alice, page):
    answer = edit(alice.get(page), place="Savoy")
    assert path_and_query(answer) == with_notice(page, saved=NAME) + "#saved"
    seen = answer.follow(status=200)
    assert flash(seen) == "Saved. Lunch · Fri 27 Nov 12:30 to 13:30 · at Savoy Undo the last change"
    if not page.startswith("/search?q=lunch+place"):  # where it is no more
        assert len(marked(seen)) == 1 and "Lunch" in marked(seen)[0]
    answer = button(seen, "undo").submit(status=303)
    assert path_and_query(answer) == with_notice(page, undone=NAME) + "#saved"
    seen = answer.follow(status=200)
    assert flash(seen) == "The change is undone. Lunch · Fri 27 Nov 12:30 to 13:30 · at Eska Redo the last change"
    assert path_and_query(button(seen, "undo").submit(status=303)) == with_notice(page, saved=NAME) + "#saved"


@pytest.mark.parametrize("page", PAGES)
def test_deleting_leads_back_and_its_undo_too(alice, page):
    answer = button(alice.get(page).click("Lunch", index=0), "delete").submit(status=303)
    assert path_and_query(answer) == with_notice(page, deleted=NAME)
    seen = answer.follow(status=200)
    assert flash(seen) == "“Lunch” is deleted. Undo"
    answer = button(seen, "restore").submit(status=303)
    assert path_and_query(answer) == with_notice(page, restored=NAME) + "#saved"
    seen = answer.follow(status=200)
    assert flash(seen).startswith("Restored. Lunch · ") and flash(seen).endswith("Undo restoring it Edit")
    assert path_and_query(button(seen, "undo").submit(status=303)) == with_notice(page, deleted=NAME)


@pytest.mark.parametrize("page", PAGES)
def test_cancel_leads_back(alice, page):
    form = alice.get(page).click("Lunch", index=0).click("Edit")
    assert form.html.find("a", string="Cancel")["href"] == page
    assert form.click("Cancel").request.path_qs == page


def test_what_was_deleted_in_another_calendar_is_said_too(app, alice):
    with opened(app) as root:
        root["users"]["alice"].calendars["family"].add(Event("Picnic", FRIDAY))
    page = button(alice.get("/month/2026-11").click("Picnic"), "delete").submit().follow()
    assert flash(page) == "“Picnic” is deleted. Undo"


@pytest.mark.parametrize(
    ("page", "fields", "there"),
    [
        ("/day/2026-11-27", {"start_date": "2026-11-30"}, "/day/2026-11-30"),
        ("/day/2026-11-27?hide=family", {"start_date": "2026-11-30"}, "/day/2026-11-30?hide=family"),
        ("/week", {"start_date": "2026-11-30"}, "/week/2026-11-30"),
        ("/week", {"start_date": "2026-11-29"}, "/week"),
        ("/week/2026-11-23?hide=family", {"start_date": "2026-12-09"}, "/week/2026-12-07?hide=family"),
        ("/month/2026-11", {"start_date": "2026-12-06"}, "/month/2026-11"),  # whose last week has that day
        ("/month/2026-11", {"start_date": "2026-12-07"}, "/month/2026-12"),
        ("/month/2026-11", {"start_date": "2026-10-25"}, "/month/2026-10"),
        ("/agenda?from=2026-11-26", {"start_date": "2026-11-25"}, "/agenda?from=2026-11-25"),
        ("/agenda?from=2026-11-26&hide=family", {"start_date": "2026-11-24"}, "/agenda?from=2026-11-24&hide=family"),
        ("/agenda?from=2026-11-26", {"start_date": "2026-12-25"}, "/agenda?from=2026-11-26"),
        ("/agenda", {"start_date": "2026-11-22"}, "/agenda?from=2026-11-22"),
        # what goes on until a day that is shown is on the page
        ("/week", {"start_date": "2026-11-20", "end_date": "2026-11-23"}, "/week"),
        ("/agenda", {"start_date": "2026-11-20", "end_date": "2026-11-23"}, "/agenda"),
    ],
)
def test_what_is_on_another_day_now_is_shown_there(alice, page, fields, there):
    """The day is the reader's; undone, it is shown where it was."""
    answer = edit(alice.get(page), **fields)
    assert path_and_query(answer) == with_notice(there, saved=NAME) + "#saved"
    seen = answer.follow(status=200)
    assert len(marked(seen)) == 1
    back = button(seen, "undo").submit(status=303).follow(status=200)
    assert len(marked(back)) == 1 and "12:30" in flash(back)


def test_the_day_is_that_of_the_reader(alice):
    """23:30 in New York is the next morning in Prague."""
    answer = edit(alice.get("/day/2026-11-27"), start_time="23:30", end_time="", timezone="America/New_York")
    assert path_and_query(answer).startswith("/day/2026-11-28?")
    assert marked(answer.follow()) == ["Lunch 05:30 Eska"]


@pytest.mark.parametrize("page", ["/", "/users/alice/", "/search?q=lunch"])
def test_a_list_that_does_not_show_it_any_more_has_a_link_to_it(alice, page):
    seen = edit(alice.get(page), title="Brunch", start_date="2026-11-01").follow()
    assert marked(seen) == []
    event = seen.click("Brunch · Sun 1 Nov 12:30")
    assert event.request.path == f"{PATH}/" and event.html.h1.text == "Brunch"
    again = button(event.click("Edit"), "edit").submit(status=303)
    assert path_and_query(again) == with_notice(page, done="saved"), "that way leads back, too"


def test_what_is_in_a_calendar_that_is_hidden_there_has_a_link_to_it(alice):
    page = "/week/2026-11-23?hide=family"
    seen = edit(alice.get(page), calendar="family", title="Picnic").follow()
    assert marked(seen) == [] and seen.request.path_qs.startswith(page)
    assert seen.click("Picnic · ").html.h1.text == "Picnic"


def test_a_month_marks_the_day_and_on_it_the_event_where_it_has_room(app, alice):
    seen = edit(alice.get("/month/2026-11"), place="Savoy").follow()
    day = seen.html.find("td", class_="told")
    assert day["data-day"] == "2026-11-27" and day.find(id="saved")
    with opened(app) as root:
        for hour in range(4):
            root["users"]["alice"].add(Event("Call", FRIDAY.at(datetime(2026, 11, 27, hour))))
    form = alice.fill(f"{PATH}/edit?back=/month/2026-11", f"{PATH}/edit", place="Eska")
    day = form.submit().follow().html.find("td", class_="told")
    assert day["data-day"] == "2026-11-27" and not day.find(id="saved")


def test_what_goes_over_several_weeks_is_marked_once(app, alice):
    trip = When(date(2026, 11, 20), date(2026, 12, 1), "Europe/Prague")
    with opened(app) as root:
        root["users"]["alice"][NAME].change(when=trip)
    for page in ("/month/2026-11", "/week/2026-11-23", "/agenda"):
        assert len(marked(edit(alice.get(page), place=page).follow())) == 1


def test_saving_what_is_the_same_offers_no_undo(alice):
    alice.send(f"{PATH}/edit", status=303, place="Savoy")
    answer = edit(alice.get("/week"))
    assert path_and_query(answer) == "/week?done=saved" and flash(answer.follow()) == "Saved."
    answer = edit(alice.get("/week"), calendar="family")
    assert path_and_query(answer) == "/week?done=saved"
    assert "Lunch" in alice.get("/week?hide=own")


# Of a series


def edit_one(page, scope, event="Swim", /, **fields):
    page = page.click(event, index=0).click("Edit")
    form = button(page, "edit")
    for name, value in {"scope": scope, **fields}.items():
        form[name] = value
    return form.submit(status=303)


@pytest.mark.parametrize(
    ("scope", "at", "words"),
    [
        ("one", "2026-12-01T09:00:00", "Dive · Wed 2 Dec 10:00 to 11:00 Undo"),
        ("following", "2026-12-02T10:00:00", "Dive · Wed 2 Dec 10:00 to 11:00 · every Wednesday, 3 times Undo"),
        ("all", "2026-12-02T10:00:00", "Dive · Wed 2 Dec 10:00 to 11:00 · every Wednesday, 4 times Undo"),
    ],
)
def test_the_one_that_was_edited_is_marked_and_said(app, alice, scope, at, words):
    fields = {"title": "Dive", "start_date": "2026-12-02", "start_time": "10:00", "end_time": "11:00"}
    answer = edit_one(alice.get("/week/2026-11-30"), scope, **fields)
    with opened(app) as root:
        name = next(event.__name__ for event in root["users"]["alice"].values() if "Dive" in event.content.words)
    encoded = at.replace(":", "%3A")
    assert path_and_query(answer) == f"/week/2026-11-30?saved={name}&at={encoded}#saved"
    seen = answer.follow()
    assert marked(seen) == ["Dive 10:00–11:00"]
    assert flash(seen).startswith(f"Saved. {words}")
    seen = button(seen, "undo").submit(status=303).follow()
    assert seen.request.path == "/week/2026-11-30" and flash(seen).startswith("The change is undone. Swim · ")
    assert "Dive" not in seen.html.find(class_="week").text and "Swim" in seen.html.find(class_="week").text


def test_one_that_was_moved_by_itself_stays_where_it_is_and_is_shown_there(alice):
    edit_one(alice.get("/day/2026-12-08"), "one", start_time="18:00", end_time="19:00")
    seen = edit_one(alice.get("/day/2026-12-08"), "all", start_date="2026-12-10").follow()
    assert seen.request.path == "/day/2026-12-08" and marked(seen) == ["Swim 18:00–19:00"]
    assert "at=2026-12-10T09" in seen.request.query_string


def test_where_they_repeat_in_another_way_the_first_is_shown(alice):
    answer = edit_one(alice.get("/month/2026-12"), "all", repeat="", start_date="2027-01-05")
    assert answer.follow().request.path == "/month/2027-01"
    page = alice.get("/month/2027-01").click("Swim").click("Edit")
    form = button(page, "edit")
    form["repeat"], form["start_date"] = "DAILY", "2027-02-02"
    seen = form.submit(status=303).follow()
    assert seen.request.path == "/month/2027-02" and "at=2027-02-02" in seen.request.query_string


def test_one_that_is_deleted_leads_back_with_undo(alice):
    page = alice.get("/week/2026-11-30").click("Swim")
    form = page.click("Delete…")
    assert form.html.find("a", string="Cancel")["href"] == "/week/2026-11-30"
    form = button(form, "delete")
    form["scope"] = "one"
    answer = form.submit(status=303)
    assert path_and_query(answer) == f"/week/2026-11-30?left-out={SERIES}"
    seen = answer.follow()
    assert (
        flash(seen).startswith("Deleted. The others are still there. Swim · ")
        and "Swim" not in seen.html.find(class_="week").get_text()
    )
    seen = button(seen, "undo").submit(status=303).follow()
    assert "Swim" in seen.html.find(class_="week").text and flash(seen).endswith("Redo the last change")


def test_what_can_not_be_cut_comes_back_with_the_way_back(app, alice):
    with opened(app) as root:
        again = recurrence(TUESDAY.start, ["FREQ=WEEKLY"], [datetime(2026, 12, 4, 9)])
        root["users"]["alice"].add(Event("Choir", TUESDAY, recurrence=again))
    form = button(alice.get("/day/2026-12-04").click("Choir").click("Delete…"), "delete")
    form["scope"] = "following"
    assert button(form.submit(status=422), "delete")["back"].value == "/day/2026-12-04"


def test_a_drop_of_one_of_a_series_leads_back_once_it_is_saved(alice):
    form = alice.get("/week/2026-11-30?hide=family").forms["drop"]
    form.action = f"{SWIM}/move"
    form["at"], form["start"] = "2026-12-01T09:00:00", "2026-12-03T09:00"
    page = form.submit(status=303).follow()
    answer = button(page, "edit").submit(status=303)
    assert path_and_query(answer).startswith(f"/week/2026-11-30?hide=family&saved={SERIES}&at=")


# On the way


def test_what_is_refused_or_changed_meanwhile_keeps_the_way_back(app, alice):
    form = button(alice.get("/week?hide=family").click("Lunch").click("Edit"), "edit")
    form["title"] = ""
    page = form.submit(status=422)
    assert page.html.find("a", string="Cancel")["href"] == "/week?hide=family"
    form = button(page, "edit")
    with opened(app) as root:
        root["users"]["alice"][NAME].change(title="Dinner")
    form["title"] = "Mine"
    page = form.submit(status=409)
    theirs = page.click("Keep this one, and drop mine")
    assert theirs.request.path_qs == f"{PATH}/?back=/week?hide=family"
    assert path_and_query(button(page, "edit").submit(status=303)).startswith("/week?hide=family&saved=")


def test_undo_that_is_refused_leads_on_to_the_event_and_back(app, alice):
    seen = edit(alice.get("/week"), title="Dinner").follow()
    with opened(app) as root:
        root["users"]["alice"][NAME].change(title="Supper")
    refused = button(seen, "undo").submit(status=409)
    assert refused.click("Show the event").request.path_qs == f"{PATH}/?back=/week"


def test_what_was_deleted_meanwhile_is_restored_on_its_page_and_shown_where_one_was(alice):
    page = alice.get("/week").click("Lunch")
    button(page, "delete").submit()
    assert path_and_query(button(page, "delete").submit(status=303)) == f"/week?deleted={NAME}"
    gone = page.click("Edit").follow(status=410)
    assert gone.request.path_qs == f"{PATH}/?back=/week"
    assert path_and_query(button(gone, "restore").submit(status=303)) == f"/week?restored={NAME}#saved"


def test_the_last_change_is_undone_from_the_page_of_the_event(alice):
    alice.send(f"{PATH}/edit", status=303, start_date="2026-12-09")
    event = alice.get("/month/2026-12").click("Lunch")
    answer = button(event, "undo").submit(status=303)
    assert path_and_query(answer) == f"/month/2026-11?undone={NAME}#saved"


def test_a_series_is_undone_from_the_page_of_one_of_it(alice):
    edit_one(alice.get("/week/2026-11-30"), "all", title="Dive")
    event = alice.get("/week/2026-12-07").click("Dive")
    answer = button(event, "undo").submit(status=303)
    assert path_and_query(answer) == f"/week/2026-12-07?undone={SERIES}&at=2026-12-08T09%3A00%3A00#saved"


def test_opened_from_nowhere_all_is_on_the_page_of_the_event(alice):
    """As from a mail or a bookmark."""
    page = alice.get(f"{PATH}/")
    assert page.html.find("a", string="Edit")["href"] == f"{PATH}/edit"
    page = alice.get(f"{PATH}/edit")
    assert page.html.find("a", string="Cancel")["href"] == f"{PATH}/"
    form = button(page, "edit")
    form["title"] = "Dinner"
    page = form.submit(status=303)
    assert path_and_query(page) == f"{PATH}/?done=saved"
    assert path_and_query(button(page.follow(), "undo").submit()) == f"{PATH}/?done=undone"
    gone = button(alice.get(f"{PATH}/"), "delete").submit(status=303)
    assert path_and_query(gone) == f"/users/alice/?deleted={NAME}"


def test_from_a_year_one_comes_by_its_days(alice):
    page = alice.get("/year/2026").click(href="/day/2026-11-27").click("Lunch")
    assert page.request.path_qs == f"{PATH}/?back=/day/2026-11-27"


def test_what_was_done_is_said_once(alice):
    seen = edit(alice.get("/week"), place="Savoy").follow()
    for tag in seen.html.find_all(["a", "input"]):
        assert "saved=" not in tag.get("href", "") + tag.get("value", "")


# What is added there


@pytest.mark.parametrize(
    ("page", "link", "there"),
    [
        ("/month/2026-11?hide=family", "day=2026-11-27", "/month/2026-11?hide=family"),
        ("/week/2026-11-23", "day=2026-11-27", "/week/2026-11-23"),
        ("/week/2026-11-23", "day=2026-11-27&time=09:00", "/week/2026-11-23"),
        ("/day/2026-11-27", "day=2026-11-27&time=09:00", "/day/2026-11-27"),
    ],
)
def test_what_is_added_on_a_day_leads_back(app, alice, page, link, there):
    form = alice.get(page).click(href=f"&{link}$")
    assert form.html.find("a", string="Cancel")["href"] == page
    form = button(form, "add")
    form["title"] = "Tea"
    answer = form.submit(status=303)
    with opened(app) as root:
        (name,) = (event.__name__ for event in root["users"]["alice"].values() if event.title == "Tea")
    assert path_and_query(answer) == with_notice(there, added=name) + "#saved"
    seen = answer.follow()
    assert flash(seen).startswith("Tea · Fri 27 Nov") and len(marked(seen)) == 1
    assert path_and_query(form.submit(status=303)) == f"/users/alice/{name}/?back={page}", "it is there once"
    assert path_and_query(button(seen, "undo").submit()) == with_notice(there, deleted=name)


def test_a_copy_leads_to_where_it_is(alice):
    form = button(alice.get("/week/2026-11-23").click("Lunch").click("Copy"), "add")
    form["start_date"] = "2026-12-02"
    assert path_and_query(form.submit(status=303)).startswith("/week/2026-11-30?added=")


def test_a_series_that_is_added_is_shown_by_its_first_one(alice):
    form = button(alice.get("/month/2026-11").click(href="day=2026-11-27$"), "add")
    form["title"], form["repeat"] = "Choir", "DAILY"
    seen = form.submit(status=303).follow()
    assert "at=2026-11-27" in seen.request.query_string and marked(seen) == ["Choir"]


def test_where_the_way_back_is_too_long_the_links_that_add_are_there_without_it(alice):
    form = alice.get("/week/2026-11-23?hide=" + "x" * 500).click(href=r"/users/alice/add\?day=2026-11-27$")
    assert button(form, "add")["back"].value == ""


# From outside


@pytest.mark.parametrize(
    "back",
    [
        "", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
        "https://evil.example/week", "HTTPS://localhost:6543/week", "javascript:alert(1)", "data:text/html,x", "evil",
        "week", ".evil.example", "@evil.example", " /week", "/week ", "/\t/evil.example", "/week\r\nX-Evil: y",
        "/week%0d%0aX-Evil:y", "/week\x00", "/week%00", "/week\u2028", "/wéek", "/%ff", "/week/%ff",
        "/week?hide=" + "x" * 500,
        "/" + "x" * 5000, "/search?q=" + "%41" * 200, "/week//", "//week", "/./\\evil.example",
        "/users/bob/", "/users/bob/past", "/users/nobody/", "/users/", "/users/alice/nothing/",
        "/login", "/login?next=//evil.example", "/logout", "/static/app.css", "/shortcuts", "/reminders", "/feed/x",
        "/users/alice/add", "/users/alice/calendars", "/users/alice/delete-calendar", "/users/alice/trash",
        "/users/alice/settings", f"{PATH}/", f"{PATH}/edit", f"{PATH}/delete", f"{PATH}/undo", f"{PATH}/move",
        "/day/2026-02-30", "/day/2026-11", "/month/2026-13", "/week/now", "/year/9999", "/agenda?from=2026-02-30",
        "/agenda/2026-11-27", "/search/2026-11-27", "/#week", "/week#x", "/nothing",
    ],
)  # fmt: skip
def test_what_is_no_page_of_time_of_this_person_leads_nowhere(alice, bob, back):
    form = alice.fill(f"{PATH}/edit", title="Dinner")
    form["back"].force_value(back)
    assert path_and_query(form.submit(status=303)) == f"{PATH}/?done=saved"
    page = alice.get(f"{PATH}/edit", {"back": back})
    assert page.html.find("a", string="Cancel")["href"] == f"{PATH}/"
    assert button(page, "edit")["back"].value == ""
    assert "back=" not in alice.get(f"{PATH}/", {"back": back})


@pytest.mark.parametrize(
    ("back", "page"),
    [
        ("/week/2026-11-25", "/week/2026-11-23"),  # the one address that it has
        ("/day/2026-11-27/2026-11-28", "/day/2026-11-27"),
        ("/agenda?from=2026-11-26&to=x&done=password&deleted=x&saved=y", "/agenda?from=2026-11-26"),
        ("/month/2026-11?hide=a%22%3E,b&page=x", "/month/2026-11"),
        ("/search?q=lunch%0d%0aX-Evil:+y", "/search?q=lunch%0D%0AX-Evil%3A+y"),
        ("/users/alice", "/users/alice/"),
        ("/users/bob/../alice/past?page=3", "/users/alice/past?page=3"),
        ("/week/../users/alice/family/", "/users/alice/family/"),
        ("/%77eek", "/week"),
        ("/year/2026", "/year/2026"),
    ],
)
def test_of_an_address_from_outside_there_is_left_what_pages_are_made_of(alice, back, page):
    form = alice.fill(f"{PATH}/edit", title="Dinner")
    form["back"].force_value(back)
    answer = form.submit(status=303)
    assert path_and_query(answer) == with_notice(page, saved=NAME) + "#saved"
    assert "X-Evil" not in answer.headers


def test_a_long_search_is_not_handed_on(alice):
    """It would be in every link of the page."""
    assert "back=" not in alice.get("/search", {"q": "昼食 OR lunch " * 20})
    assert "back=" in alice.get("/search", {"q": "lunch"})


def test_a_calendar_that_was_deleted_is_no_page_to_go_back_to(app, alice):
    with opened(app) as root:
        root["users"]["alice"].calendars["family"].deleted_at = app.registry.clock()
    answer = alice.send(f"{PATH}/edit?back=/users/alice/family/", f"{PATH}/edit", title="Dinner")
    assert path_and_query(answer) == f"{PATH}/?done=saved"


@pytest.mark.parametrize(
    "query", ["saved=nothing", f"saved={NAME}&at=2026-11-27", f"saved={SERIES}&at=2026-11-25T09:00:00", "deleted=x"]
)
def test_addresses_that_tell_of_nothing_are_pages_as_ever(alice, query):
    page = alice.get(f"/week?{query}", status=200)
    assert not page.html.find(class_="flash") and alice.get(f"/login?{query}").status_int == 302
    assert "is deleted" not in Browser(alice.app).get(f"/login?{query}")


def test_others_are_told_nothing_of_it(app, alice, bob):
    edit(alice.get("/week"), place="Savoy")
    assert "Savoy" not in bob.get(f"/week?saved={NAME}") and "Savoy" not in Browser(app).get(f"/login?saved={NAME}")
