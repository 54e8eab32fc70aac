"""Threads, as they are shown on the pages of things that came of them."""

from __future__ import annotations

from collections.abc import Collection

from governance.lounge.models import Thread
from residents.models import Standing
from residents.rooms.things import ThingType, ThingView


def thread_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    if not standing.member:
        return {}
    threads = Thread.objects.filter(pk__in=pks).shown().select_related("building")
    return {
        thread.pk: ThingView(
            thread.get_kind_display(), thread.title, thread.state_label, thread.get_absolute_url()
        )
        for thread in threads
    }


THING_TYPES = {"lounge.thread": ThingType(views_of=thread_views_of)}
