"""Prefill: what the form of a new event begins with, as the link to it says: ``?day=2026-11-27&time=12:00``."""

from contextlib import suppress
from datetime import date, time
from typing import Any

from pyramid.request import Request


def start(request: Request, today: date) -> dict[str, Any]:
    """The fields of its start. What can't be read is left out: the form is there to say it."""
    fields: dict[str, Any] = {"start_date": today}
    with suppress(ValueError):
        fields["start_date"] = date.fromisoformat(request.GET.get("day", ""))
    with suppress(ValueError):
        fields["start_time"] = time.fromisoformat(request.GET.get("time", "")).replace(tzinfo=None)
    return fields
