"""Locks, draft access and journal entries shared by the actions of this room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from governance.charters.lifecycle import EDITION, EditionState
from governance.charters.models import Article, Charter, Draft, Edition, Wording
from governance.journal.actions import append
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from louzu.lib.stored import stored_language
from residents.models import User


def lock_edition(edition: Edition) -> Edition:
    """Lock the charter and return the current edition."""
    charter = Charter.objects.locked(edition.charter)
    fresh = Edition.objects.get(pk=edition.pk)
    fresh.charter = charter
    return fresh


def lock_working_draft(draft: Draft) -> Draft:
    """Lock and return a draft. Raises Refused if it is no longer being written."""
    edition = lock_edition(draft.edition)
    EDITION.take(edition, "reword" if edition.state == EditionState.SIGNING else "edit")
    fresh = Draft.objects.get(pk=draft.pk)
    fresh.edition = edition
    if not fresh.working:
        raise Refused(_("这一稿已经给大家看了，不能再改。要改，请写下一稿。"))
    return fresh


def wordings_of(draft: Draft) -> list[Wording]:
    return list(Wording.objects.filter(draft=draft, number__isnull=False).order_by("number"))


def wording_in(draft: Draft, article: Article | int) -> Wording:
    """Return the article's wording in this draft. Raises Refused if the draft does not contain it."""
    pk = article if isinstance(article, int) else article.pk
    found = Wording.objects.filter(draft=draft, article=pk, number__isnull=False).first()
    if found is None:
        raise Refused(_("这一条不在这一稿里了。"))
    found.draft = draft
    return found


def renumber_wordings(wordings: list[Wording]) -> None:
    """Number the wordings from 1 in the order of the list. The constraint on numbers is deferred to
    the commit."""
    for number, wording in enumerate(wordings, start=1):
        wording.number = number
    Wording.objects.bulk_update(wordings, ["number"])


def add_journal_line(
    edition: Edition,
    verb: str,
    *,
    by: User | None,
    audience: str = Audience.RESIDENTS,
    url: str = "",
    whom: User | None = None,
) -> None:
    charter = edition.charter
    with stored_language():
        title = f"{charter}{edition if edition.number else ''}"
    append(
        charter.building,
        verb,
        by=by,
        audience=audience,
        subject=(charter._meta.label_lower, charter.pk, title),
        url=url or edition.get_absolute_url(),
        whom=whom,
    )
