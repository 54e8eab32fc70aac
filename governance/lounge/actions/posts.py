"""Reply, and edit or delete posts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.journal.actions import cover_lines, enter
from governance.lounge.actions._shared import (
    SAME_TEXT_WITHIN,
    attach_photos,
    author_in,
    bookmark_thread,
    create_post,
    is_host,
    refuse_closed_thread,
    refuse_paused,
    refuse_unless_may_post,
)
from governance.lounge.inputs import InvitationInput, PostInput, ReplyInput, ThreadInput
from governance.lounge.lifecycle import LIFECYCLE_OF_KIND
from governance.lounge.models import Photo, Post, PostVersion, Thread
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from louzu.lib.text import from_plain
from residents.models import User


@transaction.atomic
def add_reply(thread: Thread, data: ReplyInput, *, by: User) -> Post:
    """Append a reply. Its number is assigned under the lock of the thread.

    The same text again within a minute returns the earlier post.
    """
    thread = Thread.objects.locked(thread)
    author = author_in(thread, by)
    if again := _has_just_posted(thread, data.text, author):
        return again
    refuse_closed_thread(thread)
    refuse_unless_may_post(thread.building, by)
    thread.posts += 1
    thread.last_post_at = max(timezone.now(), thread.last_post_at)
    _start_talking(thread, author)
    thread.save(update_fields=["posts", "last_post_at", "state"])
    quoted = Post.objects.filter(thread=thread, number=data.quotes).first() if data.quotes else None
    post = create_post(thread, data.text, author, quotes=quoted, photos=data.photos)
    bookmark_thread(thread, by)
    enter(thread, "lounge.replied", by=author, url=thread.url_of(post.number))
    return post


@transaction.atomic
def edit_post(post: Post, data: PostInput, *, by: User) -> Post:
    """Change a post and keep the earlier version. For the first post, a ``ThreadInput`` also
    changes the title and the time and place of an invitation."""
    thread, post = _locked(post)
    refuse_closed_thread(thread)
    refuse_paused(thread.building, by)
    title = data.title if isinstance(data, ThreadInput) else thread.title
    if (data.text, title) != (post.text, thread.title):
        _keep_version(post)
        post.text, post.html = data.text, from_plain(data.text)
        post.edited_at = timezone.now()
        post.save(update_fields=["text", "html", "edited_at"])
    if post.number == 1 and isinstance(data, ThreadInput):
        _edit_invitation(thread, data)
    attach_photos(post, data.photos)
    enter(thread, "lounge.edited", by=author_in(thread, by), url=thread.url_of(post.number))
    return post


@transaction.atomic
def delete_post(post: Post, *, by: User) -> Post:
    """Delete the text, its earlier versions and photos. A placeholder stays."""
    thread, post = _locked(post)
    if not post.readable:
        raise Refused(_("这段话已经不在了。"))
    _delete_files(post.photos.all())
    post.versions.all().delete()
    post.text = post.html = ""
    post.deleted_at = timezone.now()
    post.save(update_fields=["text", "html", "deleted_at"])
    if post.number == 1:
        thread.title = stored(gettext_lazy("（标题已删去）"))
        thread.save(update_fields=["title"])
        cover_lines(thread)
    enter(thread, "lounge.deleted", by=author_in(thread, by), url=thread.url_of(post.number))
    return post


@transaction.atomic
def remove_photo(post: Post, photo: Photo, *, by: User) -> None:
    thread, post = _locked(post)
    refuse_closed_thread(thread)
    _delete_files([photo])
    enter(thread, "lounge.edited", by=author_in(thread, by), url=thread.url_of(post.number))


def _locked(post: Post) -> tuple[Thread, Post]:
    thread = Thread.objects.locked(post.thread)
    post = Post.objects.get(pk=post.pk)
    post.thread = thread
    return thread, post


def _has_just_posted(thread: Thread, text: str, author: User | None) -> Post | None:
    posts = Post.objects.filter(
        thread=thread,
        number__gt=1,
        author=author,
        text=text,
        at__gt=timezone.now() - SAME_TEXT_WITHIN,
    )
    return posts.order_by("number").first()


def _start_talking(thread: Thread, author: User | None) -> None:
    """Mark a worry or plan as being discussed, once somebody other than its author replies."""
    table = LIFECYCLE_OF_KIND[thread.kind]
    if "talk" in table.steps and table.allows(thread, "talk") and not is_host(thread, author):
        table.take(thread, "talk")


def _keep_version(post: Post) -> None:
    PostVersion.objects.create(
        post=post,
        title=post.thread.title if post.number == 1 else "",
        html=post.html,
        until=timezone.now(),
    )


def _edit_invitation(thread: Thread, data: ThreadInput) -> None:
    """Change the title, and for invitations the time and place. Calendars get the change by its
    sequence number."""
    thread.title = data.title
    if thread.starts_at and data.invitation:
        _move(thread, data.invitation)
    thread.save(update_fields=["title", "starts_at"])


def _move(thread: Thread, data: InvitationInput) -> None:
    LIFECYCLE_OF_KIND[thread.kind].take(thread, "change")
    invitation, room = thread.invitation, data.room_for
    if thread.past or data.starts_at <= timezone.now():
        raise Refused(_("约的时间要在现在以后。"))
    if room is not None and room < invitation.coming:
        raise Refused(
            _("已经有%(coming)s个人要来，不能少于这个数。") % {"coming": invitation.coming}
        )
    thread.starts_at = data.starts_at
    invitation.place, invitation.minutes = data.place, data.minutes
    invitation.room_for = room
    invitation.sequence += 1
    invitation.changed_at = timezone.now()
    invitation.save()


def _delete_files(photos: Iterable[Photo]) -> None:
    """Delete the rows, and the files after the commit."""
    for photo in photos:
        for file in (photo.file, photo.thumbnail):
            transaction.on_commit(partial(default_storage.delete, str(file.name)), robust=True)
        photo.delete()
