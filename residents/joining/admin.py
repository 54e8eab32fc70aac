"""Desk pages of slips and joinings. Codes are unknown, and their hashes are not shown.

Devices with a PIN have no desk page, because users are promised that only they see them.
"""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import (
    DateFieldListFilter,
    EmptyFieldListFilter,
    ModelAdmin,
    SimpleListFilter,
)
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from residents.access.models import Joining, Slip
from residents.access.models.slips import STATES
from residents.desk.bulk import BulkAction
from residents.desk.filters import BuildingFilter
from residents.desk.scoped import ReadOnlyAdmin
from residents.joining.actions import slips
from residents.places.models import Building


class SlipStateFilter(SimpleListFilter):
    title = _("还能不能用")
    parameter_name = "state"

    def lookups(
        self, request: HttpRequest, model_admin: ModelAdmin[Model]
    ) -> list[tuple[str, str]]:
        return [(state, str(words)) for state, words in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        return queryset.in_state(self.value()) if self.value() in STATES else queryset  # type: ignore[attr-defined]  # of slips


@admin.register(Slip)
class SlipAdmin(ReadOnlyAdmin):
    scope = "building__neighbourhood"
    list_display = (
        "number",
        "building",
        "household",
        "kind",
        "now",
        "times",
        "printed_at",
        "expires_at",
        "printed_by",
    )
    list_select_related = ("building", "household__flat", "printed_by")
    list_filter = (
        ("building", BuildingFilter),
        "kind",
        SlipStateFilter,
        ("printed_at", DateFieldListFilter),
    )
    search_fields = ("household__flat__room", "building__door_number", "building__nickname")
    ordering = ("-pk",)
    fields = (
        "number",
        "building",
        "household",
        "kind",
        "user",
        "now",
        "times",
        "printed_at",
        "expires_at",
        "printed_by",
        "revoked_at",
        "revoked_by",
    )

    bulk = (
        BulkAction(
            "revoke",
            _("收回入户条"),
            description=_(
                "收回的条不能再用来加入，也不能恢复：要用就重新印一张。已经加入的人不受影响。"
            ),
            action=slips.revoke_slip,
        ),
    )

    @admin.display(description=_("编号"), ordering="pk")
    def number(self, slip: Slip) -> int:
        return slip.pk

    @admin.display(description=_("还能不能用"))
    def now(self, slip: Slip) -> str:
        return str(STATES[slip.state])

    @admin.display(description=_("用了几次"), ordering="used")
    def times(self, slip: Slip) -> str:
        return f"{slip.used} / {slip.uses}"


@admin.register(Joining)
class JoiningAdmin(ReadOnlyAdmin):
    scope = "membership__household__building__neighbourhood"
    list_display = ("user", "building", "home", "at", "slip", "helped_by", "undone_at")
    list_select_related = (
        "user",
        "slip",
        "helped_by",
        "membership__household__building",
        "membership__household__flat",
    )
    list_filter = (
        ("membership__household__building", BuildingFilter),
        ("helped_by", EmptyFieldListFilter),
        ("undone_at", EmptyFieldListFilter),
        ("at", DateFieldListFilter),
    )
    search_fields = (
        "user__shown_name",
        "membership__household__flat__room",
        "membership__household__building__door_number",
    )
    ordering = ("-pk",)
    fields = ("user", "building", "home", "at", "slip", "helped_by", "undone_at", "undone_by")

    @admin.display(description=_("楼组"), ordering="membership__household__building")
    def building(self, joining: Joining) -> Building:
        return joining.building

    @admin.display(description=_("户"))
    def home(self, joining: Joining) -> str:
        return str(joining.membership.household)
