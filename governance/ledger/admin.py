from __future__ import annotations

from typing import cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.ledger.models import Account, AccountQuerySet
from governance.ledger.queries.accounts import with_sums
from louzu.lib.money import balance_cell
from residents.desk.scoped import BuildingScopedAdmin


@admin.register(Account)
class AccountAdmin(BuildingScopedAdmin):
    """Accounts of all buildings with their sums. What a flat paid is not the committee's to see."""

    names_people = False
    list_display = ("name", "building", "yuan", "last_on", "waiting", "opened_on", "closed_on")
    search_fields = ("name",)
    fields = ("building", "name", "about", "yuan", "opened_on", "closed_on")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return with_sums(cast("AccountQuerySet", super().get_queryset(request)))

    @admin.display(description=_("结余（元）"))
    def yuan(self, account: Account) -> str:
        return balance_cell(account.balance)

    @admin.display(description=_("最近一笔"))
    def last_on(self, account: Account) -> object:
        return account.last_on

    @admin.display(description=_("等核对的"))
    def waiting(self, account: Account) -> int:
        return account.waiting
