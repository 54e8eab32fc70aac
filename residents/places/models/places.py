"""Neighbourhoods, buildings, and their flats, households and owners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from louzu.lib.errors import Refused
from residents.places.models.spans import (
    DatedRecord,
    DatedRecordQuerySet,
    EndsWithPlace,
    Span,
    SpanQuerySet,
    dates_of_record,
    in_order,
)

PHONE_LENGTH = 60


class Neighbourhood(models.Model):
    """居民区: the buildings of one residents' committee."""

    name = models.CharField(_("居民区"), max_length=100, unique=True)
    committee = models.CharField(_("居委全名"), max_length=100)
    phone = models.CharField(_("居委电话"), max_length=30, blank=True)
    hours = models.CharField(
        _("办公时间"), max_length=100, blank=True, help_text=_("例如：周一到周五 8:30–17:00")
    )
    address = models.CharField(
        _("居委地址"), max_length=100, blank=True, help_text=_("例如：逸仙路1200弄5号底楼")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("居民区")

    def __str__(self) -> str:
        return self.name


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


class FlatQuerySet(DatedRecordQuerySet["Flat"]):
    def not_closed_in(self, building: Building, on: dt.date | None = None) -> Self:
        """Return open flats of the building on a day (default: today), from the lowest floor up."""
        return self.current(on).filter(building=building).order_by("floor", "room")

    def not_closed_in_any(self, buildings: Iterable[Building]) -> Self:
        found = self.current().filter(building__in=list(buildings))
        return found.order_by("building", "floor", "room")


class HouseholdQuerySet(DatedRecordQuerySet["Household"]):
    def living_in(self, building: Building, on: dt.date | None = None) -> Self:
        """Return households of the building on a day (default: today), including empty flats, from
        the lowest floor up."""
        found = self.current(on).filter(building=building).select_related("flat")
        return found.order_by("flat__floor", "flat__room")

    def not_closed_in(self, building: Building) -> Self:
        """Return current and later households, in the order in which they are locked."""
        return self.not_closed().filter(building=building).order_by("pk")

    def living_in_any(self, buildings: Iterable[Building]) -> Self:
        return self.current().filter(building__in=list(buildings)).order_by()

    def occupied(self) -> Self:
        return self.exclude(occupancy="empty")


class Flat(EndsWithPlace, DatedRecord):
    """室: a dwelling with a room number. Its area counts where the law weighs owners by area."""

    database_rules = {
        "end_with_place": "A row ends with its building at the latest; the end entered for itself stays in own_until.",
        "end_parts": "A new end is handed on to its households and ownerships.",
    }

    living: list[Household]
    held: list[Ownership]
    """Current ownerships, prefetched for the roster."""

    class AreaSource(models.TextChoices):
        """In order of precedence (Supreme Court interpretation on condominiums, art. 8)."""

        REGISTER = "register", _("产权登记")
        SURVEY = "survey", _("测绘")
        CONTRACT = "contract", _("买卖合同")

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="flats", verbose_name=_("楼组")
    )
    floor = models.PositiveSmallIntegerField(_("楼层"))
    room = models.CharField(_("室号"), max_length=20)
    area = models.DecimalField(
        _("建筑面积（㎡）"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    area_source = models.CharField(
        _("面积依据"), max_length=10, choices=AreaSource, blank=True, default=""
    )
    successors: models.ManyToManyField[Flat] = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", editable=False
    )
    """The flats that replaced it in a merge or split."""

    objects = FlatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("室")
        ordering = ["building", "floor", "room"]
        constraints = [
            ExclusionConstraint(
                name="one_flat_per_room_number_at_a_time",
                expressions=[
                    ("building", RangeOperators.EQUAL),
                    ("room", RangeOperators.EQUAL),
                    (dates_of_record(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这栋楼已经有这个室号了。"),
            ),
            models.CheckConstraint(
                name="area_is_positive_and_sourced",
                condition=Q(area=None, area_source="")
                | (Q(area__isnull=False, area__gt=0) & ~Q(area_source="")),
                violation_error_message=_("写了面积就要写依据；面积要大于0。"),
            ),
            models.CheckConstraint(name="flat_floor_counts_from_one", condition=Q(floor__gte=1)),
        ]

    def __str__(self) -> str:
        return _("%(room)s室") % {"room": self.room}


class Household(EndsWithPlace, DatedRecord):
    """户: the people who live together in one flat. They are counted by age band, without birthdays.

    A flat has one household at a time. A household that moves within the building is closed and
    created anew, so that earlier answers keep the old room.
    """

    database_rules = {
        "end_with_place": "A row ends with its flat at the latest; the end entered for itself stays in own_until.",
        "end_parts": "A new end is handed on to its memberships.",
    }

    joined: int
    has_slip: bool
    """Number of members, and whether there is a valid slip. Annotated by ``households_for_slips``
    only."""

    class Occupancy(models.TextChoices):
        OWNER = "owner", _("自住")
        LET = "let", _("出租")
        EMPTY = "empty", _("空置")

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="households", verbose_name=_("楼组")
    )
    flat = models.ForeignKey(Flat, models.PROTECT, related_name="households", verbose_name=_("室"))
    occupancy = models.CharField(
        _("居住情况"), max_length=10, choices=Occupancy, default=Occupancy.OWNER
    )
    aged_0_6 = models.PositiveSmallIntegerField(_("0–6岁人数"), default=0)
    aged_7_17 = models.PositiveSmallIntegerField(_("7–17岁人数"), default=0)
    aged_18_59 = models.PositiveSmallIntegerField(_("18–59岁人数"), default=0)
    aged_60_up = models.PositiveSmallIntegerField(_("60岁以上人数"), default=0)
    contact = models.CharField(
        _("户主/联系人"), max_length=100, blank=True, help_text=_("居委有事找这家，找谁")
    )
    phone = models.CharField(_("联系电话"), max_length=PHONE_LENGTH, blank=True)
    """Digits; several numbers are joined by ``、``. Shown masked. Comes from a roster or the desk.
    """
    note = models.CharField(_("备注"), max_length=200, blank=True)
    moved_to = models.ForeignKey(
        "self", models.SET_NULL, related_name="+", null=True, blank=True, editable=False
    )
    """The household that it became or joined in another flat of the building."""

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("户")
        ordering = ["building", "flat__floor", "flat__room"]
        constraints = [
            ExclusionConstraint(
                name="one_household_of_a_flat_at_a_time",
                expressions=[
                    ("flat", RangeOperators.EQUAL),
                    (dates_of_record(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这一室已经有一户了。"),
            ),
            models.CheckConstraint(
                name="nobody_lives_in_an_empty_flat",
                condition=~Q(occupancy="empty")
                | Q(aged_0_6=0, aged_7_17=0, aged_18_59=0, aged_60_up=0),
                violation_error_message=_("空置的户，人数都应是0。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.flat)

    @property
    def people(self) -> int:
        return self.aged_0_6 + self.aged_7_17 + self.aged_18_59 + self.aged_60_up


class Owner(models.Model):
    """业主: one voting party of a building, with any number of flats. Co-owners of a flat are one
    party. Source: Supreme Court interpretation on condominiums (2020), art. 9."""

    held: list[Ownership]
    """Annotated by ``with_flats`` only."""
    rooms: str
    """Annotated for canvasses of owners only."""

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="owners", verbose_name=_("楼组")
    )
    name = models.CharField(_("产权人"), max_length=100, help_text=_("共有的写在一起"))
    phone = models.CharField(_("业主电话"), max_length=PHONE_LENGTH, blank=True)
    """Like ``Household.phone``. It distinguishes owners of the same name."""
    also = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("名册里也写作"),
        default=list,
        blank=True,
        editable=False,
    )
    """Other names of this owner in rosters, as somebody confirmed."""
    flats: models.ManyToManyField[Flat, Ownership] = models.ManyToManyField(
        Flat, through="Ownership", related_name="owners"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("业主")
        ordering = ["building", "name"]

    def __str__(self) -> str:
        return self.name


class Ownership(EndsWithPlace, Span):
    """The ownership of a flat. There is one owner (party) at a time."""

    database_rules = {
        "end_with_place": "A row ends with its flat at the latest; the end entered for itself stays in own_until.",
    }

    owner = models.ForeignKey(
        Owner, models.PROTECT, related_name="ownerships", verbose_name=_("业主")
    )
    flat = models.ForeignKey(Flat, models.PROTECT, related_name="ownerships", verbose_name=_("室"))

    objects = SpanQuerySet["Ownership"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("产权")
        constraints = [
            in_order("ownership_dates_in_order"),
            ExclusionConstraint(
                name="one_owner_of_a_flat_at_a_time",
                expressions=[
                    ("flat", RangeOperators.EQUAL),
                    (dates_of_record(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "这一室在这段时间里已经有业主了。请先写上原来的产权到哪天止。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flat} · {self.owner}"
