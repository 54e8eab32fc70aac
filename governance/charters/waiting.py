"""Charter tasks of one person and of the leader."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.charters.lifecycle import EditionState
from governance.charters.models import Edition, Suggestion
from governance.charters.queries.home import editions_waiting_for
from governance.charters.queries.reading import edition_due_for_review_in
from governance.charters.queries.suggestions import (
    count_undecided_suggestions_in,
    unread_decisions_for,
)
from louzu.lib.time import format_day
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Priority, Waiting


def waiting(page: PageContext) -> Iterator[Waiting]:
    """Yield editions that wait for the household, and unread decisions on the person's suggestions."""
    yield from map(_edition_item, editions_waiting_for(page.building, page.standing))
    yield from map(_decision_item, unread_decisions_for(page.building, page.user))


def for_leader(page: PageContext) -> Iterator[Waiting]:
    """Yield suggestions to answer, and a review that is due."""
    if n := count_undecided_suggestions_in(page.building):
        words = ngettext("对公约的%(n)s条建议等您答复", "对公约的%(n)s条建议等您答复", n) % {"n": n}
        url = reverse("charters:open_suggestions", args=[page.building.slug])
        yield Waiting(words, _("楼组公约"), url, priority=Priority.LATER)
    if (edition := edition_due_for_review_in(page.building)) and edition.review_on:
        note = _("说好%(day)s再看一次") % {"day": format_day(edition.review_on)}
        url = reverse("charters:charter", args=[page.building.slug])
        yield Waiting(str(edition), note, url, heading=Heading.REVIEW)


def _edition_item(edition: Edition) -> Waiting:
    if edition.state == EditionState.GATHERING:
        note, action = _("请您家说说公约里要有什么"), _("说一说")
    elif edition.state == EditionState.CONSULTING:
        note, action = _("草稿给大家看了，请您家说说意见"), _("去看看")
    else:
        note = _("每年再看一次：%(day)s") % {
            "day": format_day(edition.review_on) if edition.review_on else ""
        }
        action = _("去看看")
    return Waiting(str(edition.charter), note, edition.get_absolute_url(), action)


def _decision_item(suggestion: Suggestion) -> Waiting:
    words = {"fate": suggestion.get_state_display()}
    note = _("您给公约提的建议：%(fate)s") % words
    return Waiting(str(suggestion), note, suggestion.get_absolute_url(), _("看答复"))
