"""The public lounge (公共客厅)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.lounge.lifecycle import State
from residents.models import User
from residents.models.people import byline
from residents.scope import BuildingOwned, BuildingOwnedQuerySet, address

POSTS_A_PAGE = 25


def page_start(number: int) -> int:
    """The number with which the page begins on which post ``number`` stands."""
    return number - (number - 1) % POSTS_A_PAGE


class Said(models.Model):
    """Something a person said, in the office held then."""

    author = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("谁说的"), editable=False
    )
    office = models.CharField(max_length=10, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def byline(self) -> str:
        """``楼组长 李建国 501室``, as neighbours know each other."""
        rooms = getattr(self, "rooms", ())  # where the author lives today: ``queries`` brings it
        flat = "、".join(gettext("%(room)s室") % {"room": room} for room in rooms)
        return f"{byline(self.author, self.office)} {flat}".strip()


class ThreadQuerySet(BuildingOwnedQuerySet["Thread"]):
    def about(self, kind: str) -> Self:
        """Of one kind; all of them when ``kind`` is none."""
        return self.filter(kind=kind) if kind in Thread.Kind else self


class Thread(BuildingOwned, Said):
    """Something a neighbour says in the lounge, and what the others say to it."""

    class Kind(models.TextChoices):
        NEED = "need", _("需求")
        INVITATION = "invitation", _("相约")
        WORRY = "worry", _("烦恼")
        PLAN = "plan", _("计划")

    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    title = models.CharField(_("标题"), max_length=60)
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    posts = models.PositiveIntegerField(_("几段话"), default=1, editable=False)
    """How many there are; the newest one's number."""
    last_post_at = models.DateTimeField(_("最后一句"), default=timezone.now, editable=False)
    settled_at = models.DateTimeField(_("何时解决"), null=True, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("话题")
        verbose_name_plural = _("公共客厅")
        constraints = [
            models.CheckConstraint(
                name="thread_kind_is_known",
                condition=Q(kind__in=["need", "invitation", "worry", "plan"]),
            ),
            models.CheckConstraint(
                name="settled_thread_says_when",
                condition=Q(state="open", settled_at=None)
                | Q(state="settled", settled_at__isnull=False),
            ),
            models.CheckConstraint(name="thread_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="thread_has_a_first_post", condition=Q(posts__gte=1)),
        ]
        indexes = [
            models.Index(
                F("building"), F("last_post_at").desc(), F("id").desc(), name="lounge_order"
            ),
            models.Index(
                F("building"), F("kind"), F("last_post_at").desc(), F("id").desc(),
                name="lounge_order_of_a_kind",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("lounge:thread", self.building.slug, self.pk)

    def url_of(self, number: int) -> str:
        """Where the post with this number stands, on whichever page."""
        first = page_start(number)
        page = f"?from={first}" if first > 1 else ""
        return f"{self.get_absolute_url()}{page}#p{number}"

    @property
    def replies(self) -> int:
        return self.posts - 1


class Post(Said):
    """What one person said, by its place in the thread; the first is what the thread starts with."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.CharField(_("说的话"), max_length=3000)
    html = models.TextField()
    """``text`` made safe HTML when it was written."""
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("发言")
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="one_post_per_number"),
            models.CheckConstraint(name="posts_count_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="post_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} #{self.number}"
