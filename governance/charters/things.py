"""Editions of the charter, their drafts and suggestions, as they are shown on the pages of things
that led to them or came of them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.charters.lifecycle import IN_EFFECT, SuggestionState
from governance.charters.models import Draft, Edition, Suggestion
from residents.models import Building, Standing
from residents.rooms.things import ThingType, ThingView, ThingWords


def edition_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    editions = Edition.objects.filter(pk__in=pks).select_related("charter__building")
    return {
        edition.pk: ThingView(
            _("楼组公约"),
            str(edition),
            edition.get_state_display(),
            edition.get_absolute_url(),
        )
        for edition in editions
    }


def edition_words_of(building: Building, pk: int) -> ThingWords | None:
    """Return the news of an edition that came into force."""
    editions = Edition.objects.filter(charter__building=building, state__in=IN_EFFECT)
    edition = editions.select_related("charter__building").filter(pk=pk).first()
    if edition is None:
        return None
    title = gettext("%(charter)s%(edition)s生效了") % {
        "charter": edition.charter,
        "edition": edition,
    }
    words = {"signed": edition.signed, "asked": edition.asked}
    return ThingWords(title, gettext("%(asked)s户里%(signed)s户签了。全文在“公约”里。") % words)


def draft_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    """Drafts that were put out and, for writers and committee, those that are being written."""
    if not standing.member:
        return {}
    drafts = Draft.objects.filter(pk__in=pks).select_related("edition__charter__building")
    if not (standing.leads or standing.may_post_notices):
        drafts = drafts.filter(put_out_at__isnull=False)
    return {
        draft.pk: ThingView(
            _("公约的草稿"),
            str(draft),
            draft.edition.get_state_display(),
            draft.get_absolute_url(),
        )
        for draft in drafts.filter(dropped_at=None)
    }


def suggestion_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    suggestions = Suggestion.objects.filter(pk__in=pks).exclude(state=SuggestionState.WITHDRAWN)
    return {
        suggestion.pk: ThingView(
            _("对公约的建议"),
            str(suggestion),
            suggestion.get_state_display(),
            suggestion.get_absolute_url(),
        )
        for suggestion in suggestions.select_related("edition__charter__building")
    }


THING_TYPES = {
    "charters.edition": ThingType(views_of=edition_views_of, words_of=edition_words_of),
    "charters.draft": ThingType(views_of=draft_views_of),
    "charters.suggestion": ThingType(views_of=suggestion_views_of),
}
