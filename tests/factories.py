"""Makes what tests need, as a person would: a browser that registers, signs in and adds events."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_string, policy
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pyramid.router import Router
from transaction import TransactionManager
from transaction.interfaces import TransientError
from webob import Request, Response
from webtest import TestApp
from webtest.forms import Form
from webtest.response import TestResponse

from eventapp.models import Root
from eventapp.security.passwords import Busy, Passwords
from eventapp.storage import KEY

NOW = datetime(2026, 11, 23, 7, 42, tzinfo=UTC)
"""08:42 on a Monday in Prague."""

PASSWORD = "correct horse battery staple"


HTTPS = {"wsgi.url_scheme": "https"}
"""For browsers that come by https: ``Browser(app, **HTTPS)``."""

FORM = re.compile(r'<form\b[^>]*\saction="([^"]*)".*?</form>', re.DOTALL)


class Browser(TestApp):
    """A browser with a cookie jar of its own, which fills in the app's real forms."""

    def __init__(self, app: Router, **environ: str) -> None:
        super().__init__(app, extra_environ={"HTTP_HOST": "localhost:6543", **environ})

    def fill(self, path: str, action: str | None = None, **fields: str) -> Any:
        """The form on the page at ``path`` that posts to ``action``, filled in."""
        page = self.get(path)
        action = action or path.partition("?")[0]
        # Not page.forms, which reads the whole page first, and then each of its forms
        text = next(form[0] for form in FORM.finditer(page.text) if unescape(form[1]).partition("?")[0] == action)
        form = Form(page, text, page.parser_features)
        for name, value in fields.items():
            form[name] = value
        return form

    def send(self, path: str, action: str | None = None, status: int | None = None, **fields: str) -> TestResponse:
        return self.fill(path, action, **fields).submit(status=status)

    def register(self, username: str, password: str = PASSWORD, **fields: str) -> "Browser":
        fields = {"email": f"{username}@example.com", **fields}
        self.send("/register", status=302, username=username, password=password, **fields)
        return self

    def sign_in(self, username: str, password: str = PASSWORD, **fields: str) -> "Browser":
        self.send("/login", status=302, username=username, password=password, **fields)
        return self

    def sign_out(self) -> TestResponse:
        return self.send("/", "/logout", status=302)

    def add(self, username: str, title: str, **fields: str) -> str:
        """Add an event to one's own calendar; its path without the last slash."""
        response = self.send(f"/users/{username}/add", status=303, title=title, **fields)
        return response.location.partition("?")[0].removeprefix("http://localhost:6543").rstrip("/")

    def ask(self, path: str, method: str = "GET", cookie: str | None = None, **headers: str) -> Response:
        """The bare answer to any request at all, without the checks that WebTest makes of sane ones.

        :param cookie: the Cookie header; without one, this browser's session is sent.
        """
        environ = {**self.extra_environ, **{f"HTTP_{name.upper()}": value for name, value in headers.items()}}
        request = Request.blank(path, environ=environ, method=method)
        cookie = f"{self.cookie_name('session')}={self.token}" if cookie is None and self.token else cookie
        if cookie:
            request.environ["HTTP_COOKIE"] = cookie
        response = request.get_response(self.app)
        response.body = response.body  # read to the end, and closed
        return response

    def press(self, path: str, action: str) -> TestResponse:
        """Press the button on the page at ``path`` that posts to ``action``."""
        return self.send(path, action)

    def cookie_name(self, name: str) -> str:
        """What that cookie is called: it has a prefix under https."""
        return f"__Host-{name}" if self.extra_environ.get("wsgi.url_scheme") == "https" else name

    @property
    def token(self) -> str | None:
        """The session token in the cookie jar."""
        return self.cookies.get(self.cookie_name("session"))


class Mailbox:
    """All that an application without an SMTP server has mailed, to whomever."""

    def __init__(self, app: Router) -> None:
        self._app = app

    def __call__(self, to: str | None = None) -> list[Any]:
        """The messages, the oldest first; those to one address when it is named."""
        self._app.registry.background.wait()
        files = sorted((Path(self._app.registry.eventapp.mail_folder) / "new").iterdir())
        found = [message_from_string(file.read_text("utf-8"), policy=policy.default) for file in files]
        for message in found:
            message.set_content(message.get_payload())  # its letters were read from the file already
        return [message for message in found if to is None or message["To"] == to]

    def link(self, to: str) -> str:
        """The path and query of the link in the latest message to one address."""
        text = self(to)[-1].get_content()
        (line,) = (line for line in text.splitlines() if "token=" in line)
        return line.removeprefix(self._app.registry.eventapp.url)


@contextmanager
def opened(app: Router) -> Iterator[Root]:
    """The root as it is stored; what is changed is committed."""
    manager = TransactionManager()
    connection = app.registry.db.open(manager)
    try:
        yield connection.root()[KEY]
        manager.commit()
    finally:
        manager.abort()
        connection.close()


@contextmanager
def all_are_busy() -> Iterator[None]:
    """A moment at which every place to stretch a password is taken."""

    @contextmanager
    def no_place(self, known=False):
        raise Busy
        yield

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Passwords, "place", no_place)
        yield


def forget_tries(app: Router) -> None:
    """Let nobody be at a limit: many tests together try more than a person would."""
    app.registry.counters._own.storage.reset()


def do_chores(app: Router) -> None:
    """Do what is done now and then, and all that follows from it."""
    background = app.registry.background
    for chore in background.chores:
        background.put(chore)
    background.wait()


class Conflicting:
    """What takes part in a transaction and finds at its end that others were quicker."""

    def sortKey(self):  # noqa: N802, the name in transaction's interface
        return "zzz"

    def tpc_vote(self, _):
        raise TransientError("again")

    def abort(self, _):
        pass

    tpc_begin = commit = tpc_abort = abort


def happened(app: Router) -> list[tuple[str, str]]:
    """What alice's activity says, the latest first, when all that was put behind the answers is done."""
    app.registry.background.wait()
    with opened(app) as root:
        return [(entry.what, entry.detail) for entry in root["users"]["alice"].activity]
