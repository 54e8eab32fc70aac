"""Bookmarks, support, offers, attendance and wishes, at most one row per person and thread."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.lounge.models.threads import Authored, Thread
from residents.models import User


class Bookmark(models.Model):
    """The posts that a person has read in a thread, and whether they follow it."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="bookmarks")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    read_up_to = models.PositiveIntegerField(default=0)
    """Number of the last post that was read."""
    follows = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("书签")
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="one_bookmark_a_person")
        ]
        indexes = [
            models.Index(
                fields=["user", "thread"], name="threads_followed", condition=Q(follows=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.user_id}"


class Support(models.Model):
    """ "我也是", "支持". Only the count is shown."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("我也是")
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="one_support_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.user_id}"


class Participation(Authored):
    """A person who helps or takes part in a thread."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.author_id}"

    @property
    def name_and_flat(self) -> str:
        """Name and flat, shown to the thread's author so that they can find the person."""
        rooms = getattr(self, "rooms", ())
        return (
            f"{self.author} {'、'.join(gettext('%(room)s室') % {'room': r} for r in rooms)}".strip()
        )


class Offer(Participation):
    """ "我来帮". Only the thread's author sees who offers."""

    at = models.DateTimeField(default=timezone.now)

    class Meta(Participation.Meta):
        verbose_name = verbose_name_plural = _("我来帮")
        constraints = [
            models.UniqueConstraint(fields=["thread", "author"], name="one_offer_a_person"),
            models.CheckConstraint(
                name="who_offers_help_is_named", condition=Q(author__isnull=False)
            ),
        ]


class Attendance(Participation):
    """The attendance at an invitation. Only its author sees who comes."""

    people = models.PositiveSmallIntegerField(_("几个人"))
    """Number of people including the person. 0 means not coming."""

    class Meta(Participation.Meta):
        verbose_name = verbose_name_plural = _("谁来")
        constraints = [
            models.UniqueConstraint(fields=["thread", "author"], name="one_attendance_a_person"),
            models.CheckConstraint(name="who_comes_is_named", condition=Q(author__isnull=False)),
        ]
        indexes = [models.Index(fields=["author"], name="attendance_by_person")]


class Wish(Authored):
    """What the leader wants done about a thread. The rooms that do it refer to this row."""

    class Kind(models.TextChoices):
        AGENDA = "agenda", _("提上议程")
        CANVASS = "canvass", _("问每一户")
        TEAM = "team", _("请自管小组来做")

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="wishes")
    kind = models.CharField(_("怎么办"), max_length=10, choices=Kind)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("要办的事")
        constraints = [
            models.UniqueConstraint(fields=["thread", "kind"], name="one_wish_of_a_kind"),
            models.CheckConstraint(
                name="wish_kind_is_known", condition=Q(kind__in=["agenda", "canvass", "team"])
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
