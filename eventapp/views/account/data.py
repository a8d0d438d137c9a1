"""Your data: everything to take along, and how to leave."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import forget
from pyramid.view import view_config, view_defaults

from eventapp.forms import LeaveForm, one_line
from eventapp.i18n import _
from eventapp.ical import calendar_text
from eventapp.models import Calendar, Change, Event, Permission, User, What
from eventapp.security import audit, credentials, messages

GRACE = timedelta(days=7)
"""How long an account that is to be deleted can still be kept, by signing in."""


@view_defaults(
    context=User, name="data", permission=Permission.ACCOUNT, renderer="eventapp:templates/account/data.jinja2"
)
class YourData:
    def __init__(self, context: User, request: Request) -> None:
        self.user = context
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        return {"form": LeaveForm(), "grace": GRACE.days}

    @view_config(request_method="POST", confirmed=True)
    def leave(self) -> Any:
        """Sign out everywhere, and have the account removed in some days."""
        form = LeaveForm(self.request.POST)
        if one_line(form.username.data).lower() != self.user.__name__:
            form.username.errors = [_("Write ${name}, to be sure.", name=self.user.__name__)]
            self.request.response.status_int = 422
            return {"form": form, "grace": GRACE.days}
        headers = forget(self.request)
        self.request.tree.close_sessions(self.user)
        self.request.tree.close_tickets(self.user, None, self.request.now)
        self.user.__parent__.leaves(self.user, self.request.now + GRACE)
        entry = audit.entry_of(self.request, What.DELETION_ASKED)
        audit.keep(self.request.tm, self.user, entry)
        url = self.request.registry.eventapp.url
        credentials.tell(self.request, self.user.email, messages.leaving(url, self.user, entry, GRACE.days))
        return HTTPFound("/login?done=leaving", headers=headers)


@view_config(
    context=User,
    name="export",
    request_method="POST",
    permission=Permission.ACCOUNT,
    confirmed="data",
    throttled="export",
)
def export(context: User, request: Request) -> Response:
    """Everything that is kept of a person, as one zip: JSON for programs of their own, iCalendar for the others."""
    audit.note(request, What.EXPORTED, context)
    calendars = context.all_calendars()
    files = {
        "account.json": _json(_account(context)),
        "events.json": _json([_event(event) for calendar in calendars for event in calendar.values()]),
        "deleted-events.json": _json(
            [_event(deleted.event, calendar) for calendar in calendars for deleted in calendar.deleted(request.now)]
        ),
        "activity.json": _json([_plain(entry) for entry in context.activity]),
        "events.ics": calendar_text(context.values(), request.now),
    }
    for calendar in calendars[1:]:
        files[f"calendars/{calendar.__name__}.ics"] = calendar_text(calendar.values(), request.now, calendar.title)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, content in files.items():
            writer.writestr(zipfile.ZipInfo(name, request.now.timetuple()[:6]), content)
    name = f"eventapp-{context.__name__}-{request.now:%Y-%m-%d}.zip"
    response = Response(archive.getvalue(), content_type="application/zip")
    response.content_disposition = f'attachment; filename="{name}"'  # a username needs no quoting
    return response


def _account(user: User) -> dict[str, Any]:
    """The account without its secrets: no password, no token, no seed, in whatever form."""
    return {
        "username": user.__name__,
        "email": user.email,
        "registered": user.registered.isoformat(),
        "timezone": user.timezone,
        "locale": user.locale,
        "hours": user.hours,
        "keyboard shortcuts": user.shortcuts,
        "week_start": user.week_start,
        "sessions": [
            {
                "signed_in": session.signed_in.isoformat(),
                "last_seen": session.last_seen.isoformat(),
                "expires": session.expires.isoformat(),
                "browser": session.browser,
                "address": session.address,
            }
            for session in user.sessions.values()
        ],
        "passkeys": [
            {
                "name": key.name,
                "added": key.added.isoformat(),
                "last_used": key.last_used and key.last_used.isoformat(),
            }
            for key in user.factors.passkeys.values()
        ],
        "calendars": [
            {"name": calendar.__name__, "title": calendar.title, "secret_address": calendar.feed is not None}
            for calendar in user.all_calendars()
        ],
        "authenticator_app": user.factors.totp is not None,
        "recovery_codes_left": len(user.factors.recovery),
    }


def _event(event: Event, calendar: Calendar | None = None) -> dict[str, Any]:
    """An event. One that was deleted is in no calendar, so that is named."""
    again, content = event.recurrence, event.content
    return {
        "id": event.__name__,
        "uid": event.uid,
        "calendar": (calendar or event.__parent__).__name__,
        **_said(event),
        "repeats": {
            "rules": again.rules,
            "also": [start.isoformat() for start in again.also],
            "never": [start.isoformat() for start in again.never],
        },
        "changes": [{"at": change.at.isoformat(), **_said(change)} for change in content.changes],
        "reminders": content.reminders,
        "people": content.people,
    }


def _said(said: Event | Change) -> dict[str, Any]:
    when = said.when
    return {
        "title": said.title,
        "start": when.start.isoformat(),
        "end": None if when.end is None else when.end.isoformat(),
        "timezone": when.timezone,
        "place": said.place,
        "notes": said.notes,
    }


def _plain(entry: Any) -> dict[str, str]:
    names = ("what", "address", "browser", "detail")
    return {"at": entry.at.isoformat(), **{name: getattr(entry, name) for name in names}}


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode("utf-8", "surrogatepass")
