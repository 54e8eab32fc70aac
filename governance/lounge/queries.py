"""Reading the lounge."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from governance.lounge.lifecycle import State
from governance.lounge.models import POSTS_A_PAGE, Post, Thread, ThreadQuerySet, page_start
from louzu.lib.paging import Keyset, Page
from residents.models import Building, Membership, User
from residents.scope import housed

ORDER = Keyset(("last_post_at", "pk"))


@dataclass(frozen=True, slots=True)
class Talk:
    """A page of a thread, oldest first, by number: the last page costs what the first one does."""

    posts: list[Post]
    previous_url: str
    next_url: str
    last_url: str


def threads_of(building: Building, *, kind: str = "", after: str | None = None) -> Page[Thread]:
    """A page of the lounge, by last word."""
    page = ORDER.page(_listed(building).about(kind), after)
    if page.next_url and kind in Thread.Kind:
        page = Page(page.rows, f"{page.next_url}&kind={kind}")
    return Page(housed(page.rows, building), page.next_url)


def latest_threads(building: Building, count: int) -> list[Thread]:
    threads = _listed(building).order_by("-last_post_at", "-pk")[:count]
    return housed(threads, building)


def talk_of(thread: Thread, *, first: int = 1) -> Talk:
    """The posts from number ``first`` on, a page of them."""
    first = first if 1 <= first <= thread.posts else 1
    posts = Post.objects.filter(thread=thread, number__gte=first, number__lt=first + POSTS_A_PAGE)
    posts = posts.select_related("author").annotate(rooms=_rooms_in(thread.building))
    last = page_start(thread.posts)
    return Talk(
        posts=list(posts.order_by("number")),
        previous_url=_from(max(first - POSTS_A_PAGE, 1)) if first > 1 else "",
        next_url=_from(first + POSTS_A_PAGE) if first + POSTS_A_PAGE <= thread.posts else "",
        last_url=_from(last) if first < last else "",
    )


def unsettled_in(building: Building, count: int) -> list[Thread]:
    """The latest which nobody has marked as settled."""
    threads = _listed(building).filter(state=State.OPEN).order_by("-last_post_at", "-pk")[:count]
    return housed(threads, building)


def threads_by(user: User) -> ThreadQuerySet:
    return Thread.objects.filter(author=user).order_by("-last_post_at", "-pk")


def posts_by(user: User) -> QuerySet[Post]:
    return Post.objects.filter(author=user).order_by("-at", "-pk")


def for_page() -> ThreadQuerySet:
    return Thread.objects.select_related("author")


def _listed(building: Building) -> ThreadQuerySet:
    threads = Thread.objects.of(building).select_related("author")
    return threads.annotate(rooms=_rooms_in(building))


def _rooms_in(building: Building) -> ArraySubquery:
    homes = Membership.objects.current().filter(
        user=OuterRef("author"), household__building=building
    )
    return ArraySubquery(homes.order_by("pk").values("household__flat__room"))


def _from(number: int) -> str:
    return f"?from={number}"
