"""A person's own calendar address."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from residents.models import User


def digest_of(token: str) -> str:
    return salted_hmac("meetings.feed", token, algorithm="sha256").hexdigest()


class Feed(models.Model):
    """A calendar feed. Anybody with the address can read it. Only a keyed hash of the token is
    stored."""

    user = models.OneToOneField(
        User, models.PROTECT, related_name="calendar_feed", verbose_name=_("用户")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("什么时候开的"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("日历订阅")

    def __str__(self) -> str:
        return str(self.user)
