"""Visits to households."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions._shared import lock_canvass
from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import Answer, Canvass, Channel, Purpose, Visit, Voice
from governance.canvass.queries.access import access_of
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.models import User


@transaction.atomic
def record_visit(  # noqa: PLR0913 -- a visit, and what a phone claims about it
    canvass: Canvass,
    voice: Voice,
    *,
    outcome: str,
    note: str = "",
    visited_at: dt.datetime | None = None,
    version: int | None = None,
    by: User,
) -> Visit:
    """Record a visit. ``visited_at`` and ``version``, the number of the text that the household was
    told, are sent by phones that were offline. The time is limited to that between opening and now."""
    canvass, now = lock_canvass(canvass)
    _refuse_closed(canvass, now)
    begun = canvass.opened_at or now
    at = min(max(visited_at or now, begun), now)
    visit = Visit.objects.create(
        voice=voice,
        outcome=outcome,
        note=note,
        earlier_version=_earlier_version(canvass, outcome, version),
        visited_at=at,
        by=by,
    )
    enter(canvass, "canvass.visited", by=by, audience=Audience.HELPERS)
    return visit


@transaction.atomic
def take_visit_back(visit: Visit, *, by: User) -> None:
    """Undo a visit that ``by`` recorded by mistake, so that the voice is as if nobody had called."""
    canvass, now = lock_canvass(visit.voice.canvass)
    if visit.by_id != by.pk or visit.oneself:
        raise Refused(_("这一次不是您记的，撤不了。"))
    if Visit.objects.filter(voice=visit.voice_id, takes_back=visit).exists():
        return
    Visit.objects.create(
        voice_id=visit.voice_id,
        outcome=Visit.Outcome.TAKEN_BACK,
        takes_back=visit,
        visited_at=now,
        by=by,
    )
    enter(canvass, "canvass.visit_taken_back", by=by, audience=Audience.HELPERS)


@transaction.atomic
def record_told_together(
    canvass: Canvass, voices: Iterable[Voice], *, channel: str, by: User
) -> list[Visit]:
    canvass, now = lock_canvass(canvass)
    _refuse_closed(canvass, now)
    note = stored(Channel(channel).label)
    visits = [
        Visit(voice=voice, outcome=Visit.Outcome.TOLD, note=note, visited_at=now, by=by)
        for voice in voices
    ]
    if visits:
        enter(canvass, "canvass.told_together", by=by, audience=Audience.HELPERS)
    return Visit.objects.bulk_create(visits)


@transaction.atomic
def acknowledge(canvass: Canvass, voice: Voice, *, by: User) -> bool:
    """Record that the household acknowledges the canvass (我家知道了). Return False without a record if
    ``by`` joined later and somebody else could answer at the opening."""
    canvass, now = lock_canvass(canvass)
    _refuse_closed(canvass, now)
    access = access_of(canvass, voice, by)
    if access.needs_check and access.among_others:
        return False
    if not _said_so(voice):
        Visit.objects.create(
            voice=voice, outcome=Visit.Outcome.TOLD, oneself=True, visited_at=now, by=by
        )
        hears = (
            canvass.purpose == Purpose.HEAR
        )  # else residents could infer objections from missing entries
        enter(
            canvass,
            "canvass.told",
            by=by,
            audience=Audience.HELPERS if hears else Audience.RESIDENTS,
        )
    return True


@transaction.atomic
def take_acknowledgement_back(canvass: Canvass, voice: Voice, *, by: User) -> bool:
    """Take back 我家知道了, which somebody at home may have pressed by mistake. Return False without a
    record if ``by`` could not have pressed it. Raises Refused if the household has answered since."""
    canvass, now = lock_canvass(canvass)
    _refuse_closed(canvass, now)
    access = access_of(canvass, voice, by)
    if access.needs_check and access.among_others:
        return False
    if Answer.objects.filter(voice=voice).exists():
        raise Refused(_("您家已经答复过了，要改请改答复。"))
    if _said_so(voice):
        outcome = Visit.Outcome.TAKEN_BACK
        Visit.objects.create(voice=voice, outcome=outcome, oneself=True, visited_at=now, by=by)
        enter(canvass, "canvass.told_taken_back", by=by, audience=Audience.HELPERS)
    return True


def _said_so(voice: Voice) -> bool:
    return Visit.objects.reached().filter(voice=voice, oneself=True).exists()


def _earlier_version(canvass: Canvass, outcome: str, version: int | None) -> int | None:
    """Return the number of the text that was told, if a material change has replaced it since."""
    if not version or outcome not in Visit.REACHED:
        return None
    return version if version < canvass.material_version else None


def _refuse_closed(canvass: Canvass, now: dt.datetime) -> None:
    CANVASS.take(canvass, "answer")
    if canvass.closes_at <= now:
        raise Refused(_("已经截止了，这次没有记上。"))
