"""Consents to show personal information to neighbours, each with its text and date."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from residents.people.models import User


class ConsentQuerySet(models.QuerySet["Consent"]):
    def open(self) -> Self:
        return self.filter(withdrawn_at=None)

    def to(self, kind: str) -> Self:
        return self.open().filter(kind=kind)

    def of_each(self, user: str) -> Self:
        """Filter for a subquery by the outer row's ``user``, a path."""
        return self.filter(user=OuterRef(user))


class Consent(models.Model):
    """PIPL (Personal Information Protection Law) art. 14 and 15: consent is informed, separate and
    can be withdrawn.

    Append-only. A database trigger allows only the withdrawal, once.
    """

    database_rules = {
        "keep_consents": "Never deleted, and never changed but to be withdrawn once.",
    }

    class Kind(models.TextChoices):
        NAME = "name", _("称呼")
        PHONE = "phone", _("手机号")
        PHOTO = "photo", _("照片")
        EMAIL = "email", _("用电子邮件告诉我")
        WECHAT = "wechat", _("用微信告诉我")
        SMS = "sms", _("用短信告诉我")
        PUSH = "push", _("在这台设备上提醒我")

    CHANNELS = (Kind.EMAIL, Kind.WECHAT, Kind.SMS, Kind.PUSH)
    """Consents to get messages on a channel, given with its address. Their values are those of
    ``governance.inbox.models.DeliveryChannel``."""

    WORDS = {
        Kind.NAME: _(
            "我同意本楼的邻居看到我的称呼：在我说的话旁边、楼里近况里和“邻里之家”。"
            "不同意的话，邻居看到的是“一位邻居”；担任职务时做的事，仍写职务和称呼。"
        ),
        Kind.PHONE: _(
            "我同意本楼的邻居在“邻里之家”看到我的手机号，可以打给我（称呼也同意显示，才会有）。"
            "不同意的话，邻居看不到；楼组长和居委看到的也是遮住中间四位的，要看全号会记下来。"
        ),
        Kind.PHOTO: _(
            "我同意楼里拍的、有我的照片贴在公示栏和楼里的页面上。不同意的话，请不要贴有我的照片。"
        ),
        Kind.EMAIL: _(
            "我同意楼组记下我的邮箱，只用来告诉我楼里的事。信由楼组的发信服务商和我的邮箱服务商经手，"
            "信里不写谁说了什么、谁怎么答的。停用以后，地址留30天就删。不同意也照样用。"
        ),
        Kind.WECHAT: _(
            "我同意楼组用我绑定的微信编号（openid），通过居委的服务号告诉我楼里的事。消息由微信经手，"
            "里面不写谁说了什么、谁怎么答的。停用以后，编号留30天就删。不同意也照样用。"
        ),
        Kind.SMS: _(
            "我同意楼组用我核对过的手机号，给我发急事的短信。短信由短信服务商和运营商经手，"
            "里面不写谁说了什么、谁怎么答的。停用以后，号码不再用来发短信。不同意也照样用。"
        ),
        Kind.PUSH: _(
            "我同意楼组往这台设备发提醒。提醒加了密，由浏览器厂商（苹果、谷歌、微软或火狐，服务器可能在境外）"
            "经手，里面不写谁说了什么、谁怎么答的。停用以后，地址留30天就删。不同意也照样用。"
        ),
    }
    """Texts of the consents. The present text is stored with each consent."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="consents", verbose_name=_("用户"), editable=False
    )
    kind = models.CharField(_("同意什么"), max_length=10, choices=Kind, editable=False)
    text = models.TextField(_("当时的说明"), editable=False)
    given_at = models.DateTimeField(_("什么时候同意"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("什么时候收回"), null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("同意")
        constraints = [
            models.CheckConstraint(
                name="consent_kind_is_known",
                condition=Q(kind__in=["name", "phone", "photo", "email", "wechat", "sms", "push"]),
            ),
            models.CheckConstraint(name="consent_keeps_its_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="consent_is_withdrawn_after_it_is_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(withdrawn_at=None),
                name="one_open_consent_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"
