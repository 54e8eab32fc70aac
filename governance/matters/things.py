"""Matters, as they are shown on the pages of things that led to them or came of them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from governance.matters.models import Matter
from residents.models import Building, Standing
from residents.rooms.things import ThingType, ThingView, ThingWords


def matter_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    matters = Matter.objects.filter(pk__in=pks).select_related("building")
    return {
        matter.pk: ThingView(
            _("事项"), matter.title, matter.get_stage_display(), matter.get_absolute_url()
        )
        for matter in matters
    }


def matter_words_of(building: Building, pk: int) -> ThingWords | None:
    matter = building.matter_set.filter(pk=pk).first()
    return ThingWords(matter.title, matter.sentence) if matter else None


THING_TYPES = {"matters.matter": ThingType(views_of=matter_views_of, words_of=matter_words_of)}
