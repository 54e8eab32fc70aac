"""A roster on its way in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from residents.models.people import User
from residents.models.places import Building


class RosterDraft(models.Model):
    """What was read from an uploaded roster, kept until it is confirmed: for a day at most.

    It holds what the building's columns need and nothing else, no identity number above all.
    """

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="roster_drafts", verbose_name=_("楼组")
    )
    by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("谁"))
    name = models.CharField(_("文件名"), max_length=200)
    sheet = models.JSONField()
    """``residents.roster.sheet.Sheet`` as plain data."""
    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("待确认的名册")

    def __str__(self) -> str:
        return self.name
