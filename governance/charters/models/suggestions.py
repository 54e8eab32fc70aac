"""Suggestions, comments and support of households."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.charters.lifecycle import SuggestionState
from governance.charters.models.charter import Edition
from governance.charters.models.drafts import Article, Draft, Wording
from residents.models import Building, Household, User
from residents.people.models.users import byline
from residents.people.scope import address


class Contribution(models.Model):
    """Something said for a household by a member, or written down by a helper."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁写的"))
    office = models.CharField(max_length=10, blank=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, related_name="+", verbose_name=_("哪一户")
    )
    brought = models.BooleanField(_("代登记"), default=False)
    at = models.DateTimeField(_("时间"), db_default=Now())

    class Meta:
        abstract = True

    @property
    def byline(self) -> str:
        """Such as ``302室 · 王阿姨`` or ``302室（志愿者 周强代登记）``."""
        who = byline(self.by, self.office)
        if self.household is None:
            return who
        words = {"room": self.household, "who": who}
        if self.brought:
            return gettext("%(room)s（%(who)s代登记）") % words
        return gettext("%(room)s · %(who)s") % words


class Suggestion(Contribution):
    """建议: a new article (``article`` is empty), or another text for an article. It stays open
    across drafts and editions until it is decided."""

    state = models.CharField(
        _("结果"),
        max_length=10,
        choices=SuggestionState,
        default=SuggestionState.OPEN,
        editable=False,
    )
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="suggestions")
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="suggestions")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="+")
    """The draft that was read, or NULL for a wish gathered before."""
    typical = models.CharField(max_length=20, blank=True)
    """Key in the library of typical articles, or ""."""
    heading = models.CharField(_("标题"), max_length=30, blank=True)
    was = models.CharField(max_length=500, blank=True)
    """The text of the article that it would replace."""
    text = models.CharField(_("内容"), max_length=500)
    reason = models.CharField(_("为什么"), max_length=300, blank=True)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    taken_into = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="taken_in")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_office = models.CharField(max_length=10, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    """When the author was told the decision."""

    class Meta:
        verbose_name = verbose_name_plural = _("建议")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="suggestion_fate_has_its_stamps",
                condition=Q(state="open", decided_at=None, decided_by=None, taken_into=None)
                | Q(state="withdrawn", taken_into=None)
                | Q(
                    state="accepted",
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    taken_into__isnull=False,
                    article__isnull=False,
                )
                | (
                    Q(
                        state__in=["answered", "set_aside"],
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                        taken_into=None,
                    )
                    & ~Q(answer="")
                ),
            ),
            models.CheckConstraint(
                name="other_words_are_read_in_a_draft",
                condition=Q(was="") | Q(draft__isnull=False, article__isnull=False),
            ),
            models.CheckConstraint(name="a_suggestion_says_something", condition=~Q(text="")),
            models.UniqueConstraint(
                fields=["edition", "household", "typical"],
                condition=~Q(typical="") & ~Q(state="withdrawn"),
                name="a_household_asks_once_for_a_typical_article",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "state"], name="suggestion_by_state"),
            models.Index(fields=["article", "state"], name="suggestion_by_article"),
        ]

    def __str__(self) -> str:
        return self.heading or self.text[:30]

    def get_absolute_url(self) -> str:
        return address("charters:suggestion", self.building.slug, self.pk)

    @property
    def building(self) -> Building:
        return self.edition.charter.building

    @property
    def open(self) -> bool:
        return self.state == SuggestionState.OPEN

    @property
    def decided_byline(self) -> str:
        return byline(self.decided_by, self.decided_office) if self.decided_by else ""


class Comment(Contribution):
    """意见: a comment on an article, in the draft that was read."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="comments")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="+")
    text = models.CharField(_("意见"), max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = _("对条文的意见")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="a_comment_says_something", condition=~Q(text=""))
        ]
        indexes = [models.Index(fields=["article", "-id"], name="comment_by_article")]

    def __str__(self) -> str:
        return self.text[:30]


class Support(models.Model):
    """支持: a household supports an article as worded in one draft."""

    wording = models.ForeignKey(Wording, models.PROTECT, related_name="supports")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("对条文的支持")
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "household"], name="a_household_supports_an_article_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.wording_id} {self.household_id}"
