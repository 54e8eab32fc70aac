"""Resolutions, their outcome, and the published minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.canvass.models import Canvass
from governance.meetings.lifecycle import CorrectionState
from governance.meetings.models.meetings import AgendaItem, Meeting
from louzu.lib.versions import version_of
from residents.models import Building, User

if TYPE_CHECKING:
    from governance.meetings.models.attachments import ResolutionAttachment
    from governance.meetings.models.tasks import Task

ALL_OR_NONE = Q(hands_for=None, hands_against=None, hands_abstain=None) | Q(
    hands_for__isnull=False, hands_against__isnull=False, hands_abstain__isnull=False
)


class Resolution(models.Model):
    """A decision of the meeting or a referral, and what follows from it."""

    class Kind(models.TextChoices):
        AGREED = "agreed", _("说定了")
        REFERRED = "referred", _("转出去")

    class Way(models.TextChoices):
        TASK = "task", _("有人去办")
        CANVASS = "canvass", _("挨家挨户征询")
        CHARTER = "charter", _("改楼组公约")
        NEXT = "next", _("下次会接着商量")
        NOWHERE = "nowhere", _("说定就好，不用另外办")

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="resolutions")
    kind = models.CharField(_("结果"), max_length=10, choices=Kind, default=Kind.AGREED)
    text = models.CharField(_("决议"), max_length=500)
    way = models.CharField(_("接下来"), max_length=10, choices=Way)
    hands_for = models.PositiveSmallIntegerField(_("举手赞成"), null=True, blank=True)
    hands_against = models.PositiveSmallIntegerField(_("举手反对"), null=True, blank=True)
    hands_abstain = models.PositiveSmallIntegerField(_("没举手"), null=True, blank=True)
    """Raised hands are a note on opinion, never a vote."""
    canvass = models.OneToOneField(
        Canvass, models.PROTECT, null=True, related_name="+", editable=False
    )
    """The canvass that was drafted from its text."""
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("决议")
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(
                name="resolution_kind_is_known", condition=Q(kind__in=["agreed", "referred"])
            ),
            models.CheckConstraint(
                name="resolution_way_is_known",
                condition=Q(way__in=["task", "canvass", "charter", "next", "nowhere"]),
            ),
            models.CheckConstraint(name="all_hands_or_none", condition=ALL_OR_NONE),
            models.CheckConstraint(
                name="only_a_resolution_to_ask_leads_to_a_canvass",
                condition=Q(canvass=None) | Q(way="canvass"),
            ),
            models.CheckConstraint(name="resolution_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def building(self) -> Building:
        return self.item.meeting.building

    @property
    def reported(self) -> list[ResolutionAttachment]:
        return [file for file in self.attachments.all() if file.reports]

    @property
    def version(self) -> str:
        """Version of all fields that its form changes."""
        hands = (self.hands_for, self.hands_against, self.hands_abstain)
        task: Task | None = getattr(self, "task", None)
        taken = (task.taken_by_id, task.due_on) if task else ()
        return version_of(self.kind, self.text, self.way, *hands, *taken)

    @property
    def conflict_texts(self) -> list[str]:
        """Text, kind and follow-up, shown to an editor whose change conflicts."""
        task: Task | None = getattr(self, "task", None)
        way = self.get_way_display()
        taken = f"{way}：{task.taken_by.known_as} {task.due_on}" if task else way
        return [self.text, self.get_kind_display(), taken]

    @property
    def hands(self) -> dict[str, int] | None:
        if self.hands_for is None:
            return None
        return {
            "for": self.hands_for,
            "against": self.hands_against or 0,
            "abstain": self.hands_abstain or 0,
        }


class Minutes(models.Model):
    """An edition of the minutes. A database trigger refuses changes. It contains no names:
    attendance is listed by household."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
    }

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("第几版"))
    content = models.JSONField()
    """See ``queries.minutes.minutes_content_of``."""
    reason = models.CharField(_("改了什么"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁公布的"))
    at = models.DateTimeField(_("何时"), db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = _("会议记录")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="one_minutes_edition_per_number"
            ),
            models.CheckConstraint(name="minutes_count_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="a_later_edition_says_what_changed", condition=Q(number=1) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} ({self.number})"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def unanswered(self) -> Self:
        return self.filter(state=CorrectionState.ASKED)


class Correction(models.Model):
    """A request by a participant to correct the minutes."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="corrections")
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("哪一项"),
    )
    """NULL means about the attendance or the minutes as a whole."""
    author = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    text = models.CharField(_("哪里不对，应该怎么写"), max_length=500)
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.ASKED)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("对记录的意见")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_state_is_known",
                condition=Q(state__in=["asked", "accepted", "answered"]),
            ),
            models.CheckConstraint(
                name="a_correction_not_made_is_answered",
                condition=~Q(state="answered") | ~Q(answer=""),
            ),
            models.CheckConstraint(name="correction_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
