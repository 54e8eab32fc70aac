"""Read-only admin of matters for the committee."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.matters.models import Matter, Promise
from residents.desk.filters import BuildingFilter, older_than_filter
from residents.desk.scoped import BuildingScopedAdmin


class PromiseInline(admin.TabularInline[Model, Model]):
    """What was promised, as the neighbours read it."""

    model = Promise
    template = "admin/inline_rows.html"
    extra = 0
    can_delete = False
    fields = ("words", "state", "due_on", "settled_on", "said")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.admin_site.has_permission(request)


@admin.register(Matter)
class MatterAdmin(BuildingScopedAdmin):
    names_people = False
    list_display = ("title", "building", "stage", "begun_on")
    list_filter = (
        ("building", BuildingFilter),
        "stage",
        older_than_filter("begun_on", _("提出多久了")),
    )
    search_fields = ("title",)
    fields = ("building", "stage", "title", "sentence", "begun_on", "dropped_reason")
    inlines = (PromiseInline,)
