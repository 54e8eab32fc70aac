"""What starting, replying and editing have in common. Called under the thread's lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from governance.lounge.actions.manners import office_of
from governance.lounge.models import MOST_PHOTOS, Bookmark, Photo, Post, Thread
from louzu.lib.errors import Refused
from louzu.lib.text import from_plain
from louzu.lib.uploads import File, save_photo
from louzu.lib.uploads import Photo as Cleaned
from residents.models import User

SAME_TEXT = dt.timedelta(minutes=1)
"""The same words of one person within this time are said once."""


def say(
    thread: Thread,
    text: str,
    voice: User | None,
    *,
    quotes: Post | None = None,
    photos: Iterable[File] = (),
) -> Post:
    """The post with the thread's newest number; ``voice`` is nobody where no name is given."""
    post = Post.objects.create(
        thread=thread,
        number=thread.posts,
        author=voice,
        office=office_of(voice, thread.building),
        text=text,
        html=from_plain(text),
        quotes=quotes,
        at=thread.last_post_at,
    )
    hang(post, photos)
    return post


def hang(post: Post, photos: Iterable[File]) -> None:
    photos = list(photos)
    if photos and post.photos.count() + len(photos) > MOST_PHOTOS:
        raise Refused(_("一段话最多放%(most)s张照片。") % {"most": MOST_PHOTOS})
    for file in photos:
        if isinstance(file.content, Cleaned):
            photo = Photo(post=post, width=file.content.width, height=file.content.height)
            save_photo(file.content, whole=photo.file, small=photo.thumbnail)
            photo.save()


def bookmark(thread: Thread, user: User) -> None:
    """Who speaks has read so far, and follows from now on."""
    Bookmark.objects.bulk_create(
        [Bookmark(thread=thread, user=user, read_up_to=thread.posts, follows=True)],
        update_conflicts=True,
        unique_fields=["thread", "user"],
        update_fields=["read_up_to", "follows"],
    )
