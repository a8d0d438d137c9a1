"""Codes of authenticator apps, against the standard's own examples; and recovery codes."""

import re
from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest

from eventapp.security import recovery, totp
from tests.factories import NOW

NO_GRACE = timedelta(0)
STANDARD = b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_examples_of_rfc_6238(seconds, code):
    """Its appendix B, the last six digits of each."""
    assert totp.matching_step(STANDARD, code, datetime.fromtimestamp(seconds, UTC), NO_GRACE) == seconds // 30


@pytest.mark.parametrize("grace", [0, 1, 10, 30])
def test_a_code_is_good_for_its_30_seconds_and_the_grace(grace):
    """ASVS 6.5.5."""
    start = datetime.fromtimestamp(1234567890, UTC)  # a step begins there
    end = 30 + grace
    for seconds, good in [(-1, False), (0, True), (29, True), (end - 0.1, True), (end, False), (end + 30, False)]:
        found = totp.matching_step(STANDARD, "005924", start + timedelta(seconds=seconds), timedelta(seconds=grace))
        assert found == (1234567890 // 30 if good else None), seconds


@pytest.mark.parametrize("typed", ["005 924", " 005924 ", "0 0 5 9 2 4"])
def test_spaces_do_not_matter(typed):
    assert totp.matching_step(STANDARD, typed, datetime.fromtimestamp(1234567890, UTC), NO_GRACE) is not None


@pytest.mark.parametrize("typed", ["", "00592", "0059240", "00592a", "٠٠٥٩٢٤", "005-924", "\x00", "005924\n"])
def test_what_is_no_code(typed):
    assert totp.matching_step(STANDARD, typed, datetime.fromtimestamp(1234567890, UTC), NO_GRACE) is None


def test_seeds_have_160_bits_and_differ():
    """ASVS 6.5.3."""
    seeds = {totp.new_seed() for _ in range(1000)}
    assert len(seeds) == 1000 and all(re.fullmatch(r"[A-Z2-7]{32}", seed) for seed in seeds)
    assert totp.in_groups("ABCDEFGH") == "ABCD EFGH"
    assert totp.matching_step(seeds.pop(), "abc", NOW, NO_GRACE) is None


def test_a_qr_code_has_no_style_of_its_own():
    picture = totp.qr_code(totp.seed_uri(STANDARD, "alice", "localhost"))
    assert picture.startswith("<svg") and "style" not in picture and 'fill="#fff"' in picture


def test_recovery_codes_have_more_than_128_bits_and_differ():
    codes = [code for _ in range(200) for code in recovery.new_codes()]
    assert len(set(codes)) == 2000 and all(re.fullmatch(r"([a-z2-7]{4}-){6}[a-z2-7]{4}", code) for code in codes)
    letters = "".join(codes).replace("-", "")
    counts = [letters.count(letter) for letter in "abcdefghijklmnopqrstuvwxyz234567"]
    mean = len(letters) / 32
    assert sum((count - mean) ** 2 / mean for count in counts) < 80, "chi square, 31 degrees of freedom: one in 10⁵"


def test_how_a_recovery_code_is_typed_does_not_matter():
    stored = recovery.digest("abol-2345")
    for typed in ("ABOL-2345", "abol2345", " a b o l 2 3 4 5 ", "ab0l-2345", "abo1-2345", "a8ol2345"):
        assert recovery.digest(typed) == stored, typed
    assert recovery.digest("abol-2346") != stored and len(stored) == 32
    assert recovery.digest("\ud800é") != stored
