"""To version 2: accounts get second factors, tickets and their activity; emails are compared as they are now."""

from BTrees.OOBTree import OOBTree, OOTreeSet

from eventapp.models import Activity, Factors, Root
from eventapp.models.user import login_key


def evolve(root: Root) -> None:
    users = root["users"]
    root._tickets = OOBTree()
    root._invitations = OOBTree()
    users._by_passkey = OOBTree()
    users._gone = OOTreeSet()
    users._leaving = OOTreeSet()
    users._by_email = OOBTree({login_key(user.email): name for name, user in users.items()})
    for user in users.values():
        user.tickets = OOBTree()
        user.factors = Factors()
        user.activity = Activity()
        user.devices = OOBTree()
