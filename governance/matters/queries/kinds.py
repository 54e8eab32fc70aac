"""Kinds of matter among which a building chooses."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from governance.matters.models import CommitteeKind, CommitteeKindMilestone
from governance.matters.presets import MATTER_KINDS, KindMilestone, MatterKind
from residents.models import Building

OWN = "own:"
"""Prefix of the keys of the committees' kinds."""


def kinds_in(building: Building) -> list[MatterKind]:
    """Return the kinds that have milestones: the portal's, then those of the building's committee."""
    own = CommitteeKind.objects.filter(
        Q(retired_on=None) | Q(retired_on__gt=timezone.localdate()),
        neighbourhood=building.neighbourhood_id,
    )
    found = own.prefetch_related("milestones")
    return [
        *(kind for kind in MATTER_KINDS.values() if kind.milestones),
        *(kind_of_committee(kind) for kind in found),
    ]


def kind_in(building: Building, key: str) -> MatterKind | None:
    return next((kind for kind in kinds_in(building) if kind.key == key), None)


def kind_of_committee(kind: CommitteeKind) -> MatterKind:
    return MatterKind(
        f"{OWN}{kind.pk}",
        kind.name,
        kind.sentence,
        tuple(_milestone(row) for row in kind.milestones.all()),
        has_shares=kind.has_shares,
    )


def _milestone(row: CommitteeKindMilestone) -> KindMilestone:
    return KindMilestone(
        row.title,
        row.days,
        row.canvass,
        row.period,
        row.source,
        row.law_date,
        tuple(documents_in(row.documents)),
    )


def documents_in(text: str) -> list[str]:
    """Return the names of documents that stand on lines of their own."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
