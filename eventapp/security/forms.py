"""What a request may be shaped like to reach a view at all: one reader for all forms, and exact paths.

Both are view derivers behind the permission, so a request without a session is sent to /login
before anybody looks at what it carries.
"""

import re
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound, HTTPRequestEntityTooLarge
from pyramid.request import Request
from pyramid.traversal import resource_path_tuple

FORM_LENGTH = 128 * 1024
"""Bytes. The longest notes, percent-encoded, are within it."""

LONG_HEAD = re.compile(rb"(?i)(?:\A|[\r\n])content-(?:disposition|type):(?:[^\r\n]|(?:\r\n|\r|\n)[ \t]){1024}")
"""The head of a part of a form that is far longer than a browser's: reading it takes the square of its length."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def readable_form(view: Any, info: Any) -> Any:
    """A view deriver: refuses a form that can't be read, before anything else touches it."""
    if info.exception_only:
        return view

    def wrapper(context: Any, request: Request) -> Any:
        if request.method not in SAFE_METHODS:
            read_form(request)
        return view(context, request)

    return wrapper


def read_form(request: Request) -> None:
    """Read the form of a request, once for all who ask for it later.

    :raises HTTPRequestEntityTooLarge: when it is longer than any form of ours can be.
    :raises HTTPBadRequest: when it can't be decoded, has files where text belongs, or one field twice.
    """
    if (request.content_length or 0) > FORM_LENGTH:
        raise HTTPRequestEntityTooLarge("That is more than a form of this site can hold.")
    try:
        if "multipart" in request.content_type and LONG_HEAD.search(request.body):
            raise ValueError("The head of a part is too long.")
        values = list(request.POST.values())
        if None in request.POST:
            raise ValueError("A part has no name.")
    # WebOb raises each of these for one malformed form or another, DeprecationWarning for a charset.
    except (ValueError, TypeError, LookupError, AttributeError, OSError, DeprecationWarning, RecursionError):
        raise HTTPBadRequest("The form that was sent can’t be read.") from None
    if not all(isinstance(value, str) for value in values):
        raise HTTPBadRequest("A file was sent where text belongs.")
    # WebOb's get() takes the last, WTForms the first: what counts tries and what judges them must see the same.
    if len(set(request.POST)) < len(values):
        raise HTTPBadRequest("A field was sent twice.")


def exact_path(view: Any, info: Any) -> Any:
    """A view deriver: each page has one address, and whatever else traversal would lead there is absent.

    Traversal also finds ``/login`` at ``/login/and/more``, ``/@@login`` and ``/no/../login``; a rule
    about paths, here or in a proxy, should not have to know that. A container may lack its last slash.
    """
    if info.exception_only or info.options.get("route_name"):
        return view

    def wrapper(context: Any, request: Request) -> Any:
        path = "/".join(resource_path_tuple(context))
        exact = {f"{path}/{request.view_name}"} if request.view_name else {path, f"{path}/"}
        if request.path_info not in exact:
            raise HTTPNotFound()
        return view(context, request)

    return wrapper


def includeme(config: Any) -> None:
    config.add_view_deriver(exact_path, under="secured_view", over="csrf_view")
    config.add_view_deriver(readable_form, under="exact_path", over="csrf_view")
