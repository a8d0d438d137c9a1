"""Texts in the languages there are: what is marked is translated, and what is translated is what is marked."""

import io
import pickle
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import escape

from eventapp.i18n import Text, _, language, many, numeral, say

PROJECT = Path(__file__).parents[2]
LOCALE = PROJECT / "eventapp" / "locale"
LANGUAGES = sorted(folder.name for folder in LOCALE.iterdir())
PLACES = re.compile(r"\$\{\w+\}|%\(\w+\)[sd]|%%|</?[a-z]+")
"""What a translation must have as its text has it."""


def catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "eventapp.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_a_text_is_english_until_somebody_reads_it():
    text = _("Use ${most} characters or fewer.", most=10_000)
    assert text == "Use 10,000 characters or fewer." and isinstance(text, str)
    assert say(text, "ja") == say(text, "en_GB") == text
    assert say("as it is", "de") == "as it is"
    assert escape(_("“${title}” is deleted.", title="<b>")) == "“&lt;b&gt;” is deleted."


@pytest.mark.parametrize(("n", "text"), [(0, "0 days left"), (1, "1 day left"), (2345, "2,345 days left")])
def test_texts_count(n, text):
    assert many("${n} day left", "${n} days left", n) == text


def test_numbers_are_written_as_the_language_does():
    assert (numeral(1234567), say(numeral(1234567), "de"), say(numeral(-5), "de")) == ("1,234,567", "1.234.567", "-5")
    assert say(_("x ${inner}", inner=numeral(1000)), "de") == "x 1.000"
    assert _("x ${inner}", inner=numeral(1000)) == "x 1,000"


@pytest.mark.parametrize(
    ("locale", "day"),
    [
        ("en_GB", "Wed, 4 Mar 2026"),
        ("en_US", "Wed, Mar 4, 2026"),
        ("de", "Mi., 4. März 2026"),
        ("ja", "2026年3月4日(水)"),
    ],
)
def test_days_are_written_as_the_language_does(locale, day):
    text = _("x ${day}", day=date(2026, 3, 4))
    assert say(text, locale) == f"x {day}" and text == "x Wed, 4 Mar 2026"


def test_what_is_stored_of_a_text_is_a_plain_one():
    stored = pickle.loads(pickle.dumps(numeral(5)))
    assert stored == "5" and type(stored) is str


def test_a_text_of_a_form_keeps_its_words_in_other_languages():
    """WTForms fills in what it says with %."""
    text = _("Title")
    assert text % {"min": 1} is text and isinstance(text % {}, Text)


@pytest.mark.parametrize(("locale", "expected"), [("de", "de"), ("en_GB", "en"), ("ja", "en"), ("zh_Hans", "en")])
def test_which_language_a_page_says_it_is_in(locale, expected):
    assert language(locale) == expected


def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All that is marked in the code and in the templates, gathered as ``make texts`` does."""
    path = tmp_path_factory.mktemp("texts") / "eventapp.pot"
    (line,) = (
        line for line in (PROJECT / "Makefile").read_text("utf-8").splitlines() if "pybabel --quiet extract" in line
    )
    arguments = [word for word in line.split()[1:] if not word.startswith("--output")]
    pybabel = Path(sys.executable).with_name("pybabel")
    subprocess.run([pybabel, *arguments, f"--output={path}"], cwd=PROJECT, check=True, timeout=60)
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """All forms of each text that is marked, by the first of them."""
    return {forms(message.id)[0]: forms(message.id) for message in extracted(tmp_path_factory) if message.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_marked_is_translated_and_nothing_else(language, marked):
    messages = {forms(message.id)[0]: message for message in catalogue(language) if message.id}
    assert messages.keys() == marked.keys(), "make texts"
    for text, message in messages.items():
        assert all(forms(message.string)) and not message.fuzzy, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_values_and_the_tags_of_its_text(language):
    for message in catalogue(language):
        said, meant = forms(message.id), forms(message.string)
        if message.id:
            for form, last in zip(meant, (said[0], said[-1]), strict=False):
                assert sorted(PLACES.findall(form)) == sorted(PLACES.findall(last)), form


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_translated(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    assert (LOCALE / language / "LC_MESSAGES" / "eventapp.mo").read_bytes() == compiled.getvalue(), "make texts"
