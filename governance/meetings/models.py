"""Meetings of the building (议事会)."""

from __future__ import annotations

import datetime as dt
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from governance.meetings.lifecycle import State
from residents.models import Building, User
from residents.scope import BuildingOwned, BuildingOwnedQuerySet, address

MOST_ITEMS = 30
LONGEST = 600
"""Minutes that a meeting may be planned for: nobody sits longer than ten hours."""


class MeetingQuerySet(BuildingOwnedQuerySet["Meeting"]):
    def coming(self) -> Self:
        return self.filter(starts_at__gt=timezone.now())

    def past(self) -> Self:
        return self.filter(starts_at__lte=timezone.now())

    def standing(self) -> Self:
        """Not called off."""
        return self.exclude(state=State.CANCELLED)


class Meeting(BuildingOwned):
    """When and where the neighbours sit down together, and what about."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("议事会")
        HEARING = "hearing", _("听证会")
        COORDINATION = "coordination", _("协调会")
        REVIEW = "review", _("评议会")

    EXPLAINED = {
        Kind.ORDINARY: _("邻居们坐下来，商量楼里的事。"),
        Kind.HEARING: _("做决定之前，先听听大家的意见。"),
        Kind.COORDINATION: _("意见不一样的时候，把几方请到一起商量。"),
        Kind.REVIEW: _("事情做完以后，大家评一评做得怎么样。"),
    }

    kind = models.CharField(_("哪一种会"), max_length=20, choices=Kind, default=Kind.ORDINARY)
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    title = models.CharField(_("商量什么"), max_length=80)
    starts_at = models.DateTimeField(_("什么时候开始"))
    minutes = models.PositiveSmallIntegerField(_("大约开多少分钟"), default=60)
    place = models.CharField(_("在哪里"), max_length=60)
    note = models.TextField(_("还要说明的"), max_length=1000, blank=True)
    host = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("召集人"), editable=False
    )
    cancelled_reason = models.CharField(_("取消的原因"), max_length=300, blank=True, editable=False)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    """By which a calendar knows it again; never changes."""
    sequence = models.PositiveIntegerField(default=0, editable=False)
    """Rises with each change: a calendar takes the higher one, an editor says which one was read."""
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("会议")
        verbose_name_plural = _("议事会")
        constraints = [
            models.CheckConstraint(
                name="meeting_kind_is_known",
                condition=Q(kind__in=["ordinary", "hearing", "coordination", "review"]),
            ),
            models.CheckConstraint(
                name="meeting_state_is_known",
                condition=Q(state__in=["planned", "invited", "cancelled"]),
            ),
            models.CheckConstraint(
                name="cancelled_meeting_says_why",
                condition=(Q(state="cancelled") & ~Q(cancelled_reason=""))
                | (~Q(state="cancelled") & Q(cancelled_reason="")),
            ),
            models.CheckConstraint(
                name="meeting_takes_its_time", condition=Q(minutes__gte=1, minutes__lte=LONGEST)
            ),
            models.CheckConstraint(
                name="meeting_has_title_and_place", condition=~Q(title="") & ~Q(place="")
            ),
        ]
        indexes = [
            models.Index(F("building"), F("starts_at").desc(), F("id").desc(), name="meeting_order")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("meetings:page", self.building.slug, self.pk)

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)

    @property
    def past(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def explained(self) -> str:
        """The kind in one plain sentence."""
        return str(self.EXPLAINED[self.Kind(self.kind)])

    @property
    def days_left(self) -> str:
        """``今天``, ``明天``, ``还有5天``; by the calendar, so that it holds until midnight."""
        days = (timezone.localtime(self.starts_at).date() - timezone.localdate()).days
        if days > 1:
            return ngettext("还有%(n)s天", "还有%(n)s天", days) % {"n": days}
        return gettext("明天") if days else gettext("今天")


class AgendaItem(models.Model):
    """One thing to talk about, in its place on the agenda."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(_("第几项"))
    title = models.CharField(_("议题"), max_length=80)
    minutes = models.PositiveSmallIntegerField(_("大约几分钟"), null=True, blank=True)
    brought_by = models.CharField(_("谁提的"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("议程")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="one_agenda_item_per_number",
                deferrable=Deferrable.DEFERRED,  # items change places in one transaction
            ),
            models.CheckConstraint(name="agenda_counts_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="agenda_item_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="agenda_item_takes_its_time",
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=LONGEST),
            ),
        ]

    def __str__(self) -> str:
        return self.title


def lounge_of(building: Building) -> str:
    """Where a building meets unless said otherwise: ``3楼公共客厅``."""
    if building.lounge_floor is None:
        return gettext("公共客厅")
    return gettext("%(floor)s楼公共客厅") % {"floor": building.lounge_floor}
