"""Installing: what a browser needs to keep eventapp among the apps of a machine (W3C, Web Application Manifest).

There is no service worker that keeps pages: they are private, and signing out is to leave nothing. The pictures are
static/icon.svg, with room around it where a system cuts its own shape.
"""

from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from eventapp.i18n import _, say
from eventapp.models import Permission, Root
from eventapp.views.locales import of_browser

PAPER = "#faf8f4"
"""``--bg`` in static/app.css. A manifest has one colour; pages name the dark one, too."""

KEPT_FOR = 3600
"""Seconds for which a browser keeps the manifest."""


@view_config(
    context=Root,
    name="manifest.webmanifest",
    request_method="GET",
    permission=NO_PERMISSION_REQUIRED,
    renderer="json",
)
def manifest(context: Root, request: Request) -> dict[str, Any]:
    """The manifest. Whoever keeps it may give it to others, so it goes by the language of the browser alone."""
    locale = of_browser(request)
    request.response.content_type = "application/manifest+json"
    request.response.cache_control = f"public, max-age={KEPT_FOR}"
    request.response.vary = ["Accept-Language"]
    return {
        "id": "/",
        "name": "eventapp",
        "short_name": "eventapp",
        "description": say(_("Your events on your own server."), locale),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": PAPER,
        "background_color": PAPER,
        "icons": [
            _icon(request, "icon-192.png", "192x192"),
            _icon(request, "icon-512.png", "512x512"),
            _icon(request, "icon-maskable.png", "512x512", "maskable"),
        ],
        "shortcuts": [
            {"name": say(_("New event"), locale), "url": "/add"},
            {"name": say(_("Day"), locale), "url": "/day"},
            {"name": say(_("Month"), locale), "url": "/month"},
            {"name": say(_("Search"), locale), "url": "/search"},
        ],
    }


def _icon(request: Request, name: str, sizes: str, purpose: str = "any") -> dict[str, str]:
    source = request.static_path(f"eventapp:static/{name}")
    return {"src": source, "sizes": sizes, "type": "image/png", "purpose": purpose}


@view_config(context=Root, name="add", request_method="GET", permission=Permission.VIEW)
def add(context: Root, request: Request) -> HTTPFound:
    """To the form of a new event: an address for it that is the same for everybody."""
    return HTTPFound(request.resource_path(request.user, "add"))
