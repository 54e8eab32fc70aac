"""A file of many buildings: previewed, confirmed, and imported building by building."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.people.models import User
from residents.places.models import Building, Neighbourhood
from residents.roster.models.roster import RosterImport


class RosterBatch(models.Model):
    """An uploaded file. It is deleted after a day if it is not confirmed, like a ``RosterDraft``."""

    neighbourhood = models.ForeignKey(
        Neighbourhood, models.CASCADE, related_name="roster_batches", verbose_name=_("居民区")
    )
    by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("谁"))
    name = models.CharField(_("文件名"), max_length=200)
    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)
    rest = models.JSONField(default=dict)
    """The part of the file that belongs to no building:
    ``residents.roster_parser.neighbourhood.NeighbourhoodFile`` without its shares."""
    confirmed_at = models.DateTimeField(_("什么时候确认的"), null=True)
    undo_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁撤回的")
    )
    """The person who undoes it, set when they ask for it."""

    class Meta:
        verbose_name = verbose_name_plural = _("整个居民区的导入")

    def __str__(self) -> str:
        return self.name


class BatchBuilding(models.Model):
    """The data of one building in a file, and the result of its import."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等着导入")
        LEFT_OUT = "left_out", _("不导入")
        DONE = "done", _("导入好了")
        SAME = "same", _("没有变化")
        REFUSED = "refused", _("没有导入")
        UNDOING = "undoing", _("等着撤回")
        UNDONE = "undone", _("撤回了")
        STAYS = "stays", _("没有撤回")

    batch = models.ForeignKey(RosterBatch, models.CASCADE, related_name="entries")
    position = models.PositiveSmallIntegerField()
    lane = models.CharField(_("弄或路"), max_length=20, blank=True)
    door_number = models.CharField(_("门牌号"), max_length=20)
    floors = models.PositiveSmallIntegerField(_("楼层数"))
    building = models.ForeignKey(
        Building, models.SET_NULL, null=True, related_name="batch_entries", verbose_name=_("楼组")
    )
    """The building to import into. None if it must be created."""
    makes = models.BooleanField(default=False)
    """Whether this batch creates the building."""
    sheet = models.JSONField(null=True)
    """``residents.roster_parser.sheet_data.RosterSheet`` as plain data, until the import."""
    answers = models.JSONField(default=dict)
    """Answers about owners of the same name, as for ``import_roster``."""
    shown = models.CharField(max_length=64, blank=True)
    """Digest of the confirmed plan."""
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    why = models.TextField(blank=True)
    """Why it was not imported or not undone."""
    made = models.PositiveIntegerField(_("新增几户"), default=0)
    changed = models.PositiveIntegerField(_("改动几户"), default=0)
    imported = models.OneToOneField(
        RosterImport, models.SET_NULL, null=True, related_name="batch_entry"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("导入的楼")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position"], name="one_building_of_a_batch_at_a_position"
            ),
            models.CheckConstraint(
                name="done_building_keeps_no_sheet",
                condition=Q(state__in=["waiting", "left_out"]) | Q(sheet=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lane}{self.door_number}号"

    @property
    def now(self) -> State:
        """Return the state, considering an import that was undone separately."""
        gone = self.imported is not None and self.imported.undone_at is not None
        return self.State.UNDONE if gone else self.State(self.state)

    @property
    def can_be_undone(self) -> bool:
        return self.imported_id is not None and self.now in {self.State.DONE, self.State.STAYS}
