"""The desk of places."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from residents.desk import ReadOnlyDesk, ScopedAdmin
from residents.models import Building, Flat, Household, Neighbourhood, Owner, Ownership


@admin.register(Neighbourhood)
class NeighbourhoodAdmin(ReadOnlyDesk):
    scope = "pk"
    list_display = ("name", "committee", "phone")


@admin.register(Building)
class BuildingAdmin(ScopedAdmin):
    scope = "neighbourhood"
    list_display = ("__str__", "neighbourhood", "floors", "public_page")
    list_select_related = ("neighbourhood",)
    search_fields = ("door_number", "nickname", "slug")
    readonly_fields = ("stamp",)
    prepopulated_fields = {"slug": ("door_number",)}


@admin.register(Flat)
class FlatAdmin(ScopedAdmin):
    scope = "building__neighbourhood"
    list_display = ("__str__", "building", "floor", "area", "area_source")
    list_select_related = ("building",)
    list_filter = (("building", RelatedOnlyFieldListFilter), "area_source")
    search_fields = ("room",)
    autocomplete_fields = ("building",)


@admin.register(Household)
class HouseholdAdmin(ScopedAdmin):
    scope = "building__neighbourhood"
    list_display = ("__str__", "building", "occupancy", "people", "aged_60_up", "aged_0_6")
    list_select_related = ("building", "flat")
    list_filter = (("building", RelatedOnlyFieldListFilter), "occupancy")
    search_fields = ("flat__room",)
    autocomplete_fields = ("building", "flat")


@admin.register(Owner)
class OwnerAdmin(ScopedAdmin):
    scope = "building__neighbourhood"
    list_display = ("name", "building")
    list_select_related = ("building",)
    list_filter = (("building", RelatedOnlyFieldListFilter),)
    search_fields = ("name",)
    autocomplete_fields = ("building",)


@admin.register(Ownership)
class OwnershipAdmin(ScopedAdmin):
    scope = "flat__building__neighbourhood"
    list_display = ("flat", "owner", "since", "until")
    list_select_related = ("flat", "owner")
    autocomplete_fields = ("flat", "owner")
