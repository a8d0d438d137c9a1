"""Folder: what every container of the tree does."""

import pytest
from persistent import Persistent

from eventapp.models import Folder, NameTaken


class Thing(Persistent):
    def __init__(self, name):
        self.__name__ = name


def test_seats_its_children():
    folder, thing = Folder(), Thing("a")
    folder.add(thing)
    assert thing.__parent__ is folder
    assert folder["a"] is folder.get("a") is thing
    assert "a" in folder and list(folder) == list(folder.keys()) == ["a"]
    assert list(folder.values()) == [thing] and list(folder.items()) == [("a", thing)]


def test_refuses_a_taken_name_and_keeps_what_is_there():
    folder, first = Folder(), Thing("a")
    folder.add(first)
    with pytest.raises(NameTaken):
        folder.add(Thing("a"))
    assert folder["a"] is first


@pytest.mark.parametrize("name", ["", "a/b", ".", "..", "@@view", None, 7, b"bytes"])
def test_refuses_what_cannot_be_a_segment_of_a_path(name):
    folder = Folder()
    with pytest.raises(ValueError):
        folder.add(Thing(name))
    assert len(folder) == 0


def test_removing_unseats():
    folder, thing = Folder(), Thing("a")
    folder.add(thing)
    assert folder.remove("a") is thing
    assert thing.__parent__ is None and "a" not in folder
    with pytest.raises(KeyError):
        folder.remove("a")


def test_an_empty_folder_is_truthy():
    assert Folder() and len(Folder()) == 0
    with pytest.raises(KeyError):
        Folder()["a"]
    assert Folder().get("a") is None
