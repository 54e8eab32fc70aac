"""Desk pages of places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin, RelatedOnlyFieldListFilter, SimpleListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from louzu.lib.phone_numbers import mask_phones
from louzu.lib.quoting import quoted
from residents.changes.admin.changes import (
    BUILDING_CHANGES,
    FLAT_CHANGES,
    HOUSEHOLD_CHANGES,
    OWNER_CHANGES,
)
from residents.changes.admin.related import (
    tables_for_flat,
    tables_for_household,
    tables_for_owner,
    tables_for_ownership,
)
from residents.changes.forms.records import FlatForm, HouseholdForm, OwnerForm, OwnershipForm
from residents.desk.changes import RecordChangesMixin
from residents.desk.filters import BuildingFilter, ClosedFilter
from residents.desk.records import PhoneRecordAdmin, RecordAdmin
from residents.desk.related import RelatedRecordsMixin, RelatedTable
from residents.people.queries.buildings import BUILDING_ORDER
from residents.places.forms import BuildingForm
from residents.places.models import Building, Flat, Household, Neighbourhood, Owner, Ownership
from residents.roster.admin.batches import RosterBatchMixin
from residents.roster.queries.roster import filter_joined, with_flats, with_household_counts

BUILDING_FILTER = ("building", BuildingFilter)


@admin.register(Building)
class BuildingAdmin(RecordChangesMixin, RosterBatchMixin):
    changes = BUILDING_CHANGES
    names_people = False
    scope = "neighbourhood"
    form = BuildingForm
    list_display = (
        "__str__",
        "neighbourhood",
        "floors",
        "homes",
        "joined",
        "tagged",
        "public_page",
    )
    list_filter = (ClosedFilter, ("neighbourhood", RelatedOnlyFieldListFilter), "public_page")
    search_fields = ("lane", "door_number", "nickname", "slug")
    ordering = BUILDING_ORDER
    fields = (
        "neighbourhood",
        "lane",
        "door_number",
        "nickname",
        "floors",
        "lounge_floor",
        "slug",
        "public_page",
        "tags",
        "journal_version",
    )
    readonly_fields = ("journal_version",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return with_household_counts(super().get_queryset(request))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        desk = self.admin_site.get_model_admin(Neighbourhood)
        ours = desk.get_queryset(request).values_list("pk", flat=True)[:2]
        only = {"neighbourhood": ours[0]} if len(ours) == 1 else {}
        return {**only, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Building, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.instead_of:
            sentence = _("网址里的“%(meant)s”已经有一栋楼在用，这栋楼的网址是 /b/%(slug)s/。")
            message = sentence % {"meant": quoted(form.instead_of), "slug": obj.slug}
            self.message_user(request, message, messages.WARNING)

    @admin.display(description=_("标签"))
    def tagged(self, building: Building) -> str:
        return "、".join(building.tags)

    @admin.display(description=_("户数"))
    def homes(self, building: Building) -> int:
        return building.homes or 0

    @admin.display(description=_("已有人加入"))
    def joined(self, building: Building) -> int:
        return building.joined or 0


@admin.register(Flat)
class FlatAdmin(RecordChangesMixin, RelatedRecordsMixin, RecordAdmin):
    changes = FLAT_CHANGES
    names_people = False
    form = FlatForm
    scope = "building__neighbourhood"
    list_display = ("__str__", "building", "floor", "area", "area_source")
    list_select_related = ("building",)
    list_filter = (BUILDING_FILTER, ClosedFilter, "area_source", "floor")
    search_fields = ("room", "building__door_number", "owners__name")
    fixed = ("building",)
    autocomplete_fields = ("building",)

    def related(self, request: HttpRequest, row: Flat) -> Iterable[RelatedTable]:
        return tables_for_flat(row)


class JoinedFilter(SimpleListFilter):
    title = _("有没有人加入")
    parameter_name = "joined"

    def lookups(
        self, request: HttpRequest, model_admin: ModelAdmin[Model]
    ) -> list[tuple[str, str]]:
        return [("yes", str(_("有人加入"))), ("no", str(_("还没有人加入")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Model]:
        return filter_joined(queryset, yes=self.value() == "yes") if self.value() else queryset


@admin.register(Household)
class HouseholdAdmin(RecordChangesMixin, RelatedRecordsMixin, PhoneRecordAdmin):
    changes = HOUSEHOLD_CHANGES
    form = HouseholdForm
    look_ups_read_by = _("看全号会记在楼组日志里，这家人看得到。")
    scope = "building__neighbourhood"
    list_display = (
        "__str__",
        "building",
        "contact",
        "masked_phone",
        "occupancy",
        "people",
        "old",
        "young",
    )
    list_select_related = ("building", "flat")
    list_filter = (BUILDING_FILTER, ClosedFilter, "occupancy", JoinedFilter)
    search_fields = ("flat__room", "contact", "building__door_number")
    autocomplete_fields = ("building", "flat")
    fields = (
        "building",
        "flat",
        "occupancy",
        "aged_0_6",
        "aged_7_17",
        "aged_18_59",
        "aged_60_up",
        "contact",
        "masked_phone",
        "new_phone",
        "clear_phone",
        "note",
    )
    readonly_fields = ("masked_phone",)
    fixed = ("building", "flat")

    def related(self, request: HttpRequest, row: Household) -> Iterable[RelatedTable]:
        return tables_for_household(row)

    @admin.display(description=_("人数"))
    def people(self, household: Household) -> int:
        return household.people

    @admin.display(description=_("60岁以上"), ordering="aged_60_up")
    def old(self, household: Household) -> int:
        return household.aged_60_up

    @admin.display(description=_("0–6岁"), ordering="aged_0_6")
    def young(self, household: Household) -> int:
        return household.aged_0_6

    @admin.display(description=_("联系电话"))
    def masked_phone(self, household: Household) -> str:
        return mask_phones(household.phone)


@admin.register(Owner)
class OwnerAdmin(RecordChangesMixin, RelatedRecordsMixin, PhoneRecordAdmin):
    changes = OWNER_CHANGES
    form = OwnerForm
    look_ups_read_by = _("看全号会记在楼组日志里，楼组长看得到。")
    scope = "building__neighbourhood"
    list_display = ("name", "building", "flats_held", "masked_phone")
    list_select_related = ("building",)
    list_filter = (BUILDING_FILTER,)
    search_fields = ("name", "flats__room", "building__door_number")
    autocomplete_fields = ("building",)
    fields = ("building", "name", "masked_phone", "new_phone", "clear_phone")
    readonly_fields = ("masked_phone",)
    fixed = ("building",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return with_flats(super().get_queryset(request))

    def related(self, request: HttpRequest, row: Owner) -> Iterable[RelatedTable]:
        return tables_for_owner(row)

    @admin.display(description=_("室"))
    def flats_held(self, owner: Owner) -> str:
        return "、".join(str(ownership.flat) for ownership in owner.held)

    @admin.display(description=_("业主电话"))
    def masked_phone(self, owner: Owner) -> str:
        return mask_phones(owner.phone)


@admin.register(Ownership)
class OwnershipAdmin(RelatedRecordsMixin, RecordAdmin):
    form = OwnershipForm
    scope = "flat__building__neighbourhood"
    list_display = ("flat", "owner", "since", "until")
    list_select_related = ("flat", "owner")
    list_filter = (("flat__building", BuildingFilter),)
    search_fields = ("flat__room", "owner__name")
    autocomplete_fields = ("flat", "owner")
    fixed = ("flat", "owner")

    def related(self, request: HttpRequest, row: Ownership) -> Iterable[RelatedTable]:
        return tables_for_ownership(row)
