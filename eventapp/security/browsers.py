"""What a browser is called, in the words of the person who sits before it."""

import re

from ua_parser import parse

from eventapp.i18n import _

UNKNOWN = _("An unknown browser")

NAME = re.compile(r"[\w &+/-]{1,40}")
"""What can be a name. Some are taken from the header as they are, and nobody may write sentences or links into mail."""


def browser_name(user_agent: str) -> str:
    """``Firefox on Linux`` and the like, from a User-Agent header (RFC 9110, section 10.1.5)."""
    if not user_agent:
        return UNKNOWN
    found = parse(user_agent)
    browser = _name(found.user_agent.family if found.user_agent else "") or UNKNOWN
    system = _name(found.os.family if found.os else "")
    return _("${browser} on ${system}", browser=browser, system=system) if system else browser


def said_again(name: str) -> str:
    """A name of a browser that was kept in English, to be said in other languages."""
    browser, on, system = name.partition(" on ")
    browser = UNKNOWN if browser == UNKNOWN else browser
    return _("${browser} on ${system}", browser=browser, system=system) if on else browser


def _name(family: str) -> str:
    return family if NAME.fullmatch(family) else ""
