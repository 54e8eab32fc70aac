from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from governance.charters.models import Charter, CharterQuerySet, Edition
from residents.desk import BuildingOwnedAdmin


class EditionInline(admin.TabularInline[Any, Any]):
    model = Edition
    extra = 0
    can_delete = False
    fields = ("number", "state", "posted_at", "replaced_at", "by")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


@admin.register(Charter)
class CharterAdmin(BuildingOwnedAdmin):
    names_people = False
    list_display = ("building", "number_in_force", "in_force_since")
    fields = ("building",)
    inlines = (EditionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        charters = cast("CharterQuerySet", super().get_queryset(request))
        return charters.with_edition_in_force()

    @admin.display(description="现行第几版")
    def number_in_force(self, charter: Any) -> Any:
        return charter.number_in_force

    @admin.display(description="何时公布")
    def in_force_since(self, charter: Any) -> Any:
        return charter.in_force_since
