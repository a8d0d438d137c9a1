"""Secret addresses: whoever has the one of a calendar reads it with their own program, until it is ended."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from eventapp.ical import calendar_text
from eventapp.models import Calendar, Permission, Root, User, What
from eventapp.security import audit, sessions, throttle
from eventapp.security.public import FEED
from eventapp.views.exporting import title_elsewhere

FORMAT = "1"
"""To be changed when the same events are written differently."""

MOST_KEPT = 32 * 2**20
"""How many bytes of answers this process keeps."""


class Answers:
    """The latest answers: 10,000 events take seconds to write, and many programs ask for all of them each time."""

    def __init__(self) -> None:
        self._kept = OrderedDict[tuple[bytes | None, str], bytes]()
        self._lock = Lock()

    def get(self, key: tuple[bytes | None, str], write: Callable[[], bytes]) -> bytes:
        """The answer of that key, written now if it is not kept."""
        with self._lock:
            content = self._kept.pop(key, None)
        if content is None:
            content = write()
        with self._lock:
            self._kept[key] = content
            while sum(map(len, self._kept.values())) > MOST_KEPT:
                self._kept.popitem(last=False)
        return content


_answers = Answers()


@view_config(
    context=Calendar,
    name="feed",
    request_method="POST",
    permission=Permission.ACCOUNT,
    confirmed="export",
    renderer="eventapp:templates/export.jinja2",
)
def change(context: Calendar, request: Request) -> Any:
    """Make a secret address, in the place of an earlier one, or end it. It is shown now, and never again."""
    owner: User = request.user
    if request.POST.get("do") == "end":
        if context.feed is not None:
            request.tree.close_feed(context)
            audit.note(request, What.FEED_CLOSED, owner, title_elsewhere(context))
        return HTTPSeeOther(request.resource_path(context, "export", query={"done": "feed-ended"}))
    token = sessions.new_token()
    request.tree.open_feed(context, sessions.digest(token))
    audit.note(request, What.FEED_OPENED, owner, title_elsewhere(context))
    return {"calendar": context, "url": f"{request.registry.eventapp.url}{FEED}{token}.ics"}


@view_config(context=Root, name="feed", argument=True, request_method="GET", permission=NO_PERMISSION_REQUIRED)
def feed(context: Root, request: Request) -> Response:
    """The calendar of a token, to be read only, for whoever has it. Its ETag says whether it changed."""
    calendar = _calendar(context, request)
    if calendar is None:
        throttle.count(request, "feed")
        raise HTTPNotFound()
    # The revision alone comes twice, where a database is brought back from a backup and goes on from there
    seen = f"{FORMAT} {calendar.log.revision} {calendar.log.stored.hex()} {title_elsewhere(calendar)}"
    tag = hashlib.sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    if tag in request.if_none_match:
        response = Response(status_int=304)
        response.content_type = response.content_length = None
    else:
        content = _answers.get(
            (calendar.feed, tag), lambda: calendar_text(calendar.values(), request.now, title_elsewhere(calendar))
        )
        response = Response(content, content_type="text/calendar", charset="utf-8")
    response.etag = (tag, False)  # weak: DTSTAMP says when it was written, and each process writes for itself
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _calendar(root: Root, request: Request) -> Calendar | None:
    token, _, ending = "".join(request.subpath).rpartition(".")
    if ending != "ics" or not sessions.TOKEN.fullmatch(token):
        return None
    return root.find_feed(sessions.digest(token), request.now)
