"""Which calendars a page shows."""

from pyramid.request import Request

from eventapp.models import Calendar


def shown(request: Request) -> list[Calendar]:
    """The calendars of the person that a page shows: all but those that its address hides, ``?hide=family,work``."""
    hidden = set(request.GET.get("hide", "").split(","))
    user = request.user
    return [c for c in user.all_calendars() if ("" if c is user else c.__name__) not in hidden or not hidden - {""}]
