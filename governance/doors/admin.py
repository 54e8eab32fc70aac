from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from governance.doors.models import Knock
from residents.desk.filters import BuildingFilter, older_than_filter
from residents.desk.scoped import BuildingScopedAdmin


@admin.register(Knock)
class KnockAdmin(BuildingScopedAdmin):
    """The knocks of all buildings, for the committee. What was said stands on the pages of the
    building only. Read-only."""

    names_people = False
    list_display = ("building", "flat", "outcome", "at")
    list_filter = (
        ("building", BuildingFilter),
        "outcome",
        older_than_filter("at", _("多久以前")),
    )
    list_select_related = ("building", "flat")
    ordering = ("-pk",)
    fields = ("building", "flat", "outcome", "at")
