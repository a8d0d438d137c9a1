"""Cross-site request forgery: a token in every form, and a look at where the request comes from.

The token is an HMAC. Its key is the session token of whoever is signed in, so it needs no storage
and ends with the session; for the others it is a random cookie of its own, thrown away at sign-in.
A fresh nonce in each token keeps compressed pages from giving it away (BREACH).
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from pyramid.interfaces import ICSRFStoragePolicy
from pyramid.request import Request
from zope.interface import implementer

from eventapp.security import sessions
from eventapp.security.public import PUBLIC, RESET

COOKIE = "csrf"


@implementer(ICSRFStoragePolicy)
class CSRFTokens:
    """Makes and checks the tokens; Pyramid asks on every unsafe request (ASVS 3.5.1)."""

    def new_csrf_token(self, request: Request) -> str:
        nonce = secrets.token_urlsafe(16)
        return f"{nonce}.{_seal(request.csrf_key, nonce)}"

    get_csrf_token = new_csrf_token

    def check_csrf_token(self, request: Request, supplied_token: str) -> bool:
        nonce, _, seal = supplied_token.partition(".")
        return is_same_origin(request) and any(
            hmac.compare_digest(_seal(key, nonce).encode(), seal.encode("utf-8", "replace"))
            for key in _keys_sent(request)
        )


def is_same_origin(request: Request) -> bool:
    """Whether the browser says that the request comes from this site, as far as it says anything.

    Browsers send Sec-Fetch-Site to secure origins and localhost; Origin with every POST.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in {"same-origin", "none"}
    if origin == "null" and request.path_info == RESET:  # what browsers send from a page without a referrer
        return True
    return origin is None or origin.lower() == f"{request.scheme}://{request.host}".lower()


def csrf_key(request: Request) -> str:
    """The key for the forms of this response; an anonymous browser is given one in a cookie."""
    if request.identity is not None:
        return str(request.session_token)
    key = sessions.read_cookie(request, COOKIE)
    if key is None:
        key = sessions.new_token()
        header = sessions.cookie_header(request, COOKIE, key)
        request.add_response_callback(lambda _, response: response.headers.add(*header))
    return key


def _keys_sent(request: Request) -> list[str]:
    keys = []
    if request.identity is not None:
        keys.append(str(request.session_token))
    cookie = sessions.read_cookie(request, COOKIE)
    # A login form that was opened before signing in elsewhere must still work.
    if cookie is not None and (request.identity is None or request.view_name in PUBLIC):
        keys.append(cookie)
    return keys


def _seal(key: str, nonce: str) -> str:
    mac = hmac.digest(key.encode("ascii"), b"csrf\0" + nonce.encode("utf-8", "replace"), sha256)
    return urlsafe_b64encode(mac).rstrip(b"=").decode("ascii")


def includeme(config: Any) -> None:
    config.set_csrf_storage_policy(CSRFTokens())
    # Pyramid looks at the origin under https only; check_csrf_token looks at it always.
    config.set_default_csrf_options(require_csrf=True, check_origin=False)
    config.add_request_method(csrf_key, reify=True)
