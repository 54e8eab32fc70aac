"""An uploaded roster, and the record of its import."""

from __future__ import annotations

from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.people.models import User
from residents.places.models import Building


class RosterDraft(models.Model):
    """A parsed roster, kept until it is confirmed, for at most a day. It contains only what the
    roster's columns need, and no identity numbers."""

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="roster_drafts", verbose_name=_("楼组")
    )
    by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("谁"))
    name = models.CharField(_("文件名"), max_length=200)
    sheet = models.JSONField()
    """``residents.roster_parser.sheet_data.RosterSheet`` as plain data. Its rows contain columns of
    unknown meaning, without identity numbers."""
    columns = models.JSONField(default=dict)
    """Answers about columns: heading → field, or ``column_questions.NOT_READ``."""
    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("待确认的名册")

    def __str__(self) -> str:
        return self.name


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def not_undone(self) -> Self:
        return self.filter(undone_at=None)


class RosterImport(models.Model):
    """An import of a roster into a building.

    ``kept`` is the data that undoing needs. It contains personal data, namely earlier values. It is
    deleted when the import is undone, after ``queries.imports.UNDO_PERIOD``, or when a person who may
    occur in it asks to be forgotten.
    """

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="roster_imports", verbose_name=_("楼组")
    )
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁导入的")
    )
    """None for an import from the command line."""
    at = models.DateTimeField(_("什么时候导入的"), auto_now_add=True, db_index=True)
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    page = models.CharField(_("哪一张表"), max_length=200, blank=True)
    made = models.PositiveIntegerField(_("新增几户"))
    changed = models.PositiveIntegerField(_("改动几户"))
    kept = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    """A list of ``residents.roster_parser.undo_rows.UndoRow`` as plain data."""
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
                name="undone_import_keeps_nothing",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, kept__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name
