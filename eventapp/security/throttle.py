"""Throttling: what could be tried without end is counted, and past a limit refused with when to come back.

Counted per account, by the name that was submitted, so that one that nobody has counts the same; and
per address. Whoever signed in from this browser before is counted apart, so strangers who guess lock
nobody out. A try is counted before any password is stretched; when it was a good one, the tries
against the account are forgotten (NIST SP 800-63B-4, section 3.2.2).
"""

import hmac
import math
from contextlib import nullcontext
from functools import partial
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any, NamedTuple

from limits import RateLimitItem, RateLimitItemPerSecond, parse, parse_many
from pyramid.exceptions import ConfigurationError
from pyramid.httpexceptions import HTTPTooManyRequests
from pyramid.request import Request

from eventapp.models import What
from eventapp.models.user import login_key
from eventapp.security import audit, devices
from eventapp.security.counters import Counters
from eventapp.security.keys import derived_key
from eventapp.settings import DEFAULTS


class Limits(NamedTuple):
    """How often one thing can be tried.

    :param account: per account or, from a known browser, per browser.
    :param address: per network address; not asked for from a known browser, where tries are guesses.
    :param field: the form's field that names the account; without one it is that of who is signed in.
    :param stretches: whether it stretches a password.
    :param forgets: whether a good try makes the earlier ones forgotten: they were guesses.
    """

    account: str = ""
    address: str = ""
    field: str = ""
    stretches: bool = False
    forgets: bool = True


LIMITS = {
    # Ten leave room for every password a person might have meant. A hundred failures in a row are the
    # most that NIST SP 800-63B-4, section 3.2.2, allows. A household or an office is one address, and
    # good tries of an address are counted, too: whoever has an account could else guess at others' for free.
    "sign-in": Limits("10 per 5 minutes; 100 per day", "120 per 5 minutes; 1000 per hour", "username", stretches=True),
    # A passkey can't be guessed; this bounds the work that strangers can cause.
    "passkey": Limits(address="60 per 5 minutes"),
    # Codes have six digits, of which two are good at a time: 50 tries a day are right once in 10,000 days.
    "second-step": Limits("5 per 5 minutes; 20 per hour; 50 per day", "60 per 5 minutes; 300 per hour"),
    # Whoever sits at a signed-in browser that is not theirs guesses here.
    # The right one counts, too: it is good for ten minutes, and each is stretched. Given without end, it would keep
    # others out of the line.
    "confirm": Limits("10 per 15 minutes; 50 per day", stretches=True, forgets=False),
    "password": Limits("10 per 15 minutes; 50 per day", stretches=True),
    # People mistype, and a class may register together; but each try also tells whether a name is taken.
    "register": Limits(address="300 per hour; 1000 per day", stretches=True),
    # Each sends a mail to whoever the address belongs to. Its link is good for an hour, so whoever is at
    # the limit of their account has one.
    "forgot": Limits("3 per hour", "10 per hour; 30 per day", "username", forgets=False),
    # The link's token can't be guessed, but a new password is stretched.
    "reset": Limits(address="20 per hour", stretches=True),
    # Each sends mail to an address that may be anybody's.
    "email": Limits("5 per hour; 10 per day", "10 per hour; 30 per day", forgets=False),
    # Each reads and packs all that a person has.
    "export": Limits("20 per hour", forgets=False),
    # What nobody types, but a program could; it is a setting, for whoever lets a program do so.
    "add": Limits(DEFAULTS["eventapp.limits.add"], forgets=False),
    # Each may read and store 20,000 events.
    "import": Limits("30 per hour; 100 per day", forgets=False),
    # A secret address can't be guessed; this bounds who tries all the same. Good ones are not counted.
    "feed": Limits(address="60 per 5 minutes"),
}
"""What is throttled, under the names that views give as ``throttled=``, and why so much."""

MAILS = parse("10 per hour")
"""How many mails of one kind one address gets, whoever causes them (ASVS 2.4.1).

It may be anybody's: it is asked for at the registration, and confirmed by nobody. Each kind is counted by
itself, so that no flood of one keeps another away.
"""


class Throttled(HTTPTooManyRequests):
    """There were too many tries.

    :param wait: whole seconds until the next one is looked at.
    """

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait


def count(request: Request, action: str, account: str | None = None) -> None:
    """Count this request as a try. Once, however often it is repeated because of conflicts.

    For views whose account is known to them only; the others say ``throttled=`` in their configuration.

    :param action: a name from :data:`LIMITS`.
    :param account: the name of the account as it was submitted; None when it is about none.
    :raises Throttled: when there were too many.
    """
    limits, counters = LIMITS[action], request.registry.counters
    keys = _keys(request, action, account)
    # The shorter window first: while it is full, nothing fills the longer one.
    over = None if _is_repeated(request) else next((key for key in keys if not _hit(counters, key)), None)
    if over is not None:
        _note(request, action, account, over)
        wait = max(counters.wait(window, key.name) for key in keys for window in key.windows)
        raise Throttled(math.floor(wait) + 1)  # whoever comes back to the second is not too early
    if limits.forgets:
        against_account = [key for key in keys if key.of_account]
        request.tm.get().addAfterCommitHook(_forget, args=(counters, against_account))


