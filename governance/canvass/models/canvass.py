"""The canvass with its question, dates and state."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models.purposes import Electorate, Purpose
from governance.canvass.models.querysets import PUBLISHED_AFTER, CanvassQuerySet
from governance.canvass.option_tally import AnswerKind
from governance.canvass.text_marks import text_mark
from governance.lounge.models import Thread
from louzu.lib.versions import version_of
from residents.models import Owner, User
from residents.people.models.users import byline
from residents.people.scope import BuildingOwned

if TYPE_CHECKING:
    from governance.canvass.models.attachments import Attachment
    from governance.canvass.models.options import Option

OPTION_KINDS = ["one", "several", "each", "dates"]


class Canvass(BuildingOwned):
    """挨家挨户征询: one question to all households or owners of a building."""

    database_rules = {
        "keep_rule": "Once announced, question, rule, electorate, purpose, secrecy and building stay.",
        "keep_late_days": "Once announced, the days for late answers stay.",
        "keep_kind": "Once announced, the kind of answer and the number of seats stay.",
    }

    unreached: int
    moved_at: dt.datetime
    """Number of unreached voices and time of the last activity. Annotated by ``blocked_items``
    only."""

    state = models.CharField(
        _("状态"), max_length=10, choices=CanvassState, default=CanvassState.DRAFT, editable=False
    )
    purpose = models.CharField(_("目的"), max_length=10, choices=Purpose)
    kind = models.CharField(max_length=10, default="yes_no", db_default="yes_no", editable=False)
    """An ``AnswerKind``."""
    seats = models.PositiveSmallIntegerField(_("选几位"), default=1, db_default=1)
    """How many of the options win, and how many an answer may name, if the kind is ``several``."""
    preset = models.CharField(_("计票办法"), max_length=30)
    electorate = models.CharField(_("问谁"), max_length=12, choices=Electorate)
    contributors = models.ManyToManyField(Owner, related_name="+", blank=True)
    """The owners who are asked if ``electorate`` is ``members``: those who paid."""
    rule = models.JSONField(_("规则"), default=dict, editable=False)
    """The preset's tests, source and date of law, copied at the announcement and then frozen."""
    threshold = models.CharField(_("同意的比例"), max_length=7, blank=True)
    """The fraction that the building chose, such as ``2/3``, if the preset leaves it open."""
    secret = models.BooleanField(_("不记名"), default=False)
    phone_needs_photo = models.BooleanField(_("电话答复也要照片"), default=False)
    late_days = models.PositiveSmallIntegerField(_("截止后收几天"), default=3)
    """Days after the deadline in which paper signed before it may be entered. 0 means none."""
    question = models.CharField(_("问题"), max_length=120)
    body = models.TextField(_("正文"), max_length=20_000)
    html = models.TextField(editable=False)
    """``body`` rendered as safe HTML."""
    version = models.PositiveIntegerField(_("第几稿"), default=1, editable=False)
    material_version = models.PositiveIntegerField(default=1, editable=False)
    """Answers to an earlier version than this are stale."""
    author = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("发起人"), editable=False
    )
    office = models.CharField(max_length=10, blank=True, editable=False)
    thread = models.ForeignKey(
        Thread,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("客厅里的话题"),
    )
    about_url = models.CharField(max_length=200, blank=True, editable=False)
    """URL of the notice, meeting or charter for which this canvass was opened."""
    opens_at = models.DateTimeField(_("开始征询"))
    closes_at = models.DateTimeField(_("截止"))
    reminds = models.BooleanField(_("截止前提醒没答复的户"), default=True, editable=False)
    extended_from = models.DateTimeField(null=True, editable=False)
    extended_reason = models.CharField(_("延期的原因"), max_length=300, blank=True, editable=False)
    announced_at = models.DateTimeField(_("什么时候预告的"), null=True, editable=False)
    opened_at = models.DateTimeField(_("什么时候开始的"), null=True, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    """NULL if the scheduled job opened it."""
    closed_at = models.DateTimeField(_("什么时候截止的"), null=True, editable=False)
    counted_at = models.DateTimeField(_("什么时候清点的"), null=True, editable=False)
    published_at = models.DateTimeField(_("什么时候公布的"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(_("撤回的原因"), max_length=300, blank=True, editable=False)

    objects = CanvassQuerySet.as_manager()

    class Meta:
        verbose_name = _("征询")
        verbose_name_plural = _("挨家挨户")
        constraints = [
            models.CheckConstraint(
                name="canvass_purpose_is_known",
                condition=Q(purpose__in=["tell", "hear", "consent", "vote"]),
            ),
            models.CheckConstraint(
                name="canvass_electorate_is_known",
                condition=Q(electorate__in=["households", "owners", "members"]),
            ),
            models.CheckConstraint(
                name="canvass_kind_is_known",
                condition=Q(kind="yes_no") | Q(kind__in=OPTION_KINDS, purpose="vote"),
            ),
            models.CheckConstraint(
                name="only_several_have_seats",
                condition=Q(seats=1) | Q(kind="several", seats__gt=1),
            ),
            models.CheckConstraint(
                name="canvass_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(
                name="canvass_state_has_its_stamps",
                condition=Q(state="draft", announced_at=None)
                | Q(state="withdrawn", withdrawn_at__isnull=False)
                | Q(state="announced", announced_at__isnull=False, opened_at=None)
                | Q(
                    state="open",
                    announced_at__isnull=False,
                    opened_at__isnull=False,
                    closed_at=None,
                )
                | Q(
                    state="closed",
                    opened_at__isnull=False,
                    closed_at__isnull=False,
                    counted_at=None,
                )
                | Q(
                    state="counted",
                    closed_at__isnull=False,
                    counted_at__isnull=False,
                    published_at=None,
                )
                | Q(state="published", counted_at__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawn_canvass_says_why",
                condition=(Q(state="withdrawn") & ~Q(withdrawn_reason=""))
                | (~Q(state="withdrawn") & Q(withdrawn_reason="", withdrawn_at=None)),
            ),
            models.CheckConstraint(
                name="announced_canvass_has_its_rule",
                condition=Q(announced_at=None) | ~Q(rule={}),
            ),
            models.CheckConstraint(
                name="extended_canvass_says_why",
                condition=Q(extended_from=None, extended_reason="")
                | (Q(extended_from__isnull=False) & ~Q(extended_reason="")),
            ),
            models.CheckConstraint(
                name="only_votes_are_secret", condition=Q(secret=False) | Q(purpose="vote")
            ),
            models.CheckConstraint(
                name="secret_votes_have_one_text", condition=Q(secret=False) | Q(material_version=1)
            ),
            models.CheckConstraint(
                name="canvass_texts_count_from_one",
                condition=Q(material_version__gte=1, version__gte=F("material_version")),
            ),
            models.CheckConstraint(
                name="canvass_asks_something", condition=~Q(question="") & ~Q(body="")
            ),
        ]
        indexes = [
            models.Index(F("building"), F("id").desc(), name="canvass_order"),
            models.Index(fields=["building", "state", "closes_at"], name="canvass_by_state"),
            models.Index(fields=["state", "opens_at"], name="canvass_clock"),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("canvass:page", args=[self.building.slug, self.pk])

    @property
    def byline(self) -> str:
        return byline(self.author, self.office)

    @property
    def draft_version(self) -> str:
        """Hash of all fields that the form can change before the announcement."""
        asked = self.contributors.order_by("pk").values_list("pk", flat=True)
        return version_of(
            self.question,
            self.body,
            self.electorate,
            self.threshold,
            self.opens_at,
            self.closes_at,
            self.secret,
            self.phone_needs_photo,
            self.late_days,
            self.thread_id,
            self.seats,
            *(option.words for option in self.present_options),
            *asked,
        )

    @property
    def text_mark(self) -> str:
        """The mark of the newest text, options and attachments, printed on sheets that are signed."""
        return text_mark(self.version, self.body, self.present_files, self.present_options)

    @property
    def has_options(self) -> bool:
        return self.kind != AnswerKind.yes_no

    @cached_property
    def present_options(self) -> list[Option]:
        """The options of the present text, by number. Reads nothing if it asks for yes or no."""
        return [one for one in self.options.all() if one.until is None] if self.has_options else []

    @property
    def documents(self) -> list[Attachment]:
        """The files of the present text, without those of its options."""
        return [one for one in self.present_files if one.option_id is None]

    @property
    def present_files(self) -> list[Attachment]:
        """The files of the present text and of its options."""
        return [one for one in self.attachments.all() if one.until is None]

    @property
    def taking_answers(self) -> bool:
        return self.state == CanvassState.OPEN and self.closes_at > timezone.now()

    @property
    def deadline(self) -> dt.datetime:
        """The end of answering: ``closes_at``, or earlier if the canvass was closed early."""
        return min(self.closes_at, self.closed_at or self.closes_at)

    @property
    def late_until(self) -> dt.datetime:
        return self.deadline + dt.timedelta(days=self.late_days)

    @property
    def answered_on_paper(self) -> bool:
        return not self.secret and self.purpose != Purpose.TELL

    @property
    def outcome_is_due(self) -> bool:
        """Whether the deadline has passed and helpers can read the answers. Always False if nothing
        is asked, and for secret votes, which can never be counted if their keys are lost."""
        ended = bool(self.opened_at) and self.deadline <= timezone.now()
        return ended and not self.secret and self.purpose != Purpose.TELL

    @property
    def publishes_at(self) -> dt.datetime | None:
        return self.counted_at + PUBLISHED_AFTER if self.counted_at else None

    @property
    def takes_late_paper(self) -> bool:
        ended = self.state in {CanvassState.OPEN, CanvassState.CLOSED}
        return (
            self.answered_on_paper and ended and self.deadline <= timezone.now() < self.late_until
        )

    @property
    def takes_paper(self) -> bool:
        return self.taking_answers or self.takes_late_paper

    @property
    def due_to_open(self) -> bool:
        announced = self.state == CanvassState.ANNOUNCED
        return announced and self.opens_at <= timezone.now() < self.closes_at

    @property
    def missed(self) -> bool:
        """Whether its deadline passed before it was opened, for example because no job ran."""
        return self.state == CanvassState.ANNOUNCED and self.closes_at <= timezone.now()

    @property
    def due_to_close(self) -> bool:
        return self.state == CanvassState.OPEN and self.closes_at <= timezone.now()

    @property
    def weighs_area(self) -> bool:
        return self.electorate != Electorate.HOUSEHOLDS

    @property
    def days(self) -> dt.timedelta:
        return self.closes_at - self.opens_at
