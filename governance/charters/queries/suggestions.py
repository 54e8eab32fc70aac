"""Wishes and suggestions of households, and those that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from governance.charters.library import LIBRARY, Typical
from governance.charters.lifecycle import SuggestionState
from governance.charters.models import Comment, Edition, Suggestion, Support
from louzu.lib.paging import Keyset, Page
from residents.models import Building, Household, Standing, User


@dataclass(frozen=True, slots=True)
class TypicalWish:
    """A typical article, with the number of households that want it."""

    typical: Typical
    households: int
    mine: bool


@dataclass(frozen=True, slots=True)
class GatheredWishes:
    """All wishes for an edition."""

    typical: list[TypicalWish]
    own: list[Suggestion]
    heard: int
    homes: int
    silent: list[Household]
    """Households without a wish."""


def gathered_wishes_for(edition: Edition, standing: Standing) -> GatheredWishes:
    wishes = list(wishes_of(edition))
    homes = list(homes_in(edition.charter.building))
    heard = {one.household_id for one in wishes}
    asked: dict[str, set[int | None]] = {}
    for one in wishes:
        if one.typical:
            asked.setdefault(one.typical, set()).add(one.household_id)
    wished = [
        TypicalWish(LIBRARY[key], len(who), any(pk in standing.households for pk in who))
        for key, who in asked.items()
        if key in LIBRARY
    ]
    return GatheredWishes(
        typical=sorted(wished, key=lambda one: -one.households),
        own=[one for one in reversed(wishes) if not one.typical],
        heard=sum(home.pk in heard for home in homes),
        homes=len(homes),
        silent=[home for home in homes if home.pk not in heard],
    )


def wishes_of(edition: Edition) -> QuerySet[Suggestion]:
    found = Suggestion.objects.filter(edition=edition, draft=None).exclude(
        state=SuggestionState.WITHDRAWN
    )
    with_relations = found.select_related("by", "household__flat", "taken_into", "decided_by")
    return with_relations.order_by("pk")


def homes_in(building: Building) -> QuerySet[Household]:
    return Household.objects.living_in(building).occupied()


def suggestion_in(building: Building, pk: int) -> Suggestion | None:
    found = Suggestion.objects.filter(edition__charter__building=building, pk=pk)
    return found.select_related(
        "edition__charter__building",
        "article",
        "by",
        "household__flat",
        "draft",
        "taken_into__edition",
        "decided_by",
    ).first()


def undecided_suggestions_in(building: Building, *, after: str | None = None) -> Page[Suggestion]:
    found = Suggestion.objects.filter(
        edition__charter__building=building, state=SuggestionState.OPEN
    )
    with_relations = found.select_related(
        "edition__charter__building", "by", "household__flat", "draft"
    )
    return Keyset(("pk",), descending=False).page(with_relations, after)


def count_undecided_suggestions_in(building: Building) -> int:
    return Suggestion.objects.filter(
        edition__charter__building=building, state=SuggestionState.OPEN
    ).count()


def decisions_to_deliver_in(building: Building) -> list[Suggestion]:
    """Return decided suggestions brought by a helper, which a helper has yet to tell the household."""
    found = Suggestion.objects.filter(
        Q(brought=True),
        edition__charter__building=building,
        decided_at__isnull=False,
        told_at=None,
    )
    with_relations = found.select_related("edition__charter__building", "household__flat")
    return list(with_relations.order_by("household__flat__floor", "pk")[:50])


def suggestions_about(user: User) -> QuerySet[Suggestion]:
    found = Suggestion.objects.filter(Q(by=user) | Q(decided_by=user))
    return found.order_by("-pk")


def comments_by(user: User) -> QuerySet[Comment]:
    return Comment.objects.filter(by=user).order_by("-pk")


def supports_by(user: User) -> QuerySet[Support]:
    with_relations = Support.objects.filter(by=user).select_related("wording__draft__edition")
    return with_relations.order_by("-pk")
