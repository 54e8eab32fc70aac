from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import DateFieldListFilter
from django.db.models import Model
from django.http import HttpRequest

from governance.meetings.models import AgendaItem, Meeting, Minutes, Proposal
from residents.desk.filters import BuildingFilter
from residents.desk.scoped import BuildingScopedAdmin


class ReadOnlyMeetingInline(admin.TabularInline[Model, Model]):
    template = "admin/inline_rows.html"
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.admin_site.has_permission(request)


class AgendaInline(ReadOnlyMeetingInline):
    model = AgendaItem
    fields = ("number", "title", "minutes", "brought_by")
    readonly_fields = fields


class ProposalInline(ReadOnlyMeetingInline):
    model = Proposal
    fields = ("title", "why", "state", "answer")
    readonly_fields = fields


class MinutesInline(ReadOnlyMeetingInline):
    """Editions of the minutes, with links to their pages."""

    model = Minutes
    fields = ("number", "reason", "at")
    readonly_fields = fields


@admin.register(Meeting)
class MeetingAdmin(BuildingScopedAdmin):
    list_display = ("title", "building", "kind", "state", "starts_at", "place", "host")
    list_select_related = ("building", "host")
    list_filter = (
        ("building", BuildingFilter),
        "kind",
        "state",
        ("starts_at", DateFieldListFilter),
    )
    search_fields = ("title",)
    fields = (
        "building",
        "kind",
        "state",
        "title",
        "starts_at",
        "minutes",
        "place",
        "note",
        "host",
        "note_taker",
        "proposals_until",
        "held_at",
        "corrections_until",
        "published_at",
        "cancelled_reason",
    )
    inlines = (AgendaInline, ProposalInline, MinutesInline)
