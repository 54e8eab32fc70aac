"""Writing a draft, article by article. Two may write at once: the second sees what changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from governance.charters.actions.ground import (
    at_work,
    record,
    renumber,
    standing_in,
    wording_in,
)
from governance.charters.actions.life import WRITERS, append_article, credit
from governance.charters.lifecycle import Fate
from governance.charters.models import MOST_ARTICLES, Article, Draft, Suggestion, Wording
from louzu.lib.errors import Refused, Stale
from residents.models import User


@transaction.atomic
def write_article(  # noqa: PLR0913 -- the words, their place, and which words were read before
    draft: Draft,
    article: Article,
    *,
    revision: int,
    text: str,
    heading: str = "",
    reason: str = "",
    number: int | None = None,
    by: User,
) -> Wording:
    """Other words for an article, and another place where ``number`` says so."""
    draft = at_work(draft)
    wording = wording_in(draft, article)
    refuse_stale(wording, revision)
    rewrite(wording, heading=heading, text=text, reason=reason)
    if number is not None and number != wording.number:
        _place(draft, wording, number)
    record(draft.edition, "charters.edited", by=by, audience=WRITERS)
    return wording


@transaction.atomic
def add_article(
    draft: Draft, *, text: str, heading: str = "", reason: str = "",
    wishes: Iterable[Suggestion] = (), by: User,
) -> Wording:  # fmt: skip
    """A new article at the end, and the wishes that it takes up."""
    draft = at_work(draft)
    wording = append_article(draft, heading=heading, text=text, reason=reason)
    charter = draft.edition.charter
    for wish in Suggestion.objects.filter(
        pk__in=[wish.pk for wish in wishes], edition__charter=charter, state=Fate.OPEN
    ):
        credit(wish, draft, wording.article, by)
    record(draft.edition, "charters.edited", by=by, audience=WRITERS)
    return wording


@transaction.atomic
def move_article(draft: Draft, article: Article, *, number: int, by: User) -> Wording:
    """To the place ``number``; the others close up."""
    draft = at_work(draft)
    wording = wording_in(draft, article)
    _place(draft, wording, number)
    record(draft.edition, "charters.edited", by=by, audience=WRITERS)
    return wording


@transaction.atomic
def drop_article(draft: Draft, article: Article, *, by: User) -> Wording:
    """Leave it out of this draft. Its words, and what was said to it, stay; it can be put back."""
    draft = at_work(draft)
    wording = wording_in(draft, article)
    leave_out(draft, wording)
    record(draft.edition, "charters.edited", by=by, audience=WRITERS)
    return wording


@transaction.atomic
def put_back_article(draft: Draft, article: Article, *, by: User) -> Wording:
    """At the end of the draft, in its last words."""
    draft = at_work(draft)
    if Wording.objects.filter(draft=draft, article=article, number__isnull=False).exists():
        raise Refused(_("这一条本来就在。"))
    standing = len(standing_in(draft))
    if standing >= MOST_ARTICLES:
        raise Refused(_("公约最多%(most)s条。") % {"most": MOST_ARTICLES})
    last = Wording.objects.filter(article=article).latest("draft_id")
    words = {"heading": last.heading, "text": last.text, "reason": last.reason}
    wording, _new = Wording.objects.update_or_create(
        draft=draft, article=article, defaults={**words, "number": standing + 1}
    )
    record(draft.edition, "charters.edited", by=by, audience=WRITERS)
    return wording


@transaction.atomic
def write_preamble(draft: Draft, *, preamble: str, was: str, by: User) -> Draft:
    """``was`` is the preamble that was read before."""
    draft = at_work(draft)
    if draft.preamble != was:
        raise Stale(_("您写的时候，别人已经改过前言。您写的还在，请对照后再存。"))
    draft.preamble = preamble
    draft.save(update_fields=["preamble"])
    record(draft.edition, "charters.edited", by=by, audience=WRITERS)
    return draft


def refuse_stale(wording: Wording, revision: int) -> None:
    if wording.revision != revision:
        raise Stale(
            _("您写的时候，别人已经改过这一条。您写的还在，请对照后再存。"),
            version=wording.revision,
            newest=[wording.heading, wording.text],
        )


def rewrite(wording: Wording, *, heading: str, text: str, reason: str) -> None:
    wording.heading, wording.text, wording.reason = heading, text, reason
    wording.revision += 1
    wording.save(update_fields=["heading", "text", "reason", "revision"])


def leave_out(draft: Draft, wording: Wording) -> None:
    wording.number = None
    wording.revision += 1
    wording.save(update_fields=["number", "revision"])
    renumber(standing_in(draft))


def _place(draft: Draft, wording: Wording, number: int) -> None:
    others = [one for one in standing_in(draft) if one.pk != wording.pk]
    place = min(max(number, 1), len(others) + 1)
    renumber([*others[: place - 1], wording, *others[place - 1 :]])
