"""Passkeys (W3C Web Authentication): what the browser is asked, and whether its answer is good.

A challenge is stored nowhere: it is 32 random bytes and the time at which it expires, sealed for one
use and for the browser that was given it, by the key of its forms. Only when it was answered well is
its digest kept, with the user, until it expires: a second answer is refused, and nobody who has no
passkey writes anything.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import webauthn
from pyramid.request import Request
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from eventapp.i18n import Text, _
from eventapp.models import Passkey, User
from eventapp.security.keys import derived_key

LIFETIME = timedelta(minutes=5)
MAX_LENGTH = 16 * 1024
"""Characters of an answer. A passkey's is within a few thousand."""

MOST = 20
"""How many passkeys one person can have."""

_RANDOM = 32  # bytes; section 13.4.3 asks 16
_BODY = _RANDOM + 8
_PORTS = {"http": 80, "https": 443}
_MILLISECONDS = LIFETIME // timedelta(milliseconds=1)

LATE = _("That took too long, so it was not taken. Try again.")
REFUSED = _("That passkey was not taken. Try again, or go another way.")
NOT_ADDED = _("That passkey can’t be added. Perhaps it is among yours already.")


class PasskeyRefused(Exception):
    """An answer is not good.

    :param text: for the person; it says nothing of who exists.
    :param username: whose passkey it claims to be; empty when it is nobody's.
    """

    def __init__(self, text: Text = REFUSED, username: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.username = username


class Use(StrEnum):
    """What a challenge is for, and nothing else."""

    ADD = "add"
    SIGN_IN = "sign-in"
    SECOND_STEP = "second-step"
    CONFIRM = "confirm"

    @property
    def alone(self) -> bool:
        """Whether the passkey stands for the password, too: then the device must know its owner (UV)."""
        return self in {Use.SIGN_IN, Use.CONFIRM}


@dataclass(frozen=True)
class Answer:
    """What a browser sent, read but not yet believed."""

    credential: Any
    challenge: bytes


class Passkeys:
    """Asks for passkeys, and judges the answers.

    :param url: where the site is; its host is the relying party, its origin the only one answered to.
    :param pepper: a secret kept outside the database; empty for none.
    """

    def __init__(self, url: str, pepper: bytes = b"") -> None:
        parts = urlsplit(url)
        self.host = parts.hostname or ""
        port = "" if parts.port in {None, _PORTS[parts.scheme]} else f":{parts.port}"
        self.origin = f"{parts.scheme}://{self.host}{port}"
        self._key = derived_key(pepper, "passkey challenges")

    def creation_options(self, request: Request) -> str:
        """JSON for ``navigator.credentials.create()``: a new passkey of the user of ``request``."""
        user = request.user
        options = webauthn.generate_registration_options(
            rp_id=self.host,
            rp_name="eventapp",
            user_id=user.factors.handle,
            user_name=user.__name__,
            challenge=self._new_challenge(request, Use.ADD),
            timeout=_MILLISECONDS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
            ),
            exclude_credentials=_descriptors(user),
        )
        return webauthn.options_to_json(options)

    def sign_in_options(self, request: Request) -> str:
        """As ``request_options``, for a person of whom nothing is known yet."""
        return self.request_options(request, Use.SIGN_IN)

    def request_options(self, request: Request, use: Use, user: User | None = None) -> str:
        """JSON for ``navigator.credentials.get()``.

        :param user: whose passkeys will do; None for anybody's.
        """
        verification = UserVerificationRequirement.REQUIRED if use.alone else UserVerificationRequirement.PREFERRED
        options = webauthn.generate_authentication_options(
            rp_id=self.host,
            challenge=self._new_challenge(request, use),
            timeout=_MILLISECONDS,
            allow_credentials=_descriptors(user),
            user_verification=verification,
        )
        return webauthn.options_to_json(options)

    def add(self, request: Request, text: str, name: str) -> Passkey:
        """Give the user of ``request`` the passkey that their browser made (section 7.1).

        :raises PasskeyRefused: when the answer is not good, was given before, or there is no room.
        """
        user, users = request.user, request.tree["users"]
        answer = self._read(parse_registration_credential_json, request, Use.ADD, text)
        try:
            found = webauthn.verify_registration_response(
                credential=answer.credential,
                expected_challenge=answer.challenge,
                expected_rp_id=self.host,
                expected_origin=self.origin,
            )
        # The parsers below raise whatever they like on what a hostile client made up.
        except Exception:
            raise PasskeyRefused(NOT_ADDED, user.__name__) from None
        if len(user.factors.passkeys) >= MOST or users.find_by_passkey(found.credential_id):
            raise PasskeyRefused(NOT_ADDED, user.__name__)
        self._take(request, user, answer)
        passkey = Passkey(found.credential_id, found.credential_public_key, found.sign_count, name, request.now)
        users.add_passkey(user, passkey)
        return passkey

    def check(self, request: Request, use: Use, text: str, user: User | None = None) -> tuple[User, Passkey]:
        """Whose passkey answered, and which one it was; its use is noted (section 7.2).

        :param user: who it must be; None for whoever it is.
        :raises PasskeyRefused: when the answer is not good, was given before, or comes from a copy of the passkey.
        """
        answer = self._read(parse_authentication_credential_json, request, use, text)
        credential: AuthenticationCredential = answer.credential
        owner = _owner(request, credential, user)
        passkey: Passkey = owner.factors.passkeys[credential.raw_id]
        try:
            found = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=answer.challenge,
                expected_rp_id=self.host,
                expected_origin=self.origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=use.alone,
            )
        except Exception:  # as in read_new
            raise PasskeyRefused(username=str(owner.__name__)) from None
        self._take(request, owner, answer)
        passkey.sign_count = found.new_sign_count
        passkey.last_used = request.now
        return owner, passkey

    def _read(self, parse: Any, request: Request, use: Use, text: str) -> Answer:
        """Read an answer, and see that its challenge is one of ours, for this use and this browser, and in time."""
        if len(text) > MAX_LENGTH:
            raise PasskeyRefused
        try:
            credential: AuthenticationCredential | RegistrationCredential = parse(text)
            challenge = parse_client_data_json(credential.response.client_data_json).challenge
        except Exception:  # as in read_new
            raise PasskeyRefused from None
        body, seal = challenge[:_BODY], challenge[_BODY:]
        if not hmac.compare_digest(seal, self._seal(request, use, body)) or _expires(challenge) <= request.now:
            raise PasskeyRefused(LATE)
        return Answer(credential, challenge)

    def _take(self, request: Request, user: User, answer: Answer) -> None:
        digest = hashlib.sha256(answer.challenge).digest()
        if not user.factors.take_challenge(digest, _expires(answer.challenge), request.now):
            raise PasskeyRefused(LATE, str(user.__name__))

    def _new_challenge(self, request: Request, use: Use) -> bytes:
        expires = int((request.now + LIFETIME).timestamp())
        body = secrets.token_bytes(_RANDOM) + expires.to_bytes(8, "big")
        return body + self._seal(request, use, body)

    def _seal(self, request: Request, use: Use, body: bytes) -> bytes:
        return hmac.digest(self._key, f"{use}\0{request.csrf_key}\0".encode() + body, "sha256")

    def __repr__(self) -> str:
        return f"<Passkeys of {self.origin}>"


