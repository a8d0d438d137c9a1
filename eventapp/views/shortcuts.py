"""Shortcuts: the sheet of keys, on a page of its own and in a dialog on every page."""

from typing import Any, NamedTuple

from pyramid.request import Request
from pyramid.view import view_config

from eventapp.i18n import _
from eventapp.models import Permission, Root


class Shortcut(NamedTuple):
    """:param keys: as browsers name them (UI Events, KeyboardEvent.key), with a space between.
    :param label: what it does.
    :param path: where it leads from any page; "" when it depends on the page.
    """

    keys: str
    label: str
    path: str = ""


NAMES = {
    "ArrowRight": "→",
    "ArrowLeft": "←",
    "Escape": "Esc",
    "Control+c": _("Ctrl+C"),
    "Control+v": _("Ctrl+V"),
    "Meta+c": "⌘C",
    "Meta+v": "⌘V",
}


def shortcuts(request: Request) -> list[Shortcut]:
    """All there are. A page may have something nearer for a key: what names it in ``data-key`` comes first."""
    own = request.resource_path(request.user)
    return [
        Shortcut("n c", _("New event"), f"{own}add"),
        Shortcut("q", _("Quick add"), f"{own}quick"),
        Shortcut("/", _("Search"), "/search"),
        Shortcut("t", _("What is on now"), "/"),
        Shortcut("a", _("Agenda"), "/agenda"),
        Shortcut("d", _("Day"), "/day"),
        Shortcut("w", _("Week"), "/week"),
        Shortcut("m", _("Month"), "/month"),
        Shortcut("y", _("Year"), "/year"),
        Shortcut("j ArrowRight", _("Next")),
        Shortcut("k ArrowLeft", _("Previous")),
        Shortcut("e", _("Edit the event")),
        Shortcut("u", _("Undo")),
        Shortcut("Control+c Meta+c", _("Copy the event")),
        Shortcut("Control+v Meta+v", _("Paste it at a day or an hour")),
        Shortcut("Escape", _("Close, or leave a field")),
        Shortcut("?", _("This list"), "/shortcuts"),
    ]


@view_config(
    context=Root,
    name="shortcuts",
    request_method="GET",
    permission=Permission.VIEW,
    renderer="eventapp:templates/shortcuts.jinja2",
)
def page(context: Root, request: Request) -> dict[str, Any]:
    return {}
