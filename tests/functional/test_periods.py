"""The pages of time, at 08:42 on Monday 23 November 2026 in Prague."""

import re
from datetime import date, datetime, timedelta

import pytest

from eventapp.ical import occurrences, patience
from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Event, When
from tests.factories import Browser, opened


def words(tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def cell(page, day: str):
    return page.html.find("td", attrs={"data-day": day})


def follow(browser, page, text: str):
    """The page behind the link of the main part that says so."""
    return browser.get(next(a["href"] for a in page.html.main.find_all("a") if words(a) == text))


def settings(app, **fields) -> None:
    with opened(app) as root:
        for name, value in fields.items():
            setattr(root["users"]["alice"], name, value)


def test_the_month_of_now_and_its_neighbours(alice):
    page = alice.get("/month")
    assert page.html.h1.text == "November 2026" and len(page.html.find_all("h1")) == 1
    assert [words(th) for th in page.html.thead.find_all("th")] == "Week Mon Tue Wed Thu Fri Sat Sun".split()
    assert all(th["scope"] == "col" for th in page.html.thead.find_all("th"))
    assert [words(th) for th in page.html.tbody.find_all("th")] == [f"Week {n}" for n in range(44, 50)]
    today = page.html.find_all(attrs={"aria-current": "date"})
    assert [words(a) for a in today] == ["23 November"] and cell(page, "2026-10-26")["class"] == ["out"]
    assert page.click("Next month").html.h1.text == "December 2026"
    assert page.click("Previous month").html.h1.text == "October 2026"
    assert page.click("Next month").click("Today").request.path == "/month"
    assert not page.click("Next month").html.find_all(attrs={"aria-current": "date"})


def test_a_month_with_events(alice):
    alice.add("alice", "Lunch", start_date="2026-11-27", start_time="12:30", end_time="13:30")
    alice.add("alice", "Vienna", start_date="2026-11-27", end_date="2026-12-01")
    page = alice.get("/month/2026-11")
    assert words(page.html.find(class_="head")).startswith("November 2026 2 events")
    assert [words(li) for li in cell(page, "2026-11-27").find_all("li")] == ["Vienna", "12:30 Lunch"]
    assert cell(page, "2026-11-27").li["class"][-2:] == ["s3", "to"]
    assert [words(li) for li in cell(page, "2026-11-28").find_all("li")] == ["Vienna , continued"]
    assert cell(page, "2026-11-30").li["class"][-2:] == ["s2", "from"]
    assert words(cell(page, "2026-11-27").a) == "27 November, 2 events"
    assert page.click("Lunch").html.h1.text == "Lunch"
    page = alice.get("/month/2026-12")
    assert "1 event" in words(page.html.find(class_="head"))


def test_a_full_day_says_how_many_more_there_are(alice):
    for n in range(4):
        alice.add("alice", f"four {n}", start_date="2026-11-24")
    for n in range(6):
        alice.add("alice", f"six {n}", start_date="2026-11-25", start_time=f"1{n}:00")
    page = alice.get("/month/2026-11")
    assert len(cell(page, "2026-11-24").find_all("li")) == 4 and "more" not in words(cell(page, "2026-11-24"))
    assert [words(li) for li in cell(page, "2026-11-25").find_all("li")][-2:] == ["12:00 six 2", "+3 more"]
    assert cell(page, "2026-11-25").find(class_="more").a["href"] == "/day/2026-11-25"


@pytest.mark.parametrize("path", ["/month/2026-13", "/month/0999-12", "/month/9001-01", "/month/2026-11-31",
    "/month/x",
    "/month/2026-11/x", "/month/2026-1", "/month/20261101", "/month/%D9%A2026-11", "/month?to=tomorrow",
    "/month/2026-W48",
])  # fmt: skip
def test_what_is_no_month_is_absent(alice, path):
    alice.get(path, status=404)


@pytest.mark.parametrize(("asked", "seen"), [
    ("/month/2026-11-23", "/month/2026-11"),
    ("/month?to=2027-02-28", "/month/2027-02"),
    ("/month?to=2027-02-28&hide=work", "/month/2027-02?hide=work"),
    ("/month?to=", "/month"),
    ("/day?to=2026-12-24", "/day/2026-12-24"),
    ("/week?to=2026-12-24", "/week/2026-12-21"),
    ("/month?to=&hide=work", "/month?hide=work"),
    ("/month/2026-11?to=2027-02-28", "/month/2026-11"),
])  # fmt: skip
def test_each_month_has_one_address(alice, asked, seen):
    answer = alice.get(asked)
    if answer.status_int == 302:
        assert answer.location == f"http://localhost:6543{seen}"
    else:
        assert asked.startswith(seen)


def test_the_first_and_the_last_month(alice):
    assert "Previous month" not in alice.get("/month/1000-01") and "Next month" not in alice.get("/month/9000-12")


def blocks(page, day: str) -> list[str]:
    """What stands among the hours of a day."""
    return [words(li) for li in page.html.find("section", attrs={"data-day": day}).find(class_="blocks").find_all("li")]


def bars(page, day: str) -> list[str]:
    return [words(li) for li in page.html.find("section", attrs={"data-day": day}).find(class_="bars").find_all("li")]


def test_the_week_of_now(alice):
    alice.add("alice", "Vienna", start_date="2026-11-27", end_date="2026-12-01")
    alice.add("alice", "Lunch", start_date="2026-11-25", start_time="12:30", end_time="13:30", place="Eska")
    alice.add("alice", "Train", start_date="2026-11-26", start_time="22:10", end_date="2026-11-27", end_time="06:30")
    page = alice.get("/week")
    assert page.html.h1.text.replace("\u2009", "") == "23–29 Nov 2026"
    assert "Week 48 · 3 events" in words(page.html.find(class_="head"))
    assert [words(h2.find(class_="vh")) for h2 in page.html.main.find_all("h2")][:2] == [
        "Monday 23 November", "Tuesday 24 November"
    ]  # fmt: skip
    assert blocks(page, "2026-11-25") == ["Lunch 12:30–13:30 Eska"] and bars(page, "2026-11-28") == [
        "Vienna , continued"
    ]
    assert blocks(page, "2026-11-26") == ["Train from 22:10"] and blocks(page, "2026-11-27") == ["Train until 06:30"]
    assert blocks(page, "2026-11-23") == ["Now: 08:42"]
    assert page.click("Lunch").html.h1.text == "Lunch"
    assert page.click("Next week").request.path == "/week/2026-11-30"
    assert page.click("Previous week").request.path == "/week/2026-11-16"
    assert blocks(page.click("Tuesday 24 November"), "2026-11-24") == []


@pytest.mark.parametrize(
    ("start", "first", "number"), [(0, "2026-11-23", 48), (6, "2026-11-22", 48), (5, "2026-11-21", 48)]
)
def test_a_week_is_named_by_its_first_day_whichever_that_is(app, alice, start, first, number):
    settings(app, week_start=start)
    for asked in ("2026-11-25", "2026-W48"):
        assert alice.get(f"/week/{asked}").location == f"http://localhost:6543/week/{first}"
    page = alice.get(f"/week/{first}", status=200)
    assert f"Week {number}" in words(page.html.find(class_="head"))
    days = [section["data-day"] for section in page.html.find_all("section", attrs={"data-day": True})]
    assert days[0] == first and len(days) == 7
    month = alice.get("/month/2026-11")
    assert month.html.thead.find_all("th")[1]["abbr"] == ["Monday", "", "", "", "", "Saturday", "Sunday"][start]
    assert month.html.tbody.find("a", href=f"/week/{first}") is not None


def test_weeks_at_the_end_of_a_year(app, alice):
    assert "Week 53" in alice.get("/week/2026-12-28") and "Week 53" in alice.get("/day/2027-01-03")
    settings(app, week_start=6)
    assert "Week 1 " in words(alice.get("/week/2026-12-27").html.find(class_="head"))
    assert words(alice.get("/month/2027-01").html.tbody.th) == "Week 1"


@pytest.mark.parametrize("path", ["/week/2026-W54", "/week/2026-11", "/week/1000-01-01", "/day/2027-02-29",
    "/day/2026-11",
    "/year/26", "/year/0999", "/year/2026-11", "/agenda/2026-11-23", "/agenda?from=2026-13-01", "/agenda?page=0",
    "/agenda?page=x", "/agenda?page=%D9%A2", "/agenda?page=1000", "/day/2026-11-23/x", "/day/..%2f..",
])  # fmt: skip
def test_what_is_no_day_is_absent(alice, path):
    alice.get(path, status=404)


def test_nobody_else_learns_whether_there_is_such_a_day(app):
    for path in ("/day/2026-11-23", "/day/2026-99-99", "/year/x", "/month/2026-11/more"):
        answer = Browser(app).ask(path)
        assert answer.status_int == 302 and "/login?next=" in answer.location


def test_a_day(alice):
    alice.add("alice", "Birthday", start_date="2028-02-29")
    page = alice.get("/day/2028-02-29")
    assert page.html.h1.text == "Tuesday, 29 February 2028" and bars(page, "2028-02-29") == ["Birthday"]
    form = page.click("Add on this day").forms
    fields = next(form for form in form.values() if form.action == "/users/alice/add")
    assert fields["start_date"].value == "2028-02-29" and fields["start_time"].value == ""
    at_noon = page.html.find(class_="slots").find_all("a")[5]["href"]
    page = alice.get(at_noon)
    fields = next(form for form in page.forms.values() if form.action == "/users/alice/add")
    assert (fields["start_date"].value, fields["start_time"].value) == ("2028-02-29", "12:00")


def test_a_form_begins_today_when_its_link_makes_no_sense(alice):
    page = alice.get("/users/alice/add?day=someday&time=25:00")
    fields = next(form for form in page.forms.values() if form.action == "/users/alice/add")
    assert (fields["start_date"].value, fields["start_time"].value) == ("2026-11-23", "")


def test_what_has_no_room_on_a_day_is_in_the_agenda(alice):
    for n in range(8):
        alice.add("alice", f"at nine {n}", start_date="2026-11-24", start_time="09:00")
    for n in range(8):
        alice.add("alice", f"all day {n}", start_date="2026-11-25")
    week, day = alice.get("/week"), alice.get("/day/2026-11-24")
    assert blocks(week, "2026-11-24")[-1] == "+6 more" and blocks(day, "2026-11-24")[-1] == "+3 more"
    assert bars(week, "2026-11-25")[-1] == "+3 more"
    assert len(day.click(r"\+3 more").html.find_all(class_="ev")) == 16
    assert week.click(r"\+6 more").request.path == "/day/2026-11-24"
    day = alice.get("/day/2026-11-25")
    assert day.click(r"\+3 more").request.path == "/agenda"


def test_days_on_which_clocks_change(alice):
    alice.add("alice", "Night", start_date="2026-10-25", start_time="01:00", end_time="04:00")
    alice.add("alice", "Spring", start_date="2026-03-29", start_time="01:30", end_time="03:30")
    page = alice.get("/day/2026-10-25")
    assert "Clocks go back by 1\u00a0h." in page
    axis = [words(li) for li in page.html.find(class_="axis").find_all("li")]
    assert axis[:4] == ["01:00", "02:00", "02:00 again", "03:00"]
    assert {"f0", "u4"} <= set(page.html.find(class_="blocks").li["class"])
    page = alice.get("/week/2026-03-23")
    sunday = page.html.find("section", attrs={"data-day": "2026-03-29"})
    assert "Clocks go forward by 1\u00a0h." in sunday.text and len(sunday.find(class_="slots").find_all("i")) == 1
    assert {"f0", "q2", "u2", "w2"} <= set(sunday.find(class_="blocks").li["class"])


def test_in_another_zone_events_are_on_other_days(app, alice):
    alice.add("alice", "Late", start_date="2026-11-23", start_time="23:00", end_time="23:30")
    alice.add("alice", "Whole", start_date="2026-11-23")
    settings(app, timezone="Asia/Tokyo")
    page = alice.get("/week")
    assert blocks(page, "2026-11-24") == ["Late 07:00–07:30"] and bars(page, "2026-11-23") == ["Whole"]
    settings(app, timezone="America/Los_Angeles")
    page = alice.get("/week")
    assert page.request.path == "/week" and page.html.h1.text.replace("\u2009", "") == "16–22 Nov 2026"
    assert blocks(alice.get("/day/2026-11-23"), "2026-11-23") == ["Late 14:00–14:30"]


def test_twelve_hours(app, alice):
    settings(app, hours=12, locale="en_US")
    alice.add("alice", "Lunch", start_date="2026-11-23", start_time="12:30")
    page = alice.get("/day")
    assert "1 PM" in words(page.html.find(class_="axis")) and "Lunch 12:30 PM" in blocks(page, "2026-11-23")


def test_recurring_events_are_on_all_pages(app, alice):
    with opened(app) as root:
        when = When(datetime(2026, 11, 3, 19), datetime(2026, 11, 3, 20), "Europe/Prague")
        again = recurrence(when.start, ["FREQ=WEEKLY;BYDAY=TU"])
        root["users"]["alice"].add(Event("Yoga", when, recurrence=again))
    month = alice.get("/month/2026-12")
    days = [td["data-day"] for td in month.html.find_all("td") if "Yoga" in words(td)]
    assert days == ["2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22", "2026-12-29"]
    assert "at=2026-12-08T19" in cell(month, "2026-12-08").li.a["href"]
    assert blocks(alice.get("/week/2026-12-07"), "2026-12-08") == ["Yoga 19:00–20:00"]
    assert "9 events" in words(alice.get("/year/2026").html.find(class_="head"))


def test_a_year_says_how_much_is_on_each_day(alice):
    alice.add("alice", "Vienna", start_date="2025-12-30", end_date="2026-01-02")
    for n in range(6):
        alice.add("alice", f"event {n}", start_date="2026-02-28", start_time=f"1{n}:00")
    for n in range(3):
        alice.add("alice", f"event {n}", start_date="2026-03-31", start_time=f"1{n}:00")
    page = alice.get("/year")
    assert page.html.h1.text == "2026" and "10 events" in words(page.html.find(class_="head"))
    found = {a["href"]: (words(a), a.parent.get("class")) for a in page.html.find(class_="year").find_all("a")}
    assert found["/day/2026-01-02"] == ("2 , 1 event", ["d1"]) and found["/day/2026-01-03"] == ("3", None)
    assert found["/day/2026-02-28"] == ("28 , 6 events", ["d3"]) and found["/day/2026-03-31"][1] == ["d2"]
    assert found["/day/2026-11-23"][1] == ["today"] and len(found) == 365 + 12
    assert page.click("March").request.path == "/month/2026-03" and page.click("Next year").html.h1.text == "2027"
    assert len(alice.get("/year/2028").html.find(class_="year").find_all("a")) == 366 + 12
    assert alice.get("/year?to=2028-05-05").location.endswith("/year/2028")


def test_a_year_counts_so_many_and_no_more(alice, monkeypatch):
    monkeypatch.setattr("eventapp.views.periods.year.MOST", 2)
    for n in range(3):
        alice.add("alice", f"event {n}", start_date="2026-02-28")
    assert "More than 2 events" in alice.get("/year/2026")


@pytest.mark.parametrize(
    "path", ["/", "/agenda", "/day", "/week", "/month", "/year", "/users/alice/", "/users/alice/past"]
)
def test_a_page_that_leaves_events_out_says_so(app, alice, monkeypatch, path):
    with opened(app) as root:
        again = recurrence(date(2026, 1, 1), ["FREQ=DAILY"])
        root["users"]["alice"].add(Event("Swim", When(date(2026, 1, 1)), recurrence=again))
    said = "Some events are left out here"
    assert said not in alice.get(path)
    monkeypatch.setattr(patience, "MOST", 0)
    assert said in alice.get(path)
    monkeypatch.undo()
    monkeypatch.setattr(occurrences, "MOST", 0)
    assert (said in alice.get(path)) is (path in {"/day", "/week", "/month"})


def listed(page) -> list[str]:
    return [words(a) for a in page.html.select(".ev a")]


def test_the_agenda_runs_past_the_ends_of_months(app, alice):
    with opened(app) as root:
        for n in range(120):
            day = date(2026, 10, 1) + n * timedelta(days=1)
            root["users"]["alice"].add(Event(f"{day}", When(day)))
    page = alice.get("/agenda?from=2026-11-30")
    assert page.html.h1.text == "Monday 30 November" and listed(page)[0] == "2026-11-30" and len(listed(page)) == 50
    later = page.click("Show later")
    assert listed(later)[0] == "2027-01-19" and "Show later" not in later
    earlier = page.click("Show earlier")
    assert listed(earlier)[0] == "2026-10-11" and len(listed(earlier)) == 50
    first = earlier.click("Show earlier")
    assert listed(first)[0] == "2026-10-01" and "Show earlier" not in first
    assert listed(alice.get("/agenda"))[0] == "2026-11-23" and "Nothing from here on" in alice.get(
        "/agenda?from=2028-01-01"
    )
    assert alice.get("/agenda?from=").location == "http://localhost:6543/agenda"
    assert alice.get("/agenda?from=2027-01-05").html.h1.text == "Tuesday, 5 January 2027"


def test_what_goes_on_stands_under_the_first_day_of_the_agenda(alice):
    alice.add("alice", "Vienna", start_date="2026-11-20", end_date="2026-12-05")
    alice.add("alice", "Lunch", start_date="2026-11-25")
    page = alice.get("/agenda?from=2026-11-22")
    days = [
        (words(day.find(class_="date")), [words(a) for a in day.select(".ev a")]) for day in page.html.select(".day")
    ]
    assert days == [("Yesterday Sun 22 Nov", ["Vienna"]), ("Wednesday Wed 25 Nov", ["Lunch"])]


def test_a_day_of_the_agenda_with_more_than_a_page_goes_on(app, alice):
    with opened(app) as root:
        for n in range(120):
            root["users"]["alice"].add(Event(f"event {n}", When(date(2026, 11, 25))))
        root["users"]["alice"].add(Event("after", When(date(2026, 11, 26))))
    first = alice.get("/agenda")
    second = first.click("Show later")
    third = second.click("Show later")
    titles = [title for page in (first, second, third) for title in listed(page)]
    assert len(titles) == 121 == len(set(titles)) and titles[-1] == "after"
    assert listed(third.click("Show earlier")) == listed(first)


def test_a_further_page_of_a_day_from_which_events_went_meanwhile_leads_back(alice):
    alice.add("alice", "Lunch", start_date="2026-11-25")
    page = alice.get("/agenda?from=2026-11-25&page=2", status=200)
    assert "Nothing from here on." in page and listed(page.click("Show earlier")) == ["Lunch"]


def test_calendars_can_be_hidden_in_every_link(app, alice):
    assert alice.get("/month").html.find(class_="toggles") is None
    with opened(app) as root:
        user = root["users"]["alice"]
        family = Calendar("Family", "family")
        user.add_calendar(family)
        family.add(Event("Zoo", When(date(2026, 11, 25))))
        user.add(Event("Own", When(date(2026, 11, 25))))
    page = alice.get("/month/2026-11")
    assert "Zoo" in page and "Own" in page
    page = follow(alice, page, "Hide Family")
    assert page.request.path_qs == "/month/2026-11?hide=family" and "Zoo" not in page and "Own" in page
    links = [a["href"] for a in page.html.main.find_all("a") if re.match("/(month|week|day|year|agenda)", a["href"])]
    assert len(links) > 50
    toggles = ["/month/2026-11?hide=family,own", "/month/2026-11"]
    assert [link for link in links if not link.endswith("hide=family")] == toggles
    assert follow(alice, page, "Hide Personal").request.path_qs == "/month/2026-11?hide=family,own"
    assert "Own" not in follow(alice, page, "Hide Personal") and "Own" in follow(alice, page, "Show Family")
    jump = next(form for form in page.forms.values() if form.action == "/month")
    jump["to"] = "2027-02-28"
    assert jump.submit().location.endswith("/month/2027-02?hide=family")
    for path in ("/week?hide=family", "/day/2026-11-25?hide=family", "/year?hide=family", "/agenda?hide=family"):
        page = alice.get(path)
        assert "Zoo" not in page
        assert follow(alice, page, "Today").request.GET["hide"] == follow(alice, page, "Month").request.GET["hide"]
    assert "1 event" in words(alice.get("/year?hide=family").html.find(class_="head"))
    page = follow(alice, alice.get("/agenda?from=2026-11-24&hide=family"), "Show Family")
    assert page.request.path_qs == "/agenda?from=2026-11-24" and "Zoo" in page
    assert "<script>" not in alice.get("/month?hide=%3Cscript%3E")


def test_the_tabs_keep_the_day(alice):
    page = alice.get("/day/2027-01-02")
    tabs = {words(a): a["href"] for a in page.html.find(class_="views").find_all("a")}
    assert tabs == {
        "Agenda": "/agenda?from=2027-01-02", "Day": "/day/2027-01-02", "Week": "/week/2026-12-28",
        "Month": "/month/2027-01", "Year": "/year/2027",
    }  # fmt: skip
    assert {a["href"] for a in alice.get("/month").html.find(class_="views").find_all("a")} == {
        "/agenda", "/day", "/week", "/month", "/year"
    }  # fmt: skip
    assert alice.get("/").click("Nothing today").request.path == "/day"


def test_nothing_is_styled_inline(alice):
    alice.add("alice", "Lunch", start_date="2026-11-23", start_time="12:30")
    for path in ("/month", "/week", "/day", "/year", "/agenda"):
        page = alice.get(path)
        assert not page.html.find_all(style=True) and len(page.html.find_all("h1")) == 1
