"""The examples of quick add: in each language there is, such as its grammar understands, and as the English ones."""

from importlib.resources import files

import pytest

from eventapp.i18n import say
from eventapp.quickadd import understand
from eventapp.views.quick import EXAMPLE, EXAMPLES, SHORT
from tests.factories import NOW


def meant(example: str, language: str):
    found = understand(say(example, language), NOW, "Europe/Prague", language)
    assert found.title and found.when
    return found.when, found.rule, bool(found.place)


@pytest.mark.parametrize("language", sorted(folder.name for folder in (files("eventapp") / "locale").iterdir()))
@pytest.mark.parametrize("example", [EXAMPLE, *EXAMPLES, SHORT])
def test_an_example_is_understood(example, language):
    assert say(example, language) != example
    assert meant(example, language) == meant(example, "en")
