"""An article through all drafts, with its discussion."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from governance.charters.lifecycle import SuggestionState
from governance.charters.models import (
    Article,
    Comment,
    Draft,
    Lineage,
    Suggestion,
    Support,
    Wording,
)
from louzu.lib.paging import Keyset, Page
from residents.models import Building, Standing

COMMENTS_A_PAGE = Keyset(("pk",))


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """The data of an article's page."""

    article: Article
    trail: list[Wording]
    """Its wordings, oldest draft first."""
    relatives: list[Lineage]
    comments: Page[Comment]
    suggestions: list[Suggestion]
    supports: int
    supported: bool
    """By the reader's household."""

    @property
    def words(self) -> list[Suggestion]:
        return [one for one in self.suggestions if not one.typical]

    @property
    def wished(self) -> int:
        return len({one.household_id for one in self.suggestions if one.typical})

    @property
    def now(self) -> Wording:
        return self.trail[-1]

    @property
    def out(self) -> Wording | None:
        """The wording in the last published draft."""
        seen = [one for one in self.trail if one.draft.put_out_at and one.number]
        return seen[-1] if seen else None

    @property
    def open(self) -> bool:
        return self.out is not None and self.out.draft.open_to_words


def article_in(building: Building, pk: int) -> Article | None:
    found = Article.objects.filter(charter__building=building, pk=pk)
    return found.select_related("charter__building").first()


def article_page_for(
    article: Article, standing: Standing, *, writer: bool, after: str | None = None
) -> ArticlePage | None:
    """Return the data of an article's page, with six queries, or None if the reader may not see it
    yet."""
    trail = trail_of(article, writer=writer)
    if not trail:
        return None
    seen = [one for one in trail if one.draft.put_out_at and one.number]
    households = list(
        Support.objects.filter(wording=seen[-1] if seen else None).values_list(
            "household_id", flat=True
        )
    )
    return ArticlePage(
        article=article,
        trail=trail,
        relatives=relatives_of(article, writer=writer),
        comments=COMMENTS_A_PAGE.page(_comments_on(article), after),
        suggestions=_suggestions_for(article, writer=writer),
        supports=len(households),
        supported=any(pk in standing.households for pk in households),
    )


def trail_of(article: Article, *, writer: bool) -> list[Wording]:
    """Return the wordings of an article, oldest draft first. Unpublished drafts are for writers
    only."""
    found = Wording.objects.filter(article=article)
    if not writer:
        found = found.filter(draft__put_out_at__isnull=False)
    with_relations = found.select_related("draft__edition__charter__building").order_by("draft_id")
    trail = list(with_relations)
    for one in trail:
        one.article = article
    return trail


def published_wording_of(article: Article) -> Wording | None:
    trail = [one for one in trail_of(article, writer=False) if one.number]
    return trail[-1] if trail else None


def relatives_of(article: Article, *, writer: bool) -> list[Lineage]:
    links = Lineage.objects.filter(parent=article) | Lineage.objects.filter(child=article)
    if not writer:
        links = links.filter(draft__put_out_at__isnull=False)
    return list(links.order_by("pk").distinct())


def successor_in(article: Article | int, draft: Draft) -> int | None:
    """Return the article of this draft that has the discussion of ``article``: itself, or the one
    it was merged into. None if it was removed."""
    pk = article if isinstance(article, int) else article.pk
    standing = set(
        Wording.objects.filter(draft=draft, number__isnull=False).values_list(
            "article_id", flat=True
        )
    )
    went = dict(
        Lineage.objects.filter(
            kind=Lineage.Kind.MERGE, draft__edition__charter=draft.edition.charter_id
        ).values_list("parent_id", "child_id")
    )
    seen: set[int] = set()
    while pk not in standing and pk in went and pk not in seen:
        seen.add(pk)
        pk = went[pk]
    return pk if pk in standing else None


def _comments_on(article: Article) -> QuerySet[Comment]:
    return Comment.objects.filter(article=article).select_related("by", "household__flat")


def _suggestions_for(article: Article, *, writer: bool) -> list[Suggestion]:
    suggestions = Suggestion.objects.filter(article=article)
    if not writer:
        suggestions = suggestions.exclude(state=SuggestionState.WITHDRAWN)
    found = suggestions.select_related(
        "by",
        "household__flat",
        "draft",
        "taken_into__edition",
        "decided_by",
        "edition__charter__building",
    )
    return list(found.order_by("-pk"))
