from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from governance.notices.models import Notice
from residents.desk import BuildingOwnedAdmin


@admin.register(Notice)
class NoticeAdmin(BuildingOwnedAdmin):
    list_display = ("title", "building", "kind", "state", "audience", "shows_from", "expires_at")
    list_filter = (("building", RelatedOnlyFieldListFilter), "state", "kind", "audience")
    search_fields = ("title",)
    fields = (
        "building", "kind", "state", "audience", "title", "body", "pinned", "author",
        "shows_from", "expires_at", "withdrawn_reason",
    )  # fmt: skip
