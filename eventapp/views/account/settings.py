"""Settings: how a person reads days and times."""

from functools import cache
from typing import Any

from babel import Locale
from babel.lists import format_list
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config, view_defaults
from wtforms.fields import SelectChoice

from eventapp.forms import LOCALES, SettingsForm
from eventapp.i18n import language, languages
from eventapp.models import Permission, User


@cache
def names() -> list[tuple[str, str]]:
    """Each language by its own name. Found when first asked for: it takes longer than the rest of the start."""
    names = {code: str(Locale.parse(code).get_display_name()) for code in LOCALES}
    return sorted((name[0].upper() + name[1:], code) for code, name in names.items())


@view_defaults(
    context=User, name="settings", permission=Permission.ACCOUNT, renderer="eventapp:templates/account/settings.jinja2"
)
class Settings:
    def __init__(self, context: User, request: Request) -> None:
        self.user = context
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        return self._page(SettingsForm(obj=self.user))

    @view_config(request_method="POST")
    def save(self) -> Any:
        form = SettingsForm(self.request.POST, obj=self.user)
        if not form.validate():
            self.request.response.status_int = 422
            return self._page(form)
        form.populate_obj(self.user)
        return HTTPSeeOther(self.request.resource_path(self.user, "settings", query={"done": "settings"}))

    def _page(self, form: SettingsForm) -> dict[str, Any]:
        form.locale.choices = [SelectChoice(code, name) for name, code in names()]
        spoken = language(self.user.locale)
        named = [str(Locale.parse(code).get_display_name(spoken)) for code in languages()]
        return {"form": form, "languages": format_list(named, locale=spoken)}
