"""Begin a kind of a committee."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy

from governance.matters.models import CommitteeKind, CommitteeKindMilestone
from governance.matters.presets import MatterKind
from louzu.lib.stored import stored
from residents.models import Neighbourhood

MAX_COPIES = 99


@transaction.atomic
def copy_kind(neighbourhood: Neighbourhood, kind: MatterKind) -> CommitteeKind:
    """Create a kind of the committee with the milestones of ``kind``, under a name that is free."""
    made = CommitteeKind.objects.create(
        neighbourhood=neighbourhood,
        name=_free_name(neighbourhood, stored(kind.name)),
        sentence=stored(kind.sentence),
        has_shares=kind.has_shares,
    )
    CommitteeKindMilestone.objects.bulk_create(
        CommitteeKindMilestone(
            kind=made,
            number=number,
            title=stored(one.title),
            days=one.days,
            canvass=one.canvass,
            period=one.period,
            source=stored(one.source),
            law_date=one.law_date,
            documents="\n".join(stored(name) for name in one.documents),
        )
        for number, one in enumerate(kind.milestones, 1)
    )
    return made


def _free_name(neighbourhood: Neighbourhood, name: str) -> str:
    used = set(neighbourhood.matter_kinds.filter(retired_on=None).values_list("name", flat=True))
    ours = stored(gettext_lazy("%(name)s（我们的做法）"), name=name)
    numbered = (f"{ours}{number}" for number in range(2, MAX_COPIES))
    return next(one for one in (ours, *numbered) if one not in used)
