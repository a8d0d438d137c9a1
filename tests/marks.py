"""Marks: pages on which each text that was said in the reader's language stands in ⟦brackets⟧, to find the others."""

import re

from bs4 import BeautifulSoup, Comment, Doctype
from bs4.element import Script, Stylesheet, TemplateString
from pyramid.i18n import Localizer

from eventapp.i18n import counted_in_catalogue, in_catalogue
from eventapp.views.repeats.en import English

INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
SEEN = (
    "aria-label",
    "title",
    "placeholder",
    "alt",
    "abbr",
    "aria-roledescription",
    "aria-description",
    "label",
    "data-said",
    "data-today",
    "data-known",
    "data-unused",
    "data-other",
    "data-guessed",
    "data-fair",
    "data-good",
    "data-best",
    "data-countdown",
    "data-minutes",
    "data-hours",
)
"""Attributes that people read, or hear."""

WORD = re.compile(r"[A-Za-z]{2,}")
DATA = re.compile(
    r"\b(?:alice|bob|carol|eventapp|localhost|(?:alice|bob)@example\.com|Europe/Prague|Prague|Europe|UTC|MB|QR|Esc|iCalendar|JSON)\b"
    r"|\b(?:after|before|on|in|place|calendar):"
)
"""What is the same in every language: names, what searches are made of, and what people wrote.

Tests write that in letters other than these.
"""


def mark(monkeypatch) -> None:
    """Put all that is translated into brackets."""
    for module in ("i18n", "views.locales"):  # nothing that was said before, or will be, is kept
        monkeypatch.setattr(f"eventapp.{module}.in_catalogue", in_catalogue.__wrapped__)
    monkeypatch.setattr("eventapp.i18n.counted_in_catalogue", counted_in_catalogue.__wrapped__)
    translate, pluralize = Localizer.translate, Localizer.pluralize
    monkeypatch.setattr(Localizer, "translate", lambda *args, **kwargs: f"⟦{translate(*args, **kwargs)}⟧")
    monkeypatch.setattr(Localizer, "pluralize", lambda *args, **kwargs: f"⟦{pluralize(*args, **kwargs)}⟧")
    monkeypatch.setattr(English, "together", lambda self, said: f"⟦{self.joining.join(said)}⟧")
    less = English.less
    monkeypatch.setattr(English, "less", lambda *args: f"⟦{less(*args)}⟧")


def unmarked(html: str) -> list[str]:
    """The texts of a page that were not said in the reader's language."""
    shorter = INNERMOST.sub("", html)
    while shorter != html:
        html, shorter = shorter, INNERMOST.sub("", shorter)
    page = BeautifulSoup(html, "html.parser")
    for tag in page.find_all(["code", "kbd", "svg", "option"]):
        if tag.name != "option" or tag.parent.get("name") in {"locale", "timezone"}:
            tag.decompose()
    strange = (Comment, Doctype, Script, Stylesheet, TemplateString)
    texts = [str(text) for text in page.find_all(string=True) if not isinstance(text, strange)]
    texts += [tag[name] for tag in page.find_all(True) for name in SEEN if tag.has_attr(name)]
    texts += [tag["content"] for tag in page.find_all("meta", attrs={"name": "description"})]
    texts += [tag["value"] for tag in page.find_all("input", type="submit") if tag.has_attr("value")]
    return [" ".join(text.split()) for text in texts if WORD.search(DATA.sub("", text))]
