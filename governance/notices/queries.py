"""Queries of the notice board, and of the canvasses of notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.disclosure import MIN_CANDIDATES
from governance.canvass.lifecycle import CanvassState, ObjectionState
from governance.canvass.models import Objection
from governance.canvass.queries.reach import CanvassReach, reach_of
from governance.inbox.reminders import MAX_AHEAD
from governance.notices.lifecycle import NoticeState
from governance.notices.models import Circular, Notice, NoticeQuerySet, Reading, Version
from louzu.lib.attachments import told_after
from louzu.lib.paging import Keyset, Page
from residents.desk.worklist import MAX_ITEMS_PER_ROOM
from residents.models import Building, Household, Standing, User
from residents.places.models.spans import on_record_on
from residents.rooms.waiting import Urgency, Waiting

BOARD = Keyset(("pinned", "shows_from", "pk"))
LAST_DAYS = dt.timedelta(days=3)
MAX_WITH_TIME = 20
UNCARRIED = Q(state=NoticeState.POSTED, announced=True, canvass=None, ended_at=None)
NEVER_CARRIED = gettext_lazy("公示没有送到过各家，不能算没有人提意见")
ARRIVALS = Keyset(("pk",), descending=False)
LIST_FIELDS = (
    "building",
    "state",
    "kind",
    "audience",
    "title",
    "pinned",
    "office",
    "shows_from",
    "expires_at",
    "happens_from",
    "happens_until",
    "urgent",
    "corrected_at",
    "asks",
    "canvass",
    "author__shown_name",
    "author__username",
    "author__shows_name",
    "author__forgotten_at",
)


def notices_readable_by(building: Building, standing: Standing) -> NoticeQuerySet:
    notices = building.notice_set.all()
    if standing.may_post_notices:
        return notices
    return notices.without_unseen() if standing.member else notices.without_unseen().public()


def shown_notices_in(
    building: Building, standing: Standing, user: User | None, *, after: str | None = None
) -> Page[Notice]:
    notices = _listed(notices_readable_by(building, standing).shown())
    if user and standing.member:
        notices = notices.with_unread_mark_for(user)
    return BOARD.page(notices, after)


def past_notices_in(
    building: Building, standing: Standing, *, after: str | None = None
) -> Page[Notice]:
    return BOARD.page(_listed(notices_readable_by(building, standing).past()), after)


def unpublished_notices_in(building: Building) -> list[Notice]:
    return list(_listed(building.notice_set.unpublished()).order_by("-pk")[:20])


def next_change_at(building: Building) -> dt.datetime | None:
    """Return when the board next changes by time alone: at the next beginning or end of a notice or
    of its event, or the end of an attached canvass. None if there is none.

    Drafts are included. At worst a page is rendered once more than needed.
    """
    now = timezone.now()
    of = building.notice_set.order_by()
    times = [
        of.filter(**{f"{name}__gt": now}).order_by(name).values_list(name)[:1]
        for name in ("shows_from", "expires_at", "happens_from", "happens_until")
    ]
    asked = building.canvass_set.taking_answers().order_by("closes_at")
    closes = asked.values_list("closes_at")[:1]
    return min((at for (at,) in closes.union(*times, all=True)), default=None)


def notices_for_page(user: User | None = None) -> NoticeQuerySet:
    with_relations = Notice.objects.select_related(
        "author", "canvass__author", "canvass__building", "circular"
    )
    notices = with_relations.prefetch_related("attachments", "circular__attachments")
    return notices.with_unread_mark_for(user) if user else notices


def weekly_descriptions(pks: Collection[int]) -> dict[int, str]:
    """Map primary keys of posted notices to the beginning of their text and their attachments."""
    if not pks:
        return {}
    hanging = Notice.objects.filter(pk__in=pks, state=NoticeState.POSTED).select_related("circular")
    files = hanging.prefetch_related("attachments", "circular__attachments")
    return {notice.pk: told_after(notice.summary, notice.enclosures) for notice in files}


def notices_with_time_in(
    building: Building, standing: Standing, *, since: dt.datetime, until: dt.datetime
) -> list[Notice]:
    """Return shown notices whose event touches the period, and postings that end in it."""
    ends = Q(kind=Notice.Kind.POSTING, expires_at__gt=since, expires_at__lte=until)
    later = Q(happens_from__gte=since) | Q(happens_until__gt=since)
    found = notices_readable_by(building, standing).shown()
    found = found.filter(ends | (later & Q(happens_from__lt=until)))
    return list(found.order_by("happens_from", "expires_at", "pk")[:MAX_WITH_TIME])


def canvassed_notices_in(building: Building) -> dict[int, Notice]:
    """Map primary keys of open canvasses to the current notices that they deliver."""
    shown = building.notice_set.shown().filter(canvass__state=CanvassState.OPEN)
    found = shown.only("building", "title", "kind", "canvass", "happens_from").order_by("-pk")[:50]
    return {notice.canvass_id: notice for notice in found if notice.canvass_id}


@dataclass(frozen=True, slots=True)
class PostingOutcome:
    """The result of a public posting."""

    reach: CanvassReach
    raised: int
    """Number of households that ever objected."""
    left: int
    """Number of households that still object."""

    def __str__(self) -> str:
        words = {"told": self.reach.told, "of": self.reach.of, "n": self.raised, "left": self.left}
        if not self.reach.of:
            return _("没有送到过各家")
        if self.reach.told <= MIN_CANDIDATES:  # the number would reveal who
            return _("%(told)s/%(of)s户知道") % words
        if not self.raised:
            return _("%(told)s/%(of)s户知道，没有人提意见") % words
        return _("%(told)s/%(of)s户知道，%(n)s户提过意见，%(left)s户还有意见") % words


def outcome_of(notice: Notice) -> PostingOutcome:
    """Count the objections until the end of the posting or until now."""
    if notice.canvass_id is None:
        return PostingOutcome(CanvassReach(0, 0), 0, 0)
    objections = Objection.objects.filter(voice__canvass=notice.canvass_id)
    sums = objections.aggregate(
        raised=Count("voice", distinct=True),
        left=Count(
            "voice",
            distinct=True,
            filter=~Q(state__in=[ObjectionState.WITHDRAWN, ObjectionState.MET]),
        ),
    )
    return PostingOutcome(reach_of([notice.canvass_id])[notice.canvass_id], **sums)


def postings_ending_in(building: Building, *, before: dt.datetime) -> list[Notice]:
    """Return running postings that end, and all that were never carried to the doors."""
    ending = Q(pk__in=building.notice_set.shown().filter(expires_at__lt=before).values("pk"))
    found = building.notice_set.filter(ending | UNCARRIED, kind=Notice.Kind.POSTING)
    return list(found.order_by("expires_at", "pk")[:20])


def blocked_items(buildings: QuerySet[Building], now: dt.datetime) -> Iterator[Waiting]:
    """Yield postings for the committee that end soon, or whose end is not recorded."""
    postings = Notice.objects.filter(
        building__in=buildings, kind=Notice.Kind.POSTING, state=NoticeState.POSTED, ended_at=None
    )
    ending = postings.filter(expires_at__lte=now + LAST_DAYS).select_related("building")
    for notice in ending.order_by("expires_at", "pk")[:MAX_ITEMS_PER_ROOM]:
        over = notice.expired
        why = _("公示期满，还没记下意见") if over else _("公示快期满了")
        yield Waiting(
            notice.title,
            why if notice.canvass_id or not notice.announced else str(NEVER_CARRIED),
            notice.get_absolute_url(),
            urgency=Urgency.NOW if over else Urgency.SOON,
            since=notice.expires_at or now,
            building=notice.building,
        )


def versions_of(notice: Notice) -> list[Version]:
    return list(Version.objects.filter(notice=notice).select_related("by").order_by("-number"))


def circulars_by(user: User) -> QuerySet[Circular]:
    return Circular.objects.filter(author=user).order_by("-pk")


def notices_by(user: User) -> NoticeQuerySet:
    return Notice.objects.filter(author=user).order_by("-pk")


def versions_by(user: User) -> QuerySet[Version]:
    return Version.objects.filter(by=user).order_by("-pk")


def readings_of(user: User) -> QuerySet[Reading]:
    return Reading.objects.filter(user=user).select_related("notice").order_by("-at", "-pk")


def notices_to_announce() -> NoticeQuerySet:
    """Return scheduled notices that are due and have no journal line."""
    return Notice.objects.filter(
        on_record_on(prefix="building__"),
        state=NoticeState.POSTED,
        announced=False,
        shows_from__lte=timezone.now(),
    )


def notices_with_event_soon() -> NoticeQuerySet:
    """Return notices on boards whose event people are reminded of about now."""
    now = timezone.now()
    return Notice.objects.shown().filter(
        on_record_on(prefix="building__"),
        happens_from__gt=now,
        happens_from__lte=now + MAX_AHEAD,
    )


def postings_to_end() -> NoticeQuerySet:
    """Return postings whose period is over and whose end has no journal line."""
    return Notice.objects.filter(
        on_record_on(prefix="building__"),
        kind=Notice.Kind.POSTING,
        state=NoticeState.POSTED,
        ended_at=None,
        canvass__isnull=False,
        expires_at__lte=timezone.now(),
    )


def postings_to_carry() -> NoticeQuerySet:
    """Return running postings that no door was told of, because nobody lived in the building."""
    on_record = Notice.objects.filter(on_record_on(prefix="building__"), UNCARRIED)
    return on_record.filter(kind=Notice.Kind.POSTING, expires_at__gt=timezone.now())


def inhabited_buildings(buildings: Iterable[Building]) -> set[int]:
    homes = Household.objects.living_in_any(buildings).occupied()
    return set(homes.values_list("building", flat=True).distinct())


def posted_notices_of(circular: Circular) -> NoticeQuerySet:
    """Return the posted notices of a circular, oldest first."""
    with_relations = Notice.objects.select_related("building", "canvass")
    return with_relations.filter(circular=circular, state=NoticeState.POSTED).order_by("pk")


def circulars_with_counts(circulars: QuerySet[Circular]) -> QuerySet[Circular]:
    """Annotate ``buildings``, the number of recipients, and ``hanging``, the number of notices not
    withdrawn."""
    of = Notice.objects.filter(circular=OuterRef("pk")).order_by().values("circular")
    every, still = (
        of.annotate(n=Count("pk")),
        of.filter(state=NoticeState.POSTED).annotate(n=Count("pk")),
    )
    return circulars.annotate(  # type: ignore[no-redef]  # declared on the model
        buildings=Coalesce(Subquery(every.values("n")), 0),
        hanging=Coalesce(Subquery(still.values("n")), 0),
    )


def arrivals_of(circular: Circular, *, after: str | None = None) -> Page[Notice]:
    """Return a page of notices with ``readers``, the number of people who opened it, and ``reach``.
    Needs two queries."""
    readers = Reading.objects.filter(notice=OuterRef("pk")).order_by().values("notice")
    count = Coalesce(Subquery(readers.annotate(n=Count("pk")).values("n")), 0)
    sent = (
        Notice.objects.filter(circular=circular).select_related("building").annotate(readers=count)
    )
    page = ARRIVALS.page(sent, after)
    reach = reach_of(notice.canvass_id for notice in page.rows if notice.canvass_id)
    for notice in page.rows:
        notice.reach = reach.get(notice.canvass_id or 0)
    return page


def _listed(notices: NoticeQuerySet) -> NoticeQuerySet:
    return notices.select_related("author").only(*LIST_FIELDS)
