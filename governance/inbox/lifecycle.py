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


_TO_SEND = (DeliveryState.WAITING, DeliveryState.HELD, DeliveryState.RETRYING)

MESSAGE = Lifecycle(MessageState, withdraw=([MessageState.OPEN], MessageState.WITHDRAWN))
DELIVERY = Lifecycle(
    DeliveryState,
    claim=(_TO_SEND, DeliveryState.SENDING),
    hold=(_TO_SEND, DeliveryState.HELD),
    skip=(_TO_SEND, DeliveryState.NOT_NEEDED),
    accept=([DeliveryState.SENDING], DeliveryState.SENT),
    retry=([DeliveryState.SENDING], DeliveryState.RETRYING),
    fail=([DeliveryState.SENDING, DeliveryState.SENT], DeliveryState.FAILED),
    lose=([DeliveryState.SENDING], DeliveryState.UNCLEAR),
    send_again=([DeliveryState.UNCLEAR, DeliveryState.FAILED], DeliveryState.WAITING),
)
"""``accept`` means that the channel took it. It never means that somebody was told."""
