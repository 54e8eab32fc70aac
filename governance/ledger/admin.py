from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.ledger.models import Account, AccountQuerySet
from governance.ledger.queries.accounts import show_balances, with_sums
from governance.ledger.queries.sight import OF_NEIGHBOURS
from louzu.lib.money import balance_cell, told_in_part
from residents.desk.scoped import BuildingScopedAdmin


@admin.register(Account)
class AccountAdmin(BuildingScopedAdmin):
    """Accounts of all buildings with the sums that neighbours read. What one or two flats paid is not
    the committee's to see."""

    names_people = False
    list_display = ("name", "building", "yuan", "last_on", "waiting", "opened_on", "closed_on")
    search_fields = ("name",)
    fields = ("building", "name", "about", "yuan", "opened_on", "closed_on")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return with_sums(cast("AccountQuerySet", super().get_queryset(request)))

    def prepare(self, rows: Sequence[Any]) -> None:
        show_balances(rows, OF_NEIGHBOURS)

    @admin.display(description=_("结余（元）"))
    def yuan(self, account: Account) -> str:
        return told_in_part(balance_cell(account.balance, account.held_back), account.held_back)

    @admin.display(description=_("最近一笔"))
    def last_on(self, account: Account) -> object:
        return account.last_on

    @admin.display(description=_("等核对的"))
    def waiting(self, account: Account) -> int:
        return account.waiting
