"""docs/security.md: every test that it names exists, every requirement stands there once, and its counts are true."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

from eventapp.security.throttle import LIMITS

PROJECT = Path(__file__).parents[2]
DOC = (PROJECT / "docs/security.md").read_text("utf-8")
ROWS = re.findall(r"^\| V(\d+\.\d+\.\d+) \| ([123]) \| (.+) \| (.+) \|$", DOC, re.MULTILINE)
KINDS = ("a test", "a document", "not met", "does not apply")
TEST = r"`(tests/[\w/]+\.py)::([\w:]+)`"


@cache
def named_in(path: str) -> frozenset[str]:
    """The tests of a file, those of a class as ``Class::test``."""
    tree = ast.parse((PROJECT / path).read_text("utf-8"))
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    methods = {f"{c.name}::{node.name}" for c in classes for node in c.body if isinstance(node, ast.FunctionDef)}
    return frozenset(name for name in own | methods if name.rpartition("::")[2].startswith("test_"))


def kind(held_by: str) -> str:
    if re.fullmatch(rf"{TEST}(, {TEST})*", held_by):
        return "a test"
    words = {"Document: ": "a document", "Not met: ": "not met", "Does not apply: ": "does not apply"}
    (found,) = [words[word] for word in words if held_by.startswith(word) and len(held_by) > len(word)]
    return found


def test_every_test_that_is_named_exists():
    named = re.findall(TEST, DOC)
    assert len(named) > 200 and len(named) == DOC.count(".py::")
    for path, name in named:
        assert name in named_in(path), f"{path}::{name}"


def test_every_requirement_stands_there_once_and_in_order():
    numbers = [tuple(map(int, number.split("."))) for number, *_ in ROWS]
    assert numbers == sorted(set(numbers)) and len(numbers) > 200
    assert len(ROWS) == len(re.findall(r"(?m)^\| V\d", DOC))


def test_the_counts_are_true():
    counted = Counter((kind(held_by), level) for _, level, _, held_by in ROWS)
    told = dict(re.findall(r"^\| ([a-z ]+) \| ((?:\d+ \| ){3}\d+) \|$", DOC, re.MULTILINE))
    for name in KINDS:
        by_level = [counted[name, level] for level in "123"]
        assert told[name] == " | ".join(map(str, [*by_level, sum(by_level)])), name
    levels = Counter(level for _, level, *_ in ROWS)
    assert told["all lines"] == " | ".join(map(str, [*(levels[level] for level in "123"), len(ROWS)]))


def test_what_is_met_says_how_and_what_stands_below_is_there():
    for number, _, how, held_by in ROWS:
        assert kind(held_by) in {"not met", "does not apply"} or how != "—", number
        for title in re.findall(r"^Document: below, “(.+?)”", held_by):
            assert re.search(rf"^###? {title}$", DOC, re.MULTILINE), f"{number}: {title}"
        for page, title in re.findall(r"\]\((\w+\.md)\), “(.+?)”", held_by):
            assert re.search(rf"^#+ {title}$", (PROJECT / "docs" / page).read_text("utf-8"), re.MULTILINE), number


def test_the_limits_are_those_that_hold():
    told = re.findall(r"^\| `([\w-]+)` \| (.+) \| (.+) \|$", DOC, re.MULTILINE)
    assert told == [(name, limits.account or "—", limits.address or "—") for name, limits in LIMITS.items()]
