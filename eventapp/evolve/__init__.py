"""Evolution of stored data: numbered steps, each from one schema version to the next, and their runner.

A step lives in a module of its own, ``step2`` for the one that makes version 2, as a function
``evolve(root)``. It is run once, at start-up, in the transaction that also notes the new version.
"""

from collections.abc import Callable
from importlib import import_module

from eventapp.models import Root


def evolve(root: Root, version: int) -> None:
    """Bring the data below ``root`` up to ``version``; data that is of it already is left alone."""
    while root.schema < version:
        step: Callable[[Root], None] = import_module(f"eventapp.evolve.step{root.schema + 1}").evolve
        step(root)
        root.schema += 1
