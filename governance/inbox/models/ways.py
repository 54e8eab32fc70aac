"""The ways on which people chose to get messages."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from louzu.lib.phone_numbers import mask_phones
from residents.models import User


class DeliveryChannel(models.TextChoices):
    WECHAT = "wechat", _("微信")
    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")
    PUSH = "push", _("这台设备上的提醒")


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("有事马上告诉我")
    DAILY = "daily", _("每天汇总一次，急事马上")
    URGENT_ONLY = "urgent", _("只要急事")


class ContactWayQuerySet(models.QuerySet["ContactWay"]):
    def usable(self) -> Self:
        return self.filter(ended_at=None, verified_at__isnull=False)


class ContactWay(models.Model):
    """An address of a person on a channel. Messages are sent to it once it is verified."""

    user = models.ForeignKey(User, models.CASCADE, related_name="ways")
    channel = models.CharField(_("走哪条路"), max_length=10, choices=DeliveryChannel)
    address = models.CharField(_("地址"), max_length=500)
    """An e-mail address, phone number, WeChat openid or push endpoint."""
    secret = models.JSONField(default=dict)
    """Keys of a push subscription, and which device it is on."""
    frequency = models.CharField(
        _("多久一次"), max_length=10, choices=Frequency, default=Frequency.DAILY
    )
    created_at = models.DateTimeField(_("什么时候填的"), default=timezone.now)
    verified_at = models.DateTimeField(_("什么时候核对过"), null=True)
    ended_at = models.DateTimeField(_("什么时候停的"), null=True)
    end_reason = models.CharField(_("为什么停"), max_length=20, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ContactWayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("怎样告诉我")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address"],
                condition=Q(ended_at=None) & ~Q(channel="email"),
                name="one_person_an_address",
            ),
            models.UniqueConstraint(
                fields=["user", "channel"],
                condition=Q(ended_at=None) & ~Q(channel="push"),
                name="one_address_a_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.channel}"

    @property
    def shown_address(self) -> str:
        """As the person may know it: an openid or an endpoint means nothing to them."""
        if self.channel == DeliveryChannel.EMAIL:
            return self.address
        if self.channel == DeliveryChannel.SMS:
            return mask_phones(self.address)
        return str(self.secret.get("device", ""))
