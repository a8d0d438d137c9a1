"""What the ini file says besides the app: the server and its proxy, the log; and what is installed."""

import logging
import os
import re
from collections.abc import Mapping
from importlib.metadata import version

import plaster
from pyramid.paster import setup_logging
from pyramid.settings import asbool, aslist

from eventapp.cli.check.finding import Findings, note, ok, problem
from eventapp.settings import Settings

BODY_LENGTH = 16 * 2**20  # bytes; waitress itself would take 1 GiB
HEADER_LENGTH = 64 * 2**10  # bytes; waitress itself would take 256 KiB
CONNECTIONS = 100  # of waitress: as many slow ones stop the server
LOOPBACK = ("127.", "localhost:", "[::1]:")
NEEDED_HEADERS = ("x-forwarded-for", "x-forwarded-proto")

LIBRARIES = {
    "bcrypt": "5.0.0",
    "cryptography": "44.0.1",
    "itsdangerous": "2.2.0",
    "Jinja2": "3.1.6",  # CVE-2025-27516
    "pyramid": "2.0.2",  # CVE-2023-40587
    "waitress": "3.0.1",  # CVE-2024-49768, CVE-2024-49769
    "webauthn": "3.0.0",
    "WebOb": "1.8.8",  # CVE-2024-42353
    "WTForms": "3.2.0",
    "ZODB": "6.1",
}
"""What security rests on, with the oldest version that is good."""


def findings(path: str, ini: Settings | None) -> Findings:
    """What is to be said of the server.

    :param ini: None when the settings can't be used; then less is known of what the server is for.
    """
    server = plaster.get_settings(path, "server:main")
    if "waitress" not in server.get("use", ""):
        yield note("server", "It is not waitress, so its limits and its proxy were not looked at.")
    else:
        yield from _sizes(server)
        yield from _reach(server, https=ini is not None and ini.url.startswith("https:"))
        yield from _shown(server)
    yield from _log(path)
    yield from _user()
    yield from _libraries()


def _sizes(server: Mapping[str, str]) -> Findings:
    large = [
        f"{name} = {recommended}"
        for name, most, usual, recommended in (
            ("max_request_body_size", BODY_LENGTH, 2**30, 11 * 2**20),
            ("max_request_header_size", HEADER_LENGTH, 2**18, 2**14),
        )
        if _number(server, name, usual) > most
    ]
    if large:
        yield problem("server", f"Anybody can fill memory and disk. Set {' and '.join(large)}")
    elif _number(server, "connection_limit", CONNECTIONS) <= CONNECTIONS:
        yield note("server", f"{CONNECTIONS} slow connections stop it. Set connection_limit = 1000")
    else:
        yield ok("server", "What it takes in is limited.")


def _number(server: Mapping[str, str], name: str, usual: int) -> int:
    value = server.get(name, "").strip()
    return int(value) if value.isdecimal() else usual


def _listens(server: Mapping[str, str]) -> list[str]:
    if "unix_socket" in server:
        return []
    return aslist(server.get("listen", "")) or [f"{server.get('host', '0.0.0.0')}:{server.get('port', '8080')}"]  # noqa: S104, waitress' own


def _reach(server: Mapping[str, str], https: bool) -> Findings:
    """Whether people come through the proxy alone, and whether its word, and nobody else's, is taken."""
    proxy = server.get("trusted_proxy", "")
    headers = {name.lower() for name in aslist(server.get("trusted_proxy_headers", ""))}
    # "Forwarded" says all of it in one (RFC 7239)
    missing = [name for name in NEEDED_HEADERS if name not in headers and "forwarded" not in headers]
    beyond = [address for address in _listens(server) if not address.startswith(LOOPBACK)]
    if beyond:
        text = f"It listens on {beyond[0]}, so people can come past the proxy, without TLS. Listen on 127.0.0.1"
        instead = ", or close the port to all but the proxy"
        yield note("proxy", f"{text}{instead}.") if proxy else problem("proxy", f"{text}.")
    if proxy == "*":
        yield problem("proxy", "Anybody's word is taken for who comes. Set trusted_proxy to the proxy's address.")
    elif not proxy and https:
        text = "The url is https, but no proxy is trusted to say so, and cookies would go without Secure."
        yield problem("proxy", f"{text} Set trusted_proxy = 127.0.0.1")
    elif proxy and missing:
        text = f"Nothing is known of who comes, or how: add {' '.join(missing)} to trusted_proxy_headers"
        yield problem("proxy", text)
    elif proxy and not asbool(server.get("clear_untrusted_proxy_headers", "true")):
        yield problem("proxy", "Set clear_untrusted_proxy_headers = true, or anybody can forge the others.")
    elif proxy:
        yield ok("proxy", f"The word of {proxy} is taken, and nobody else's.")


def _shown(server: Mapping[str, str]) -> Findings:
    if asbool(server.get("expose_tracebacks")):
        yield problem("server", "Errors are shown to everybody. Remove expose_tracebacks")
    if server.get("ident", "waitress"):
        yield note("server", "Every answer says that it is waitress. Set ident to nothing.")


def _log(path: str) -> Findings:
    setup_logging(path)
    if logging.getLogger("eventapp.audit").isEnabledFor(logging.INFO):
        yield ok("audit log", "It is written.")
    else:
        yield problem("audit log", "It is not written: let the logger eventapp.audit log at level INFO.")


def _user() -> Findings:
    if os.geteuid() == 0:
        text = "This is root. Let the server run as a user of its own, and run eventapp as that one, too."
        yield note("user", text)


def _libraries() -> Findings:
    found = {name: version(name) for name in LIBRARIES}
    old = [f"{name} {found[name]} (needs {least})" for name, least in LIBRARIES.items() if _older(found[name], least)]
    if old:
        yield problem("libraries", f"Too old to be safe: {', '.join(old)}. Install eventapp again.")
    else:
        yield ok("libraries", ", ".join(f"{name} {number}" for name, number in found.items()))


def _older(number: str, least: str) -> bool:
    return _parts(number) < _parts(least)


def _parts(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", number)[:3])
