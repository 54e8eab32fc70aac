"""Every change in the lounge."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from governance.journal.actions import enter
from governance.lounge.lifecycle import THREAD
from governance.lounge.models import Post, Thread
from louzu.lib.text import from_plain
from residents.models import Building, User
from residents.rules import standing_of


@transaction.atomic
def start_thread(building: Building, *, kind: str, title: str, text: str, by: User) -> Thread:
    """Say something new in the lounge: its first post is what was said."""
    office = standing_of(by, building).office
    thread = Thread.objects.create(
        building=building, kind=kind, title=title, author=by, office=office
    )
    _say(thread, text, by)
    enter(thread, "lounge.started", by=by)
    return thread


@transaction.atomic
def reply(thread: Thread, *, text: str, by: User) -> Post:
    """The next number is given under the thread's lock: one order for everybody."""
    thread = Thread.objects.locked(thread)
    thread.posts += 1
    thread.last_post_at = max(timezone.now(), thread.last_post_at)
    thread.save(update_fields=["posts", "last_post_at"])
    post = _say(thread, text, by)
    enter(thread, "lounge.replied", by=by)
    return post


@transaction.atomic
def settle_thread(thread: Thread, *, by: User) -> Thread:
    thread = Thread.objects.locked(thread)
    THREAD.take(thread, "settle")
    thread.settled_at = timezone.now()
    thread.save(update_fields=["state", "settled_at"])
    enter(thread, "lounge.settled", by=by)
    return thread


@transaction.atomic
def reopen_thread(thread: Thread, *, by: User) -> Thread:
    thread = Thread.objects.locked(thread)
    THREAD.take(thread, "reopen")
    thread.settled_at = None
    thread.save(update_fields=["state", "settled_at"])
    enter(thread, "lounge.reopened", by=by)
    return thread


def _say(thread: Thread, text: str, by: User) -> Post:
    return Post.objects.create(
        thread=thread,
        number=thread.posts,
        author=by,
        office=standing_of(by, thread.building).office,
        text=text,
        html=from_plain(text),
        at=thread.last_post_at,
    )
