"""Setting up: where a second step is required, whoever has none yet can set one up, or sign out, and do nothing else.

The policy asks on every request (ASVS 6.3.3). A passkey alone is two factors, so it will do.
"""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request

from eventapp.models import User


def must_set_up(request: Request) -> bool:
    """Whether somebody is signed in who has to have a second step and has none."""
    identity = request.identity
    return identity is not None and _is_required(request) and not identity.user.factors.asked_for


def is_last(request: Request, user: User) -> bool:
    """Whether the one factor that ``user`` has can't be taken away, because one is required."""
    factors = user.factors
    return _is_required(request) and (factors.totp is not None) + len(factors.passkeys) == 1


def see_set_up(request: Request) -> HTTPSeeOther:
    """To the page that sets a second step up, which says why."""
    return HTTPSeeOther(request.resource_path(request.user, "two-step"))


def _is_required(request: Request) -> bool:
    return bool(request.registry.eventapp.second_step == "required")


def includeme(config: Any) -> None:
    config.add_request_method(must_set_up, property=True)
