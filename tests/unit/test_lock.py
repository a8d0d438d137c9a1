"""requirements.txt: one version of each part that setup.py asks for, and the digests of its files."""

import re
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]


def locked(name: str) -> list[tuple[Requirement, str]]:
    """The lines of a file of requirements, each with its options."""
    lines = (PROJECT / name).read_text("utf-8").replace("\\\n", "").splitlines()
    parts = [line.partition(" --") for line in lines if not re.match(r"\s*(#|$)", line)]
    return [(Requirement(requirement), dashes + options) for requirement, dashes, options in parts]


def asked_for(extra: str) -> list[Requirement]:
    """What setup.py asks for."""
    found = [Requirement(line) for line in requires("eventapp")]
    return [one for one in found if one.marker is None or one.marker.evaluate({"extra": extra})]


@pytest.mark.parametrize(("name", "extra"), [("requirements.txt", ""), ("requirements-redis.txt", "redis")])
def test_all_that_is_asked_for_has_one_version_and_digests(name, extra):
    lines = locked(name)
    assert len(lines) > 50
    for requirement, options in lines:
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert re.fullmatch(r"( +--hash=sha256:[0-9a-f]{64})+", options), requirement
    pinned = {canonicalize_name(part.name): str(part.specifier)[2:] for part, _ in lines}
    for one in asked_for(extra):
        assert one.specifier.contains(pinned[canonicalize_name(one.name)]), f"{one}: make lock"
    assert ("redis" in pinned) == (extra == "redis")


def test_the_one_for_redis_only_adds_to_the_other():
    assert {str(part) for part, _ in locked("requirements.txt")} < {
        str(part) for part, _ in locked("requirements-redis.txt")
    }
