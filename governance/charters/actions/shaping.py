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
from governance.charters.models import Article, Draft, Lineage, Wording
from louzu.lib import versions
from louzu.lib.errors import Refused
from residents.models import User


@transaction.atomic
def split_article(  # noqa: PLR0913 -- both parts, and the revision they are based on
    draft: Draft,
    article: Article,
    *,
    revision: int,
    first: str,
    second: str,
    second_heading: str = "",
    by: User,
) -> Wording:
    """Keep the first part in the article and put the second one into a new article after it. Raises
    Stale if ``revision`` is outdated."""
    draft = lock_working_draft(draft)
    wording = wording_in(draft, article)
    refuse_stale(wording, revision)
    rewrite_wording(wording, heading=wording.heading, text=first, reason=wording.reason)
    new = append_article(draft, heading=second_heading, text=second, reason=wording.reason)
    Lineage.objects.create(
        kind=Lineage.Kind.SPLIT, draft=draft, parent=wording.article, child=new.article
    )
    others = [one for one in wordings_of(draft) if one.pk != new.pk]
    place = next(n for n, one in enumerate(others, start=1) if one.pk == wording.pk)
    renumber_wordings([*others[:place], new, *others[place:]])
    add_journal_line(draft.edition, "charters.edited", by=by, audience=DRAFT_AUDIENCE)
    return new


@transaction.atomic
def merge_articles(  # noqa: PLR0913 -- as above
    draft: Draft,
    article: Article,
    other: Article,
    *,
    text: str,
    heading: str = "",
    reason: str = "",
    version: str | None = None,
    by: User,
) -> Wording:
    """Merge ``other`` into ``article``, which keeps its position. Both keep their discussions.

    ``version`` is that of both texts as they were read, or None if no form showed them. Raises
    Stale if it is outdated.
    """
    if article.pk == other.pk:
        raise Refused(_("请选另外一条。"))
    draft = lock_working_draft(draft)
    wording, gone = wording_in(draft, article), wording_in(draft, other)
    both = [wording.text, gone.text]
    versions.check_version(version, wording.version_with(gone), texts=both)
    rewrite_wording(wording, heading=heading, text=text, reason=reason)
    leave_out_wording(draft, gone)
    Lineage.objects.create(
        kind=Lineage.Kind.MERGE, draft=draft, parent=gone.article, child=wording.article
    )
    add_journal_line(draft.edition, "charters.edited", by=by, audience=DRAFT_AUDIENCE)
    wording.refresh_from_db()
    return wording
