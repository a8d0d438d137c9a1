"""The tree knows nothing of the web: what its modules may import, to the letter."""

import ast
import sys
from pathlib import Path

import eventapp.models

ALLOWED = {"BTrees.Interfaces", "BTrees.OOBTree", "persistent", "pyramid.authorization"}


def imported(module: Path):
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_models_import_the_standard_library_persistence_and_acls_only():
    modules = list(Path(eventapp.models.__file__).parent.glob("*.py"))
    assert len(modules) > 5
    for module in modules:
        for name in imported(module):
            assert (
                name in ALLOWED
                or name.startswith("eventapp.models")
                or name.partition(".")[0] in sys.stdlib_module_names
            ), f"{module.name} imports {name}"
