"""Read-only admin of notices for the committee."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from governance.notices.models import Notice
from residents.desk.filters import BuildingFilter, older_than_filter
from residents.desk.scoped import BuildingScopedAdmin


@admin.register(Notice)
class NoticeAdmin(BuildingScopedAdmin):
    names_people = False
    list_display = ("title", "building", "kind", "state", "audience", "shows_from", "expires_at")
    list_filter = (
        ("building", BuildingFilter),
        "state",
        older_than_filter("shows_from", _("挂了多久")),
        "kind",
        "audience",
        "asks",
    )
    search_fields = ("title",)
    fields = (
        "building",
        "kind",
        "state",
        "audience",
        "title",
        "body",
        "pinned",
        "author",
        "shows_from",
        "expires_at",
        "happens_from",
        "happens_until",
        "urgent",
        "asks",
        "period",
        "ended_at",
        "circular",
        "withdrawn_reason",
    )
