"""Send encrypted push messages to browsers (RFC 8030, RFC 8291, RFC 8292)."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone
from django.utils.http import parse_http_date_safe
from py_vapid import Vapid02

from louzu.lib import http_client
from louzu.lib.http_client import ServiceAnswer
from louzu.lib.web_push.account import PushAccount
from louzu.lib.web_push.subscriptions import PushSubscription, base64url_decoded

SIGNED_FOR = 12 * 60 * 60
"""Seconds for which a signature is good. Services refuse more than a day."""
MAX_BYTES = 3000
"""Longest message before it is encrypted. Services take 4,096 bytes after it."""
TAKEN = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED}


@dataclass
class PushRefused(Exception):  # noqa: N818 -- it describes the message
    """The push service answered with an error."""

    status: int
    retry_after: int | None = None
    """Seconds after which the service wants to be asked again."""
    reason: str = ""
    """Apple's word for it, such as ``BadJwtToken``."""

    @property
    def is_about_our_key(self) -> bool:
        """Return whether the service refuses our signature, and so every message."""
        return "JwtToken" in self.reason


@dataclass(frozen=True, slots=True)
class PushSender:
    account: PushAccount

    def send(
        self,
        subscription: PushSubscription,
        content: Mapping[str, str],
        *,
        topic: str,
        ttl: int,
        urgent: bool,
    ) -> None:
        """Send ``content`` as JSON. A later message with the same topic replaces an undelivered one.

        ``ttl`` is how many seconds the service keeps it for a browser that is offline. Raises
        ValueError if the content is too long, PushRefused, NotSent or Unanswered.
        """
        data = json.dumps(content, ensure_ascii=False).encode()
        if len(data) > MAX_BYTES:
            raise ValueError(f"A push message of {len(data)} bytes is too long.")
        headers = {
            "Authorization": self._signature(subscription),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Topic": topic,
            "TTL": str(ttl),
            "Urgency": "high" if urgent else "normal",
        }
        encrypted = _encrypt(data, subscription)
        answer = http_client.post(subscription.endpoint, headers=headers, data=encrypted)
        if answer.status not in TAKEN:
            raise PushRefused(answer.status, _seconds(answer), _reason(answer))

    def _signature(self, subscription: PushSubscription) -> str:
        """Return who sends, signed for the origin of the service."""
        parts = urlsplit(subscription.endpoint)
        claims = {
            "sub": self.account.contact,
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(time.time()) + SIGNED_FOR,
        }
        signed: str = Vapid02.from_string(self.account.key).sign(claims)["Authorization"]
        return signed


def _encrypt(data: bytes, subscription: PushSubscription) -> bytes:
    """Encrypt for one browser, with a new key and salt each time."""
    encrypted: bytes = http_ece.encrypt(
        data,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=base64url_decoded(subscription.p256dh),
        auth_secret=base64url_decoded(subscription.auth),
        version="aes128gcm",
    )
    return encrypted


def _reason(answer: ServiceAnswer) -> str:
    found = answer.body.get("reason", "")
    return found[:30] if isinstance(found, str) else ""


def _seconds(answer: ServiceAnswer) -> int | None:
    """Read a Retry-After header: seconds or a date."""
    retry_after = answer.headers.get("Retry-After", "")
    if retry_after.isdecimal():
        return int(retry_after)
    date = parse_http_date_safe(retry_after)
    return None if date is None else max(0, date - int(timezone.now().timestamp()))
