"""Send encrypted push messages to browsers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import requests
from django.utils import timezone
from django.utils.http import parse_http_date_safe
from pywebpush import WebPushException, webpush

from louzu.lib.http_client import TIMEOUT, NotSent, json_object
from louzu.lib.web_push.account import PushAccount
from louzu.lib.web_push.subscriptions import PushSubscription

MAX_BYTES = 3000
"""Longest message before it is encrypted. Services take 4,096 bytes after it."""


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
        ValueError if the content is too long, PushRefused, or NotSent if no answer came.
        """
        data = json.dumps(content, ensure_ascii=False).encode()
        if len(data) > MAX_BYTES:
            raise ValueError(f"A push message of {len(data)} bytes is too long.")
        with requests.Session() as session:
            session.max_redirects = 0
            try:
                webpush(
                    {
                        "endpoint": subscription.endpoint,
                        "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth},
                    },
                    data,
                    vapid_private_key=self.account.key,
                    vapid_claims={
                        "sub": self.account.contact
                    },  # a new one each time: it is changed
                    headers={"Topic": topic, "Urgency": "high" if urgent else "normal"},
                    ttl=ttl,
                    timeout=TIMEOUT,
                    requests_session=session,
                )
            except WebPushException as error:
                raise PushRefused(
                    error.status_code or 0, _seconds(error.retry_after), _reason(error)
                ) from error
            except requests.RequestException as error:
                raise NotSent(type(error).__name__) from None


def _reason(error: WebPushException) -> str:
    found = json_object(getattr(error.response, "content", b"")).get("reason", "")
    return found[:30] if isinstance(found, str) else ""


def _seconds(retry_after: str | None) -> int | None:
    """Read a Retry-After header: seconds or a date."""
    if retry_after and retry_after.isdecimal():
        return int(retry_after)
    date = parse_http_date_safe(retry_after or "")
    return None if date is None else max(0, date - int(timezone.now().timestamp()))
