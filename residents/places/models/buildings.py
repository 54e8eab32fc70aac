"""Buildings: stairwells that govern themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from louzu.lib.errors import Refused
from residents.places.models.neighbourhoods import Neighbourhood
from residents.places.models.spans import DatedRecord, DatedRecordQuerySet


def padded(field: str) -> Func:
    """Pad the numbers in a text to ten digits, so that 9号 sorts before 114号."""
    longer = Func(
        F(field), Value("([0-9]+)"), Value(r"0000000000\1"), Value("g"), function="regexp_replace"
    )
    return Func(
        longer, Value("[0-9]*([0-9]{10})"), Value(r"\1"), Value("g"), function="regexp_replace"
    )


class BuildingQuerySet(DatedRecordQuerySet["Building"]):
    def in_neighbourhoods(self, neighbourhoods: Collection[int]) -> Self:
        return self.filter(neighbourhood__in=neighbourhoods)

    def open_to_visitors(self) -> Self:
        return self.filter(public_page=True)


class Building(DatedRecord):
    """楼组: one stairwell under one door number, which governs itself. A closed building is
    read-only."""

    database_rules = {
        "show_lanes": "lane_shown is true where the buildings of the neighbourhood stand in several lanes.",
        "end_parts": "A new end is handed on to its flats.",
    }

    homes: int
    joined: int
    """Numbers of households and of those with members. Annotated for the desk only."""
    has_homes: bool
    has_people: bool
    """Annotated for the work list only."""

    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, related_name="buildings", verbose_name=_("居民区")
    )
    slug = models.SlugField(_("网址里的名字"), unique=True)
    lane = models.CharField(
        _("弄或路"),
        max_length=20,
        blank=True,
        default="",
        help_text=_("居民区里有几条弄的才要写，例如 1200弄"),
    )
    door_number = models.CharField(_("门牌号"), max_length=20, help_text=_("只写号码，例如 114"))
    lane_shown = models.BooleanField(default=False, editable=False)
    """Whether the neighbourhood has several lanes, so that the lane is part of the name. Set by a
    database trigger."""
    sort_key = models.GeneratedField(
        expression=Concat(padded("lane"), Value(" "), padded("door_number")),
        output_field=models.CharField(max_length=300, db_collation="C"),
        db_persist=True,
    )
    """Lane and number, to sort by within a neighbourhood."""
    nickname = models.CharField(_("楼名"), max_length=20, blank=True)
    floors = models.PositiveSmallIntegerField(_("楼层数"))
    lounge_floor = models.PositiveSmallIntegerField(_("公共客厅在几楼"), null=True, blank=True)
    public_page = models.BooleanField(_("对外公开首页"), default=False)
    tags = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("标签"),
        default=list,
        blank=True,
        help_text=_("居委给楼分类用，几个标签用顿号隔开，例如：高层、有电梯"),
    )
    journal_version = models.PositiveBigIntegerField(_("日志编号"), default=0, editable=False)
    """Number of the latest journal entry. Set by the journal's trigger."""
    content_version = models.PositiveBigIntegerField(default=0, editable=False)
    """Version of what is shown without a journal entry, such as names, introductions, moves, and
    supports in the lounge."""

    successors: models.ManyToManyField[Building] = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", editable=False
    )
    """Buildings into which its flats went by a merge or split."""

    objects = BuildingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("楼组")
        ordering = ["neighbourhood_id", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["neighbourhood", "lane", "door_number"],
                name="one_building_per_lane_and_door_number",
                violation_error_message=_("这个居民区的这条弄里已经有这个门牌号了。"),
            ),
            models.CheckConstraint(
                name="building_has_floors", condition=Q(floors__gte=1, floors__lte=120)
            ),
            models.CheckConstraint(
                name="lounge_is_on_a_floor",
                condition=Q(lounge_floor=None)
                | Q(lounge_floor__gte=1, lounge_floor__lte=models.F("floors")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.nickname}".strip()

    def get_absolute_url(self) -> str:
        return reverse("home:home", args=[self.slug])

    @property
    def name(self) -> str:
        return self.nickname or self.door

    def refuse_if_closed(self) -> None:
        if self.closed:
            raise Refused(_("这栋楼组已经撤销了，只能看，不能再办新的事。"))

    @property
    def whole_number(self) -> str:
        """Return lane and number in the form that rosters are compared with: ``1200弄114``."""
        return f"{self.lane}{self.door_number}"

    @property
    def door(self) -> str:
        """Return the door number, with its lane if the neighbourhood has several."""
        if self.lane and self.lane_shown:
            data = {"lane": self.lane, "number": self.door_number}
            return _("%(lane)s%(number)s号") % data
        return _("%(number)s号") % {"number": self.door_number}
