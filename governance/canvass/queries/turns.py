"""Find work that helpers or the committee have to do in the canvasses of a building because another
person acted, such as an answer to check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from governance.canvass.lifecycle import CanvassState, ObjectionState
from governance.canvass.models import Canvass, Count, Objection, ShortNotice, VoiceFlat
from governance.canvass.queries.checks import is_read_differently, unchecked_answers
from governance.canvass.queries.papers import papers_without_second_person
from residents.models import Building, Standing, User


@dataclass(frozen=True, slots=True)
class Turns:
    """The numbers of things in one canvass that wait for this person."""

    canvass: Canvass
    to_check: int
    """Answers that others entered and nobody has checked, of other homes."""
    read_differently: int
    """Answers that this person entered and somebody reads differently."""
    papers: int
    """Paper ballots that others handed out and nobody has checked, to other homes."""
    to_talk: int
    """Objections with which nobody has talked. Only leader and committee are asked."""
    first_counter: str
    """The name of the first person who counted, or "" unless a second person still has to count."""
    shortening: str
    """Why the notice is to be shortened, if the other side has agreed and this one has not."""


def turns_for(building: Building, standing: Standing, user: User) -> list[Turns]:
    """Return the canvasses in which something waits for this person. Uses one statement."""
    if not (standing.helper or standing.staff):
        return []
    unchecked = unchecked_answers()
    found = building.canvass_set.exclude(
        state__in=[CanvassState.PUBLISHED, CanvassState.WITHDRAWN]
    ).annotate(
        to_check=_count(
            unchecked.filter(~Q(by=user), ~is_read_differently(), ~_is_of(standing, "voice"))
        ),
        read_differently=_count(unchecked.filter(is_read_differently(), by=user)),
        papers=_count(
            papers_without_second_person().filter(~Q(by=user), ~_is_of(standing, "voice"))
        ),
        to_talk=_count(_untalked(standing)),
        first_counter=_first_counter(user),
        shortening=_shortening(standing, user),
    )
    waiting = found.filter(
        Q(to_check__gt=0)
        | Q(read_differently__gt=0)
        | Q(papers__gt=0)
        | Q(to_talk__gt=0)
        | Q(first_counter__isnull=False)
        | Q(shortening__isnull=False)
    )
    rows = waiting.select_related("building").order_by("closes_at", "pk")
    return [_turns(row) for row in rows]


def _turns(row: Any) -> Turns:
    return Turns(
        canvass=row,
        to_check=row.to_check,
        read_differently=row.read_differently,
        papers=row.papers,
        to_talk=row.to_talk,
        first_counter=row.first_counter or "",
        shortening=row.shortening or "",
    )


def _count(rows: QuerySet[Any], canvass: str = "voice__canvass") -> Coalesce:
    of_canvass = rows.filter(**{canvass: OuterRef("pk")}).select_related(None).order_by()
    number = of_canvass.values(canvass).annotate(n=CountOf("pk")).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), Value(0))


def _is_of(standing: Standing, voice: str) -> Exists:
    """Whether it is a voice of the person's home, or of flats that the person owns."""
    at_home = Q(answering__in=standing.households) | Q(voice__owner__in=standing.owned)
    return Exists(VoiceFlat.objects.filter(at_home, voice=OuterRef(voice)))


def _untalked(standing: Standing) -> QuerySet[Objection]:
    raised = Objection.objects.filter(
        state=ObjectionState.RAISED, voice__canvass__state=CanvassState.OPEN
    )
    return raised if standing.leads else raised.none()


def _first_counter(user: User) -> Subquery:
    counts = Count.objects.filter(
        ~Q(first=user), canvass=OuterRef("pk"), canvass__state=CanvassState.CLOSED
    )
    return Subquery(counts.values("first__shown_name"))


def _shortening(standing: Standing, user: User) -> Subquery:
    mine = Q(pk__in=[])
    if standing.leader:
        mine |= Q(leader=None) & ~Q(staff=user)
    if standing.staff:
        mine |= Q(staff=None) & ~Q(leader=user)
    drafts = ShortNotice.objects.filter(
        mine, canvass=OuterRef("pk"), canvass__state=CanvassState.DRAFT
    )
    return Subquery(drafts.values("reason"))
