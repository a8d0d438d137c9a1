"""Settings: the time zone in which a person reads times."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.view import view_config, view_defaults

from eventapp.forms import TimezoneForm
from eventapp.models import Permission, User


@view_defaults(
    context=User, name="settings", permission=Permission.ACCOUNT, renderer="eventapp:templates/account/settings.jinja2"
)
class Settings:
    def __init__(self, context: User, request: Request) -> None:
        self.context = context
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        return {"form": TimezoneForm(timezone=self.context.timezone)}

    @view_config(request_method="POST")
    def save(self) -> Any:
        form = TimezoneForm(self.request.POST)
        if not form.validate():
            self.request.response.status_int = 422
            return {"form": form}
        self.context.timezone = form.timezone.data
        return HTTPSeeOther(self.request.resource_path(self.request.tree, query={"done": "timezone"}))
