"""A household's own device, on which one person signs in with six digits."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from residents.people.models import User

MAX_FAILURES = 5


def digest_of_token(token: str) -> str:
    return salted_hmac("residents.device", token, algorithm="sha256").hexdigest()


class Device(models.Model):
    """A device on which a PIN is valid. Its browser has a token, of which only a keyed hash is
    stored."""

    user = models.ForeignKey(User, models.PROTECT, related_name="devices", verbose_name=_("用户"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    pin = models.CharField(max_length=128, editable=False)
    """Hashed by Django's password hashers."""
    made_at = models.DateTimeField(_("什么时候设的"), default=timezone.now)
    last_used_at = models.DateTimeField(_("上次登录"), null=True)
    failures = models.PositiveSmallIntegerField(_("连着输错几次"), default=0)
    revoked_at = models.DateTimeField(_("什么时候停用的"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("用数字登录的设备")
        constraints = [
            models.CheckConstraint(
                name="too_many_failures_revoke_a_device",
                condition=Q(failures__lt=MAX_FAILURES) | Q(revoked_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.pk}"
