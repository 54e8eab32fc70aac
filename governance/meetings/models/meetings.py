"""A meeting and its agenda."""

from __future__ import annotations

import datetime as dt
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.models import Canvass
from governance.lounge.models import Thread
from governance.meetings.kinds import EXPLAINED, MeetingKind
from governance.meetings.lifecycle import AHEAD, READ_BY_ALL, WRITTEN_IN, MeetingState
from louzu.lib.stored import stored
from louzu.lib.versions import version_of
from residents.models import Building, User
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address

MAX_ITEMS = 30
MAX_LENGTH = 600
"""The longest duration, in minutes."""
EARLY_START = dt.timedelta(hours=1)
"""How long before its time a meeting may begin."""


class MeetingQuerySet(BuildingOwnedQuerySet["Meeting"]):
    def coming(self) -> Self:
        return self.filter(starts_at__gt=timezone.now())

    def past(self) -> Self:
        return self.filter(starts_at__lte=timezone.now())

    def not_cancelled(self) -> Self:
        return self.exclude(state=MeetingState.CANCELLED)

    def took_place(self) -> Self:
        return self.filter(state__in=WRITTEN_IN)


class Meeting(BuildingOwned):
    """A meeting of the building's residents."""

    proposed: int
    asked: int
    """Numbers of undecided proposals and corrections. Annotated by ``meetings_needing_leader_in``
    only."""

    kind = models.CharField(
        _("哪一种会"), max_length=20, choices=MeetingKind, default=MeetingKind.ORDINARY
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED, editable=False
    )
    title = models.CharField(_("商量什么"), max_length=80)
    starts_at = models.DateTimeField(_("什么时候开始"))
    minutes = models.PositiveSmallIntegerField(_("大约开多少分钟"), default=60)
    place = models.CharField(_("在哪里"), max_length=60)
    online = models.URLField(_("线上参加的网址"), max_length=300, blank=True)
    note = models.TextField(_("还要说明的"), max_length=1000, blank=True)
    host = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("召集人"), editable=False
    )
    note_taker = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("记录人")
    )
    proposals_until = models.DateTimeField(_("邻居提议题到什么时候"), null=True, blank=True)
    """NULL means until the meeting begins."""
    invitation = models.OneToOneField(
        Canvass, models.PROTECT, null=True, related_name="+", editable=False
    )
    """The canvass that invites households and counts whom it reached."""
    cancelled_reason = models.CharField(_("取消的原因"), max_length=300, blank=True, editable=False)
    held_at = models.DateTimeField(_("何时开始的"), null=True, editable=False)
    corrections_until = models.DateTimeField(_("核对到什么时候"), null=True, editable=False)
    published_at = models.DateTimeField(_("何时公布的"), null=True, editable=False)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    """Identity of the event in calendars. Never changes."""
    sequence = models.PositiveIntegerField(default=0, editable=False)
    """Incremented by each change, for calendars and to detect concurrent edits."""
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    present = False
    """Whether a member of the reader's household was present. Annotated by ``meetings_for_page``
    only."""

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
                name="meeting_state_has_its_stamps",
                condition=Q(state__in=["planned", "invited", "cancelled"], held_at=None)
                | Q(state__in=["held", "drafted"], held_at__isnull=False, corrections_until=None)
                | Q(
                    state="open",
                    held_at__isnull=False,
                    corrections_until__isnull=False,
                    published_at=None,
                )
                | Q(state="published", corrections_until__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cancelled_meeting_says_why",
                condition=(Q(state="cancelled") & ~Q(cancelled_reason=""))
                | (~Q(state="cancelled") & Q(cancelled_reason="")),
            ),
            models.CheckConstraint(
                name="meeting_takes_its_time", condition=Q(minutes__gte=1, minutes__lte=MAX_LENGTH)
            ),
            models.CheckConstraint(
                name="meeting_has_title_and_place", condition=~Q(title="") & ~Q(place="")
            ),
            models.CheckConstraint(
                name="proposals_end_before_it_begins",
                condition=Q(proposals_until=None) | Q(proposals_until__lte=F("starts_at")),
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
    def ahead(self) -> bool:
        return self.state in AHEAD and not self.past

    @property
    def may_begin(self) -> bool:
        return self.starts_at - EARLY_START <= timezone.now()

    @property
    def took_place(self) -> bool:
        return self.state in WRITTEN_IN

    @property
    def read_by_all(self) -> bool:
        return self.state in READ_BY_ALL

    @property
    def proposals_close(self) -> dt.datetime:
        return self.proposals_until or self.starts_at

    @property
    def takes_proposals(self) -> bool:
        return self.state in AHEAD and self.proposals_close > timezone.now()

    @property
    def corrections_over(self) -> bool:
        return self.corrections_until is not None and self.corrections_until <= timezone.now()

    @property
    def explained(self) -> str:
        return str(EXPLAINED[MeetingKind(self.kind)])

    @property
    def days_left(self) -> str:
        """Such as ``今天``, ``明天`` or ``还有5天``. Counted by calendar days, so it is valid until
        midnight."""
        days = (timezone.localtime(self.starts_at).date() - timezone.localdate()).days
        if days > 1:
            return ngettext("还有%(n)s天", "还有%(n)s天", days) % {"n": days}
        return gettext("明天") if days else gettext("今天")


class AgendaItem(models.Model):
    """An item of the agenda, and later of the minutes."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(_("第几项"))
    title = models.CharField(_("议题"), max_length=80)
    minutes = models.PositiveSmallIntegerField(_("大约几分钟"), null=True, blank=True)
    brought_by = models.CharField(_("谁提的"), max_length=60, blank=True)
    thread = models.ForeignKey(
        Thread,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("客厅里的话题"),
    )
    """The thread in the lounge from which the leader took it."""
    carried_from = models.ForeignKey(
        "meetings.Resolution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_on",
        verbose_name=_("上次留下的"),
    )
    """The resolution of an earlier meeting that deferred it to this one."""
    points = models.TextField(_("说了什么"), max_length=5000, blank=True, editable=False)
    """One point per line. Speakers are not recorded."""

    class Meta:
        verbose_name = verbose_name_plural = _("议程")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="one_agenda_item_per_number",
                deferrable=Deferrable.DEFERRED,  # items swap numbers in one transaction
            ),
            models.UniqueConstraint(fields=["meeting", "thread"], name="one_agenda_item_a_thread"),
            models.UniqueConstraint(
                fields=["meeting", "carried_from"], name="a_resolution_is_carried_on_once"
            ),
            models.CheckConstraint(name="agenda_counts_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="agenda_item_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="agenda_item_takes_its_time",
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=MAX_LENGTH),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def bringer(self) -> str:
        proposal = getattr(self, "proposal", None)
        return self.brought_by or (proposal.author.known_as if proposal else "")

    @property
    def version(self) -> str:
        return version_of(self.points)

    @property
    def point_lines(self) -> list[str]:
        return lines_of(self.points)


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def lounge_of(building: Building) -> str:
    """Return the default place of a meeting, ``3楼公共客厅``, in the site's language because it is
    stored."""
    if building.lounge_floor is None:
        return stored(_("公共客厅"))
    return stored(_("%(floor)s楼公共客厅"), floor=building.lounge_floor)
