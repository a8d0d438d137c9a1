"""What several functional tests share."""

import pytest

from tests.authenticator import Authenticator, add_passkey


@pytest.fixture
def device(alice) -> Authenticator:
    """Alice's passkey."""
    device = Authenticator()
    add_passkey(alice, device)
    return device
