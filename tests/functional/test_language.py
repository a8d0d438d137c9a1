"""Every text of every page is said in the reader's language."""

import pytest

from tests.factories import Browser, opened
from tests.functional.test_gate import pages
from tests.marks import mark, unmarked


@pytest.fixture
def reader(app, alice, monkeypatch) -> Browser:
    """Alice, who reads dates in letters that no text of ours has."""
    with opened(app) as root:
        root["users"]["alice"].locale = "ja"
    mark(monkeypatch)
    return alice


def test_every_page_is_in_the_language_of_its_reader(app, reader):
    left = {}
    for path in pages(app, reader):
        answer = reader.ask(path)
        if answer.content_type == "text/html":
            left[path] = unmarked(answer.text)
    assert len(left) > 20
    assert {path: texts for path, texts in left.items() if texts} == {}
