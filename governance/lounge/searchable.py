"""Search entries of the lounge: each post."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance.lounge.models import Post
from governance.search.models import Passage
from residents.rooms.contributions import Searchable


def passages_of(pk: int) -> Iterator[Passage]:
    return map(_passage, _said_in(pk))


def newest_of(pk: int) -> Iterator[Passage]:
    return map(_passage, _said_in(pk).order_by("-number")[:1])


def _said_in(thread: int) -> QuerySet[Post]:
    return Post.objects.filter(
        thread=thread, thread__hidden=False, hidden=False, deleted_at=None
    ).select_related("thread__building")


def _passage(post: Post) -> Passage:
    """Return the search entry of a post. Only the first post carries the title of the thread."""
    thread, first = post.thread, post.number == 1
    return Passage(
        number=post.number,
        title=thread.title if first else "",
        beneath="" if first else thread.title,
        text=post.text,
        url=thread.url_of(post.number),
        at=post.at,
    )


SEARCHABLE = (Searchable("lounge.thread", _("客厅"), passages_of, {"lounge.replied": newest_of}),)
