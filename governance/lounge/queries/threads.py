"""Lists of threads, and a thread prepared for its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from governance.lounge.lifecycle import InvitationState
from governance.lounge.models import (
    Bookmark,
    Pause,
    Support,
    Thread,
    ThreadQuerySet,
    Unnamed,
    Wish,
)
from louzu.lib.calendar import CalendarEntry, calendar_file
from louzu.lib.paging import Keyset, Page
from louzu.lib.text import join_lines, truncated
from residents.models import Building, Membership, User

BY_LAST_POST = Keyset(("last_post_at", "pk"))
SOONEST = Keyset(("starts_at", "pk"), descending=False)
NEWEST_PAST = Keyset(("starts_at", "pk"))
SHOWS = ("open", "ended", "mine", "followed", "past")

Marks = dict[str, object]
"""Annotations of ``Thread`` for one reader."""
Narrowed = Callable[[ThreadQuerySet, User], ThreadQuerySet]
NARROWED: dict[str, Narrowed] = {
    "": lambda threads, _user: threads.shown().current(),
    "open": lambda threads, _user: threads.shown().current().open(),
    "ended": lambda threads, _user: threads.shown().current().ended(),
    "mine": lambda threads, user: threads.filter(pk__in=_begun_by(user)),
    "followed": lambda threads, user: threads.shown().filter(pk__in=_followed_by(user)),
    "past": lambda threads, _user: threads.shown().past(),
}


def threads_in(
    building: Building, user: User, *, kind: str = "", show: str = "", after: str | None = None
) -> Page[Thread]:
    """Return a page of threads by latest post, or invitations by time."""
    show = show if show in SHOWS else ""
    threads = NARROWED[show](_listed(building, user), user).about(kind)
    order = BY_LAST_POST
    if show == "past":
        order = NEWEST_PAST
    elif kind == Thread.Kind.INVITATION and show in {"", "open", "ended"}:
        threads, order = threads.coming(), SOONEST
    page = order.page(threads, after)
    more = "".join(f"&{name}={value}" for name, value in (("kind", kind), ("show", show)) if value)
    return Page(page.rows, page.next_url and page.next_url + more)


def latest_threads_in(building: Building, user: User, count: int) -> list[Thread]:
    threads = NARROWED[""](_listed(building, user), user)
    return list(threads.order_by("-last_post_at", "-pk")[:count])


def threads_for_page(user: User) -> ThreadQuerySet:
    pauses = Pause.objects.in_force().filter(building=OuterRef("building"), user=user)
    wishes = Wish.objects.filter(thread=OuterRef("pk")).order_by("pk")
    marks: Marks = {
        "follows": Exists(Bookmark.objects.filter(thread=OuterRef("pk"), user=user, follows=True)),
        "supported": Exists(Support.objects.filter(thread=OuterRef("pk"), user=user)),
        "paused_until": Subquery(pauses.order_by("-until").values("until")[:1]),
        "wished": ArraySubquery(wishes.values("kind")),
    }
    return _marked_for(Thread.objects.all(), user).annotate(**marks)


def next_change_at(building: Building) -> dt.datetime | None:
    """Return when the next invitation begins, which changes the page. None if there is none."""
    ahead = building.thread_set.shown().coming()
    return ahead.order_by("starts_at").values_list("starts_at", flat=True).first()


def unsettled_in(building: Building, count: int) -> list[Thread]:
    threads = building.thread_set.shown().open().select_related("author")
    return list(threads.order_by("-last_post_at", "-pk")[:count])


def unanswered_in(building: Building, count: int) -> list[Thread]:
    """Return needs and worries without replies or offers, the oldest first."""
    waiting = building.thread_set.shown().open().filter(posts=1, state="open")
    asked = waiting.filter(kind__in=[Thread.Kind.NEED, Thread.Kind.WORRY])
    return list(asked.order_by("last_post_at", "pk")[:count])


def calendar_of(thread: Thread, url: str, *, text: str) -> bytes:
    invitation = thread.invitation
    entry = CalendarEntry(
        uid=str(invitation.uid),
        sequence=invitation.sequence,
        changed_at=invitation.changed_at,
        starts_at=thread.starts_at or invitation.changed_at,
        ends_at=invitation.ends_at,
        summary=thread.title,
        location=invitation.place,
        description=truncated(join_lines(text), 300),
        url=url,
        cancelled=thread.state == InvitationState.CALLED_OFF,
    )
    return calendar_file(entry)


def rooms_in(building: Building) -> ArraySubquery:
    """Subquery for the flats in the building where a row's author lives today."""
    homes = Membership.objects.current().filter(
        user=OuterRef("author"), household__building=building
    )
    return ArraySubquery(homes.order_by("pk").values("household__flat__room"))


def _listed(building: Building, user: User) -> ThreadQuerySet:
    threads = _marked_for(building.thread_set.all(), user)
    return threads.annotate(rooms=rooms_in(building))


def _marked_for(threads: ThreadQuerySet, user: User) -> ThreadQuerySet:
    bookmark = Bookmark.objects.filter(thread=OuterRef("pk"), user=user)
    unnamed = Exists(Unnamed.objects.filter(thread=OuterRef("pk"), user=user))
    marks: Marks = {
        "own": ExpressionWrapper(Q(author=user) | unnamed, output_field=BooleanField()),
        "read_up_to": Subquery(bookmark.values("read_up_to")[:1]),
    }
    return threads.select_related("author", "invitation").annotate(**marks)


def _begun_by(user: User) -> QuerySet[Thread, object]:
    """Return threads started by this person, anonymous ones included."""
    unnamed = Thread.objects.filter(unnamed_author__user=user).values("pk")
    return Thread.objects.filter(author=user).values("pk").union(unnamed)


def _followed_by(user: User) -> Subquery:
    return Subquery(Bookmark.objects.filter(user=user, follows=True).values("thread"))
