"""Where ``next`` may lead."""

import pytest
from pyramid.testing import DummyRequest

from eventapp.security.redirects import login_path, safe_next


@pytest.mark.parametrize(
    "target",
    ["/", "/users/alice/", "/users/alice/add?date=2026-11-27", "/past?page=2&q=a%20b", "/%C3%A9", "/a:b", "/x#y"],
)
def test_paths_on_this_site_are_followed(target):
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None, "", "users/alice", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example",
        "\\\\evil.example", "/\\/evil.example", "http://evil.example", "https:evil.example", "HTTP://evil.example/",
        "javascript:alert(1)", "data:text/html,x", " /", "/ x", "/\t/evil.example", "/\n/evil.example", "/\r\nX: y",
        "/\x00", "/\x7f", "/\u2028", "/\u202e", "/\xa0", "/é", "/a//evil.example", "/.//evil.example", "?next=/",
        "/x?u=http://evil.example", "/" + "x" * 2000, "@evil.example", ".evil.example", "/login", "/login?next=/",
        "/logout", "/register",
    ],
)  # fmt: skip
def test_everything_else_falls_back(target):
    assert safe_next(target) == "/"


@pytest.mark.parametrize(
    ("method", "path", "query", "expected"),
    [
        ("GET", "/", "", "/login"),
        ("GET", "/users/alice/", "", "/login?next=/users/alice/"),
        ("HEAD", "/past", "page=2&x=a%20b", "/login?next=/past%3Fpage%3D2%26x%3Da%2520b"),
        ("POST", "/users/alice/add", "", "/login?lost=1&next=/users/alice/add"),
        ("POST", "/users/nobody/add", "x=1", "/login?lost=1&next=/users/nobody/add%3Fx%3D1"),
        ("POST", "/users/alice/3kf9/undo", "x=1", "/login?lost=1&next=/users/alice/3kf9/"),
        ("POST", "/users/alice/3kf9/delete", "", "/login?lost=1&next=/users/alice/3kf9/delete"),
        ("POST", "/users/alice/3kf9/restore", "", "/login?lost=1&next=/users/alice/3kf9/"),
        ("POST", "/logout", "", "/login"),
        ("PUT", "/", "", "/login"),
        ("GET", "//evil.example", "", "/login"),
        ("GET", "/é", "", "/login?next=/%25C3%25A9"),
        ("GET", "/login", "", "/login"),
    ],
)
def test_the_login_page_remembers_what_was_asked_for(app, method, path, query, expected):
    request = DummyRequest(method=method, path_info=path, query_string=query)
    request.registry = app.registry
    assert login_path(request) == expected
