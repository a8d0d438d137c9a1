"""eventapp: a private events server. One ZODB tree is the database, the URLs and the security boundary."""

from typing import Any

from pyramid.config import Configurator
from pyramid.router import Router

from eventapp import settings as ini

PYRAMID_DEFAULTS = {
    "retry.attempts": "10",
    "tm.manager_hook": "pyramid_tm.explicit_manager",
    "tm.commit_veto": "eventapp.storage.commit_veto",
    "tm.annotate_user": "false",  # else each transaction would keep the username for as long as the file lives
    "jinja2.directories": "eventapp:templates",
    "jinja2.undefined": "strict",
    "jinja2.trim_blocks": "true",
    "jinja2.lstrip_blocks": "true",
}


def main(global_config: dict[str, str] | None, **settings: Any) -> Router:
    """Make the WSGI application. The lines stand in the order in which a request meets them.

    :raises ConfigurationError: when a setting can't be used, or the database can't be opened.
    """
    with Configurator(settings={**PYRAMID_DEFAULTS, **settings}) as config:
        config.registry.eventapp = ini.read(settings)
        config.registry.script = (global_config or {}).get("__script__")
        config.include("pyramid_retry")
        config.include("eventapp.security.headers")
        config.include("eventapp.views.compression")
        config.include("pyramid_tm")
        config.include("eventapp.clock")
        config.include("eventapp.storage")
        config.include("eventapp.background")
        config.include("eventapp.mail")
        config.include("eventapp.security")
        config.include("eventapp.views.locales")
        config.include("pyramid_jinja2")
        config.include("eventapp.views")
        return config.make_wsgi_app()
