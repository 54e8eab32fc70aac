"""Charter duties of a person and of the leader."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.charters.lifecycle import EditionState
from governance.charters.models import Edition
from governance.charters.queries.home import editions_waiting_for
from governance.charters.queries.reading import edition_due_for_review_in
from governance.charters.queries.suggestions import count_undecided_suggestions_in
from louzu.lib.time import format_day, local_datetime
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Waiting


def duties(page: PageContext) -> Iterator[Waiting]:
    yield from map(_edition_item, editions_waiting_for(page.building, page.standing))


def for_leader(page: PageContext) -> Iterator[Waiting]:
    """Yield suggestions to answer, and a review that is due."""
    if n := count_undecided_suggestions_in(page.building):
        words = ngettext("对公约的%(n)s条建议等您答复", "对公约的%(n)s条建议等您答复", n) % {"n": n}
        url = reverse("charters:open_suggestions", args=[page.building.slug])
        yield Waiting(words, _("楼组公约"), url)
    if (edition := edition_due_for_review_in(page.building)) and edition.review_on:
        note = _("说好%(day)s再看一次") % {"day": format_day(edition.review_on)}
        url = reverse("charters:charter", args=[page.building.slug])
        at = local_datetime(edition.review_on)
        yield Waiting(str(edition), note, url, heading=Heading.REVIEW, at=at, at_is="at")


def _edition_item(edition: Edition) -> Waiting:
    title, url = str(edition.charter), edition.get_absolute_url()
    if edition.state == EditionState.GATHERING:
        return Waiting(title, _("请您家说说公约里要有什么"), url, _("说一说"))
    if edition.state == EditionState.CONSULTING:
        note = _("草稿给大家看了，请您家说说意见")
        return Waiting(title, note, url, _("去看看"), at=edition.comments_until)
    at = local_datetime(edition.review_on) if edition.review_on else None
    return Waiting(title, _("公约每年再看一次"), url, _("去看看"), at=at, at_is="at")
