"""Threads and invitations."""

from __future__ import annotations

import datetime as dt
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.lounge.lifecycle import ENDED, LIFECYCLE_OF_KIND
from louzu.lib.time import format_moment
from residents.models import User
from residents.people.models.users import byline
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address

POSTS_A_PAGE = 25
MAX_INVITATION_MINUTES = 3 * 24 * 60
"""The longest duration of an invitation, in minutes."""


def page_start(number: int) -> int:
    """Return the number of the first post on the page that contains post ``number``."""
    return number - (number - 1) % POSTS_A_PAGE


class Authored(models.Model):
    """Base of rows with an author and the office held at that time. ``author`` is NULL if it must
    stay hidden from neighbours. ``Unnamed`` then has the author."""

    author = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("谁说的"), editable=False, null=True
    )
    office = models.CharField(max_length=10, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def byline(self) -> str:
        """Such as ``楼组长 李建国 501室``, limited to what neighbours may see."""
        if self.author is None:
            return gettext("一位邻居")
        if not (self.office or self.author.shows_name):
            return self.author.known_as
        rooms = getattr(self, "rooms", ())  # the author's flats today, annotated by ``queries``
        flat = "、".join(gettext("%(room)s室") % {"room": room} for room in rooms)
        return f"{byline(self.author, self.office)} {flat}".strip()


class ThreadQuerySet(BuildingOwnedQuerySet["Thread"]):
    def about(self, kind: str) -> Self:
        """Filter by kind. Other values of ``kind`` don't filter."""
        return self.filter(kind=kind) if kind in Thread.Kind else self

    def shown(self) -> Self:
        return self.filter(hidden=False)

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def ended(self) -> Self:
        return self.filter(ended_at__isnull=False)

    def current(self) -> Self:
        return self.filter(Q(starts_at=None) | Q(starts_at__gt=timezone.now()))

    def coming(self) -> Self:
        return self.filter(starts_at__gt=timezone.now())

    def past(self) -> Self:
        return self.filter(starts_at__lte=timezone.now())


class Thread(BuildingOwned, Authored):
    """A thread in the lounge."""

    class Kind(models.TextChoices):
        NEED = "need", _("需求")
        INVITATION = "invitation", _("相约")
        WORRY = "worry", _("烦恼")
        PLAN = "plan", _("计划")

    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    title = models.CharField(_("标题"), max_length=60)
    state = models.CharField(_("状态"), max_length=10, default="open", editable=False)
    posts = models.PositiveIntegerField(_("几段话"), default=1, editable=False)
    """Number of posts, and the number of the latest one."""
    last_post_at = models.DateTimeField(_("最后一句"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("何时有了结果"), null=True, editable=False)
    why = models.PositiveIntegerField(null=True, editable=False)
    """Number of the post that explains why it was called off or set aside."""
    starts_at = models.DateTimeField(_("什么时候"), null=True, blank=True)
    """Time of an invitation. NULL for all other kinds."""
    supports = models.PositiveIntegerField(_("多少人也是"), default=0, editable=False)
    locked = models.CharField(_("锁住的原因"), max_length=300, blank=True, editable=False)
    """The reason for closing it to replies, or "" if it is open."""
    hidden = models.BooleanField(_("收起了"), default=False, editable=False)

    # Attributes for one reader, set by ``queries`` only.
    own = False
    """Whether the reader is the author, also of an anonymous thread."""
    follows = supported = False
    read_up_to: int | None = None
    paused_until: dt.date | None = None
    """First day on which a paused reader may post again."""

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("话题")
        verbose_name_plural = _("公共客厅")
        constraints = [
            models.CheckConstraint(
                name="thread_is_of_a_kind_and_in_its_life",
                condition=Q(kind="need", state__in=["open", "offered", "met"])
                | Q(kind="invitation", state__in=["open", "called_off"])
                | Q(kind="worry", state__in=["open", "talking", "settled"])
                | Q(kind="plan", state__in=["idea", "talked", "taken_up", "set_aside"]),
            ),
            models.CheckConstraint(
                name="ended_thread_says_when",
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at=None)),
            ),
            models.CheckConstraint(
                name="an_invitation_begins_at_an_hour",
                condition=Q(kind="invitation", starts_at__isnull=False)
                | (~Q(kind="invitation") & Q(starts_at=None)),
            ),
            models.CheckConstraint(
                name="only_a_worry_goes_unnamed",
                condition=Q(kind="worry") | Q(author__isnull=False),
            ),
            models.CheckConstraint(
                name="thread_without_author_has_no_office",
                condition=Q(author__isnull=False) | Q(office=""),
            ),
            models.CheckConstraint(name="thread_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="thread_has_a_first_post", condition=Q(posts__gte=1)),
        ]
        indexes = [
            models.Index(
                F("building"),
                F("last_post_at").desc(),
                F("id").desc(),
                name="lounge_order",
                condition=Q(hidden=False),
            ),
            models.Index(
                F("building"),
                F("kind"),
                F("last_post_at").desc(),
                F("id").desc(),
                name="lounge_order_of_a_kind",
                condition=Q(hidden=False),
            ),
            models.Index(
                F("building"),
                F("last_post_at").desc(),
                F("id").desc(),
                name="lounge_order_open",
                condition=Q(hidden=False, ended_at=None),
            ),
            models.Index(
                F("building"),
                F("last_post_at").desc(),
                F("id").desc(),
                name="lounge_order_ended",
                condition=Q(hidden=False, ended_at__isnull=False),
            ),
            models.Index(
                F("building"),
                F("starts_at"),
                F("id"),
                name="lounge_invitations",
                condition=Q(hidden=False, starts_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("lounge:thread", self.building.slug, self.pk)

    def url_of(self, number: int) -> str:
        first = page_start(number)
        page = f"?from={first}" if first > 1 else ""
        return f"{self.get_absolute_url()}{page}#p{number}"

    @property
    def replies(self) -> int:
        return self.posts - 1

    @property
    def state_label(self) -> str:
        return str(LIFECYCLE_OF_KIND[self.kind].states(self.state).label)

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def past(self) -> bool:
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def unnamed(self) -> bool:
        return self.author_id is None

    @property
    def unread(self) -> int:
        """Number of posts that the reader has not read: all, if ``read_up_to`` is None."""
        return max(self.posts - (self.read_up_to or 0), 0)

    @property
    def unread_url(self) -> str:
        return self.url_of(self.posts - self.unread + 1)

    @property
    def why_url(self) -> str:
        return self.url_of(self.why) if self.why else ""


class Invitation(models.Model):
    """Place and capacity of an invitation."""

    thread = models.OneToOneField(
        Thread, models.PROTECT, primary_key=True, related_name="invitation"
    )
    place = models.CharField(_("在哪里碰头"), max_length=60)
    minutes = models.PositiveSmallIntegerField(_("大约多少分钟"), default=120)
    room_for = models.PositiveSmallIntegerField(_("最多几个人"), null=True, blank=True)
    coming = models.PositiveSmallIntegerField(_("几个人来"), default=0, editable=False)
    """Number of people including the host, never more than the capacity."""
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    """Identity of the event in calendars. Never changes."""
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("相约的安排")
        constraints = [
            models.CheckConstraint(
                name="no_more_come_than_there_is_room_for",
                condition=Q(room_for=None) | Q(room_for__gte=F("coming")),
            ),
            models.CheckConstraint(
                name="invitation_has_a_place_and_takes_its_time",
                condition=~Q(place="") & Q(minutes__gte=1, minutes__lte=MAX_INVITATION_MINUTES),
            ),
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def ends_at(self) -> dt.datetime:
        begins: dt.datetime = self.thread.starts_at or self.changed_at
        return begins + dt.timedelta(minutes=self.minutes)

    @property
    def left(self) -> int | None:
        return None if self.room_for is None else self.room_for - self.coming

    @property
    def full(self) -> bool:
        return self.left == 0

    @property
    def when_and_where(self) -> str:
        """Such as ``11月28日（周六）下午2点 · 楼下``."""
        return (
            f"{format_moment(self.thread.starts_at)} · {self.place}"
            if self.thread.starts_at
            else ""
        )
