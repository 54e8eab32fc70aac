"""Deliveries: one for each message, person and channel."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from governance.inbox.lifecycle import TO_SEND, DeliveryState
from governance.inbox.models.messages import InboxItem, Message
from governance.inbox.models.settings import ChannelStop, Mute
from governance.inbox.models.ways import DeliveryChannel
from residents.models import User


class Reason(models.TextChoices):
    """Why a delivery failed, waits or was not needed."""

    READ = "read", _("已经在网页上看过了")
    ANSWERED = "answered", _("家里已经有人答复了")
    WITHDRAWN = "withdrawn", _("这件事已经撤回或者结束了")
    TOO_LATE = "too_late", _("过了时候，不用发了")
    MAY_NOT_READ = "may_not_read", _("已经不住在这里，或者不再能看这件事")
    GONE = "gone", _("账号已经停用")
    NO_WAY = "no_way", _("没有可用的地址")
    MUTED = "muted", _("本人不要这类消息")
    QUIET = "quiet", _("休息时间，等到早上")
    DIGEST = "digest", _("等到每天汇总的时候")
    IN_DIGEST = "in_digest", _("已经在汇总里发了")
    STOPPED = "stopped", _("这条路停着")
    NOT_CONFIGURED = "not_configured", _("这条路没有配置")
    REFUSED_ADDRESS = "address", _("对方不收这个地址的消息")
    REFUSED_TEXT = "text", _("对方不收这样的内容")
    OUT_OF_ORDER = "down", _("对方暂时收不了")
    BUDGET = "budget", _("这个月的短信用完了")
    LOST = "lost", _("发的时候断了，不知道发出没有")


class NewsRow(TypedDict):
    """The item by which the inbox lists the message for the person."""

    because: str
    household: int | None
    read: str | None


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def to_send(self) -> Self:
        return self.filter(state__in=TO_SEND)

    def due(self, now: dt.datetime) -> Self:
        return self.to_send().filter(next_try_at__lte=now)

    def with_checks(self) -> Self:
        """Annotate what decides whether a delivery is still needed."""
        theirs = {"user": OuterRef("user")}
        stops = ChannelStop.objects.filter(channel=OuterRef("channel"))
        muted = Mute.objects.filter(channel=OuterRef("channel"), **theirs)
        items = InboxItem.objects.filter(message=OuterRef("message"), **theirs)
        news = JSONObject(because="because", household="household", read="read_at")
        return self.select_related("message__building", "user__delivery_settings").annotate(
            valid=Exists(Message.objects.valid().filter(pk=OuterRef("message"))),
            stopped_until=Subquery(stops.values("until")),
            muted_topics=ArraySubquery(muted.values("topic")),
            news=Subquery(items.values(row=news)),
        )


class Delivery(models.Model):
    """A message on its way to one person on one channel.

    Its row is the truth. The job that sends it only wakes it: a lost, late or repeated job changes
    nothing. Sent is never counted as told.
    """

    takes_along = ("digest",)

    valid: bool
    stopped_until: dt.datetime | None
    muted_topics: list[str]
    news: NewsRow | None
    """Annotated by ``with_checks`` only."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("发给谁"))
    channel = models.CharField(_("走哪条路"), max_length=10, choices=DeliveryChannel)
    state = models.CharField(
        _("状态"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING
    )
    reason = models.CharField(_("原因"), max_length=20, choices=Reason, blank=True)
    tries = models.PositiveSmallIntegerField(_("试了几次"), default=0)
    next_try_at = models.DateTimeField(_("什么时候发"), null=True)
    """When it is put into the queue again. None while it waits for a digest, and once it is over."""
    claimed_at = models.DateTimeField(null=True)
    """When a worker last began to send it."""
    unclear_since = models.DateTimeField(null=True)
    """When the first worker began of those that cannot tell whether it arrived. None if all of them can."""
    sent_at = models.DateTimeField(_("什么时候发出"), null=True)
    provider_id = models.CharField(max_length=100, blank=True)
    """The number of the message at the provider, if it gives one."""
    digest = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    """The digest in which it went out."""
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """Sent to providers that drop repeats."""

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("发送记录")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "user", "channel"], name="one_delivery_a_channel"
            ),
            models.CheckConstraint(
                name="sent_delivery_has_a_time", condition=~Q(state="sent") | ~Q(sent_at=None)
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="delivery_to_send",
                condition=Q(state__in=["waiting", "held", "retrying"]),
            ),
            models.Index(
                fields=["claimed_at"], name="delivery_being_sent", condition=Q(state="sending")
            ),
            models.Index(
                fields=["user", "channel"], name="delivery_held", condition=Q(state="held")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.user_id} · {self.channel}"
