"""Wrong: what can't be, with the reason in words for people, to be said in the language of whoever reads it."""

from string import Template
from typing import Any


class Wrong(ValueError):
    """As a string it is English.

    :param text: the reason in English, with ``${name}`` where a value belongs.
    :param values: by name; a whole number is written as the language does.
    """

    def __init__(self, text: str, /, **values: Any) -> None:
        english = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        super().__init__(Template(text).substitute(english))
        self.text, self.values = text, values
