"""The matters of a building."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from governance.matters.lifecycle import ShareState
from governance.matters.models import Follower, Matter, MatterQuerySet, ShareTable, StageChange
from governance.matters.queries.share_versions import tables_agreed_to
from louzu.lib.paging import Keyset, Page
from residents.models import Building, User
from residents.rooms.messages import Because, Recipient

ENDED = Keyset(("begun_on", "pk"))
MAX_UNDER_WAY = 50
MAX_ON_HOME = 3


def matters_for_page(user: User) -> MatterQuerySet:
    """Return matters with who looks after them, ``has_share_tables``, and with ``follows``: whether
    the reader does."""
    rows = matters_with_money().with_stewards()
    tables = ShareTable.objects.filter(matter=OuterRef("pk")).exclude(state=ShareState.DISCARDED)
    return rows.annotate(  # type: ignore[no-redef]  # declared on the model
        follows=Exists(Follower.objects.filter(matter=OuterRef("pk"), user=user)),
        has_share_tables=Exists(tables),
    )


def matters_with_money() -> MatterQuerySet:
    """Return matters with the accounts that record their money."""
    return Matter.objects.select_related("account__building")


def matters_under_way_in(building: Building, count: int = MAX_UNDER_WAY) -> list[Matter]:
    """Return the matters that are neither done nor given up, the latest begun first, with
    ``has_share_draft``, ``has_proposed_shares`` and ``has_agreed_shares``."""
    tables = ShareTable.objects.filter(matter=OuterRef("pk"))
    proposed = tables.filter(state__in=[ShareState.PROPOSED, ShareState.IN_FORCE])
    rows = building.matter_set.under_way().annotate(  # type: ignore[no-redef]  # declared on the model
        has_share_draft=Exists(tables.filter(state=ShareState.DRAFT)),
        has_proposed_shares=Exists(proposed.exclude(pk__in=tables_agreed_to().values("pk"))),
        has_agreed_shares=Exists(tables_agreed_to().filter(matter=OuterRef("pk"))),
    )
    found = list(rows.order_by("-begun_on", "-pk")[:count])
    for matter in found:
        matter.building = building
    return found


def ended_matters_in(building: Building, *, after: str | None = None) -> Page[Matter]:
    return ENDED.page(building.matter_set.ended(), after)


def readable_matter_in(building: Building, pk: int) -> Matter | None:
    return building.matter_set.filter(pk=pk).first()


def changes_of(matter: Matter) -> list[StageChange]:
    """Return the steps that were not taken back, in their order."""
    return list(matter.changes.filter(undone=False))


def followers_of(matter: Matter) -> list[Recipient]:
    users = Follower.objects.filter(matter=matter).values_list("user", flat=True)
    return [Recipient(user, Because.FOLLOWS) for user in users]
