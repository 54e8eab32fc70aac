"""Participants of a thread, posting rates, and authors of anonymous threads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from governance.lounge.models import Attendance, Offer, Post, Thread, Unmasking, Unnamed
from governance.lounge.queries.threads import rooms_in
from residents.models import Building, Membership, User

NEWCOMER_PERIOD = dt.timedelta(days=7)
RECENT = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Joiners:
    """The people who offered help or attend, and the reader's own row."""

    rows: Sequence[Offer | Attendance]
    mine: Offer | Attendance | None

    @property
    def households(self) -> int:
        return len(self.rows)


def joiners_of(thread: Thread, user: User) -> Joiners:
    """Return the participants. Needs no query for kinds without any."""
    found: list[Offer | Attendance] = []
    if thread.kind == Thread.Kind.NEED:
        found = [*_of(Offer, thread)]
    elif thread.kind == Thread.Kind.INVITATION:
        found = [*_of(Attendance, thread)]
    mine = next((row for row in found if row.author_id == user.pk), None)
    return Joiners([row for row in found if getattr(row, "people", 1)], mine)


def count_recent_posts(user: User, building: Building) -> tuple[int, int]:
    """Return the numbers of threads and replies within the last hour, including anonymous ones."""
    theirs = Q(author=user) | Q(author=None, thread__unnamed_author__user=user)
    posts = Post.objects.filter(
        theirs, thread__building=building, at__gt=timezone.now() - RECENT
    ).aggregate(
        threads=Count("pk", filter=Q(number=1)), replies=Count("pk", filter=Q(number__gt=1))
    )
    return posts["threads"], posts["replies"]


def is_newcomer(user: User, building: Building) -> bool:
    homes = Membership.objects.current().filter(user=user, household__building=building)
    since = list(homes.values_list("since", flat=True))
    return bool(since) and min(since) > timezone.localdate() - NEWCOMER_PERIOD


def starter_of(thread: Thread) -> User:
    """Return the author of an anonymous thread. Only for ``unmask_author``, which logs it."""
    return Unnamed.objects.select_related("user").get(thread=thread).user


def unmaskings_of(thread: Thread) -> list[Unmasking]:
    looked = Unmasking.objects.filter(thread=thread).select_related("author")
    return list(looked.order_by("pk"))


def _of(model: type[Offer | Attendance], thread: Thread) -> list[Offer | Attendance]:
    rows = model._default_manager.filter(thread=thread).select_related("author")
    return list(rows.annotate(rooms=rooms_in(thread.building)).order_by("pk"))
