"""Split and merge articles. Each keeps its discussion."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from governance.charters.actions._shared import (
    add_journal_line,
    lock_working_draft,
    renumber_wordings,
    wording_in,
    wordings_of,
)
from governance.charters.actions.drafting import leave_out_wording, refuse_stale, rewrite_wording
from governance.charters.actions.life import DRAFT_AUDIENCE, append_article
from governance.charters.inputs import MergeInput, SplitInput
from governance.charters.models import Article, Draft, Lineage, Wording
from louzu.lib import versions
from louzu.lib.errors import Refused
from residents.models import User


@transaction.atomic
def split_article(draft: Draft, article: Article, data: SplitInput, *, by: User) -> Wording:
    """Keep the first part in the article and put the second one into a new article after it. Raises
    Stale if the revision of ``data`` is outdated."""
    draft = lock_working_draft(draft)
    wording = wording_in(draft, article)
    refuse_stale(wording, data.revision)
    rewrite_wording(wording, heading=wording.heading, text=data.first, reason=wording.reason)
    new = append_article(
        draft, heading=data.second_heading, text=data.second, reason=wording.reason
    )
    Lineage.objects.create(
        kind=Lineage.Kind.SPLIT, draft=draft, parent=wording.article, child=new.article
    )
    others = [one for one in wordings_of(draft) if one.pk != new.pk]
    place = next(n for n, one in enumerate(others, start=1) if one.pk == wording.pk)
    renumber_wordings([*others[:place], new, *others[place:]])
    add_journal_line(draft.edition, "charters.edited", by=by, audience=DRAFT_AUDIENCE)
    return new


@transaction.atomic
def merge_articles(
    draft: Draft, article: Article, other: Article, data: MergeInput, *, by: User
) -> Wording:
    """Merge ``other`` into ``article``, which keeps its position. Both keep their discussions.

    Raises Stale if the version of ``data`` is outdated.
    """
    if article.pk == other.pk:
        raise Refused(_("请选另外一条。"))
    draft = lock_working_draft(draft)
    wording, gone = wording_in(draft, article), wording_in(draft, other)
    both = [wording.text, gone.text]
    versions.check_version(data.version, wording.version_with(gone), texts=both)
    rewrite_wording(wording, heading=data.heading, text=data.text, reason=data.reason)
    leave_out_wording(draft, gone)
    Lineage.objects.create(
        kind=Lineage.Kind.MERGE, draft=draft, parent=gone.article, child=wording.article
    )
    add_journal_line(draft.edition, "charters.edited", by=by, audience=DRAFT_AUDIENCE)
    wording.refresh_from_db()
    return wording
