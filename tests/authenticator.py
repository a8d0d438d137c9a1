"""A passkey and an authenticator app in software, and people who use them, for tests that need no browser."""

import hashlib
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

import cbor2
import pyotp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.factories import PASSWORD

ORIGIN = "http://localhost:6543"

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "===")


class Authenticator:
    """One device with one passkey: ES256, attestation ``none`` (W3C Web Authentication).

    :param counts: whether it counts its uses, as hardware keys do and synced passkeys do not.
    """

    def __init__(self, counts: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.handle = b""
        self.counts = counts
        self.uses = 0

    def create(self, options: str, **lies: Any) -> str:
        """What ``navigator.credentials.create()`` would answer, as JSON."""
        asked = json.loads(options)
        self.handle = unb64(asked["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cbor2.dumps(cose)
        data = self._data(lies.get("rp_id", asked["rp"]["id"]), ATTESTED | PRESENT | VERIFIED) + attested
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"], lies)
        return self._answer(clientDataJSON=b64(client), attestationObject=b64(statement))

    def get(self, options: str, flags: int = PRESENT | VERIFIED, **lies: Any) -> str:
        """What ``navigator.credentials.get()`` would answer, as JSON."""
        asked = json.loads(options)
        data = self._data(lies.get("rp_id", asked["rpId"]), flags)
        client = self._client("webauthn.get", asked["challenge"], lies)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=b64(client),
            authenticatorData=b64(data),
            signature=b64(signature),
            userHandle=b64(lies.get("handle", self.handle)),
        )

    def _data(self, rp_id: str, flags: int) -> bytes:
        self.uses += self.counts
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str, lies: dict[str, Any]) -> bytes:
        origin = lies.get("origin", ORIGIN)
        client = {"type": kind, "challenge": lies.get("challenge", challenge), "origin": origin, "crossOrigin": False}
        return json.dumps(client).encode()

    def _answer(self, **response: str) -> str:
        name = b64(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def options_on(page: Any) -> str:
    """What a page asks this browser's passkeys."""
    options: str = page.html.find("button", attrs={"data-passkey": True})["data-options"]
    return options


def form_on(page: Any, action: str, field: str = "csrf_token") -> Any:
    """The form of a page that posts to ``action`` and has the field."""
    return next(form for form in page.forms.values() if form.action == action and field in form.fields)


def code_at(seed: str, now: datetime, steps: int = 0) -> str:
    """The code of an app at a time, or some steps before or after."""
    return pyotp.TOTP(seed).at(now, counter_offset=steps)


def lasting_code(seed: str) -> str:
    """The code of an app by the real clock, once there are 4 of its 30 seconds left to type it in."""
    left = 30 - time.time() % 30
    if left < 4:
        time.sleep(left)
    return pyotp.TOTP(seed).now()


def set_up_app(browser: Any, now: datetime, username: str = "alice") -> tuple[str, Any]:
    """Turn an app on as a person would; its seed, and the answer."""
    path = f"/users/{username}/authenticator"
    page = browser.get(path)
    seed = page.html.find("code").text.replace(" ", "")
    form = form_on(page, path)
    form["code"] = code_at(seed, now)
    return seed, form.submit()


def add_passkey(browser: Any, device: Authenticator, username: str = "alice", name: str = "Phone", **lies: Any) -> Any:
    """Add a passkey as a person would; the answer."""
    path = f"/users/{username}/add-passkey"
    page = browser.get(path)
    form = form_on(page, path)
    form["name"] = name
    form["credential"] = device.create(options_on(page), **lies)
    return form.submit(expect_errors=True)


def codes_on(page: Any) -> list[str]:
    """The recovery codes that a page shows."""
    codes: list[str] = page.html.find("pre").text.split()
    return codes


def second_step(browser: Any, username: str = "alice", password: str = PASSWORD, **fields: str) -> Any:
    """Sign in with the password; the page that asks for the rest."""
    return browser.send("/login", status=302, username=username, password=password, **fields).follow()


def give(page: Any, field: str, value: str) -> Any:
    """Fill in one field of the second step; the answer."""
    form = form_on(page, "/second-step", field)
    form[field] = value
    return form.submit(expect_errors=True)


def sign_in_by_passkey(browser: Any, device: Authenticator, **lies: Any) -> Any:
    """Press the button on the login page; the answer."""
    page = browser.get("/login")
    fields = dict(page.form.submit_fields())
    return browser.post("/passkey", {**fields, "credential": device.get(options_on(page), **lies)}, expect_errors=True)
