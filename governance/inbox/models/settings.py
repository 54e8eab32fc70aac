"""Delivery settings of a person, and channels that are stopped for everybody."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.inbox.models.ways import DeliveryChannel
from residents.models import User
from residents.rooms.messages import Topic


class DeliverySettings(models.Model):
    """Hours at which a person gets messages. Without a row the defaults hold."""

    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="delivery_settings"
    )
    quiet_from = models.TimeField(_("几点以后不打扰"), default=dt.time(21))
    quiet_until = models.TimeField(_("早上几点以后可以"), default=dt.time(8))
    """There are no quiet hours if it equals ``quiet_from``."""
    digest_at = models.TimeField(_("每天汇总的时间"), default=dt.time(19))

    class Meta:
        verbose_name = verbose_name_plural = _("什么时候告诉我")

    def __str__(self) -> str:
        return f"{self.user_id}"


class Mute(models.Model):
    """A group of messages that a person does not want on a channel."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    channel = models.CharField(_("走哪条路"), max_length=10, choices=DeliveryChannel)
    topic = models.CharField(_("哪一类"), max_length=10, choices=Topic)
    created_at = models.DateTimeField(_("什么时候关的"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("关掉的消息")
        constraints = [
            models.UniqueConstraint(fields=["user", "channel", "topic"], name="muted_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.channel} · {self.topic}"


class ChannelStop(models.Model):
    """A channel on which nobody gets messages, because our account, key or quota is refused.

    What waits for it is held until ``until``, when one delivery tries again.
    """

    stays_in_cell = "channels are the installation's"

    channel = models.CharField(
        _("走哪条路"), max_length=10, choices=DeliveryChannel, primary_key=True
    )
    detail = models.CharField(_("对方的代码"), max_length=100, blank=True)
    since = models.DateTimeField(_("什么时候停的"), default=timezone.now)
    until = models.DateTimeField(_("什么时候再试"))

    class Meta:
        verbose_name = verbose_name_plural = _("停着的路")

    def __str__(self) -> str:
        return self.channel
