"""Shortcuts: the sheet of keys, on a page of its own and in a dialog on every page."""

from typing import Any, NamedTuple

from pyramid.request import Request
from pyramid.view import view_config

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
    "Control+c": "Ctrl+C",
    "Control+v": "Ctrl+V",
    "Meta+c": "⌘C",
    "Meta+v": "⌘V",
}


def shortcuts(request: Request) -> list[Shortcut]:
    """All there are. A page may have something nearer for a key: what names it in ``data-key`` comes first."""
    own = request.resource_path(request.user)
    return [
        Shortcut("n c", "New event", f"{own}add"),
        Shortcut("q", "Quick add", f"{own}quick"),
        Shortcut("/", "Search", "/search"),
        Shortcut("t", "What is on now", "/"),
        Shortcut("a", "Agenda", "/agenda"),
        Shortcut("d", "Day", "/day"),
        Shortcut("w", "Week", "/week"),
        Shortcut("m", "Month", "/month"),
        Shortcut("y", "Year", "/year"),
        Shortcut("j ArrowRight", "Next"),
        Shortcut("k ArrowLeft", "Previous"),
        Shortcut("e", "Edit the event"),
        Shortcut("u", "Undo"),
        Shortcut("Control+c Meta+c", "Copy the event"),
        Shortcut("Control+v Meta+v", "Paste it at a day or an hour"),
        Shortcut("Escape", "Close, or leave a field"),
        Shortcut("?", "This list", "/shortcuts"),
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
