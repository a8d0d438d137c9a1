"""The clock: time enters a request here, once, as ``request.now``."""

from datetime import UTC, datetime
from typing import Any

from pyramid.request import Request


def utc_now() -> datetime:
    return datetime.now(UTC)


def now(request: Request) -> datetime:
    """The time (UTC) of this request, the same for as long as it takes."""
    moment: datetime = request.registry.clock()
    return moment


def includeme(config: Any) -> None:
    config.registry.clock = utc_now
    config.add_request_method(now, reify=True)
