"""Push messages to browsers. Off without ``LOUZU_PUSH_CONTACT``."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from django.conf import settings
from django.utils import timezone

from governance.inbox.channels.base import OutgoingMessage, SendOutcome, SendResult
from governance.inbox.models import ContactWay, DeliveryChannel
from louzu.lib.http_client import NotSent, Unanswered
from louzu.lib.web_push.sending import PushRefused, PushSender
from louzu.lib.web_push.subscriptions import PushSubscription

MAX_TTL = dt.timedelta(days=7)
"""How long a push service keeps a message for a device that is off."""
OUTCOMES: dict[int, SendOutcome] = {
    HTTPStatus.TEMPORARY_REDIRECT: SendOutcome.LATER,  # redirects are not followed
    HTTPStatus.UNAUTHORIZED: SendOutcome.NOBODY,
    HTTPStatus.FORBIDDEN: SendOutcome.BAD_ADDRESS,  # the subscription belongs to another key
    HTTPStatus.NOT_FOUND: SendOutcome.BAD_ADDRESS,
    HTTPStatus.GONE: SendOutcome.BAD_ADDRESS,
    HTTPStatus.TOO_MANY_REQUESTS: SendOutcome.LATER,
}


class PushChannel:
    """A repeat replaces what the device has not got yet, or shows. Later it would come back after the
    person put it away."""

    channel = DeliveryChannel.PUSH
    queue = "many"
    drops_repeats_for = dt.timedelta(minutes=10)

    def is_configured(self) -> bool:
        return settings.PUSH is not None

    def send(self, way: ContactWay, message: OutgoingMessage) -> SendResult:
        if settings.PUSH is None:
            return SendResult(outcome=SendOutcome.NOBODY, detail="not configured")
        sender = PushSender(settings.PUSH)
        content = {
            "title": str(settings.SITE_NAME),
            "body": message.short,
            "url": message.url,
            "tag": message.key.hex,
        }
        try:
            sender.send(
                subscription_of(way),
                content,
                topic=message.key.hex,
                ttl=_ttl(message.useful_until),
                urgent=message.urgent,
            )
        except PushRefused as refused:
            return _result(refused)
        except NotSent as failure:
            return SendResult(outcome=SendOutcome.LATER, detail=str(failure))
        except Unanswered as failure:
            return SendResult(outcome=SendOutcome.UNCLEAR, detail=str(failure))
        return SendResult(outcome=SendOutcome.SENT)


def subscription_of(way: ContactWay) -> PushSubscription:
    return PushSubscription(way.address, way.secret["p256dh"], way.secret["auth"])


def _ttl(useful_until: dt.datetime) -> int:
    left = min(useful_until - timezone.now(), MAX_TTL)
    return max(0, int(left.total_seconds()))


def _result(refused: PushRefused) -> SendResult:
    detail = f"HTTP {refused.status} {refused.reason}".strip()
    if refused.is_about_our_key:
        return SendResult(outcome=SendOutcome.NOBODY, detail=detail)
    if refused.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        outcome = SendOutcome.LATER
    else:
        outcome = OUTCOMES.get(refused.status, SendOutcome.BAD_TEXT)
    pause = None if refused.retry_after is None else dt.timedelta(seconds=refused.retry_after)
    return SendResult(outcome=outcome, detail=detail, retry_after=pause)


SENDER = PushChannel()
