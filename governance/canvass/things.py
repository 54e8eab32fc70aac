"""Canvasses, as they are shown on the pages of things that led to them or came of them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.canvass.queries.option_words import option_outcome
from governance.canvass.queries.outcomes import outcome_sentence
from governance.canvass.queries.page import canvasses_for_page
from louzu.lib.text import strip_marks
from residents.models import Building, Standing
from residents.rooms.things import ThingType, ThingView, ThingWords


def canvass_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    canvasses = Canvass.objects.filter(pk__in=pks).select_related("building", "count_of")
    if not standing.leads:
        canvasses = canvasses.filter(~Q(announced_at=None))
    with_options = [canvass for canvass in canvasses if canvass.has_options]
    prefetch_related_objects(with_options, "options")
    return {
        canvass.pk: ThingView(
            canvass.get_purpose_display(),
            canvass.question,
            _outcome_of(canvass),
            canvass.get_absolute_url(),
        )
        for canvass in canvasses
    }


def _outcome_of(canvass: Canvass) -> str:
    if canvass.state == CanvassState.PUBLISHED and canvass.has_options:
        return option_outcome(canvass, canvass.count_of.result)
    if canvass.state == CanvassState.PUBLISHED and canvass.rule.get("tests"):
        return _("通过") if canvass.count_of.result["passed"] else _("没有通过")
    return canvass.get_state_display()


def canvass_words_of(building: Building, pk: int) -> ThingWords | None:
    """Return the question and the published result."""
    published = canvasses_for_page().filter(building=building, state=CanvassState.PUBLISHED)
    canvass = published.filter(pk=pk).first()
    if canvass is None:
        return None
    headline = _("结果：%(question)s") % {"question": canvass.question}
    return ThingWords(
        canvass.question, outcome_sentence(canvass), headline, strip_marks(canvass.body)
    )


THING_TYPES = {"canvass.canvass": ThingType(views_of=canvass_views_of, words_of=canvass_words_of)}
