"""What the flats of a reader still have to pay of shares that were agreed to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from governance.ledger.models import Entry, in_office
from governance.ledger.queries.sight import sight_of
from governance.matters.models import Matter, ShareLine
from governance.matters.queries.share_versions import tables_agreed_to
from louzu.lib.joining import listed
from residents.models import Building, Office, Standing


@dataclass(frozen=True, slots=True)
class OwedShare:
    matter: Matter
    fen: int
    """What the reader's flats lack together."""
    to: str
    """Who keeps the money, by office, and by name if they agreed to show it."""


def shares_owed_by(building: Building, standing: Standing) -> list[OwedShare]:
    """Return what flats that the reader's family owns have to pay. People who rent owe nothing."""
    paid = Entry.objects.confirmed().filter(
        account=OuterRef("table__matter__account"), flat=OuterRef("flat")
    )
    sums = paid.order_by().values("flat").annotate(sum_fen=Sum("fen")).values("sum_fen")
    lines = ShareLine.objects.filter(
        table__in=tables_agreed_to().filter(matter__building=building),
        flat__in=sight_of(standing).own_flats,
    )
    owing = lines.annotate(paid_fen=Coalesce(Subquery(sums), 0)).filter(fen__gt=F("paid_fen"))
    owed: dict[Matter, int] = {}
    for line in owing.select_related("table__matter__building").order_by("table", "pk"):
        lacking = line.fen - line.paid_fen
        owed[line.table.matter] = owed.get(line.table.matter, 0) + lacking
    if not owed:
        return []
    to = who_keeps_money_in(building)
    return [OwedShare(matter, fen, to) for matter, fen in owed.items()]


def who_keeps_money_in(building: Building) -> str:
    """Return the treasurers, or the leader if there is none."""
    kinds = (Office.Kind.TREASURER, Office.Kind.LEADER)
    held = Office.objects.current().filter(building=building, kind__in=kinds)
    offices = list(held.select_related("user").order_by("pk"))
    keepers = [one for one in offices if one.kind == Office.Kind.TREASURER] or offices
    return listed(in_office(one.user, one.kind) for one in keepers)
