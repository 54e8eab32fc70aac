from __future__ import annotations

import pytest

from louzu.lib.addresses import split_address
from tests.wrong_addresses import WRONG


@pytest.mark.parametrize("address", WRONG, ids=range(len(WRONG)))
def test_an_address_that_cannot_be_read_as_it_stands_has_no_parts(address):
    assert split_address(address) is None


def test_others_are_split():
    parts = split_address("https://example.org:8443/路?a=b")
    assert (parts.netloc, parts.port, parts.path) == ("example.org:8443", 8443, "/路")
    assert split_address("").path == ""
