"""Where passkeys are at home."""

import pytest

from eventapp.security.passkeys import Passkeys


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        ("http://localhost:6543", "localhost", "http://localhost:6543"),
        ("https://events.example.com", "events.example.com", "https://events.example.com"),
        ("https://Events.Example.com:443", "events.example.com", "https://events.example.com"),
        ("http://localhost:80", "localhost", "http://localhost"),
        ("https://events.example.com:8443", "events.example.com", "https://events.example.com:8443"),
    ],
)
def test_the_host_and_the_origin_come_from_the_url(url, host, origin):
    passkeys = Passkeys(url)
    assert (passkeys.host, passkeys.origin) == (host, origin) and repr(passkeys) == f"<Passkeys of {origin}>"
