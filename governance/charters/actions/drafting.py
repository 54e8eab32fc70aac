"""Edit a draft article by article. Concurrent edits are detected by revision."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from governance.charters.actions._shared import (
    add_journal_line,
    lock_working_draft,
    renumber_wordings,
    wording_in,
    wordings_of,
)
from governance.charters.actions.life import DRAFT_AUDIENCE, append_article, credit_suggestion
from governance.charters.inputs import ArticleInput, WriteInput
from governance.charters.lifecycle import SuggestionState
from governance.charters.models import MAX_ARTICLES, Article, Draft, Suggestion, Wording
from governance.journal.actions import link
from governance.journal.models import LinkKind
from louzu.lib.errors import Refused, Stale
from residents.models import User
from residents.rooms.waiting import Thing


@transaction.atomic
def write_article(draft: Draft, article: Article, data: WriteInput, *, by: User) -> Wording:
    """Change the text of an article, and its position if ``data`` has a number. Raises Stale if its
    revision is outdated."""
    draft = lock_working_draft(draft)
    wording = wording_in(draft, article)
    refuse_stale(wording, data.revision)
    rewrite_wording(wording, heading=data.heading, text=data.text, reason=data.reason)
    if data.number is not None and data.number != wording.number:
        _place(draft, wording, data.number)
    add_journal_line(draft.edition, "charters.edited", by=by, audience=DRAFT_AUDIENCE)
    return wording


@transaction.atomic
def add_article(
    draft: Draft,
    data: ArticleInput,
    *,
    wishes: Iterable[Suggestion] = (),
    by: User,
    cause: Thing | None = None,
) -> Wording:
    """``cause`` is what the article says."""
    draft = lock_working_draft(draft)
    wording = append_article(draft, heading=data.heading, text=data.text, reason=data.reason)
    charter = draft.edition.charter
    for wish in Suggestion.objects.filter(
        pk__in=[wish.pk for wish in wishes], edition__charter=charter, state=SuggestionState.OPEN
    ):
        credit_suggestion(wish, draft, wording.article, by)
    if cause:
        link(charter.building, cause, draft.edition, LinkKind.BECAME_ARTICLE)
    add_journal_line(draft.edition, "charters.edited", by=by, audience=DRAFT_AUDIENCE)
    return wording


@transaction.atomic
def move_article(draft: Draft, article: Article, *, number: int, by: User) -> Wording:
    draft = lock_working_draft(draft)
    wording = wording_in(draft, article)
    _place(draft, wording, number)
    add_journal_line(draft.edition, "charters.edited", by=by, audience=DRAFT_AUDIENCE)
    return wording


@transaction.atomic
def drop_article(draft: Draft, article: Article, *, by: User) -> Wording:
    """Remove an article from this draft. Its text and discussion are kept, so it can be restored."""
    draft = lock_working_draft(draft)
    wording = wording_in(draft, article)
    leave_out_wording(draft, wording)
    add_journal_line(draft.edition, "charters.edited", by=by, audience=DRAFT_AUDIENCE)
    return wording


@transaction.atomic
def put_back_article(draft: Draft, article: Article, *, by: User) -> Wording:
    draft = lock_working_draft(draft)
    if Wording.objects.filter(draft=draft, article=article, number__isnull=False).exists():
        raise Refused(_("这一条本来就在。"))
    standing = len(wordings_of(draft))
    if standing >= MAX_ARTICLES:
        raise Refused(_("公约最多%(most)s条。") % {"most": MAX_ARTICLES})
    last = Wording.objects.filter(article=article).latest("draft_id")
    words = {"heading": last.heading, "text": last.text, "reason": last.reason}
    wording, _new = Wording.objects.update_or_create(
        draft=draft, article=article, defaults={**words, "number": standing + 1}
    )
    add_journal_line(draft.edition, "charters.edited", by=by, audience=DRAFT_AUDIENCE)
    return wording


@transaction.atomic
def write_preamble(draft: Draft, *, preamble: str, was: str, by: User) -> Draft:
    """Change the preamble. Raises Stale if the current one differs from ``was``."""
    draft = lock_working_draft(draft)
    if draft.preamble != was:
        raise Stale(_("您写的时候，别人已经改过前言。您写的还在，请对照后再存。"))
    draft.preamble = preamble
    draft.save(update_fields=["preamble"])
    add_journal_line(draft.edition, "charters.edited", by=by, audience=DRAFT_AUDIENCE)
    return draft


def refuse_stale(wording: Wording, revision: int) -> None:
    if wording.revision != revision:
        raise Stale(
            _("您写的时候，别人已经改过这一条。您写的还在，请对照后再存。"),
            version=wording.revision,
            newest=[wording.heading, wording.text],
        )


def rewrite_wording(wording: Wording, *, heading: str, text: str, reason: str) -> None:
    wording.heading, wording.text, wording.reason = heading, text, reason
    wording.revision += 1
    wording.save(update_fields=["heading", "text", "reason", "revision"])


def leave_out_wording(draft: Draft, wording: Wording) -> None:
    wording.number = None
    wording.revision += 1
    wording.save(update_fields=["number", "revision"])
    renumber_wordings(wordings_of(draft))


def _place(draft: Draft, wording: Wording, number: int) -> None:
    others = [one for one in wordings_of(draft) if one.pk != wording.pk]
    place = min(max(number, 1), len(others) + 1)
    renumber_wordings([*others[: place - 1], wording, *others[place - 1 :]])
