"""Quick add: an event from one line of words. Plain values in and out: no web, no database, no clock."""

from eventapp.quickadd.grammar import Understood, understand

__all__ = ["Understood", "understand"]
