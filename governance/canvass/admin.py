from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from governance.canvass.models import Canvass, Objection
from residents.desk.filters import BuildingFilter, older_than_filter
from residents.desk.scoped import BuildingScopedAdmin, ReadOnlyAdmin


@admin.register(Canvass)
class CanvassAdmin(BuildingScopedAdmin):
    """Overview for the committee by building, state and deadline. Read-only."""

    names_people = False
    list_display = ("question", "building", "purpose", "electorate", "state", "closes_at")
    list_filter = (
        ("building", BuildingFilter),
        "state",
        older_than_filter("opened_at", _("开始多久了")),
        "purpose",
        "electorate",
    )
    ordering = ("-pk",)
    search_fields = ("question",)
    fields = (
        "building",
        "state",
        "purpose",
        "electorate",
        "preset",
        "secret",
        "question",
        "body",
        "version",
        "author",
        "opens_at",
        "closes_at",
        "announced_at",
        "opened_at",
        "closed_at",
        "counted_at",
        "published_at",
        "extended_reason",
        "withdrawn_reason",
        "rule",
    )


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin):
    """Number and age of objections. The household is shown on the building's own pages only."""

    names_people = False
    scope = "voice__canvass__building__neighbourhood"
    list_display = ("canvass", "state", "raised_at", "ended_at")
    list_filter = ("state", older_than_filter("raised_at", _("提了多久")))
    list_select_related = ("voice__canvass__building",)
    fields = ("state", "raised_at", "ended_at")

    def journal_subject_of(self, row: Objection) -> Model:
        canvass: Model = row.voice.canvass
        return canvass

    @admin.display(description=Canvass._meta.verbose_name)
    def canvass(self, objection: Objection) -> str:
        return f"{objection.voice.canvass.building} {objection.voice.canvass}"
