"""Who is asking, what they may do, and what no request may do: one small file each."""

from typing import Any


def includeme(config: Any) -> None:
    config.include(".passwords")
    config.include(".breached")
    config.include(".policy")
    config.include(".setting_up")
    config.include(".sessions")
    config.include(".forms")
    config.include(".confirmation")
    config.include(".leaving")
    config.include(".unfinished")
    config.include(".csrf")
    config.include(".invitations")
    config.include(".throttle")
    config.include(".vault")
    config.include(".passkeys")
