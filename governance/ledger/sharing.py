"""Accounts as they are forwarded to a chat group: never an amount."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    account = page.building.account_set.filter(pk=pk).first() if page.standing.member else None
    if account is None:
        return None
    return ShareCard(
        kind=_("账本"),
        title=account.name,
        sentence=_("一笔一笔都在网上，谁家交了多少只有自己家看得到"),
        url=account.get_absolute_url(),
        asks=_("扫一扫，看账和收据"),
        holds=_(
            "里面只有账本的名称，没有一笔数，也没有哪一家。点开链接，楼里的人直接看到，"
            "别人只看到怎么进来。"
        ),
    )


SHAREABLE = {"ledger.account": Shareable(gettext_lazy("账本"), card_of)}
