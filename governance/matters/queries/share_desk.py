"""Share tables with their sums, for the desk."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from governance.ledger.queries.readings import FlatPayments, payments_told_of
from governance.matters.lifecycle import SHOWN_SHARES
from governance.matters.models import ShareSubsidy


def proposed_with_sums(tables: QuerySet[Any]) -> QuerySet[Any]:
    """Leave out drafts. Annotate ``given_fen``, the subsidies together."""
    of_table = ShareSubsidy.objects.filter(table=OuterRef("pk")).order_by()
    given = of_table.values("table").annotate(sum_fen=Sum("fen")).values("sum_fen")
    proposed = tables.filter(state__in=SHOWN_SHARES)
    summed: QuerySet[Any] = proposed.annotate(given_fen=Coalesce(Subquery(given), 0))
    return summed


def show_payments(tables: Collection[Any]) -> None:
    """Set ``paid_fen``, what flats together paid for the matter as neighbours read it, and
    ``held_back``."""
    accounts = {one.matter.account for one in tables if one.matter.account}
    payments = payments_told_of(accounts) if accounts else {}
    for one in tables:
        told = payments.get(one.matter.account_id, FlatPayments())
        one.paid_fen, one.held_back = sum(told.told_by_flat.values()), told.held_back
