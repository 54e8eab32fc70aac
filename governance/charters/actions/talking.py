"""Suggestions, comments and support of households, on the web or on paper through a helper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from governance.charters.actions._shared import add_journal_line, lock_edition
from governance.charters.library import LIBRARY
from governance.charters.lifecycle import EDITION, SuggestionState
from governance.charters.models import Comment, Draft, Edition, Suggestion, Support, Wording
from louzu.lib.errors import Refused
from residents.models import Building, Household, User
from residents.people.actions.content_versions import bump_building
from residents.people.actions.households import lock_building
from residents.people.rules import standing_of
from residents.people.scope import address


@dataclass(frozen=True, slots=True)
class Contributor:
    """The author and the household. ``brought``: a helper wrote it down for the household."""

    by: User
    household: Household | None = None
    brought: bool = False

    def fields(self, building: Building) -> dict[str, object]:
        lock_building(building, [self.household] if self.household else [])
        return {
            "by": self.by,
            "office": standing_of(self.by, building).office,
            "household": self.household,
            "brought": self.brought,
        }


@transaction.atomic
def suggest_typical(
    edition: Edition, *, keys: Iterable[str], contributor: Contributor
) -> list[Suggestion]:
    """Suggest typical articles of the library. Keys that the household chose before are skipped."""
    edition = lock_edition(edition)
    EDITION.take(edition, "gather")
    building = edition.charter.building
    asked = set(
        Suggestion.objects.filter(edition=edition, household=contributor.household)
        .exclude(state=SuggestionState.WITHDRAWN)
        .values_list("typical", flat=True)
    )
    chosen = [LIBRARY[key] for key in dict.fromkeys(keys) if key in LIBRARY and key not in asked]
    made = Suggestion.objects.bulk_create(
        Suggestion(
            edition=edition,
            typical=one.key,
            heading=one.heading,
            text=one.text,
            reason=one.reason,
            **contributor.fields(building),
        )
        for one in chosen
    )
    if made:
        add_journal_line(edition, "charters.wished", by=contributor.by)
    return made


@transaction.atomic
def suggest_wish(
    edition: Edition, *, text: str, heading: str = "", reason: str = "", contributor: Contributor
) -> Suggestion:
    edition = lock_edition(edition)
    EDITION.take(edition, "gather")
    wish = Suggestion.objects.create(
        edition=edition,
        heading=heading,
        text=text,
        reason=reason,
        **contributor.fields(edition.charter.building),
    )
    add_journal_line(edition, "charters.wished", by=contributor.by, url=wish.get_absolute_url())
    return wish


@transaction.atomic
def suggest_words(
    wording: Wording, *, text: str, reason: str = "", heading: str = "", contributor: Contributor
) -> Suggestion:
    edition = _talked_over(wording.draft)
    if (text, heading) == (wording.text, wording.heading):
        raise Refused(_("和原来的一样。改几个字再提，或者写一句意见。"))
    suggestion = Suggestion.objects.create(
        edition=edition,
        article_id=wording.article_id,
        draft=wording.draft,
        was=wording.text,
        heading=heading,
        text=text,
        reason=reason,
        **contributor.fields(edition.charter.building),
    )
    add_journal_line(
        edition, "charters.suggested", by=contributor.by, url=suggestion.get_absolute_url()
    )
    return suggestion


@transaction.atomic
def add_comment(wording: Wording, *, text: str, contributor: Contributor) -> Comment:
    edition = _talked_over(wording.draft)
    comment = Comment.objects.create(
        article_id=wording.article_id,
        draft=wording.draft,
        text=text,
        **contributor.fields(edition.charter.building),
    )
    add_journal_line(
        edition, "charters.commented", by=contributor.by, url=_of_article(edition, wording)
    )
    return comment


@transaction.atomic
def support_wording(wording: Wording, *, household: Household, by: User) -> None:
    """Record that a household supports this wording. A repeated call has no effect."""
    edition = _talked_over(wording.draft)
    lock_building(edition.charter.building, [household])
    Support.objects.get_or_create(wording=wording, household=household, defaults={"by": by})
    bump_building(edition.charter.building)


@transaction.atomic
def withdraw_support(wording: Wording, *, household: Household) -> None:
    edition = _talked_over(wording.draft)
    Support.objects.filter(wording=wording, household=household).delete()
    bump_building(edition.charter.building)


def _talked_over(draft: Draft) -> Edition:
    """Lock and return the edition of a draft. Raises Refused unless the draft is published and open
    to comments."""
    edition = lock_edition(draft.edition)
    draft = Draft.objects.get(pk=draft.pk)
    draft.edition = edition
    if not draft.open_to_words:
        raise Refused(_("现在不在征求意见，这句话没有记上。"))
    if draft.put_out_at is None:
        raise Refused(_("这一稿还没有给大家看。"))
    return edition


def _of_article(edition: Edition, wording: Wording) -> str:
    return address("charters:article", edition.charter.building.slug, wording.article_id)
