"""The six digits that an authenticator app shows (RFC 6238: SHA-1, 30 seconds)."""

from __future__ import annotations

import base64
import hmac
import struct
import time


def totp(secret: str, *, steps: int = 0) -> str:
    """Return the code of now, or of ``steps`` half minutes later. ``secret`` is in base 32."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + steps), "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 0xF)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"
