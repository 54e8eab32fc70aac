"""Parse addresses that were typed or sent by others."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f]")


def split_address(address: str) -> SplitResult | None:
    """Return the parts of an address, or None if it is none.

    Blanks and control characters are refused: ``urlsplit`` would remove some of them without a word,
    so that its parts would be of another address.
    """
    if NOT_IN_ADDRESS.search(address):
        return None
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts
