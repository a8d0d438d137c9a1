"""An application that is used again: making one takes longer than most tests, for its views above all.

Each test has a new database, new counters and a new queue all the same. The real ``main`` makes them.
"""

from importlib import import_module
from typing import Any
from unittest.mock import patch

from pyramid.router import Router

import eventapp


class Again:
    """Stands in for a Configurator whose registry was configured before.

    Each part of ours seats what it keeps in the registry anew; what it tells the configuration is known already.
    """

    def __init__(self, app: Router, package: str = "") -> None:
        self._app = app
        self._package = package
        self.registry = app.registry

    def __enter__(self) -> "Again":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def include(self, name: str) -> None:
        module = import_module(name, self._package)
        if module.__name__.startswith("eventapp."):
            module.includeme(Again(self._app, module.__name__))

    def make_wsgi_app(self) -> Router:
        return self._app

    def __getattr__(self, directive: str) -> Any:
        return lambda *_, **__: None


def make_again(app: Router, **settings: str) -> Router:
    """What ``main({}, **settings)`` makes, with the views of ``app``, and in its place.

    :param settings: may differ from those of ``app`` in the database and the folder for mail. What else there is
      is read while views are made.
    """
    with patch.object(eventapp, "Configurator", lambda settings: Again(app)):
        return eventapp.main({}, **settings)
