"""What text messages cost a building."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from residents.models import Building


class SmsMonth(models.Model):
    """The text messages of a building in a month, in pieces, for which the provider charges."""

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="sms_months", verbose_name=_("楼组")
    )
    month = models.DateField(_("哪个月"))
    """Its first day."""
    used = models.PositiveIntegerField(_("用了几条"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("短信用量")
        constraints = [
            models.UniqueConstraint(fields=["building", "month"], name="text_messages_of_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.building_id} · {self.month:%Y-%m} · {self.used}"
