"""A browser's subscription to push messages, and the portal's key pair (RFC 8291, RFC 8292)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from louzu.lib.addresses import split_address

SERVICES = (
    "https://*.push.apple.com",
    "https://fcm.googleapis.com",
    "https://*.push.services.mozilla.com",
    "https://*.notify.windows.com",
)
"""Origins of the push services of browsers. ``*`` stands for one or several labels of a host."""
MAX_ENDPOINT = 500
AUTH_BYTES = 16
_HOST = re.compile(r"[a-z0-9.-]+(?::\d+)?")


@dataclass(frozen=True, slots=True)
class PushSubscription:
    endpoint: str
    p256dh: str
    """The browser's public key, a point of 65 bytes in base64url."""
    auth: str
    """A secret of 16 bytes in base64url."""

    def is_valid(self, services: Collection[str] = SERVICES) -> bool:
        """Return whether messages can be encrypted for it and it belongs to a known push service.

        The address comes from a browser: an unknown one could lead into our own network.
        """
        parts = split_address(self.endpoint)
        if parts is None:
            return False
        origin = f"{parts.scheme}://{parts.netloc}"
        return (
            len(self.endpoint) <= MAX_ENDPOINT
            and bool(_HOST.fullmatch(parts.netloc))
            and any(fnmatchcase(origin, service) for service in services)
            and _is_point(self.p256dh)
            and len(base64url_decoded(self.auth)) == AUTH_BYTES
        )


def new_key() -> str:
    """Return a new private key: 32 bytes in base64url."""
    return _encoded(_scalar(ec.generate_private_key(ec.SECP256R1())))


def public_key_of(key: str) -> str:
    """Return the point of 65 bytes, in base64url, with which browsers subscribe."""
    private = ec.derive_private_key(int.from_bytes(base64url_decoded(key), "big"), ec.SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _encoded(point)


def _scalar(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_numbers().private_value.to_bytes(32, "big")


def _is_point(text: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64url_decoded(text))
    except ValueError:
        return False
    return True


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def base64url_decoded(text: str) -> bytes:
    """Return b"" for what is not base64url."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
