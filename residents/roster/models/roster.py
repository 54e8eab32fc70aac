"""A roster on its way in."""

from __future__ import annotations

from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.people.models import User
from residents.places.models import Building


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
    """``residents.roster_parser.sheet.Sheet`` as plain data. Columns of which nobody has said yet what they
    are wait in its rows, without identity numbers."""
    columns = models.JSONField(default=dict)
    """What was said of them: heading → field, or ``roster.headings.NOT_READ``."""
    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("待确认的名册")

    def __str__(self) -> str:
        return self.name


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at=None)


class RosterImport(models.Model):
    """A roster that was imported into a building: who, when, from which file, and what it wrote.

    ``kept`` is what is needed to take it back. It holds personal data, what changed rows said before,
    and is emptied when the import is taken back, after ``queries.IMPORTS_KEPT_FOR``, or when a person
    who may stand in it asks to be forgotten.
    """

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="roster_imports", verbose_name=_("楼组")
    )
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁导入的")
    )
    """None where it came from the command line."""
    at = models.DateTimeField(_("什么时候导入的"), auto_now_add=True, db_index=True)
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    page = models.CharField(_("哪一张表"), max_length=200, blank=True)
    made = models.PositiveIntegerField(_("新增几户"))
    changed = models.PositiveIntegerField(_("改动几户"))
    kept = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    """A list of ``actions.roster_rows.Written`` as plain data."""
    undone_at = models.DateTimeField(_("什么时候撤回的"), null=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁撤回的")
    )

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("导入过的名册")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="an_import_taken_back_keeps_nothing",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, kept__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name
