"""Share tables with their sums, for the desk."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from governance.ledger.models import Entry
from governance.matters.lifecycle import SHOWN_SHARES
from governance.matters.models import ShareSubsidy


def proposed_with_sums(tables: QuerySet[Any]) -> QuerySet[Any]:
    """Leave out drafts. Annotate ``given_fen``, the subsidies together, and ``paid_fen``, what all
    flats together paid for the matter."""
    of_table = ShareSubsidy.objects.filter(table=OuterRef("pk")).order_by()
    given = of_table.values("table").annotate(sum_fen=Sum("fen")).values("sum_fen")
    of_account = Entry.objects.confirmed().filter(
        account=OuterRef("matter__account"), flat__isnull=False
    )
    paid = of_account.order_by().values("account").annotate(sum_fen=Sum("fen")).values("sum_fen")
    proposed = tables.filter(state__in=SHOWN_SHARES)
    summed: QuerySet[Any] = proposed.annotate(
        given_fen=Coalesce(Subquery(given), 0), paid_fen=Coalesce(Subquery(paid), 0)
    )
    return summed
