"""The pages of time, at 08:42 on Monday 23 November 2026 in Prague."""

import pytest

from eventapp.models import Calendar, Event, When
from tests.factories import Browser, opened


def words(tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def cell(page, day: str):
    return page.html.find("td", attrs={"data-day": day})


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


@pytest.mark.parametrize("path", ["/month/2026-13", "/month/0999-12", "/month/9001-01", "/month/2026-11-31", "/month/x",
    "/month/2026-11/x", "/month/2026-1", "/month/20261101", "/month/%D9%A2026-11", "/month?to=tomorrow", "/month/2026-W48",
])  # fmt: skip
def test_what_is_no_month_is_absent(alice, path):
    alice.get(path, status=404)


@pytest.mark.parametrize(("asked", "seen"), [
    ("/month/2026-11-23", "/month/2026-11"),
    ("/month?to=2027-02-28", "/month/2027-02"),
    ("/month?to=2027-02-28&hide=work", "/month/2027-02?hide=work"),
    ("/month?to=", "/month"),
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
