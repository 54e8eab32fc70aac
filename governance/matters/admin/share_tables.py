"""Read-only admin of share tables for the committee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.matters.lifecycle import ShareState
from governance.matters.models import ShareTable
from governance.matters.queries.share_desk import proposed_with_sums, show_payments
from louzu.lib.money import told_in_part, yuan_of
from residents.desk.filters import BuildingFilter
from residents.desk.scoped import ReadOnlyAdmin
from residents.models import Building


@admin.register(ShareTable)
class ShareTableAdmin(ReadOnlyAdmin):
    """Versions that were proposed, with their sums. What a flat bears, agreed to or paid is not the
    committee's to see, and neither are drafts."""

    names_people = False
    scope = "matter__building__neighbourhood"
    list_display = ("title", "number", "building", "standing", "total", "given", "left", "paid")
    list_select_related = ("matter__building", "matter__account", "canvass")
    list_filter = (("matter__building", BuildingFilter), "state")
    search_fields = ("matter__title",)
    fields = (
        "building",
        "title",
        "number",
        "standing",
        "proposed_at",
        "method",
        "rule",
        "total",
        "given",
        "left",
        "paid",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return proposed_with_sums(super().get_queryset(request))

    def prepare(self, rows: Sequence[Any]) -> None:
        show_payments(rows)

    @admin.display(description=_("什么事"), ordering="matter__title")
    def title(self, table: ShareTable) -> str:
        return table.matter.title

    @admin.display(description=_("楼组"), ordering="matter__building")
    def building(self, table: ShareTable) -> Building:
        return table.building

    @admin.display(description=_("状态"), ordering="state")
    def standing(self, table: ShareTable) -> str:
        if table.state == ShareState.IN_FORCE and not table.is_due:
            return gettext("还没有定，等各家答复")
        return table.get_state_display()

    @admin.display(description=_("一共（元）"), ordering="total_fen")
    def total(self, table: Any) -> str:
        return yuan_of(table.total_fen)

    @admin.display(description=_("补贴（元）"))
    def given(self, table: Any) -> str:
        return yuan_of(table.given_fen)

    @admin.display(description=_("减去补贴余下（元）"))
    def left(self, table: Any) -> str:
        return yuan_of(table.total_fen - table.given_fen)

    @admin.display(description=_("各户一共付了（元）"))
    def paid(self, table: Any) -> str:
        """Only of the version in force, since what was paid was not paid for an earlier one."""
        if table.state != ShareState.IN_FORCE:
            return "—"
        return told_in_part(yuan_of(table.paid_fen), table.held_back)
