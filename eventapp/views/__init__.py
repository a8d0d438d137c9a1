"""The pages for people. A view's name is a verb or a page; its context is the resource it is about."""

import hashlib
from importlib.resources import files
from typing import Any

from pyramid.static import QueryStringConstantCacheBuster

YEAR = 365 * 86400


def static_digest() -> str:
    """A digest of all static files: new addresses when one changes, so that each can be kept for a year."""
    digest = hashlib.sha256()
    for file in sorted(files("eventapp").joinpath("static").iterdir(), key=lambda file: file.name):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def includeme(config: Any) -> None:
    config.add_static_view("static", "eventapp:static", cache_max_age=YEAR, request_method="GET")
    config.add_cache_buster("eventapp:static/", QueryStringConstantCacheBuster(static_digest()))
    config.scan("eventapp.views")
