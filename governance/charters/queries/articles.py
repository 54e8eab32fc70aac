"""One article through all its drafts, with what was said to it."""

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
    """An article as its page shows it."""

    article: Article
    trail: list[Wording]
    """Where it stood, draft by draft: each with its draft and edition, the oldest first."""
    relatives: list[Lineage]
    comments: Page[Comment]
    suggestions: list[Suggestion]
    supports: int
    supported: bool
    """By the reader's household."""

    @property
    def words(self) -> list[Suggestion]:
        """What somebody put in their own words."""
        return [one for one in self.suggestions if not one.typical]

    @property
    def wished(self) -> int:
        """How many households asked for it as it stands in the library."""
        return len({one.household_id for one in self.suggestions if one.typical})

    @property
    def now(self) -> Wording:
        """Its last words."""
        return self.trail[-1]

    @property
    def out(self) -> Wording | None:
        """As it reads in the last draft that everybody sees."""
        seen = [one for one in self.trail if one.draft.put_out_at and one.number]
        return seen[-1] if seen else None

    @property
    def open(self) -> bool:
        """May something be said to it?"""
        return self.out is not None and self.out.draft.open_to_words


def article_in(building: Building, pk: int) -> Article | None:
    found = Article.objects.filter(charter__building=building, pk=pk)
    return found.select_related("charter__building").first()


def article_page_for(
    article: Article, standing: Standing, *, writer: bool, after: str | None = None
) -> ArticlePage | None:
    """Six statements, however much was said; None where the reader may not see it yet."""
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
    """Draft by draft; those being written or left for who writes."""
    found = Wording.objects.filter(article=article)
    if not writer:
        found = found.filter(draft__put_out_at__isnull=False)
    joined = found.select_related("draft__edition__charter__building").order_by("draft_id")
    trail = list(joined)
    for one in trail:
        one.article = article
    return trail


def published_wording_of(article: Article) -> Wording | None:
    """As it reads in the last draft that everybody sees."""
    trail = [one for one in trail_of(article, writer=False) if one.number]
    return trail[-1] if trail else None


def relatives_of(article: Article, *, writer: bool) -> list[Lineage]:
    """What it was split from, what was split from it, what went into it, what it went into."""
    links = Lineage.objects.filter(parent=article) | Lineage.objects.filter(child=article)
    if not writer:
        links = links.filter(draft__put_out_at__isnull=False)
    return list(links.order_by("pk").distinct())


def successor_in(article: Article | int, draft: Draft) -> int | None:
    """Where what was said to an article belongs in a draft: the article itself where it stands, else
    the one into which it went; none where it was left out."""
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
    """Without those that their makers withdrew, but for who writes."""
    suggestions = Suggestion.objects.filter(article=article)
    if not writer:
        suggestions = suggestions.exclude(state=SuggestionState.WITHDRAWN)
    found = suggestions.select_related(
        "by", "household__flat", "draft", "taken_into__edition", "decided_by",
        "edition__charter__building",
    )  # fmt: skip
    return list(found.order_by("-pk"))
