"""The vault: what is sealed opens for its purpose, with its key, and untouched; for nothing else."""

import pytest

from eventapp.security.keys import derived_key
from eventapp.security.vault import KEY_ID_LENGTH, Vault

VAULT = Vault(b"a pepper")


@pytest.mark.parametrize("secret", ["", "JBSWY3DPEHPK3PXP", "ключ", "x" * 5000])
def test_what_was_sealed_opens(secret):
    assert VAULT.open(VAULT.seal(secret, "totp"), "totp") == secret
    assert Vault(b"a pepper").open(VAULT.seal(secret, "totp"), "totp") == secret


def test_it_is_sealed_otherwise_each_time_and_shows_nothing():
    sealed = {VAULT.seal("JBSWY3DPEHPK3PXP", "totp") for _ in range(20)}
    assert len(sealed) == 20 and not any(b"JBSWY3DP" in one for one in sealed)
    assert len({one[:KEY_ID_LENGTH] for one in sealed}) == 1, "the id of the key stands in front"


def test_for_another_purpose_it_does_not_open():
    assert VAULT.open(VAULT.seal("secret", "totp of alice"), "totp of bob") is None


@pytest.mark.parametrize("other", [Vault(b"another pepper"), Vault()])
def test_with_another_key_it_does_not_open(other):
    assert VAULT.open(other.seal("secret", "totp"), "totp") is None
    forged = VAULT.seal("", "totp")[:KEY_ID_LENGTH] + other.seal("secret", "totp")[KEY_ID_LENGTH:]
    assert VAULT.open(forged, "totp") is None


def test_touched_in_any_bit_or_cut_anywhere_it_does_not_open():
    """ASVS 11.3.3."""
    sealed = VAULT.seal("secret", "totp")
    for at in range(len(sealed)):
        assert VAULT.open(sealed[:at], "totp") is None
        assert VAULT.open(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], "totp") is None
    assert VAULT.open(sealed + b"\0", "totp") is None


def test_keys_for_several_purposes_have_nothing_in_common():
    keys = {derived_key(pepper, purpose) for pepper in (b"", b"a pepper") for purpose in ("vault", "passkeys")}
    assert len(keys) == 4 and {len(key) for key in keys} == {32}
    assert derived_key(b"a pepper", "vault") == derived_key(b"a pepper", "vault")


def test_repr_shows_no_secret():
    assert repr(VAULT).startswith("<Vault, key ") and "pepper" not in repr(VAULT)
