from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from governance.canvass.models import Canvass, Objection
from governance.canvass.queries.reach import doors_of
from governance.canvass.queries.rolls import open_with
from governance.canvass.queries.stuck import stuck_in
from residents.desk.filters import OneBuilding, older
from residents.desk.picture import reaches
from residents.desk.scoped import BuildingOwnedAdmin, ReadOnlyDesk
from residents.desk.worklist import waits
from residents.places.rolls import counts

waits("canvass", stuck_in)
reaches("canvass", doors_of)
counts("canvass", open_with)


@admin.register(Canvass)
class CanvassAdmin(BuildingOwnedAdmin):
    """What is stuck where: by building, state and deadline. Changed in the building itself."""

    names_people = False
    list_display = ("question", "building", "purpose", "electorate", "state", "closes_at")
    list_filter = (
        ("building", OneBuilding),
        "state",
        older("opened_at", _("开始多久了")),
        "purpose",
        "electorate",
    )
    ordering = ("-pk",)
    search_fields = ("question",)
    fields = (
        "building", "state", "purpose", "electorate", "preset", "secret", "question", "body",
        "version", "author", "opens_at", "closes_at", "announced_at", "opened_at", "closed_at",
        "counted_at", "published_at", "extended_reason", "withdrawn_reason", "rule",
    )  # fmt: skip


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyDesk):
    """How many are open, and since when; which household it is, the building's own pages tell."""

    names_people = False
    scope = "voice__canvass__building__neighbourhood"
    list_display = ("canvass", "state", "raised_at", "ended_at")
    list_filter = ("state", older("raised_at", _("提了多久")))
    list_select_related = ("voice__canvass__building",)
    fields = ("state", "raised_at", "ended_at")

    def told_of(self, row: Any) -> Model:
        canvass: Model = row.voice.canvass
        return canvass

    @admin.display(description=Canvass._meta.verbose_name)
    def canvass(self, objection: Objection) -> str:
        return f"{objection.voice.canvass.building} {objection.voice.canvass}"
