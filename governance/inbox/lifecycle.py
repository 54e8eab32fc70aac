from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class MessageState(models.TextChoices):
    OPEN = "open", _("有效")
    WITHDRAWN = "withdrawn", _("已撤回")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("等着发")
    HELD = "held", _("留到合适的时候")
    SENDING = "sending", _("正在发")
    RETRYING = "retrying", _("没发成，会再试")
    SENT = "sent", _("已经发出")
    UNCLEAR = "unclear", _("不清楚发没发出")
    FAILED = "failed", _("发不到")
    NOT_NEEDED = "not_needed", _("不用发了")


TO_SEND = (DeliveryState.WAITING, DeliveryState.HELD, DeliveryState.RETRYING)
TRIED = (DeliveryState.SENDING, DeliveryState.UNCLEAR)
"""A worker may note the result after its delivery was given up as unclear."""

MESSAGE = Lifecycle(MessageState, withdraw=([MessageState.OPEN], MessageState.WITHDRAWN))
DELIVERY = Lifecycle(
    DeliveryState,
    claim=(TO_SEND, DeliveryState.SENDING),
    hold=((*TO_SEND, *TRIED), DeliveryState.HELD),
    skip=(TO_SEND, DeliveryState.NOT_NEEDED),
    accept=(TRIED, DeliveryState.SENT),
    retry=(TRIED, DeliveryState.RETRYING),
    fail=((*TRIED, DeliveryState.SENT), DeliveryState.FAILED),
    lose=((*TO_SEND, *TRIED), DeliveryState.UNCLEAR),
    send_again=([DeliveryState.UNCLEAR, DeliveryState.FAILED], DeliveryState.WAITING),
)
"""``accept`` means that the channel took it. It never means that somebody was told."""
