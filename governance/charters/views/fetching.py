"""Objects named in a URL, with a check of rights: 404 comes before 403."""

from __future__ import annotations

from typing import TypeVar

import rules
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from governance.charters.actions._shared import wording_in
from governance.charters.actions.talking import Contributor
from governance.charters.forms.suggestions import ContributionForm
from governance.charters.models import Article, Draft, Edition, Suggestion, Wording
from governance.charters.queries.articles import article_in
from governance.charters.queries.drafts import draft_in, working_draft_of
from governance.charters.queries.reading import (
    adopted_draft_in,
    edition_in_effect_in,
    edition_under_way_in,
)
from governance.charters.queries.suggestions import homes_in, suggestion_in
from residents.access.building import BuildingRequest, require
from residents.models import Household

T = TypeVar("T")
P = TypeVar("P", Draft, Edition, Suggestion)


def is_writer(request: BuildingRequest) -> bool:
    return bool(rules.has_perm("charters.write", request.user, request.building))


def sees_working(request: BuildingRequest) -> bool:
    return bool(rules.has_perm("charters.see_working", request.user, request.building))


def or_404(thing: T | None) -> T:
    if thing is None:
        raise Http404
    return thing


def edition_under_way(request: BuildingRequest, *, to: str) -> Edition:
    return _allowed(request, edition_under_way_in(request.building), to)


def edition_in_force(request: BuildingRequest, *, to: str) -> Edition:
    return _allowed(request, edition_in_effect_in(request.building), to)


def text_of_edition(request: BuildingRequest, number: int) -> Draft:
    require(request, "charters.read", request.building)
    return or_404(adopted_draft_in(request.building, number))


def draft_at(request: BuildingRequest, pk: int) -> Draft:
    require(request, "charters.read", request.building)
    return or_404(draft_in(request.building, pk, writer=sees_working(request)))


def working(request: BuildingRequest, *, to: str = "charters.edit") -> Draft:
    return or_404(working_draft_of(edition_under_way(request, to=to)))


def article_at(request: BuildingRequest, pk: int) -> Article:
    require(request, "charters.read", request.building)
    return or_404(article_in(request.building, pk))


def article_being_written(request: BuildingRequest, pk: int) -> tuple[Draft, Article, Wording]:
    article = article_at(request, pk)  # 404 for an article of another building comes before 403
    draft = working(request)
    return draft, article, wording_in(draft, article)


def suggestion_at(
    request: BuildingRequest, pk: int, *, to: str = "charters.read_suggestion"
) -> Suggestion:
    return _allowed(request, suggestion_in(request.building, pk), to)


def homes_to_bring(request: BuildingRequest) -> list[Household]:
    if not rules.has_perm("charters.bring", request.user, request.building):
        return []
    return list(homes_in(request.building))


def contributor_of(request: BuildingRequest, form: ContributionForm) -> Contributor:
    if form.chosen:
        own = form.chosen.pk in request.standing.households
        return Contributor(request.user, form.chosen, brought=not own)
    return Contributor(request.user, own_home(request))


def own_home(request: BuildingRequest) -> Household | None:
    first = request.standing.households[:1]
    return next(iter(homes_in(request.building).filter(pk__in=first)), None) if first else None


def to_under_way(request: BuildingRequest) -> HttpResponse:
    return redirect("charters:under_way", request.building.slug)


def _allowed(request: BuildingRequest, thing: P | None, to: str) -> P:
    require(request, "charters.read", request.building)
    there = or_404(thing)
    require(request, to, there)
    return there
