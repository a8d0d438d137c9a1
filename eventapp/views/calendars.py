"""Which calendars a page shows."""

from pyramid.request import Request

from eventapp.models import Calendar, User


def shown(request: Request) -> list[Calendar]:
    """The calendars of the person that a page shows: all but those that its address hides, ``?hide=family,work``."""
    hidden = set(request.GET.get("hide", "").split(","))
    return [calendar for calendar in request.user.all_calendars() if short_name(calendar, request.user) not in hidden]


def short_name(calendar: Calendar, user: User) -> str:
    """What an address calls one of a person's calendars: by its name, and their own one ``_``."""
    return "_" if calendar is user else str(calendar.__name__)
