"""The desk of columns that are remembered for the next roster."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from residents.desk.bulk import Bulk
from residents.desk.scoped import ReadOnlyDesk
from residents.roster.actions import columns
from residents.roster.models import RosterColumn
from residents.roster_parser.headings import title_of


@admin.register(RosterColumn)
class RosterColumnAdmin(ReadOnlyDesk):
    names_people = False
    scope = "neighbourhood"
    list_display = ("header", "meaning", "neighbourhood", "by", "at")
    list_select_related = ("neighbourhood", "by")
    fields = ("header", "meaning", "neighbourhood", "by", "at")
    ordering = ("header", "pk")
    search_fields = ("header",)

    bulk = (
        Bulk(
            "forget", _("不再记着"),
            tells=_("下次导入的名册里有这一列，会再问您是什么。已经导入的不变。"),
            does=columns.forget_column,
        ),
    )  # fmt: skip

    @admin.display(description=_("当作"), ordering="field")
    def meaning(self, column: RosterColumn) -> str:
        return title_of(column.field)
