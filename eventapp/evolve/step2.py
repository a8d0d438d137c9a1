"""To version 2: accounts get second factors, tickets and a record of what happened to them."""

from BTrees.OOBTree import OOBTree, OOTreeSet

from eventapp.models import Activity, Factors, Root


def evolve(root: Root) -> None:
    users = root["users"]
    root._tickets = OOBTree()
    users._by_passkey = OOBTree()
    users._gone = OOTreeSet()
    for user in users.values():
        user.tickets = OOBTree()
        user.factors = Factors()
        user.activity = Activity()
        user.devices = OOBTree()
