"""What the source holds to the letter: nothing that runs or unpicks what came from outside, and no weak randomness."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import eventapp

HERE = Path(eventapp.__file__).parent
MODULES = sorted(HERE.rglob("*.py"))
FORBIDDEN = {
    "pickle", "marshal", "shelve", "subprocess", "random", "xml", "ctypes", "code", "codeop", "runpy", "tempfile",
    "telnetlib", "ftplib", "http", "requests", "httpx", "urllib3", "socket", "multiprocessing", "uuid", "Crypto",
}  # fmt: skip
CALLS = {"eval", "exec", "compile", "__import__"}
METHODS = {"system", "popen", "md5", "sha1", "new", "urlopen", "format_map", "from_string", "Markup", "loads_pickle"}
DIGESTS = {"sha256", "SHA256", "sha384"}
ALLOWED = {"breached.py": {"http", "sha1"}}
"""The look-up that the operator may ask for, by the digest that such lists have."""


@cache
def whole():
    """Every node of every module, with the module."""
    return [(module, node) for module in MODULES for node in ast.walk(ast.parse(module.read_text("utf-8")))]


def nodes(kind):
    for module, node in whole():
        if isinstance(node, kind):
            yield module.name, node


def test_nothing_is_imported_that_runs_fetches_or_unpickles():
    """ASVS 1.2.5, 1.3.2, 1.5.2, 11.5.1, 13.2.5: secrets and no random, no pickles, no programs, no calls to others."""
    assert len(MODULES) > 50
    for module, node in nodes((ast.Import, ast.ImportFrom)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        forbidden = FORBIDDEN - ALLOWED.get(module, set())
        assert not {name.partition(".")[0] for name in names} & forbidden, module
        assert not any(name.startswith("urllib.request") for name in names), module


NETWORK = {
    "aiohttp", "asyncio", "asyncore", "dns", "email_validator", "ftplib", "http", "httpx", "imaplib", "limits",
    "multiprocessing", "nntplib", "paste", "poplib", "pymemcache", "redis", "relstorage", "requests", "select",
    "selectors", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "twisted", "urllib3", "waitress",
    "webbrowser", "wsgiref", "xmlrpc", "ZEO", "zodburi",
}  # fmt: skip
"""What can open a connection, or has parts that can. urllib is looked at by its parts: most use its parser only."""

CONNECTING = {
    ("smtp.py", "smtplib"),  # eventapp.smtp.host
    ("smtp.py", "ssl"),
    ("security/breached.py", "http.client"),  # eventapp.breached_passwords
    ("security/breached.py", "ssl"),
    ("security/counters.py", "limits"),  # eventapp.limits.storage
    ("security/counters.py", "limits.errors"),
    ("security/counters.py", "limits.storage"),
    ("security/counters.py", "limits.strategies"),
    ("settings.py", "limits"),  # which only reads what it is given there
    ("security/throttle.py", "limits"),  # which only counts there
    ("storage.py", "zodburi"),  # zodbconn.uri
    ("mail.py", "email_validator"),  # which asks no DNS: below
    ("forms/text.py", "email_validator"),
}
"""Which module may do so, and the setting that says with whom."""


def test_connections_are_opened_where_this_says_and_nowhere_else():
    """ASVS 13.2.4: whoever adds one has to add it here, and to the settings."""
    found = set()
    for module, node in whole():
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            base = node.module or ""
            names = [f"urllib.{alias.name}" for alias in node.names] if base == "urllib" else [base]
        for name in names:
            if name.partition(".")[0] in NETWORK or (name.startswith("urllib") and name != "urllib.parse"):
                found.add((module.relative_to(HERE).as_posix(), name))
    assert found == CONNECTING
    for module, node in nodes(ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "validate_email":
            (deliverability,) = (word.value for word in node.keywords if word.arg == "check_deliverability")
            assert isinstance(deliverability, ast.Constant) and deliverability.value is False, module


def test_nothing_is_called_that_runs_text():
    """ASVS 1.3.2, 1.3.7 and 1.3.10."""
    for module, node in nodes(ast.Call):
        if isinstance(node.func, ast.Name):
            assert node.func.id not in CALLS, module
        if isinstance(node.func, ast.Attribute):
            assert node.func.attr not in METHODS - ALLOWED.get(module, set()), (module, node.func.attr)
            if node.func.attr == "format":
                assert isinstance(node.func.value, ast.Constant | ast.Name), module
                assert not isinstance(node.func.value, ast.Name) or node.func.value.id.isupper(), module


def test_digests_are_of_256_bits_or_more():
    """ASVS 11.2.3, 11.4.1 and 11.4.3. (bcrypt is for passwords; TOTP is what the standard says, in pyotp.)

    Lists of breached passwords have SHA-1; nothing is protected by it, and it is called so that this is plain.
    """
    for module, node in nodes((ast.Attribute, ast.ImportFrom)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "hashlib":
            assert node.attr in DIGESTS | ALLOWED.get(module, set()), module
        if isinstance(node, ast.ImportFrom) and node.module in {"hashlib", "cryptography.hazmat.primitives.hashes"}:
            assert {alias.name for alias in node.names} <= DIGESTS, module


def test_of_cryptography_there_is_what_the_inventory_names():
    """ASVS 11.3.1 and 11.3.2: AES-GCM and HKDF, and nothing else of that library."""
    found = {node.module for _, node in nodes(ast.ImportFrom) if (node.module or "").startswith("cryptography")}
    assert found == {
        "cryptography.exceptions",
        "cryptography.hazmat.primitives.ciphers.aead",
        "cryptography.hazmat.primitives.hashes",
        "cryptography.hazmat.primitives.kdf.hkdf",
    }
    (aead,) = (node for _, node in nodes(ast.ImportFrom) if (node.module or "").endswith("aead"))
    assert [alias.name for alias in aead.names] == ["AESGCM"]


def test_secrets_are_compared_in_constant_time():
    """ASVS 11.2.4: a seal, a code or a token is never compared with ``==``; digests are looked up."""
    secret = re.compile(r"(?i)^_?(seal|token|digest|otp|mac|signature|csrf_token)$")
    for module, node in nodes(ast.Compare):
        sides = [node.left, *node.comparators]
        names = {side.id if isinstance(side, ast.Name) else getattr(side, "attr", "") for side in sides}
        if any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops) and any(secret.match(name) for name in names):
            assert module in PUBLIC_DIGESTS and "digest" in names, (module, ast.unparse(node))


PUBLIC_DIGESTS = {"sessions.py", "root.py"}
"""Here two digests that the server made itself are told apart: which session is this one."""


ALLOWED_IN_SCRIPTS = {
    "app.js": {"innerHTML"},  # in a comment that says there is none
    "reminders.js": {"localStorage", "createPolicy"},  # no text in it; a policy that knows one address
    "upload.js": {"XMLHttpRequest"},  # shows how much of a file is sent, which fetch can't
}


@pytest.mark.parametrize("script", sorted(HERE.glob("static/*.js")), ids=lambda path: path.name)
def test_scripts_write_text_only(script):
    """ASVS 1.2.3, 3.2.2 and 14.3.3: no HTML and no code out of text; nothing is kept but what is listed."""
    source = script.read_text("utf-8")
    words = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|localStorage|indexedDB"
    words += r"|postMessage|document\.cookie|importScripts|XMLHttpRequest|__proto__|\bvar\b|createPolicy|\bcaches\b"
    assert set(re.findall(words, source)) == ALLOWED_IN_SCRIPTS.get(script.name, set())
    used = set(re.findall(r"sessionStorage\.\w+\('?\w*", source))
    kept = {"keys.js": {"sessionStorage.setItem('copied"}, "drag.js": {"sessionStorage.getItem('copied"}}
    assert script.name == "app.js" or used == kept.get(script.name, set())


def test_scripts_are_modules_of_this_site():
    """ASVS 3.2.3 and 3.6.1: nothing of a page can take the place of a variable of theirs."""
    templates = list(HERE.rglob("*.jinja2"))
    tags = [tag for path in templates for tag in re.findall(r"<script[^>]*>", path.read_text("utf-8"))]
    assert len(tags) == 7
    for tag in tags:
        assert tag.startswith('<script type="module" src="{{ request.static_path(\'eventapp:static/'), tag


def test_templates_escape_all_that_is_text():
    """ASVS 1.2.1. The one picture that is made here is made of letters of base32."""
    unescaped = [
        (path.name, found)
        for path in sorted(HERE.rglob("*.jinja2"))
        for found in re.findall(r"\{\{[^}]*\|\s*safe[^}]*\}\}|autoescape|Markup", path.read_text("utf-8"))
    ]
    assert [name for name, _ in unescaped] == ["authenticator.jinja2"], unescaped
