"""What a browser is called, in the words of the person who sits before it."""

from ua_parser import parse

UNKNOWN = "An unknown browser"


def browser_name(user_agent: str) -> str:
    """``Firefox on Linux`` and the like, from a User-Agent header (RFC 9110, section 10.1.5)."""
    if not user_agent:
        return UNKNOWN
    found = parse(user_agent)
    browser = found.user_agent.family if found.user_agent else ""
    system = found.os.family if found.os else ""
    return f"{browser or UNKNOWN} on {system}" if system else browser or UNKNOWN
