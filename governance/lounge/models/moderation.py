"""Reports, hidden posts and pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.lounge.lifecycle import HidingState, ReportState
from governance.lounge.models.posts import Post
from governance.lounge.models.threads import Authored
from residents.models import User
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet

if TYPE_CHECKING:
    from residents.models import Building


class AboutPost(models.Model):
    post = models.ForeignKey(Post, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.post)

    @property
    def building(self) -> Building:
        return self.post.thread.building


class Report(AboutPost):
    """A neighbour's report of a post. The post's author never learns who sent it."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁反映的"))
    reason = models.CharField(_("为什么"), max_length=300)
    at = models.DateTimeField(_("何时"), default=timezone.now)
    state = models.CharField(
        _("状态"), max_length=10, choices=ReportState, default=ReportState.OPEN, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = _("反映")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "by"], name="a_post_is_reported_once_by_a_person"
            ),
            models.CheckConstraint(name="report_says_why", condition=~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["post"], name="reports_open", condition=Q(state="open")),
        ]


class HidingQuerySet(models.QuerySet["Hiding"]):
    def in_force(self) -> Self:
        return self.exclude(state=HidingState.RESTORED)


class Hiding(AboutPost, Authored):
    """A hidden post, with the reason, the author's appeal and the committee's answer."""

    reason = models.CharField(_("为什么收起"), max_length=300)
    at = models.DateTimeField(_("何时"), default=timezone.now)
    state = models.CharField(
        _("状态"), max_length=10, choices=HidingState, default=HidingState.HIDDEN, editable=False
    )
    appeal = models.CharField(_("本人怎么说"), max_length=500, blank=True)
    answer = models.CharField(_("居委怎么答复"), max_length=500, blank=True)

    objects = HidingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("收起的话")
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=~Q(state="restored"),
                name="a_post_is_hidden_once_at_a_time",
            ),
            models.CheckConstraint(name="hiding_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="an_appeal_says_something",
                condition=~Q(state__in=["appealed", "kept"]) | ~Q(appeal=""),
            ),
        ]


class PauseQuerySet(BuildingOwnedQuerySet["Pause"]):
    def in_force(self) -> Self:
        return self.filter(lifted_at=None, until__gt=timezone.localdate())


class Pause(BuildingOwned, Authored):
    """A person may not post until a day. ``author`` decided it."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁"))
    reason = models.CharField(_("为什么"), max_length=300)
    until = models.DateField(_("到哪天止"))
    """The first day on which they may post again."""
    at = models.DateTimeField(_("何时"), default=timezone.now)
    lifted_at = models.DateTimeField(_("何时提前恢复"), null=True, editable=False)

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("暂停发言")
        constraints = [models.CheckConstraint(name="pause_says_why", condition=~Q(reason=""))]
        indexes = [
            models.Index(
                F("building"), F("user"), F("until"), name="pauses", condition=Q(lifted_at=None)
            )
        ]

    def __str__(self) -> str:
        """Return the date only, because it becomes the title of a journal entry, which must not
        contain a name."""
        return f"{self.until:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("lounge:moderation", args=[self.building.slug])
