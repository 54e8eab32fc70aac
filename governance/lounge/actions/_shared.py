"""Author names, rate limits and creation of posts, shared by the actions of this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from governance.lounge.models import MAX_POST_PHOTOS, Bookmark, Photo, Post, Thread, Unnamed
from governance.lounge.queries.moderation import pause_in
from governance.lounge.queries.people import count_recent_posts, is_newcomer
from louzu.lib.errors import Refused
from louzu.lib.text import from_plain
from louzu.lib.time import format_day
from louzu.lib.uploads import CleanPhoto, File, save_photo
from residents.models import Building, User
from residents.people.rules import standing_of

NEWCOMER_LIMITS = (3, 10)
"""Threads and replies per hour for members in their first week."""
HELPER_LIMITS = (10, 60)
"""Threads and replies per hour for accounts in office, because a stolen one would reach every
household."""


def author_in(thread: Thread, by: User) -> User | None:
    """Return the author, or None for the anonymous starter of the thread."""
    if thread.unnamed and Unnamed.objects.filter(thread=thread, user=by).exists():
        return None
    return by


def office_of(author: User | None, building: Building) -> str:
    return standing_of(author, building).office if author else ""


def is_host(thread: Thread, author: User | None) -> bool:
    """Return whether ``author``, the person's author in this thread, started it."""
    return author is None or thread.author_id == author.pk


def refuse_paused(building: Building, by: User) -> None:
    if pause := pause_in(building, by):
        words = {"day": format_day(pause.until), "reason": pause.reason}
        raise Refused(_("您在%(day)s以前不能在客厅发言。原因：%(reason)s") % words)


def refuse_unless_may_post(building: Building, by: User, *, starts: bool = False) -> None:
    """Raises Refused if the person is paused, or if a new or a helper's account exceeds its rate."""
    refuse_paused(building, by)
    standing = standing_of(by, building)
    if is_newcomer(by, building):
        most, why = NEWCOMER_LIMITS, _("刚搬来的头一个星期，")
    elif standing.helper:
        most, why = HELPER_LIMITS, _("担任职务的账号，")
    else:
        return
    threads, replies = count_recent_posts(by, building)
    if starts and threads >= most[0]:
        message = _("%(why)s一小时最多说%(most)s件新的事。请过一会儿再说，写的字都还在。")
        raise Refused(message % {"why": why, "most": most[0]})
    if not starts and replies >= most[1]:
        message = _("%(why)s一小时最多回应%(most)s次。请过一会儿再说，写的字都还在。")
        raise Refused(message % {"why": why, "most": most[1]})


def refuse_closed_thread(thread: Thread) -> None:
    """Raises Refused if the thread was hidden or locked since the page was loaded."""
    if thread.hidden:
        raise Refused(_("这个话题已经收起了。"))
    if thread.locked:
        raise Refused(_("这个话题锁住了，不能再回应。原因：%(reason)s") % {"reason": thread.locked})


SAME_TEXT_WITHIN = dt.timedelta(minutes=1)
"""The time in which identical texts by one person count as one post."""


def create_post(
    thread: Thread,
    text: str,
    author: User | None,
    *,
    quotes: Post | None = None,
    photos: Iterable[File] = (),
) -> Post:
    """Create the post with the thread's latest number. ``author`` is None for an anonymous author."""
    post = Post.objects.create(
        thread=thread,
        number=thread.posts,
        author=author,
        office=office_of(author, thread.building),
        text=text,
        html=from_plain(text),
        quotes=quotes,
        at=thread.last_post_at,
    )
    attach_photos(post, photos)
    return post


def attach_photos(post: Post, photos: Iterable[File]) -> None:
    photos = list(photos)
    if photos and post.photos.count() + len(photos) > MAX_POST_PHOTOS:
        raise Refused(_("一段话最多放%(most)s张照片。") % {"most": MAX_POST_PHOTOS})
    for file in photos:
        if isinstance(file.content, CleanPhoto):
            photo = Photo(post=post, width=file.content.width, height=file.content.height)
            save_photo(file.content, whole=photo.file, small=photo.thumbnail)
            photo.save()


def bookmark_thread(thread: Thread, user: User) -> None:
    Bookmark.objects.bulk_create(
        [Bookmark(thread=thread, user=user, read_up_to=thread.posts, follows=True)],
        update_conflicts=True,
        unique_fields=["thread", "user"],
        update_fields=["read_up_to", "follows"],
    )
