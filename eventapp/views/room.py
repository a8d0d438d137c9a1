"""Room: how many events one account may hold."""

from pyramid.request import Request
from wtforms import Form

from eventapp.models import Calendar


def has_room(request: Request, calendar: Calendar, form: Form) -> bool:
    """Whether one more event may be added to ``calendar``; when not, the form says so (ASVS 2.4.1)."""
    most = request.registry.eventapp.most_events
    if len(calendar) < most:
        return True
    form.form_errors.append(
        f"Not saved: your calendar is full ({most:,} at the most). Delete one, and save this again."
    )
    return False
