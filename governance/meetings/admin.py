from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import DateFieldListFilter, RelatedOnlyFieldListFilter
from django.http import HttpRequest

from governance.meetings.models import AgendaItem, Meeting
from residents.desk import BuildingOwnedAdmin


class AgendaInline(admin.TabularInline[Any, Any]):
    model = AgendaItem
    extra = 0
    can_delete = False
    fields = ("number", "title", "minutes", "brought_by")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


@admin.register(Meeting)
class MeetingAdmin(BuildingOwnedAdmin):
    list_display = ("title", "building", "kind", "state", "starts_at", "place", "host")
    list_select_related = ("building", "host")
    list_filter = (
        ("building", RelatedOnlyFieldListFilter),
        "kind",
        "state",
        ("starts_at", DateFieldListFilter),
    )
    search_fields = ("title",)
    fields = (
        "building", "kind", "state", "title", "starts_at", "minutes", "place", "note", "host",
        "cancelled_reason",
    )  # fmt: skip
    inlines = (AgendaInline,)
