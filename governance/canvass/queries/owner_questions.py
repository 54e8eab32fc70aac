"""The questions put to an owner who lives elsewhere, and the voices of that owner in them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from governance.canvass.models import (
    Answer,
    Canvass,
    CanvassQuerySet,
    Electorate,
    Objection,
    Voice,
)
from governance.canvass.queries.voices import VoiceStatus, statuses_of
from louzu.lib.paging import Keyset, Page
from residents.models import Building, Owner, Standing

ORDER = Keyset(("pk",))


def questions_of_owner(canvasses: CanvassQuerySet, standing: Standing) -> CanvassQuerySet:
    """Return announced canvasses that ask an owner of this person, and opened ones with the owner on
    their roster."""
    on_roster = Voice.objects.filter(canvass=OuterRef("pk"), owner__in=standing.owned)
    payers = Canvass.contributors.through.objects.filter(
        canvass=OuterRef("pk"), owner__in=standing.owned
    )
    coming = Q(opened_at=None, announced_at__isnull=False)
    return canvasses.filter(
        Q(Exists(on_roster))
        | (coming & Q(electorate=Electorate.OWNERS))
        | (coming & Q(Exists(payers), electorate=Electorate.MEMBERS))
    )


def asks_as_owner(canvass: Canvass, standing: Standing) -> bool:
    """Return whether the canvass asks an owner for whom the person answers."""
    mine = questions_of_owner(Canvass.objects.filter(pk=canvass.pk), standing)
    return bool(standing.owned) and mine.exists()


def owner_questions_in(
    building: Building, standing: Standing, *, after: str | None = None
) -> Page[Canvass]:
    found = questions_of_owner(building.canvass_set.seen_by_residents(), standing)
    return ORDER.page(found, after)


def voices_of_owner(
    canvasses: Collection[Canvass], standing: Standing
) -> dict[int, list[VoiceStatus]]:
    """Map primary keys of canvasses to the voices for which this person answers as an owner."""
    mine = Voice.objects.filter(canvass__in=canvasses, owner__in=standing.owned)
    by_canvass: dict[int, list[VoiceStatus]] = {}
    for status in statuses_of(mine, canvasses):
        by_canvass.setdefault(status.voice.canvass_id, []).append(status)
    return by_canvass


def receipts_of(statuses: Collection[VoiceStatus]) -> list[Answer]:
    """Return all answers of these voices, newest first."""
    voices = [status.voice.pk for status in statuses]
    answers = Answer.objects.filter(voice__in=voices).select_related("by", "voice")
    return list(answers.prefetch_related("confirmations__by").order_by("-pk"))


def objections_of_owner(statuses: Collection[VoiceStatus]) -> list[Objection]:
    voices = [status.voice.pk for status in statuses]
    found = Objection.objects.filter(voice__in=voices).select_related("answer")
    return list(found.prefetch_related("talks").order_by("pk"))


def owners_answered_for(building: Building, standing: Standing) -> list[Owner]:
    return list(building.owners.filter(pk__in=standing.owned).order_by("pk"))
