"""Read-only desk page of stories: which were written, and where they were taken up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.stories.models import Story, TakenUp
from governance.stories.queries.lists import with_takers
from residents.desk.filters import BuildingFilter
from residents.desk.scoped import BuildingScopedAdmin


class TakenUpInline(admin.TabularInline[Model, Model]):
    """Which buildings began a matter from it."""

    model = TakenUp
    template = "admin/inline_rows.html"
    extra = 0
    can_delete = False
    fields = ("where", "what", "stage", "on")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        rows: QuerySet[Model] = super().get_queryset(request)
        return rows.select_related("matter__building__neighbourhood")

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.admin_site.has_permission(request)

    @admin.display(description=_("哪栋楼"))
    def where(self, taken: TakenUp) -> str:
        return str(taken.matter.building)

    @admin.display(description=_("什么事"))
    def what(self, taken: TakenUp) -> str:
        return taken.matter.title

    @admin.display(description=_("到什么阶段"))
    def stage(self, taken: TakenUp) -> str:
        return taken.matter.get_stage_display()


@admin.register(Story)
class StoryAdmin(BuildingScopedAdmin):
    names_people = False
    list_display = ("title", "building", "kind_name", "state", "audience", "takers", "published_at")
    list_select_related = ("building",)
    list_filter = (("building", BuildingFilter), "state", "audience")
    search_fields = ("title",)
    fields = ("building", "matter", "state", "audience", "title", "text", "published_at")
    inlines = (TakenUpInline,)

    def get_fields(self, request: HttpRequest, obj: Story | None = None) -> Any:
        """A draft that was never published has no day on which it was."""
        left_out = "" if obj and obj.published_at else "published_at"
        return [name for name in super().get_fields(request, obj) if name != left_out]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        rows: QuerySet[Story] = super().get_queryset(request)
        return with_takers(rows)

    @admin.display(description=_("几栋楼照着做"), ordering="takers")
    def takers(self, story: Story) -> int:
        return story.takers
