"""One test after another uses the views of one application. Nothing else of it outlives a test, nor any application."""

import gc
import weakref
from dataclasses import is_dataclass

import pytest

from eventapp import main
from tests.again import make_again
from tests.factories import Browser, opened


def kept(app):
    """What the parts of an application keep."""
    return {
        name: part
        for name, part in vars(app.registry).items()
        if type(part).__module__.startswith(("eventapp.", "ZODB.")) and not is_dataclass(part)
    }


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_with_nothing(app, turn):
    with opened(app) as root:
        assert not list(root["users"])
    Browser(app).register("alice")


def test_whatever_a_part_keeps_is_made_again(app, app_settings):
    before = kept(app)
    assert set(before) == {"background", "breached", "counters", "db", "mail", "passwords"}
    app.registry.background.stop()
    app.registry.db.close()
    after = kept(make_again(app, **app_settings))
    assert set(after) == set(before)
    assert not [name for name in before if after[name] is before[name]]


def test_it_is_as_one_that_is_made_anew(app, make_app):
    """The same chores, and the same settings."""
    again = app.registry
    again.background.stop()
    again.db.close()
    anew = make_app().registry
    assert again.eventapp == anew.eventapp and (again.script, again.serves) == (anew.script, anew.serves)
    assert [job.func for job in again.background.chores] == [job.func for job in anew.background.chores] != []
    assert [job.args for job in again.background.chores] == [(again,)] * len(again.background.chores)


def test_an_application_that_nobody_has_any_more_is_let_go(app_settings):
    """Thousands of them would fill the memory."""
    app = main({}, **app_settings)
    Browser(app).register("alice")
    app.registry.background.stop()
    app.registry.db.close()
    registry = weakref.ref(app.registry)
    del app
    gc.collect()
    assert registry() is None
