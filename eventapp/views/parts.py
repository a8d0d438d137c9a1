"""Parts: an edit of one occurrence and those that follow makes an event of its own of them, the part.

The part goes with that edit when it is undone, and comes again with it. Meanwhile it is kept beside the event
that is whole again, and not among the deleted ones: restored from there, it would be on the same days.
"""

from datetime import datetime

from pyramid.traversal import find_interface

from eventapp.models import DeletedEvent, Event, User
from eventapp.views.calendars import key_of


def cut_off(whole: Event, part: Event) -> None:
    """Note that the last change of one event made the other, which is in its calendar."""
    whole.split_off, part.split_from = str(part.__name__), str(whole.__name__)
    part.made_as = part.version, key_of(part.__parent__)


def follow(whole: Event, now: datetime) -> Event | None:
    """Let the part go with a change that was just undone, or come again with it; the part that came.

    It goes from wherever it is: among the deleted events, and in a deleted calendar, too.
    """
    part = _kept(whole)
    if part is not None:
        owner: User = find_interface(whole, User)
        there = {key_of(calendar): calendar for calendar in owner.all_calendars()}
        there.get(part.made_as[1], whole.__parent__).add(part)
        whole.part = None
        return part
    found = _find(whole, now)
    if isinstance(found, DeletedEvent):
        part = found.__parent__.restore(found.__name__)
        if not part.made_as[0]:  # it was deleted by an undo, before that kept it elsewhere
            return part
    elif found is not None:
        part = found
    if part is not None:
        part.__parent__.remove(part.__name__)
        whole.part = part
    return None


def changed_since(whole: Event, now: datetime) -> Event | DeletedEvent | None:
    """The part, where it was edited or put elsewhere since the change that made it, so that an undo would lose that."""
    found = None if _kept(whole) is not None else _find(whole, now)
    if found is None:
        return None
    part = found.event if isinstance(found, DeletedEvent) else found
    as_made = part.made_as == (part.version, key_of(found.__parent__)) if part.made_as[0] else part.before is None
    return None if as_made else found


def whole_of(part: Event) -> Event | None:
    """The event whose last change made this one; None where that changed again, or is not there."""
    owner: User = find_interface(part, User)
    wholes = (calendar.get(part.split_from) for calendar in owner.all_calendars())
    return next((one for one in wholes if isinstance(one, Event) and one.split_off == part.__name__), None)


def _kept(whole: Event) -> Event | None:
    """The part, where it is kept beside the event; not one of an earlier change, which goes with the next undo."""
    return whole.part if whole.part is not None and whole.part.__name__ == whole.split_off else None


def _find(whole: Event, now: datetime) -> Event | DeletedEvent | None:
    """The part, wherever it is."""
    owner: User = find_interface(whole, User)
    name, calendars = whole.split_off, [owner, *owner.calendars.values()]
    return next(filter(None, (calendar.get(name) or calendar.get_deleted(name, now) for calendar in calendars)), None)
