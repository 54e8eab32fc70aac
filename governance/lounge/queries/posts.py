"""The posts of a thread, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import FilteredRelation, Q, QuerySet

from governance.lounge.models import POSTS_A_PAGE, Post, PostVersion, Thread, page_start
from governance.lounge.queries.threads import rooms_in

RELATIONS: list[str] = ["author", "quotes__author", "hiding__author"]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page of a thread, oldest post first. All pages cost the same, because it is cut by number."""

    posts: list[Post]
    previous_url: str
    next_url: str
    last_url: str

    @property
    def last(self) -> int:
        return self.posts[-1].number if self.posts else 0


def thread_page_of(thread: Thread, *, first: int = 1) -> ThreadPage:
    """Return the page of posts from number ``first`` on. Invalid numbers give the first page."""
    first = first if 1 <= first <= thread.posts else 1
    posts = _posts_with_details(thread).filter(number__gte=first, number__lt=first + POSTS_A_PAGE)
    last = page_start(thread.posts)
    return ThreadPage(
        posts=[_set_thread(post, thread) for post in posts.order_by("number")],
        previous_url=_from(max(first - POSTS_A_PAGE, 1)) if first > 1 else "",
        next_url=_from(first + POSTS_A_PAGE) if first + POSTS_A_PAGE <= thread.posts else "",
        last_url=_from(last) if first < last else "",
    )


def post_of(thread: Thread, number: int) -> Post | None:
    post = _posts_with_details(thread).filter(number=number).first()
    return _set_thread(post, thread) if post else None


def versions_of(post: Post) -> list[PostVersion]:
    return list(post.versions.order_by("-pk"))


def _posts_with_details(thread: Thread) -> QuerySet[Post]:
    hiding = FilteredRelation("hidings", condition=~Q(hidings__state="restored"))
    return (
        Post.objects.filter(thread=thread)
        .annotate(hiding=hiding, rooms=rooms_in(thread.building))
        .select_related(*RELATIONS)
        .prefetch_related("photos")
    )


def _set_thread(post: Post, thread: Thread) -> Post:
    post.thread = thread
    if post.quotes:
        post.quotes.thread = thread
    return post


def _from(number: int) -> str:
    return f"?from={number}"
