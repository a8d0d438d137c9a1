"""Confirm it's you: what matters most asks for the password or a passkey, unless that was a moment ago (ASVS 7.5.1)."""

from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request


def is_confirmed(request: Request) -> bool:
    """Whether the person of this session showed within the last minutes that it is them."""
    confirmed_at = request.identity.session.confirmed_at
    return confirmed_at is not None and request.now - confirmed_at < request.registry.eventapp.confirmation


def ask(request: Request, page: str) -> HTTPFound:
    """Send the person to the page that asks; from there they come back to ``page``. A form is not sent again."""
    if request.method == "POST":
        page += "?done=confirmed"
    elif request.query_string:
        page += f"?{request.query_string}"
    return HTTPFound(f"{request.resource_path(request.user, 'confirm')}?next={quote(page)}")


def confirmed_view(view: Any, info: Any) -> Any:
    """A view deriver: ``confirmed=True`` on a view sends whoever is not to the page that asks.

    With the name of another view of the same resource they come back to that.
    """
    back = info.options.get("confirmed")
    if not back:
        return view

    def wrapper(context: Any, request: Request) -> Any:
        if is_confirmed(request):
            return view(context, request)
        return ask(request, request.path_info if back is True else request.resource_path(context, back))

    return wrapper


confirmed_view.options = ("confirmed",)  # type: ignore[attr-defined]  # how Pyramid knows a deriver's options


def includeme(config: Any) -> None:
    config.add_view_deriver(confirmed_view, over="throttled_view")
