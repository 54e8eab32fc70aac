"""Threads, as they are shown on the pages of things that came of them."""

from __future__ import annotations

from collections.abc import Collection

from governance.lounge.models import Thread
from governance.lounge.queries.posts import post_of
from residents.models import Building, Standing
from residents.rooms.things import ThingType, ThingView, ThingWords


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


def thread_words_of(building: Building, pk: int) -> ThingWords | None:
    """Return the title and the first post, without a post that was hidden or deleted."""
    thread = building.thread_set.shown().filter(pk=pk).first()
    if thread is None:
        return None
    post = post_of(thread, 1)
    return ThingWords(thread.title, post.text if post and post.readable else "")


THING_TYPES = {"lounge.thread": ThingType(views_of=thread_views_of, words_of=thread_words_of)}