def public_name(passkey: Passkey) -> str:
    """A name for forms that tells the passkeys of one person apart."""
    return hashlib.sha256(passkey.credential_id).hexdigest()[:16]


def _owner(request: Request, credential: AuthenticationCredential, user: User | None) -> User:
    """Whose passkey it is, when that is who it must be. A passkey that stands alone names its owner, too."""
    owner: User | None = request.tree["users"].find_by_passkey(credential.raw_id)
    if owner is None or not owner.can_sign_in(request.now) or (user is not None and owner is not user):
        raise PasskeyRefused(username="" if user is None else str(user.__name__))
    named = credential.response.user_handle or (None if user is None else owner.factors.handle)
    if named != owner.factors.handle:
        raise PasskeyRefused(username=str(owner.__name__))
    return owner


def _expires(challenge: bytes) -> datetime:
    """The time (UTC) in a challenge whose seal is ours."""
    return datetime.fromtimestamp(int.from_bytes(challenge[_RANDOM:_BODY], "big"), UTC)


def _descriptors(user: User | None) -> list[PublicKeyCredentialDescriptor]:
    return [] if user is None else [PublicKeyCredentialDescriptor(id=name) for name in user.factors.passkeys]


def includeme(config: Any) -> None:
    settings = config.registry.eventapp
    passkeys = Passkeys(settings.url, settings.pepper)
    config.add_request_method(lambda request: passkeys, "passkeys", property=True)
