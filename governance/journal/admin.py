from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from governance.journal.models import Line
from residents.desk import ReadOnlyDesk


@admin.register(Line)
class LineAdmin(ReadOnlyDesk):
    scope = "building__neighbourhood"
    list_display = ("number", "building", "at", "office", "actor", "verb", "subject_title")
    list_select_related = ("building", "actor")
    list_filter = (("building", RelatedOnlyFieldListFilter), "audience")
