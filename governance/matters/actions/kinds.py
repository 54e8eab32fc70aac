"""Copy the milestones of a kind into a matter, and take that back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from governance.matters.actions._parts import enter_about, next_number
from governance.matters.actions._shared import refuse_before
from governance.matters.lifecycle import MilestoneState
from governance.matters.models import Document, Matter, Milestone
from governance.matters.presets import FREE, MatterKind
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.models import User


@transaction.atomic
def apply_kind(matter: Matter, kind: MatterKind, *, starts_on: dt.date, by: User) -> Matter:
    """Copy the kind's milestones, planned from ``starts_on``, and the documents to be collected.
    Later changes of the kind don't change the matter."""
    matter = Matter.objects.locked(matter)
    if matter.kind_key != FREE:
        raise Refused(_("这件事已经照着一类列好了步骤。要换一类，先退回。"))
    refuse_before(matter, starts_on, field="starts_on")
    matter.kind_key, matter.kind_name = kind.key, stored(kind.name)
    matter.has_shares = kind.has_shares
    matter.save(update_fields=["kind_key", "kind_name", "has_shares"])
    _copy_milestones(matter, kind, starts_on)
    enter_about(matter, "matters.kind_applied", matter.kind_name, by=by)
    return matter


@transaction.atomic
def take_kind_back(matter: Matter, *, by: User) -> Matter:
    """Delete the copied milestones and the documents that nobody has collected."""
    matter = Matter.objects.locked(matter)
    name = matter.kind_name
    copied = matter.milestones.filter(from_kind=True)
    if matter.kind_key == FREE:
        raise Refused(_("这件事没有照着哪一类列步骤。"))
    if copied.exclude(state=MilestoneState.PLANNED).exists():
        raise Refused(_("已经有做到的步骤了，不能整个退回。不用做的，一步一步划掉。"))
    wanted = Document.objects.filter(matter=matter, milestones__in=copied, versions=None)
    uncollected = list(wanted.values_list("pk", flat=True))
    copied.delete()
    Document.objects.filter(pk__in=uncollected, milestones=None).delete()
    matter.kind_key, matter.kind_name, matter.has_shares = FREE, "", False
    matter.save(update_fields=["kind_key", "kind_name", "has_shares"])
    enter_about(matter, "matters.kind_taken_back", name, by=by)
    return matter


def _copy_milestones(matter: Matter, kind: MatterKind, starts_on: dt.date) -> None:
    first, documents = next_number(matter.milestones), next_number(matter.documents)
    known = {document.name: document for document in matter.documents.all()}
    for number, one in enumerate(kind.milestones, first):
        days = None if one.days is None else dt.timedelta(days=one.days)
        milestone = Milestone.objects.create(
            matter=matter,
            number=number,
            title=stored(one.title),
            planned_on=None if days is None else starts_on + days,
            canvass_kind=one.canvass,
            period=one.period,
            source=stored(one.source),
            law_date=one.law_date,
            from_kind=True,
        )
        for wanted in one.documents:
            name = stored(wanted)
            if name not in known:
                known[name] = matter.documents.create(number=documents, name=name)
                documents += 1
            milestone.wants.add(known[name])
