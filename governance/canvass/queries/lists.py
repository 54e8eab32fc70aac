"""The canvasses of a building, and what waits in them for a person."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Min, OuterRef, Q
from django.utils import timezone

from governance.canvass.lifecycle import CanvassState, DelegationState
from governance.canvass.models import (
    DECIDING,
    Answer,
    AnsweringMember,
    Canvass,
    CanvassQuerySet,
    Channel,
    Confirmation,
    Delegation,
    Purpose,
    Visit,
    Voice,
    VoiceFlat,
)
from governance.canvass.queries.standing import (
    has_answered,
    is_delegated,
    needs_no_visit,
    was_told,
)
from louzu.lib.paging import Keyset, Page
from residents.models import Building, Standing, User
from residents.places.models.spans import on_record_on

ORDER = Keyset(("pk",))
MAX_ON_HOME = 5
MAX_UNFINISHED = 100  # more than a building ever has at a time, so that nobody is asked too little
TIMES = (
    "building",
    "state",
    "purpose",
    "secret",
    "opens_at",
    "closes_at",
    "closed_at",
    "late_days",
)


def canvasses_in(
    building: Building, standing: Standing, *, after: str | None = None
) -> Page[Canvass]:
    """Return a page of canvasses, newest first. Leader and staff also see drafts."""
    canvasses = building.canvass_set.select_related("author", "count_of")
    if not standing.leads:
        canvasses = canvasses.seen_by_residents()
    return ORDER.page(canvasses, after)


def canvasses_under_way_in(building: Building) -> list[Canvass]:
    states = [CanvassState.ANNOUNCED, CanvassState.OPEN]
    found = building.canvass_set.filter(state__in=states).order_by("closes_at")
    return list(found[:MAX_ON_HOME])


def unfinished_canvasses_in(building: Building) -> list[Canvass]:
    states = [CanvassState.ANNOUNCED, CanvassState.OPEN, CanvassState.CLOSED, CanvassState.COUNTED]
    found = building.canvass_set.filter(state__in=states)
    found = found.filter(Q(purpose__in=DECIDING) | ~Q(state=CanvassState.CLOSED))
    return list(found.order_by("closes_at", "pk")[:MAX_UNFINISHED])


def doors_to_visit_in(building: Building) -> list[tuple[Canvass, Counter[int]]]:
    running = building.canvass_set.taking_answers()
    undone = Voice.objects.filter(~needs_no_visit(), canvass__in=running)
    voices = undone.annotate(floor=Min("flats__floor")).select_related("canvass__building")
    doors: dict[Canvass, Counter[int]] = {}
    for voice in voices.order_by("canvass__closes_at", "canvass", "number"):
        doors.setdefault(voice.canvass, Counter())[voice.floor] += 1
    return list(doors.items())


def canvasses_waiting_for(
    building: Building, standing: Standing, user: User | None = None
) -> list[Canvass]:
    """Return open canvasses in which a household of this person has no answer that counts, or has to
    answer for a neighbour or to say whether it will. For consultations (``HEAR``), an acknowledgement
    counts as a response.

    They are annotated with ``own`` and ``offered``: whether the person's own answer is missing, and
    whether a neighbour waits for a yes or no. For a ``user`` who was let into a home later than others,
    nothing waits that only they may do.
    """
    if not (standing.answering or standing.owned):
        return []
    found = building.canvass_set.taking_answers().filter(_waits_for(standing, user))
    waiting = found.annotate(
        own=ExpressionWrapper(_waits_for_own(standing), BooleanField()),
        offered=_has_delegation_to(standing, DelegationState.OFFERED, user),
    )
    return list(waiting.order_by("closes_at", "pk")[:MAX_UNFINISHED])


def waits_for(canvass: Canvass, standing: Standing, user: User | None = None) -> bool:
    """Return whether the canvass is open and waits for a household of this person."""
    open_one = Canvass.objects.taking_answers().filter(pk=canvass.pk)
    may_answer = bool(standing.answering or standing.owned)
    return may_answer and open_one.filter(_waits_for(standing, user)).exists()


def _waits_for(standing: Standing, user: User | None) -> Q:
    return (
        _waits_for_own(standing)
        | Q(_has_delegation_to(standing, DelegationState.OFFERED, user))
        | Q(_has_delegation_to(standing, DelegationState.ACCEPTED, user))
    )


def _has_delegation_to(standing: Standing, state: DelegationState, user: User | None) -> Exists:
    """Whether a canvass has a delegation in this state to a voice of the person, without an answer."""
    flats = VoiceFlat.objects.filter(_is_of(standing), voice=OuterRef("proxy"))
    if user:
        early = AnsweringMember.objects.filter(voice=OuterRef("voice"))
        flats = flats.filter(Exists(early.filter(user=user)) | ~Exists(early))
    given = Delegation.objects.filter(
        ~has_answered("principal", "principal__canvass__"),
        Exists(flats),
        principal__canvass=OuterRef("pk"),
        state=state,
    ).exclude(on_paper=True, state=DelegationState.OFFERED)
    return Exists(given)


def _waits_for_own(standing: Standing) -> Q:
    mine = VoiceFlat.objects.filter(_is_of(standing), canvass=OuterRef("pk"))
    unanswered = mine.filter(~has_answered("voice"), ~is_delegated("voice"))
    said_so = Visit.objects.reached().filter(voice=OuterRef("voice"), oneself=True)
    return (
        Q(Exists(unanswered), purpose__in=DECIDING)
        | Q(Exists(unanswered.filter(~Exists(said_so))), purpose=Purpose.HEAR)
        | Q(Exists(mine.filter(~was_told("voice"))), purpose=Purpose.TELL)
    )


def _is_of(standing: Standing) -> Q:
    """Return a condition for flats of voices for which the person may answer."""
    at_home = Q(answering__in=standing.answering)
    return at_home | Q(voice__owner__in=standing.owned) if standing.owned else at_home


_SAYS_THE_SAME = Q(choice=OuterRef("choice")) & (
    Q(picks=None) | Q(picks=OuterRef("picks"), against=OuterRef("against"))
)


def canvasses_changed_for(building: Building, user: User) -> list[Canvass]:
    own = Answer.objects.filter(voice=OuterRef("voice"), by=user, channel=Channel.WEB)
    before = own.filter(pk__lt=OuterRef("pk")).exclude(_SAYS_THE_SAME)
    known = Confirmation.objects.confirming().filter(answer=OuterRef("pk"), by=user)
    changed = Answer.objects.filter(
        Exists(before),
        ~Exists(known),
        ~Q(by=user),
        voice__current__answer=F("pk"),
        voice__canvass=OuterRef("pk"),
        channel=Channel.WEB,
        delegation=None,
    )
    found = building.canvass_set.taking_answers().filter(Exists(changed))
    return list(found.order_by("closes_at", "pk")[:MAX_UNFINISHED])


def next_change_at(building: Building) -> dt.datetime | None:
    """Return when a page next changes by time alone: when a canvass is due to open or to close, when
    the days for late paper end, or at the next full hour while a canvass is open. None if there is
    none. Uses one statement."""
    now = timezone.now()
    changing = Q(state__in=[CanvassState.ANNOUNCED, CanvassState.OPEN])
    changing |= Q(state=CanvassState.CLOSED, purpose__in=DECIDING)
    found = building.canvass_set.filter(changing).only(*TIMES).order_by("closes_at", "pk")
    moments = [
        at for canvass in found[:MAX_UNFINISHED] for at in _changes_of(canvass, now) if at > now
    ]
    return min(moments, default=None)


def _changes_of(canvass: Canvass, now: dt.datetime) -> list[dt.datetime]:
    if canvass.state == CanvassState.ANNOUNCED:
        return [canvass.opens_at, canvass.closes_at]
    if canvass.taking_answers:
        next_hour = now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
        return [canvass.closes_at, next_hour]
    return [canvass.late_until] if canvass.takes_late_paper else []


def due_canvasses() -> tuple[CanvassQuerySet, CanvassQuerySet, CanvassQuerySet]:
    """Return the canvasses that are due to open, to close and to be published, in buildings that
    are not closed."""
    with_relations = Canvass.objects.filter(on_record_on(prefix="building__")).select_related(
        "building"
    )
    return with_relations.to_open(), with_relations.to_close(), with_relations.to_publish()
