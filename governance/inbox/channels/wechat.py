"""Template messages of a WeChat service account. Off without ``LOUZU_WECHAT_TEMPLATES``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from django.conf import settings
from django.utils import timezone

from governance.inbox.channels.base import OutgoingMessage, SendOutcome, SendResult
from governance.inbox.models import ContactWay, DeliveryChannel
from louzu.lib.wechat.account import WeChatAccount
from louzu.lib.wechat.client import send_template_message
from louzu.lib.wechat.templates import UnsuitableValueError, Value
from louzu.lib.wechat.transport import (
    WeChatRefusedError,
    WeChatUnansweredError,
    WeChatUnreachableError,
)

ANY_TYPE = "*"
COMMON_VALUES = ("short", "site", "now", "until", "when")
"""Names of the values that each message has, beside those of its type."""
DAILY_QUOTA = 45009
OUTCOMES: dict[int, SendOutcome] = {
    43004: SendOutcome.BAD_ADDRESS,  # does not follow the account
    43101: SendOutcome.BAD_ADDRESS,  # switched its messages off: a choice, no fault
    40003: SendOutcome.BAD_ADDRESS,  # no openid of this account
    40037: SendOutcome.BAD_TEXT,  # no template of this account
    47003: SendOutcome.BAD_TEXT,  # a value does not suit its field
    40013: SendOutcome.NOBODY,  # wrong AppID
    40125: SendOutcome.NOBODY,  # wrong AppSecret
    40164: SendOutcome.NOBODY,  # our address is not on the account's list
    48001: SendOutcome.NOBODY,  # the account has no right to send
    DAILY_QUOTA: SendOutcome.NOBODY,
}
"""Maps WeChat's error codes to outcomes. Other codes, such as -1 (busy), are temporary."""


class WeChatSender:
    channel = DeliveryChannel.WECHAT
    queue: Literal["once", "many"] = "many"
    drops_repeats_for = dt.timedelta(minutes=9)  # ten, from a little later on

    def is_configured(self) -> bool:
        return settings.WECHAT is not None and bool(settings.WECHAT.templates)

    def send(self, way: ContactWay, message: OutgoingMessage) -> SendResult:
        """Send once: WeChat drops repeats of a key for ten minutes."""
        account = settings.WECHAT
        assert account is not None  # noqa: S101 -- is_configured
        try:
            sent = _send(account, way, message)
        except UnsuitableValueError as error:
            return SendResult(outcome=SendOutcome.BAD_TEXT, detail=error.field)
        except WeChatRefusedError as refused:
            return _refused(refused.code)
        except WeChatUnansweredError as failure:
            return SendResult(outcome=SendOutcome.UNCLEAR, detail=str(failure))
        except WeChatUnreachableError as failure:
            return SendResult(outcome=SendOutcome.LATER, detail=str(failure))
        return SendResult(outcome=SendOutcome.SENT, provider_id=sent)


SENDER = WeChatSender()


def _send(account: WeChatAccount, way: ContactWay, message: OutgoingMessage) -> str:
    template = account.templates.get(message.type) or account.templates.get(ANY_TYPE)
    if template is None:
        raise UnsuitableValueError(message.type, "has no template")
    return send_template_message(
        account,
        openid=way.address,
        template=template.id,
        data=template.data_of(_values(message)),
        url=message.url,
        key=message.key.hex,
    )


def _values(message: OutgoingMessage) -> Mapping[str, Value]:
    """The values of the type, and the common ones."""
    site = str(settings.SITE_NAME)
    now = timezone.now()
    common = (message.short, site, now, message.useful_until, message.happens_at or now)
    return {**message.values, **dict(zip(COMMON_VALUES, common, strict=True))}


def _refused(code: int) -> SendResult:
    outcome = OUTCOMES.get(code, SendOutcome.LATER)
    pause = _until_tomorrow() if code == DAILY_QUOTA else None
    return SendResult(outcome=outcome, detail=str(code), retry_after=pause)


def _until_tomorrow() -> dt.timedelta:
    """WeChat's days are those of China."""
    now = timezone.localtime()
    tomorrow = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), now.tzinfo)
    return tomorrow - now
