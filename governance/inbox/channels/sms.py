"""Text messages, for what is urgent only. Off without a provider and its template ``urgent``."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from governance.inbox.channels.base import OutgoingMessage, SendOutcome, SendResult
from governance.inbox.models import ContactWay, DeliveryChannel
from louzu.lib.sms.base import SmsOutcome, sms_provider

URGENT = "urgent"
"""The provider's template for messages. Its variable ``text`` is the short form."""
OUTCOMES = {
    SmsOutcome.HANDED_OVER: SendOutcome.SENT,
    SmsOutcome.LATER: SendOutcome.LATER,
    SmsOutcome.BAD_NUMBER: SendOutcome.BAD_ADDRESS,
    SmsOutcome.BAD_TEXT: SendOutcome.BAD_TEXT,
    SmsOutcome.NOBODY: SendOutcome.NOBODY,
    SmsOutcome.UNCLEAR: SendOutcome.UNCLEAR,
}


class SmsChannel:
    channel = DeliveryChannel.SMS
    queue = "once"
    drops_repeats_for = dt.timedelta(0)

    def is_configured(self) -> bool:
        return bool(settings.SMS) and URGENT in settings.SMS_TEMPLATES.by_purpose

    def send(self, way: ContactWay, message: OutgoingMessage) -> SendResult:
        """Send an urgent message. Others are refused, because each costs money, and so is a number that
        is no longer the verified one of the person."""
        if not way.user.phone_is_key or way.address != way.user.phone:
            return SendResult(outcome=SendOutcome.BAD_ADDRESS, detail="number changed")
        if not message.urgent:
            return SendResult(outcome=SendOutcome.BAD_TEXT, detail="not urgent")
        result = sms_provider().send(way.address, URGENT, {"text": message.short})
        return SendResult(
            outcome=OUTCOMES[result.outcome],
            detail=result.reason,
            provider_id=result.provider_id,
        )


SENDER = SmsChannel()
