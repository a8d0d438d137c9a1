"""The permissions that views ask for and ACLs grant. One word, one meaning."""

from enum import StrEnum


class Permission(StrEnum):
    """What a principal may be allowed to do in a context."""

    VIEW = "view"
    """Read a resource; on the root: have a home page at all."""

    ADD = "add"
    """Put a new event into a calendar."""

    EDIT = "edit"
    """Change an event."""

    DELETE = "delete"
    """Delete events, see the deleted ones, and take a deletion back."""

    SET_UP = "set-up"
    """Set up a second step, and sign out: all that is open to whoever has to have one and has none yet."""

    ACCOUNT = "account"
    """Change the account itself. Never part of sharing a calendar."""
