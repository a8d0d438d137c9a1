"""Sessions: every place where a person is signed in, and how to end it (ASVS 7.5.2)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config, view_defaults

from eventapp.models import Permission, User, What
from eventapp.security import audit, sessions
from eventapp.security.browsers import browser_name


@view_defaults(
    context=User, name="sessions", permission=Permission.ACCOUNT, renderer="eventapp:templates/account/sessions.jinja2"
)
class Sessions:
    def __init__(self, context: User, request: Request) -> None:
        self.user = context
        self.request = request
        self.here = sessions.digest(request.session_token)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        valid = [item for item in self.user.sessions.items() if item[1].is_valid(self.request.now)]
        valid.sort(key=lambda item: (item[0] != self.here, -item[1].last_seen.timestamp()))
        return {
            "rows": [
                {
                    "name": sessions.public_name(digest),
                    "browser": browser_name(session.browser),
                    "session": session,
                    "here": digest == self.here,
                }
                for digest, session in valid
            ]
        }

    @view_config(request_method="POST", confirmed=True)
    def end(self) -> HTTPSeeOther:
        """End one session, or all but this one. One that is over already is no error: it is what was asked for."""
        named = self.request.POST.get("end", "")
        if named == "others":
            ended = self.request.tree.close_sessions(self.user, keep=self.here)
            audit.note(self.request, What.SESSIONS_ENDED, self.user, str(ended))
            return self._done("sessions-ended")
        for digest, session in list(self.user.sessions.items()):
            if sessions.public_name(digest) == named and digest != self.here:
                self.request.tree.close_session(digest)
                audit.note(self.request, What.SESSION_ENDED, self.user, str(browser_name(session.browser)))
        return self._done("session-ended")

    def _done(self, done: str) -> HTTPSeeOther:
        return HTTPSeeOther(self.request.resource_path(self.user, "sessions", query={"done": done}))
