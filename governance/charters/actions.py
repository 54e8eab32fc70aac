"""Every change to the charter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from governance.charters.lifecycle import EDITION, State
from governance.charters.models import MOST_ARTICLES, Article, Charter, Edition, Wording
from governance.journal.actions import append
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from residents.models import Building, User


class Stale(Refused):
    """Somebody else posted an edition since this one was begun. What was typed is not lost."""


@dataclass(frozen=True, slots=True)
class Clause:
    """An article's words; ``article`` is the identity it had in an earlier edition, if any."""

    text: str
    heading: str = ""
    reason: str = ""
    article: int | None = None


@transaction.atomic
def post_edition(
    building: Building, *, based_on: int, preamble: str, articles: Iterable[Clause], by: User
) -> Edition:
    """The next edition comes into force; the one before stays readable.

    Raises Stale when ``based_on`` is no longer the number of the edition in force.
    """
    articles = list(articles)
    if not 1 <= len(articles) <= MOST_ARTICLES:
        raise Refused(_("公约要有1到%(most)s条。") % {"most": MOST_ARTICLES})
    charter, _first = Charter.objects.get_or_create(building=building)
    charter = Charter.objects.locked(charter)
    _replace(charter, based_on)
    edition = Edition(charter=charter, number=_next_number(charter), preamble=preamble, by=by)
    EDITION.take(edition, "post")
    edition.posted_at = timezone.now()
    edition.save()
    _write(edition, articles)
    _record(edition, by)
    return edition


def _replace(charter: Charter, based_on: int) -> None:
    current = charter.editions.filter(state=State.POSTED).first()
    if (current.number if current else 0) != based_on:
        raise Stale(_("您写的时候，别人已经公布了新的一版。您写的都还在，请对照后再公布。"))
    if current:
        EDITION.take(current, "replace")
        current.replaced_at = timezone.now()
        current.save(update_fields=["state", "replaced_at"])


def _next_number(charter: Charter) -> int:
    latest = charter.editions.order_by("-number").first()
    return latest.number + 1 if latest else 1


def _write(edition: Edition, articles: list[Clause]) -> None:
    """An article keeps its identity; one that is new, or not this charter's, gets its own."""
    known = {article.pk: article for article in edition.charter.articles.all()}
    kept = [known.pop(clause.article or 0, None) for clause in articles]
    new = iter(
        Article.objects.bulk_create(
            Article(charter=edition.charter) for article in kept if article is None
        )
    )
    Wording.objects.bulk_create(
        Wording(
            edition=edition,
            article=article or next(new),
            number=number,
            heading=clause.heading,
            text=clause.text,
            reason=clause.reason,
        )
        for number, (clause, article) in enumerate(zip(articles, kept, strict=True), start=1)
    )


def _record(edition: Edition, by: User) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # a line is for everybody, in one language
        title = f"{edition.charter}{edition}"
    append(
        edition.charter.building,
        "charters.posted",
        by=by,
        audience=Audience.RESIDENTS,
        subject=(edition._meta.label_lower, edition.pk, title),
        url=edition.get_absolute_url(),
    )