class _Key(NamedTuple):
    """What is counted under one name, in which windows, and whether it is an account's."""

    name: str
    windows: list[RateLimitItem]
    of_account: bool


def _keys(request: Request, action: str, account: str | None) -> list[_Key]:
    limits = LIMITS[action]
    if action == "add":
        limits = limits._replace(account=request.registry.eventapp.adding)
    # Each sign-in makes a new device, so it bounds guesses only, and what nobody does to whoever is signed in
    apart = limits.forgets or limits.field
    device = devices.known_device(request, account) if apart and account is not None else None
    keys = []
    if limits.address and not (device and limits.forgets):
        keys.append(_Key(f"{action}/address/{network(request.remote_addr)}", parse_many(limits.address), False))
    if device is not None:
        keys.append(_Key(f"{action}/device/{device}", parse_many(limits.account), True))
    elif account is not None and limits.account:
        name = hmac.digest(request.registry.throttle_key, folded(account).encode(), "sha256")
        keys.append(_Key(f"{action}/account/{name.hex()}", parse_many(limits.account), True))
    return keys


def has_room_for_mail(registry: Any, to: str, subject: str) -> bool:
    """Whether one more mail of that subject may go to that address now."""
    name = hmac.digest(registry.throttle_key, folded(to).encode(), "sha256")
    room: bool = registry.counters.hit(MAILS, f"mail/{subject}/{name.hex()}")
    return room


def _is_repeated(request: Request) -> bool:
    """Whether an earlier attempt at this request was counted, and met with a conflict."""
    attempt: int = request.environ.get("retry.attempt", 0)
    return attempt > 0


def _hit(counters: Counters, key: _Key) -> bool:
    return all(counters.hit(window, key.name) for window in key.windows)


def _note(request: Request, action: str, account: str | None, over: _Key) -> None:
    """Log each refusal; the owner of the account is told of the first in a while."""
    a_while = RateLimitItemPerSecond(1, over.windows[0].get_expiry())
    if over.of_account and request.registry.counters.hit(a_while, f"{over.name}/noted"):
        audit.refused(request, What.THROTTLED, account or "", action)
    else:
        audit.refused(request, What.THROTTLED, account or "", action, kept=False)


def _forget(stored: bool, counters: Counters, keys: list[_Key]) -> None:
    """What is stored was a good try: whoever is refused stores nothing."""
    if stored:
        for key in keys:
            for window in key.windows:
                counters.clear(window, key.name)


def folded(name: str) -> str:
    """The name of an account so that all ways to write it, as far as they find the same user, are one."""
    return login_key("".join(character for character in name if character.isprintable() and not character.isspace()))


def network(address: str | None) -> str:
    """What one customer of a provider has: an IPv4 address, or an IPv6 network of /64 (RFC 6177).

    Whatever is not an address, such as the name of a socket, is as it is.
    """
    try:
        ip = ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or ""
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or IPv6Network((ip, 64), strict=False))
    return str(ip)


def throttled_view(view: Any, info: Any) -> Any:
    """A view deriver: ``throttled="sign-in"`` on a view counts its requests against the limits of that name."""
    action = info.options.get("throttled")
    if action is None:
        return view
    if action not in LIMITS:
        raise ConfigurationError(f"The view {info.original_view} is throttled as {action!r}, which has no limits.")
    limits = LIMITS[action]

    def wrapper(context: Any, request: Request) -> Any:
        # The place first: who is sent away because all are taken has not tried.
        account = _account(request, limits)
        with request.passwords.place(_is_known(request, limits, account)) if limits.stretches else nullcontext():
            count(request, action, account)
            return view(context, request)

    return wrapper


throttled_view.options = ("throttled",)  # type: ignore[attr-defined]  # how Pyramid knows a deriver's options


def _account(request: Request, limits: Limits) -> str | None:
    """Which account a request tries: the one its form names, if any, or that of who is signed in."""
    if limits.field:
        named = str(request.POST.get(limits.field, ""))
        return named if folded(named) else None
    return request.authenticated_userid if limits.account else None


def _is_known(request: Request, limits: Limits, account: str | None) -> bool:
    """Whether it is somebody who is signed in, or who was, in this browser."""
    return account is not None and (not limits.field or devices.known_device(request, account) is not None)


def includeme(config: Any) -> None:
    settings = config.registry.eventapp
    config.registry.counters = Counters(settings.limits)
    config.registry.throttle_key = derived_key(settings.pepper, "throttle")
    config.registry.mail.has_room = partial(has_room_for_mail, config.registry)
    config.add_view_deriver(throttled_view)
