"""Read-only admin of matters for the committee."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.matters.models import Matter, Promise
from governance.matters.queries.matter_desk import late_in, with_next_step
from louzu.lib.time import format_day, format_duration
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


class LateFilter(admin.SimpleListFilter):
    """Matters whose next step is late."""

    title = _("晚了没有")
    parameter_name = "late"

    def lookups(
        self, request: HttpRequest, model_admin: ModelAdmin[Model]
    ) -> list[tuple[str, str]]:
        return [("yes", str(_("下一步晚了的")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Matter]) -> QuerySet[Matter]:
        return late_in(queryset) if self.value() == "yes" else queryset


@admin.register(Matter)
class MatterAdmin(BuildingScopedAdmin):
    names_people = False
    list_display = ("title", "building", "stage", "next_step", "late", "begun_on")
    list_filter = (
        ("building", BuildingFilter),
        "stage",
        LateFilter,
        older_than_filter("begun_on", _("提出多久了")),
    )
    search_fields = ("title",)
    fields = ("building", "stage", "title", "sentence", "begun_on", "dropped_reason")
    inlines = (PromiseInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Matter]:
        rows: QuerySet[Matter] = super().get_queryset(request)
        return with_next_step(rows)

    @admin.display(description=_("接下来"), ordering="next_on")
    def next_step(self, matter: Matter) -> str:
        if matter.next_on is None:
            return matter.next_title or ""
        words = {"day": format_day(matter.next_on), "what": matter.next_title}
        return gettext("%(day)s，%(what)s") % words

    @admin.display(description=_("晚了"), ordering="next_on")
    def late(self, matter: Matter) -> str:
        days = (timezone.localdate() - matter.next_on).days if matter.next_on else 0
        return format_duration(days) if days > 0 else ""
