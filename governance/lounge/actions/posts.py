"""Replying, and changing or taking back what one said."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.journal.actions import cover, enter
from governance.lounge.actions.manners import (
    is_host,
    let_in,
    let_speak,
    refuse_paused,
    voice_of,
)
from governance.lounge.actions.saying import SAME_TEXT, bookmark, hang, say
from governance.lounge.lifecycle import OF_KIND
from governance.lounge.models import Photo, Post, PostVersion, Thread
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from louzu.lib.text import from_plain
from louzu.lib.uploads import File
from residents.models import User


@transaction.atomic
def reply(
    thread: Thread, *, text: str, by: User, quotes: int | None = None, photos: Iterable[File] = ()
) -> Post:
    """The next number is given under the thread's lock: one order for everybody.

    ``quotes`` is the number of the post that it answers. The same words within a minute lead to
    the post that has them.
    """
    thread = Thread.objects.locked(thread)
    voice = voice_of(thread, by)
    if again := _said_just_now(thread, text, voice):
        return again
    let_in(thread)
    let_speak(thread.building, by)
    thread.posts += 1
    thread.last_post_at = max(timezone.now(), thread.last_post_at)
    _take_it_as_talk(thread, voice)
    thread.save(update_fields=["posts", "last_post_at", "state"])
    quoted = Post.objects.filter(thread=thread, number=quotes).first() if quotes else None
    post = say(thread, text, voice, quotes=quoted, photos=photos)
    bookmark(thread, by)
    enter(thread, "lounge.replied", by=voice, url=thread.url_of(post.number))
    return post


@transaction.atomic
def edit_post(post: Post, *, by: User, **said: Any) -> Post:
    """``said``: text, photos to add; with the first post title, and an invitation's when and where.

    What it said before stays to be read.
    """
    thread, post = _locked(post)
    let_in(thread)
    refuse_paused(thread.building, by)
    title = said.get("title") or thread.title
    if (said["text"], title) != (post.text, thread.title):
        _keep_version(post)
        post.text, post.html = said["text"], from_plain(said["text"])
        post.edited_at = timezone.now()
        post.save(update_fields=["text", "html", "edited_at"])
    if post.number == 1:
        _rearrange(thread, title, said)
    hang(post, said.get("photos", ()))
    enter(thread, "lounge.edited", by=voice_of(thread, by), url=thread.url_of(post.number))
    return post


@transaction.atomic
def delete_post(post: Post, *, by: User) -> Post:
    """Text, earlier texts and photos are gone; that something stood here is not."""
    thread, post = _locked(post)
    if not post.readable:
        raise Refused(_("这段话已经不在了。"))
    _throw_away(post.photos.all())
    post.versions.all().delete()
    post.text = post.html = ""
    post.deleted_at = timezone.now()
    post.save(update_fields=["text", "html", "deleted_at"])
    if post.number == 1:
        thread.title = stored(gettext_lazy("（标题已删去）"))
        thread.save(update_fields=["title"])
        cover(thread)
    enter(thread, "lounge.deleted", by=voice_of(thread, by), url=thread.url_of(post.number))
    return post


@transaction.atomic
def remove_photo(post: Post, photo: Photo, *, by: User) -> None:
    thread, post = _locked(post)
    let_in(thread)
    _throw_away([photo])
    enter(thread, "lounge.edited", by=voice_of(thread, by), url=thread.url_of(post.number))


def _locked(post: Post) -> tuple[Thread, Post]:
    """Always the root first."""
    thread = Thread.objects.locked(post.thread)
    post = Post.objects.get(pk=post.pk)
    post.thread = thread
    return thread, post


def _said_just_now(thread: Thread, text: str, voice: User | None) -> Post | None:
    said = Post.objects.filter(
        thread=thread, number__gt=1, author=voice, text=text, at__gt=timezone.now() - SAME_TEXT
    )
    return said.order_by("number").first()


def _take_it_as_talk(thread: Thread, voice: User | None) -> None:
    """A worry or a plan is being talked over once somebody else says something to it."""
    table = OF_KIND[thread.kind]
    if "talk" in table.steps and table.allows(thread, "talk") and not is_host(thread, voice):
        table.take(thread, "talk")


def _keep_version(post: Post) -> None:
    PostVersion.objects.create(
        post=post,
        title=post.thread.title if post.number == 1 else "",
        html=post.html,
        until=timezone.now(),
    )


def _rearrange(thread: Thread, title: str, said: dict[str, Any]) -> None:
    """Another title; and for an invitation another hour or place, which calendars learn of."""
    thread.title = title
    if thread.starts_at and said.get("starts_at"):
        _move(thread, said)
    thread.save(update_fields=["title", "starts_at"])


def _move(thread: Thread, said: dict[str, Any]) -> None:
    OF_KIND[thread.kind].take(thread, "change")
    invitation, room = thread.invitation, said.get("room_for")
    if thread.past or said["starts_at"] <= timezone.now():
        raise Refused(_("约的时间要在现在以后。"))
    if room is not None and room < invitation.coming:
        raise Refused(
            _("已经有%(coming)s个人要来，不能少于这个数。") % {"coming": invitation.coming}
        )
    thread.starts_at = said["starts_at"]
    invitation.place, invitation.minutes = said["place"], said["minutes"]
    invitation.room_for = room
    invitation.sequence += 1
    invitation.changed_at = timezone.now()
    invitation.save()


def _throw_away(photos: Iterable[Photo]) -> None:
    """Rows now, files when the transaction holds."""
    for photo in photos:
        for file in (photo.file, photo.thumbnail):
            transaction.on_commit(partial(default_storage.delete, str(file.name)))
        photo.delete()
