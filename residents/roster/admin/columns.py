"""Desk page of remembered columns."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from residents.desk.bulk import BulkAction
from residents.desk.scoped import ReadOnlyAdmin
from residents.roster.actions import columns
from residents.roster.models import RosterColumn
from residents.roster_parser.column_questions import answer_label


@admin.register(RosterColumn)
class RosterColumnAdmin(ReadOnlyAdmin):
    names_people = False
    scope = "neighbourhood"
    list_display = ("header", "meaning", "neighbourhood", "by", "at")
    list_select_related = ("neighbourhood", "by")
    fields = ("header", "meaning", "neighbourhood", "by", "at")
    ordering = ("header", "pk")
    search_fields = ("header",)

    bulk = (
        BulkAction(
            "forget",
            _("不再记着"),
            description=_("下次导入的名册里有这一列，会再问您是什么。已经导入的不变。"),
            action=columns.delete_column_answer,
        ),
    )

    @admin.display(description=_("当作"), ordering="field")
    def meaning(self, column: RosterColumn) -> str:
        return answer_label(column.field)
