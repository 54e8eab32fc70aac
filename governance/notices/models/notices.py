"""Notices, their texts, and who read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.canvass.models import Canvass
from governance.journal.models import Audience as LineAudience
from governance.notices.lifecycle import NoticeState
from governance.notices.models.circulars import Circular
from louzu.lib.attachments import AbstractAttachment
from louzu.lib.text import excerpt
from residents.models import User
from residents.people.models.users import byline
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address

if TYPE_CHECKING:
    from governance.canvass.queries.reach import CanvassReach


class NoticeQuerySet(BuildingOwnedQuerySet["Notice"]):
    def shown(self) -> Self:
        now = timezone.now()
        running = Q(expires_at=None) | Q(expires_at__gt=now)
        return self.filter(running, state=NoticeState.POSTED, shows_from__lte=now)

    def public(self) -> Self:
        return self.filter(audience=Notice.Audience.PUBLIC)

    def with_unread_mark_for(self, user: User) -> Self:
        read = Reading.objects.filter(notice=OuterRef("pk"), user=user)
        return self.annotate(unread=~Exists(read))

    def unpublished(self) -> Self:
        """Drafts and scheduled notices, which only writers see."""
        later = Q(state=NoticeState.POSTED, shows_from__gt=timezone.now())
        return self.filter(Q(state=NoticeState.DRAFT) | later)

    def without_unseen(self) -> Self:
        return self.exclude(state=NoticeState.WITHDRAWN, announced=False)

    def past(self) -> Self:
        over = Q(state=NoticeState.POSTED, expires_at__lte=timezone.now())
        return self.filter(over | Q(state=NoticeState.WITHDRAWN))


class Notice(BuildingOwned):
    """A notice with its current text. ``Version`` has all texts that were shown."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("通知")
        COMMITTEE = "committee", _("居委通知")
        POSTING = "posting", _("公示")

    class Audience(models.TextChoices):
        """The people who may read a notice. They also read its journal lines, so every value is an
        audience of the journal too."""

        RESIDENTS = LineAudience.RESIDENTS.value, _("只给本楼居民看")
        PUBLIC = LineAudience.PUBLIC.value, _("对外公开")

    state = models.CharField(
        _("状态"), max_length=10, choices=NoticeState, default=NoticeState.DRAFT, editable=False
    )
    kind = models.CharField(_("种类"), max_length=10, choices=Kind, default=Kind.NOTICE)
    audience = models.CharField(
        _("给谁看"), max_length=10, choices=Audience, default=Audience.RESIDENTS
    )
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"), max_length=20_000)
    html = models.TextField(editable=False)
    """``body`` rendered as safe HTML."""
    pinned = models.BooleanField(_("置顶"), default=False)
    author = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("谁写的"), editable=False
    )
    office = models.CharField(max_length=10, blank=True, editable=False)
    shows_from = models.DateTimeField(_("从何时起张贴"), default=timezone.now)
    expires_at = models.DateTimeField(_("到何时撤下"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    """Incremented by each change of the text, also in a draft, to detect concurrent edits."""
    announced = models.BooleanField(default=False, editable=False)
    """Whether the journal tells of it. A scheduled notice is announced when it is due."""
    corrected_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(_("撤下的原因"), max_length=300, blank=True, editable=False)
    happens_from = models.DateTimeField(_("什么时候的事"), null=True, blank=True)
    happens_until = models.DateTimeField(_("到什么时候"), null=True, blank=True)
    """The event that the notice tells of, such as a water cut. NULL if it has no hour."""
    urgent = models.BooleanField(_("急事"), default=False)
    """Whether messages about it are sent at once, also at night."""
    asks = models.BooleanField(_("请每家说一声“我家知道了”"), default=False)
    canvass = models.OneToOneField(
        Canvass,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("挨家挨户"),
    )
    """The canvass that brings it to every household once it is posted: to tell, or for a public
    posting to hear objections."""
    period = models.CharField(_("公示多少天"), max_length=20, blank=True)
    """A key of ``governance.notices.presets``: the shortest period of a public posting."""
    basis = models.JSONField(_("依据"), default=dict, editable=False)
    """The period and its source, copied when the posting begins and then frozen."""
    ended_at = models.DateTimeField(_("什么时候结束的"), null=True, editable=False)
    """When the end of the posting was logged."""
    circular = models.ForeignKey(
        Circular,
        models.PROTECT,
        null=True,
        related_name="notices",
        editable=False,
        verbose_name=_("群发通知"),
    )
    """The circular by which it was sent to many buildings."""

    unread: bool
    """Annotated by ``with_unread_mark_for`` only."""
    reach: CanvassReach | None
    """Set by ``arrivals_of`` only."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("公示栏")
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_it_begins",
                condition=Q(expires_at=None) | Q(expires_at__gt=F("shows_from")),
            ),
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=Q(happens_until=None)
                | Q(happens_from__isnull=False, happens_until__gt=F("happens_from")),
            ),
            models.CheckConstraint(
                name="posting_has_a_period",
                condition=(Q(kind="posting") & ~Q(period="")) | (~Q(kind="posting") & Q(period="")),
            ),
            models.CheckConstraint(
                name="posting_has_an_end",
                condition=~Q(kind="posting")
                | Q(state__in=["draft", "discarded"])
                | (Q(expires_at__isnull=False) & ~Q(basis={})),
            ),
            models.CheckConstraint(
                name="only_postings_end",
                condition=Q(ended_at=None) | Q(kind="posting", ended_at__gte=F("expires_at")),
            ),
            models.UniqueConstraint(
                fields=["circular", "building"], name="one_notice_a_building_of_a_circular"
            ),
            models.CheckConstraint(
                name="withdrawn_notice_says_why",
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                F("building"),
                F("state"),
                F("pinned").desc(),
                F("shows_from").desc(),
                F("id").desc(),
                name="notice_board_order",
            ),
            models.Index(fields=["building", "expires_at"], name="notice_expiry"),
            models.Index(fields=["building", "shows_from"], name="notice_start"),
            models.Index(fields=["building", "happens_from"], name="notice_event"),
            models.Index(
                fields=["expires_at"],
                name="posting_end",
                condition=Q(kind="posting", state="posted", ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("notices:page", self.building.slug, self.pk)

    @property
    def was_shown(self) -> bool:
        """Whether residents may see it: it is, or was once, on the board."""
        if self.state == NoticeState.WITHDRAWN:
            return self.announced
        return self.state == NoticeState.POSTED and self.shows_from <= timezone.now()

    @property
    def byline(self) -> str:
        """Such as ``楼组长 李建国``: the author with the office held at that time."""
        return byline(self.author, self.office)

    @property
    def is_for_everybody(self) -> bool:
        """Whether strangers may read it and link previews may show its title."""
        public = self.audience == self.Audience.PUBLIC and self.building.public_page
        return public and self.state == NoticeState.POSTED and self.was_shown

    @property
    def summary(self) -> str:
        return excerpt(self.body)

    @property
    def enclosures(self) -> list[AbstractAttachment]:
        sent = self.circular.attachments.all() if self.circular else ()
        return [file for file in (*self.attachments.all(), *sent) if file.belongs]

    @property
    def is_posting(self) -> bool:
        return self.kind == self.Kind.POSTING

    @property
    def frozen(self) -> bool:
        """Whether it is a posting that has begun. Its text and its period can no longer change."""
        return self.is_posting and self.was_shown

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()


class Version(models.Model):
    """A text that was on the board. It never changes."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    html = models.TextField()
    happens_from = models.DateTimeField(null=True)
    happens_until = models.DateTimeField(null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("通知的历次文字")
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="one_text_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Reading(models.Model):
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("阅读")
        constraints = [
            models.UniqueConstraint(fields=["notice", "user"], name="a_notice_is_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} · {self.user_id}"
