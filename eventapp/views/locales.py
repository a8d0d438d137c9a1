"""In which language a page is: that of the person who is signed in, else what their browser asks for."""

from typing import Any

from pyramid.httpexceptions import HTTPException
from pyramid.request import Request
from pyramid_jinja2.i18n import GetTextWrapper

from eventapp.forms import LOCALES
from eventapp.i18n import DOMAIN, in_catalogue, many, numeral, say
from eventapp.models import User
from eventapp.security.passwords import Busy

TAGS = {code.replace("_", "-"): code for code in LOCALES} | {
    "en": User.locale,
    "no": "nb",
    "zh": "zh_Hans",
    "zh-HK": "zh_Hant",
    "zh-TW": "zh_Hant",
}
"""What browsers call the languages (BCP 47). Whoever asks for English of Australia is not given what they like less."""

LONGEST = 1000
"""Characters of a header. Browsers send some twenty; reading one tag takes the square of its length."""


def of_browser(request: Request) -> str:
    """The language that the browser asks for (RFC 9110, section 12.5.4), of those that there are."""
    if len(request.headers.get("Accept-Language", "")) > LONGEST:
        return User.locale
    found = request.accept_language.lookup(list(TAGS), default="en")
    return TAGS[found]


def of_request(request: Request) -> str:
    """As Babel names it. Where something failed it is not asked who is signed in: that may be what failed."""
    failed = not isinstance(request.exception, HTTPException | Busy | None)
    return of_browser(request) if failed or request.user is None else str(request.user.locale)


class Gettext(GetTextWrapper):
    """What templates ask for texts."""

    def gettext(self, message: str) -> str:
        return in_catalogue(self.localizer, message)


def includeme(config: Any) -> None:
    config.add_translation_dirs("eventapp:locale")
    config.set_locale_negotiator(of_request)
    config.add_settings(
        {
            "jinja2.globals": {"many": many, "numeral": numeral},
            "jinja2.i18n.domain": DOMAIN,
            "jinja2.i18n.gettext": Gettext,
            "jinja2.newstyle": "true",
        }
    )
    config.add_request_method(lambda request, text: say(text, request.locale_name), "say")
