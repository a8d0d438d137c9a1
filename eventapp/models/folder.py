"""Folder: the container that all containers of the tree are made of.

It seats its children: a resource that was added knows its ``__parent__`` and its ``__name__``,
which is all that traversal, ACL inheritance and URL generation need.
"""

from collections.abc import Iterator
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent


class NameTaken(ValueError):
    """There is a child of that name already."""


class Folder(Persistent):
    """A container of named resources.

    The children live in an ``OOBTree``, so two requests that add different names at the same time
    merge instead of conflicting. An empty folder is truthy, as a resource should be.
    """

    __parent__: Any = None
    __name__: str | None = None

    def __init__(self) -> None:
        self._children = OOBTree()

    def add(self, child: Any) -> None:
        """Seat ``child`` under its own ``__name__``.

        :raises ValueError: when the name can't be a path segment, or this folder refuses it.
        :raises NameTaken: when there is a child of that name.
        """
        name = child.__name__
        self.check_name(name)
        if name in self._children:
            raise NameTaken(f"There is something named {name!r} here already.")
        child.__parent__ = self
        self._children[name] = child

    def remove(self, name: str) -> Any:
        """Unseat the child of that name and return it.

        :raises KeyError: when there is none.
        """
        child = self._children.pop(name)
        child.__parent__ = None
        return child

    def check_name(self, name: object) -> None:
        """Refuse what can't be one segment of a path.

        Containers with rules of their own extend this.

        :raises ValueError: saying what is wrong with it.
        """
        if not isinstance(name, str) or not name or "/" in name or name in {".", ".."} or name.startswith("@@"):
            raise ValueError(f"{name!r} can't be the name of a resource.")

    def __getitem__(self, name: str) -> Any:
        return self._children[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self._children.get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self._children

    def __iter__(self) -> Iterator[str]:
        return iter(self._children)

    def __len__(self) -> int:
        return len(self._children)

    def __bool__(self) -> bool:
        return True

    def keys(self) -> Any:
        return self._children.keys()

    def values(self) -> Any:
        return self._children.values()

    def items(self) -> Any:
        return self._children.items()
