"""Editions in force, of the past and under way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from governance.canvass.models import Choice, VoiceFlat
from governance.charters.lifecycle import IN_EFFECT, UNDER_WAY, EditionState, SuggestionState
from governance.charters.models import (
    Draft,
    Edition,
    ShownFlat,
    SignOff,
    Suggestion,
    Wording,
)
from louzu.lib.paging import Keyset, Page
from residents.models import Building, Standing

HISTORY = Keyset(("pk",))
OVER = (*IN_EFFECT, EditionState.REPLACED, EditionState.LAPSED, EditionState.DROPPED)


def wordings_in_place() -> QuerySet[Wording]:
    return Wording.objects.filter(number__isnull=False).order_by("number")


def credited_households() -> Prefetch[str, QuerySet[Suggestion], str]:
    taken = Suggestion.objects.filter(state=SuggestionState.ACCEPTED).select_related(
        "household__flat", "taken_into"
    )
    return Prefetch("article__suggestions", queryset=taken.order_by("pk"), to_attr="credited")


def with_articles(drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    """Add articles in order, with credits, by two more queries."""
    wordings = wordings_in_place().select_related("article").prefetch_related(credited_households())
    return drafts.select_related("edition__charter__building").prefetch_related(
        Prefetch("wordings", queryset=wordings)
    )


def draft_in_force_in(building: Building) -> Draft | None:
    """Return the signed text in force, with three queries."""
    found = with_articles(_adopted_in(building)).filter(edition__state__in=IN_EFFECT)
    return found.first()


def adopted_draft_in(building: Building, number: int) -> Draft | None:
    return with_articles(_adopted_in(building)).filter(edition__number=number).first()


def edition_under_way_in(building: Building) -> Edition | None:
    found = Edition.objects.filter(charter__building=building, state__in=UNDER_WAY)
    return found.select_related("charter__building").first()


def edition_in_effect_in(building: Building) -> Edition | None:
    found = Edition.objects.filter(charter__building=building, state__in=IN_EFFECT)
    return found.select_related("charter__building").first()


def shared_edition_in(building: Building, pk: int) -> Edition | None:
    found = Edition.objects.filter(charter__building=building).exclude(state=EditionState.DROPPED)
    return found.select_related("charter__building").filter(pk=pk).first()


def end_of_consultation(edition: Edition) -> dt.datetime | None:
    out = edition.drafts.filter(put_out_at__isnull=False).order_by("-number")
    return out.values_list("until", flat=True).first()


def past_editions_in(building: Building, *, after: str | None = None) -> Page[Edition]:
    out = Draft.objects.filter(put_out_at__isnull=False).order_by("number")
    editions = Edition.objects.filter(charter__building=building, state__in=OVER)
    with_relations = editions.select_related("charter__building").prefetch_related(
        Prefetch("drafts", queryset=out)
    )
    page = HISTORY.page(with_relations, after)
    for edition in page.rows:
        for draft in edition.drafts.all():
            draft.edition = edition
    return page


@dataclass(frozen=True, slots=True)
class Signature:
    """The canvass that signed an edition, and the flats that may be shown."""

    sign_off: SignOff | None
    flats: list[str]
    mine: list[int]
    """Households of the reader that agreed, and for which the reader may answer."""
    shown: list[int]
    """Those of ``mine`` that are shown."""


def signature_of(edition: Edition, standing: Standing) -> Signature:
    """Return the signature of an edition, with three queries. A flat is shown only if its household
    agreed to the charter and also to being shown."""
    passed = SignOff.objects.filter(edition=edition, outcome=SignOff.Outcome.PASSED)
    sign_off = passed.select_related("canvass__building").first()
    if sign_off is None:
        return Signature(None, [], [], [])
    agreed = VoiceFlat.objects.filter(
        voice__current__answer__choice=Choice.AGREE,
        voice__current__clash=False,
        canvass=sign_off.canvass_id,
    )
    households = dict(agreed.order_by("floor", "room").values_list("answering_id", "room"))
    named = set(ShownFlat.objects.filter(edition=edition).values_list("household_id", flat=True))
    mine = [pk for pk in standing.answering if pk in households]
    return Signature(
        sign_off=sign_off,
        flats=[room for pk, room in households.items() if pk in named],
        mine=mine,
        shown=[pk for pk in mine if pk in named],
    )


def edition_due_for_review_in(building: Building, within_days: int = 30) -> Edition | None:
    soon = timezone.localdate() + dt.timedelta(days=within_days)
    found = Edition.objects.filter(
        charter__building=building, state=EditionState.IN_FORCE, review_on__lte=soon
    )
    return found.select_related("charter__building").first()


def _adopted_in(building: Building) -> QuerySet[Draft]:
    return Draft.objects.filter(edition__charter__building=building, adopted=True)
