"""To version 3: what an event says is one value; people have further calendars; calendars know words, UIDs and changes.

The calendars are filed anew: their old indexes, ``_times`` and ``_days``, go.
"""

from BTrees.OOBTree import OOBTree

from eventapp.models import ChangeLog, Content, Event, Root


def evolve(root: Root) -> None:
    root._unfinished, root._feeds = OOBTree(), OOBTree()
    for user in root["users"].values():
        user.title, user.calendars, user.log = "", OOBTree(), ChangeLog()
        vars(user).pop("_days", None)
        for event in (*user.values(), *(deleted.event for deleted in user._deleted.values())):
            _evolve_event(event)
        user.reindex()
        for name in user:
            user.log.note(name)


def _evolve_event(event: Event) -> None:
    event._p_activate()
    old = event.__dict__
    event._content = Content(old.pop("title"), old.pop("_when"), old.pop("place"), old.pop("notes"))
