"""Room: how many events one account may hold."""

from pyramid.request import Request
from wtforms import Form

from eventapp.i18n import _


def has_room(request: Request, form: Form) -> bool:
    """Whether the person may add one more event; when not, the form says so (ASVS 2.4.1)."""
    most = request.registry.eventapp.most_events
    if sum(map(len, request.user.all_calendars())) < most:
        return True
    form.form_errors.append(
        _("Not saved: your calendars are full (${most} at the most). Delete one, and save this again.", most=most)
    )
    return False
