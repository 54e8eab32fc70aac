"""Drafts of an edition, their articles and wordings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.models import Canvass
from governance.charters.lifecycle import EditionState
from governance.charters.models.charter import Charter, Edition
from governance.charters.models.numerals import numeral
from louzu.lib.versions import version_of
from residents.models import Building
from residents.people.scope import address

MAX_ARTICLES = 60


class Draft(models.Model):
    """第几稿: the articles as they were at one time.

    The latest draft of an edition may be unfinished (``working``), and only writers see it then. A
    published draft never changes.
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name=_("版本"), related_name="drafts"
    )
    number = models.PositiveSmallIntegerField(_("第几稿"))
    preamble = models.TextField(_("前言"), max_length=1000, blank=True)
    begun_at = models.DateTimeField(db_default=Now(), editable=False)
    put_out_at = models.DateTimeField(_("何时给大家看"), null=True, editable=False)
    until = models.DateTimeField(_("提意见到何时"), null=True, editable=False)
    adopted = models.BooleanField(_("住户签的是这一稿"), default=False, editable=False)
    """Whether households signed this draft."""
    dropped_at = models.DateTimeField(null=True, editable=False)
    """When it was abandoned unfinished."""
    answers_to = models.ForeignKey(
        "SignOff", models.PROTECT, null=True, related_name="answered_by", editable=False
    )
    """The failed sign-off whose objections this draft answers."""

    class Meta:
        verbose_name = verbose_name_plural = _("稿")
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_draft_per_number"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(put_out_at=None, dropped_at=None),
                name="one_working_draft",
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(adopted=True), name="one_draft_is_adopted"
            ),
            models.CheckConstraint(
                name="draft_is_put_out_or_dropped",
                condition=Q(put_out_at=None) | Q(dropped_at=None),
            ),
            models.CheckConstraint(
                name="adopted_draft_was_put_out",
                condition=Q(adopted=False) | Q(put_out_at__isnull=False),
            ),
            models.CheckConstraint(name="drafts_count_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        words = {"numeral": numeral(self.number), "number": self.number}
        return gettext("第%(numeral)s稿") % words

    def get_absolute_url(self) -> str:
        return address("charters:draft", self.edition.charter.building.slug, self.pk)

    @property
    def building(self) -> Building:
        return self.edition.charter.building

    @property
    def working(self) -> bool:
        return self.put_out_at is None and self.dropped_at is None

    @property
    def label(self) -> str:
        return str(self.edition) if self.adopted else str(self)

    @property
    def open_to_words(self) -> bool:
        return self.edition.state in {EditionState.CONSULTING, EditionState.DRAFTING}

    @property
    def time_is_left(self) -> bool:
        return self.until is not None and self.until > timezone.now()


class SignOff(models.Model):
    """签署: a canvass that asks every household to sign a draft, and its outcome."""

    class Outcome(models.TextChoices):
        RUNNING = "", _("正在签")
        PASSED = "passed", _("通过了")
        FAILED = "failed", _("没有通过")
        WITHDRAWN = "withdrawn", _("撤回了")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sign_offs")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="+")
    """The text to sign. It changes if households are asked again."""
    canvass = models.OneToOneField(Canvass, models.PROTECT, related_name="+")
    outcome = models.CharField(
        max_length=10, choices=Outcome, default=Outcome.RUNNING, blank=True, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = _("签署")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(outcome=""), name="one_sign_off_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(outcome="passed"), name="one_sign_off_passes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.outcome}"


class Article(models.Model):
    """The identity of an article across drafts, positions and wordings."""

    charter = models.ForeignKey(Charter, models.PROTECT, related_name="articles")

    class Meta:
        verbose_name = verbose_name_plural = _("条款")

    def __str__(self) -> str:
        return f"{self.charter_id}/{self.pk}"


class Wording(models.Model):
    """The text and position of an article in one draft."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="wordings")
    article = models.ForeignKey(Article, models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField(_("第几条"), null=True)
    """Its position, or NULL if it was removed. The text is kept, so it can be restored."""
    heading = models.CharField(_("标题"), max_length=30, blank=True)
    text = models.CharField(_("内容"), max_length=500)
    reason = models.CharField(_("为什么要有这一条"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    """Incremented by each change, to detect concurrent edits."""

    class Meta:
        verbose_name = verbose_name_plural = _("条文")
        ordering = ["draft", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "number"],
                name="one_article_per_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["draft", "article"], name="an_article_stands_once_in_a_draft"
            ),
            models.CheckConstraint(
                name="articles_count_from_one", condition=Q(number=None) | Q(number__gte=1)
            ),
            models.CheckConstraint(name="an_article_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.ordinal

    @property
    def ordinal(self) -> str:
        if self.number is None:
            return gettext("不在这一稿里")
        words = {"numeral": numeral(self.number), "number": self.number}
        return gettext("第%(numeral)s条") % words

    def version_with(self, other: Wording) -> str:
        return version_of(self.revision, other.revision)


class Lineage(models.Model):
    """A split or a merge of articles."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("拆出")
        MERGE = "merge", _("并入")

    kind = models.CharField(max_length=5, choices=Kind)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="lineage")
    parent = models.ForeignKey(Article, models.PROTECT, related_name="children")
    child = models.ForeignKey(Article, models.PROTECT, related_name="parents")

    class Meta:
        verbose_name = verbose_name_plural = _("条款的来历")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="no_article_comes_from_itself", condition=~Q(parent=models.F("child"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.parent_id} {self.kind} {self.child_id}"
