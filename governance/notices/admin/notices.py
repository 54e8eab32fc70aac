"""What hangs in the buildings, for the committee to look on."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from governance.notices.models import Notice
from governance.notices.queries import stuck_in
from residents.desk.filters import OneBuilding, older
from residents.desk.scoped import BuildingOwnedAdmin
from residents.desk.worklist import waits

waits("notices", stuck_in)


@admin.register(Notice)
class NoticeAdmin(BuildingOwnedAdmin):
    names_people = False
    list_display = ("title", "building", "kind", "state", "audience", "shows_from", "expires_at")
    list_filter = (
        ("building", OneBuilding), "state", older("shows_from", _("挂了多久")), "kind", "audience", "asks",
    )  # fmt: skip
    search_fields = ("title",)
    fields = (
        "building", "kind", "state", "audience", "title", "body", "pinned", "author",
        "shows_from", "expires_at", "asks", "period", "ended_at", "circular", "withdrawn_reason",
    )  # fmt: skip
