"""Every test in this folder needs Chromium; the fixtures are those of :mod:`tests.visitors`."""

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def fresh_counters(nobody_tried_before: None) -> None:
    """For each test."""
