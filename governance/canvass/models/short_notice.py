"""Agreement of leader and committee to open a vote of owners before its notice period ends."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.canvass import Canvass
from residents.models import User


class ShortNotice(models.Model):
    """Counts once both have agreed. The reason is kept and printed with the result."""

    canvass = models.OneToOneField(
        Canvass, models.CASCADE, primary_key=True, related_name="short_notice"
    )
    reason = models.CharField(_("为什么等不到"), max_length=300)
    leader = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("缩短公示期")
        constraints = [
            models.CheckConstraint(name="short_notice_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="short_notice_takes_two",
                condition=Q(leader=None) | Q(staff=None) | ~Q(leader=F("staff")),
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def agreed(self) -> bool:
        return bool(self.leader_id and self.staff_id)
