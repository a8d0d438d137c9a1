"""Texts: what people read, written in English where it is said, and said to each reader in their language.

Code marks a text with :func:`_` or :func:`many`, a template with ``{% trans %}`` or ``_()``. What is marked is
gathered, translated and compiled by ``make texts`` into ``locale/``. This module knows no page and no person.
"""

import re
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from markupsafe import Markup, escape
from pyramid.i18n import Localizer, make_localizer
from pyramid.threadlocal import get_current_request

DOMAIN = "eventapp"
SOURCE = "en"
"""The language in which the texts are written."""

_NAME = re.compile(r"\$\{(\w+)\}")


class Text(str):
    """A text that can be said in another language. As a ``str`` it is English.

    Written into a page it is said in the language of whoever reads that. All else asks for it with
    :meth:`into` or :func:`say`. What is stored is the English.

    :param msgid: the text in English, with ``${name}`` where a value belongs.
    :param plural: the same for another number than one; empty where nothing is counted.
    :param n: the number.
    :param values: by name. A whole number and a day are written as the language does, and a Text in that language.
    """

    msgid: str
    plural: str
    n: int
    values: dict[str, Any]

    def __new__(cls, msgid: str, plural: str = "", n: int = 1, /, **values: Any) -> "Text":
        text = super().__new__(cls, _filled(msgid if n == 1 or not plural else plural, values, None))
        text.msgid, text.plural, text.n, text.values = msgid, plural, n, values
        return text

    def into(self, localizer: Localizer) -> str:
        """The text in a language."""
        if not self.plural:
            return _filled(in_catalogue(localizer, self.msgid), self.values, localizer)
        return _filled(counted_in_catalogue(localizer, self.msgid, self.plural, self.n), self.values, localizer)

    def __html__(self) -> Markup:
        request = get_current_request()
        return escape(str(self) if request is None else self.into(request.localizer))

    def __mod__(self, values: Any) -> "Text":
        """WTForms fills in each message so; here the values are there already."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return str, (str(self),)


def _(msgid: str, /, **values: Any) -> Text:
    """A text: ``_("Use ${most} characters or fewer.", most=500)``."""
    return Text(msgid, **values)


def many(singular: str, plural: str, n: int, /, **values: Any) -> Text:
    """A text in which something is counted: ``many("${n} day left", "${n} days left", days)``."""
    return Text(singular, plural, n, n=n, **values) if values else _many(singular, plural, n)


def reason(wrong: Any) -> Text:
    """What a :class:`eventapp.models.Wrong` says, which knows nothing of languages."""
    return Text(wrong.text, **wrong.values)


@lru_cache(maxsize=4096)
def _many(singular: str, plural: str, n: int) -> Text:
    """Pages count much, and mostly to the same few numbers."""
    return Text(singular, plural, n, n=n)


@lru_cache(maxsize=4096)
def in_catalogue(localizer: Localizer, msgid: str) -> str:
    """A text without its values, in a language. A page has some fifty, the same ones each time."""
    return str(localizer.translate(msgid, DOMAIN))


@lru_cache(maxsize=4096)
def counted_in_catalogue(localizer: Localizer, singular: str, plural: str, n: int) -> str:
    """Likewise, of one in which something is counted."""
    return str(localizer.pluralize(singular, plural, n, DOMAIN))


def numeral(n: int) -> Text:
    """A whole number, as the language writes it."""
    return Text("${n}", n=n)


def say(text: str, locale: str) -> str:
    """A text in a language, as Babel names it, such as ``en_GB``; what is no :class:`Text` stays as it is."""
    return text.into(localizer(locale)) if isinstance(text, Text) else text


@cache
def localizer(locale: str) -> Localizer:
    return make_localizer(locale, [str(files("eventapp") / "locale")])


@cache
def languages() -> list[str]:
    """The languages in which there are texts (BCP 47)."""
    return [SOURCE, *sorted(folder.name for folder in (files("eventapp") / "locale").iterdir() if folder.is_dir())]


def language(locale: str) -> str:
    """In which language texts are said to whoever has that locale: its own, if there is a translation (BCP 47)."""
    own = locale.partition("_")[0]
    return own if own in languages() else SOURCE


def number(n: int, locale: str) -> str:
    """A whole number as a language writes it: 1,234 or 1.234."""
    return str(n) if -1000 < n < 1000 else _number(n, locale)


@lru_cache(maxsize=1024)
def _number(n: int, locale: str) -> str:
    return str(format_decimal(n, locale=locale))


@lru_cache(maxsize=4096)
def written_day(day: date, form: str, locale: str) -> str:
    """A day as a language writes it.

    :param form: ``full``, ``long``, a pattern, or a skeleton of the Unicode locale data (UTS 35, section 4).
    """
    if form in {"full", "long", "EEE", "EEEE", "LLLL"}:
        return str(format_date(day, form, locale=locale))
    return str(format_skeleton(form, day, locale=locale))


def _filled(text: str, values: dict[str, Any], reader: Localizer | None) -> str:
    """The text with its values, in the language of the localizer, or else in English."""
    locale = "en_GB" if reader is None else reader.locale_name

    def value(match: re.Match[str]) -> str:
        found = values[match[1]]
        if isinstance(found, Text):
            return str(found) if reader is None else found.into(reader)
        if isinstance(found, date):
            return written_day(found, "yMMMEd", locale)
        return number(found, locale) if isinstance(found, int) else str(found)

    return _NAME.sub(value, text) if values else text
