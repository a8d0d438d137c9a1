"""Names: what users and calendars can be called in a path, and what they can't be because it means something else."""

import re

USERNAME = re.compile(r"[a-z][a-z0-9_-]{1,31}")

RESERVED = frozenset(
    """
    abuse account add admin administrator agenda anonymous api authenticated calendar calendars dav
    delete edit event eventapp events everyone export feed help hostmaster import login logout month
    noreply past postmaster register restore root search security sessions settings share static
    status support system trash user users webmaster week well-known www year
    """.split()
)
"""Names that people could take for a part of the app, or for those who run it."""

CALENDAR_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

VIEW_NAMES = frozenset(
    """
    account activity add add-passkey agenda authenticator calendar calendars confirm confirm-email copy data day
    delete delete-calendar edit email export feed import keep leave month move notify own passkey passkeys password
    past paste quick recovery restore restore-calendar search session sessions settings share subscribe trash
    two-step undo undo-import week year
    """.split()
)
"""Names that views of a calendar have or may have, and that no calendar may hide."""

LONGEST_CALENDAR_NAME = 25
"""Shorter than the name of any event."""
