"""A draft with its articles, removed articles, and comparisons of drafts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from governance.charters.comparing import ArticleChange, ChangeKind, ComparedArticle, changes
from governance.charters.lifecycle import IN_EFFECT, UNDER_WAY, SuggestionState
from governance.charters.models import (
    Comment,
    Draft,
    Edition,
    Lineage,
    Suggestion,
    Support,
    Wording,
)
from governance.charters.queries.reading import credited_households, wordings_in_place
from residents.models import Building


def draft_in(building: Building, pk: int, *, writer: bool) -> Draft | None:
    return drafts_in(building, writer=writer).filter(pk=pk).first()


def drafts_in(building: Building, *, writer: bool) -> QuerySet[Draft]:
    found = Draft.objects.filter(edition__charter__building=building)
    if not writer:
        found = found.filter(put_out_at__isnull=False)
    return found.select_related("edition__charter__building", "answers_to__canvass")


def comparable_drafts_in(building: Building, *, writer: bool) -> list[Draft]:
    found = drafts_in(building, writer=writer).filter(dropped_at=None)
    return list(found.order_by("edition_id", "number"))


def working_draft_of(edition: Edition) -> Draft | None:
    found = edition.drafts.filter(put_out_at=None, dropped_at=None)
    return _held(found.select_related("answers_to__canvass").first(), edition)


def latest_published_draft_of(edition: Edition) -> Draft | None:
    found = edition.drafts.filter(put_out_at__isnull=False)
    return _held(found.order_by("-number").first(), edition)


def articles_of(draft: Draft) -> list[Wording]:
    """Return the articles of a draft in order, with credits and numbers of comments, with two
    queries. Comments and suggestions are counted over all drafts, support for this wording only."""
    wordings = wordings_in_place().filter(draft=draft).select_related("article")
    counted = wordings.annotate(
        comments=_count(Comment.objects.filter(article=OuterRef("article_id")), "article"),
        open_suggestions=_count(
            Suggestion.objects.filter(article=OuterRef("article_id"), state=SuggestionState.OPEN),
            "article",
        ),
        support=_count(Support.objects.filter(wording=OuterRef("pk")), "wording"),
    )
    return list(counted.prefetch_related(credited_households()))


def left_out_wordings_of(draft: Draft) -> list[Wording]:
    """Return the latest wordings of articles missing in this draft, from the current editions."""
    charter = draft.edition.charter_id
    here = Wording.objects.filter(draft=draft, article=OuterRef("article_id"), number__isnull=False)
    before = Wording.objects.filter(
        ~Exists(here), article__charter=charter, draft_id__lte=draft.pk
    ).filter(draft__edition__state__in=[*UNDER_WAY, *IN_EFFECT])
    newest = before.order_by("article_id", "-draft_id").distinct("article_id")
    return list(newest)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of a comparison, with positions in words."""

    change: ArticleChange
    ordinal: str
    """Its position in the new draft, or in the old one if it was dropped."""
    was: str
    """Its position in the old draft, if that differs."""
    related: str
    """The article that it was split from or merged into."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison of two drafts."""

    old: Draft
    new: Draft
    changes: list[ArticleChange]
    preamble: ArticleChange
    rows: list[ComparedRow]

    @property
    def counts(self) -> dict[str, int]:
        return {
            "new": sum(one.kind == ChangeKind.NEW for one in self.changes),
            "dropped": sum(one.kind == ChangeKind.DROPPED for one in self.changes),
            "changed": sum(one.kind == ChangeKind.CHANGED for one in self.changes),
            "moved": sum(one.moved for one in self.changes),
        }

    @property
    def same(self) -> bool:
        return not any(self.counts.values()) and self.old.preamble == self.new.preamble


def compared_drafts(old: Draft, new: Draft) -> Compared:
    clauses: dict[int, list[ComparedArticle]] = {old.pk: [], new.pk: []}
    for one in wordings_in_place().filter(draft__in=[old.pk, new.pk]):
        clauses[one.draft_id].append(clause_of(one))
    preamble = changes(
        [ComparedArticle(0, 0, "", old.preamble)] if old.preamble else [],
        [ComparedArticle(0, 0, "", new.preamble)] if new.preamble else [],
    )
    found = changes(clauses[old.pk], clauses[new.pk])
    related = _lineage(new, found)
    return Compared(
        old,
        new,
        found,
        preamble[0] if preamble else ArticleChange(ChangeKind.SAME, None, None),
        [_row(change, related) for change in found],
    )


def clause_of(wording: Wording) -> ComparedArticle:
    return ComparedArticle(
        wording.article_id, wording.number or 0, wording.heading, wording.text, wording.reason
    )


def _row(change: ArticleChange, related: dict[int, str]) -> ComparedRow:
    old, new = change.old, change.new
    moved_on = bool(old and new and old.number != new.number)
    return ComparedRow(
        change,
        _ordinal(new or old),
        _ordinal(old) if moved_on else "",
        related.get(change.article, "")
        if change.kind in {ChangeKind.NEW, ChangeKind.DROPPED}
        else "",
    )


def _ordinal(clause: ComparedArticle | None) -> str:
    return Wording(number=clause.number).ordinal if clause else ""


def _lineage(draft: Draft, found: list[ArticleChange]) -> dict[int, str]:
    ordinals = {change.article: _ordinal(change.new or change.old) for change in found}
    related: dict[int, str] = {}
    for link in Lineage.objects.filter(draft__edition__charter=draft.edition.charter_id):
        if link.kind == Lineage.Kind.SPLIT:
            related[link.child_id] = ordinals.get(link.parent_id, "")
        else:
            related[link.parent_id] = ordinals.get(link.child_id, "")
    return related


def _held(draft: Draft | None, edition: Edition) -> Draft | None:
    if draft:
        draft.edition = edition
    return draft


def _count(rows: QuerySet[Comment] | QuerySet[Suggestion] | QuerySet[Support], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
