"""What a request may be shaped like to reach a view at all: one reader for all forms, and exact paths.

Both are view derivers behind the permission, so a request without a session is sent to /login
before anybody looks at what it carries.
"""

import re
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound, HTTPRequestEntityTooLarge
from pyramid.request import Request
from pyramid.traversal import resource_path_tuple

from eventapp.i18n import _

FORM_LENGTH = 128 * 1024
"""Bytes. The longest notes, percent-encoded, are within it."""

LONG_HEAD = re.compile(rb"(?i)(?:\A|[\r\n])content-(?:disposition|type):(?:[^\r\n]|(?:\r\n|\r|\n)[ \t]){1024}")
"""The head of a part of a form that is far longer than a browser's: reading it takes the square of its length."""

FILES_LENGTH = 10 * 2**20 + FORM_LENGTH
"""Bytes. Files of 10 MiB in all, and what is around them."""

MOST_PARTS = 200
"""How many fields and files a form can have that takes files."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def readable_form(view: Any, info: Any) -> Any:
    """A view deriver: refuses a form that can't be read, before anything else touches it."""
    if info.exception_only:
        return view
    files = bool(info.options.get("files"))

    def wrapper(context: Any, request: Request) -> Any:
        if request.method not in SAFE_METHODS:
            read_form(request, files)
        return view(context, request)

    return wrapper


readable_form.options = ("files",)  # type: ignore[attr-defined]  # how Pyramid knows a deriver's options


def read_form(request: Request, files: bool = False) -> None:
    """Read the form of a request, once for all who ask for it later.

    :param files: whether it may hold files, several in one field too.

    :raises HTTPRequestEntityTooLarge: when it is longer than any form of ours can be.
    :raises HTTPBadRequest: when it can't be decoded, has files where text belongs, or one field twice.
    """
    if (request.content_length or 0) > (FILES_LENGTH if files else FORM_LENGTH):
        raise HTTPRequestEntityTooLarge(_("That is more than a form of this site can hold."))
    if files and request.body.count(b"\n--") > MOST_PARTS:  # each costs the reader of forms far more than its bytes
        raise HTTPRequestEntityTooLarge(_("Those are more files than can be sent at once."))
    try:
        if "multipart" in request.content_type and LONG_HEAD.search(request.body):
            raise ValueError("The head of a part is too long.")
        fields = list(request.POST.items())
        if None in request.POST:
            raise ValueError("A part has no name.")
    # WebOb raises each of these for one malformed form or another, DeprecationWarning for a charset.
    except (ValueError, TypeError, LookupError, AttributeError, OSError, DeprecationWarning, RecursionError):
        raise HTTPBadRequest(_("The form that was sent can’t be read.")) from None
    values = [(name, value) for name, value in fields if isinstance(value, str)]
    if len(values) < len(fields) and not files:
        raise HTTPBadRequest(_("A file was sent where text belongs."))
    # WebOb's get() takes the last, WTForms the first: what counts tries and what judges them must see the same.
    if len(dict(values)) < len(values):
        raise HTTPBadRequest(_("A field was sent twice."))


def exact_path(view: Any, info: Any) -> Any:
    """A view deriver: each page has one address, and whatever else traversal would lead there is absent.

    Traversal also finds ``/login`` at ``/login/and/more``, ``/@@login`` and ``/no/../login``; a rule
    about paths, here or in a proxy, should not have to know that. A container may lack its last slash,
    and a view that says ``argument=True`` takes one more segment, as in ``/month/2026-11``.
    """
    if info.exception_only or info.options.get("route_name"):
        return view

    def wrapper(context: Any, request: Request) -> Any:
        path = "/".join(resource_path_tuple(context))
        exact = {f"{path}/{request.view_name}"} if request.view_name else {path, f"{path}/"}
        if info.options.get("argument") and len(request.subpath) == 1:
            exact.add(f"{path}/{request.view_name}/{request.subpath[0]}")
        if request.path_info not in exact:
            raise HTTPNotFound()
        return view(context, request)

    return wrapper


exact_path.options = ("argument",)  # type: ignore[attr-defined]  # where Pyramid looks for them


def includeme(config: Any) -> None:
    config.add_view_deriver(exact_path, under="secured_view", over="csrf_view")
    config.add_view_deriver(readable_form, under="exact_path", over="csrf_view")
