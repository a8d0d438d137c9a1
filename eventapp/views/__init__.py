"""The pages for people. A view's name is a verb or a page; its context is the resource it is about."""

import hashlib
from functools import partial
from importlib.resources import files
from typing import Any

from pyramid.events import BeforeRender
from pyramid.static import QueryStringConstantCacheBuster

from eventapp.i18n import language
from eventapp.ical.patience import Patience
from eventapp.models.event import new_id
from eventapp.views import dates, notices, repeats
from eventapp.views.account import PAGES
from eventapp.views.occurrence import path_of
from eventapp.views.quick import EXAMPLE
from eventapp.views.reader import reader_of
from eventapp.views.returning import onward, way_back
from eventapp.views.shortcuts import NAMES, shortcuts
from eventapp.views.undo import to_undo

YEAR = 365 * 86400


def static_digest() -> str:
    """A digest of all static files: new addresses when one changes, so that each can be kept for a year."""
    digest = hashlib.sha256()
    for file in sorted(files("eventapp").joinpath("static").iterdir(), key=lambda file: file.name):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def what_templates_know(event: BeforeRender) -> None:
    """What every template may use without being given it."""
    request = event["request"]
    event["lang"] = language(request.locale_name)
    event["account_pages"] = PAGES
    event["here"] = request.path
    event["done"] = notices.DONE.get(request.GET.get("done", ""))
    event["path_of"] = partial(path_of, request)
    event["onward"] = partial(onward, request)
    event["deleted_now"] = partial(notices.deleted, request)
    event["new_id"] = new_id
    event["quick_example"] = EXAMPLE
    event["in_words"] = partial(notices.in_words, request=request)
    event["to_undo"] = to_undo
    event["shortcuts"] = partial(shortcuts, request)
    event["key_names"] = NAMES
    event["repeats"] = lambda e: repeats.in_words(e.recurrence, e.when.start, reader_of(request))
    event["moment"] = lambda at: dates.moment(at, request.now, reader_of(request))


def includeme(config: Any) -> None:
    config.add_static_view("static", "eventapp:static", cache_max_age=YEAR, request_method="GET")
    config.add_cache_buster("eventapp:static/", QueryStringConstantCacheBuster(static_digest()))
    config.add_request_method(lambda request: Patience(), "patience", reify=True)
    config.add_request_method(way_back, reify=True)
    config.add_request_method(notices.told, "told", reify=True)
    config.add_subscriber(what_templates_know, BeforeRender)
    config.scan("eventapp.views")
