"""Pyramid with nothing in it: one traversed view, one template. It is what eventapp is measured against."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.router import Router


class Root:
    __parent__ = None
    __name__ = ""

    def __init__(self, request: Request) -> None:
        pass

    def __getitem__(self, name: str) -> Any:
        raise KeyError(name)


def hello(context: Root, request: Request) -> dict[str, str]:
    return {"greeting": "Hello"}


def main(global_config: dict[str, str] | None, **settings: Any) -> Router:
    with Configurator(settings=settings, root_factory=Root) as config:
        config.include("pyramid_jinja2")
        config.add_view(hello, context=Root, renderer="tests.bench:hello.jinja2")
        return config.make_wsgi_app()
