"""Accounts, as they are shown on the pages of things that led to them or came of them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.ledger.models import Account
from governance.ledger.queries.accounts import show_balances
from governance.ledger.queries.posting import bulletin_of
from governance.ledger.queries.sight import sums_sight_of
from louzu.lib.money import balance_words
from louzu.lib.stored import stored_language
from residents.models import Building, Standing
from residents.rooms.things import ThingType, ThingView, ThingWords


def account_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    """Return views with the balance, for members of the building only."""
    if not standing.member:
        return {}
    found = list(Account.objects.filter(pk__in=pks).with_balance().select_related("building"))
    show_balances([one for one in found if one.is_open], sums_sight_of(standing))
    return {
        account.pk: ThingView(
            gettext_lazy("账本"), account.name, _state(account), account.get_absolute_url()
        )
        for account in found
    }


def account_words_of(building: Building, pk: int) -> ThingWords | None:
    """Return what the next notice tells of the account, or None if there is nothing to tell."""
    account = building.account_set.filter(pk=pk).first()
    bulletin = bulletin_of(account) if account else None
    if bulletin is None:
        return None
    with stored_language():
        return ThingWords(bulletin.account.name, bulletin.text, headline=bulletin.title)


def _state(account: Account) -> str:
    if not account.is_open:
        return _("结清了")
    return balance_words(account.balance, account.held_back)


THING_TYPES = {
    "ledger.account": ThingType(views_of=account_views_of, words_of=account_words_of),
}
