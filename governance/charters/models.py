"""The building's charter (楼组公约): one per building, in many editions."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.charters.lifecycle import State
from residents.models import User
from residents.scope import BuildingOwned, BuildingOwnedQuerySet, address

MOST_ARTICLES = 60
DIGITS = "零一二三四五六七八九"


def numeral(n: int) -> str:
    """``十二`` for 12; from 0 to 99, beyond that as digits."""
    if n < 10:  # noqa: PLR2004 -- one digit
        return DIGITS[n]
    if n >= 100:  # noqa: PLR2004 -- nobody's charter is that long
        return str(n)
    tens, ones = divmod(n, 10)
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")


class CharterQuerySet(BuildingOwnedQuerySet["Charter"]):
    def with_edition_in_force(self) -> Self:
        """Each charter with the number of the edition in force, and since when."""
        posted = Q(editions__state=State.POSTED)
        return self.annotate(
            number_in_force=Max("editions__number", filter=posted),
            in_force_since=Max("editions__posted_at", filter=posted),
        )


class Charter(BuildingOwned):
    """The building's promise to itself. What it says stands in its editions."""

    objects = CharterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("楼组公约")
        constraints = [
            models.UniqueConstraint(fields=["building"], name="one_charter_per_building")
        ]

    def __str__(self) -> str:
        return gettext("%(building)s楼组公约") % {"building": self.building.name}

    def get_absolute_url(self) -> str:
        return address("charters:charter", self.building.slug)


class Edition(models.Model):
    """The charter as it was posted one day, kept for ever."""

    charter = models.ForeignKey(Charter, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("第几版"))
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    preamble = models.TextField(_("前言"), max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁公布的"))
    posted_at = models.DateTimeField(_("何时公布"), null=True, editable=False)
    replaced_at = models.DateTimeField(_("何时换下"), null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("版本")
        ordering = ["charter", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "number"], name="one_edition_per_number"),
            models.UniqueConstraint(
                fields=["charter"], condition=Q(state="posted"), name="one_edition_in_force"
            ),
            models.CheckConstraint(name="editions_count_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="edition_state_says_since_when",
                condition=Q(state="draft", posted_at=None, replaced_at=None)
                | Q(state="posted", posted_at__isnull=False, replaced_at=None)
                | Q(state="replaced", posted_at__isnull=False, replaced_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        words = {"numeral": numeral(self.number), "number": self.number}
        return gettext("第%(numeral)s版") % words

    def get_absolute_url(self) -> str:
        return address("charters:edition", self.charter.building.slug, self.number)


class Article(models.Model):
    """What stays the same article while its number and its words change from edition to edition."""

    charter = models.ForeignKey(Charter, models.PROTECT, related_name="articles")

    class Meta:
        verbose_name = verbose_name_plural = _("条款")

    def __str__(self) -> str:
        return f"{self.charter_id}/{self.pk}"


class Wording(models.Model):
    """An article as one edition words and numbers it."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="wordings")
    article = models.ForeignKey(Article, models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField(_("第几条"))
    heading = models.CharField(_("标题"), max_length=30, blank=True)
    text = models.CharField(_("内容"), max_length=500)
    reason = models.CharField(_("为什么要有这一条"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("条文")
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_article_per_number"),
            models.UniqueConstraint(
                fields=["edition", "article"], name="an_article_stands_once_in_an_edition"
            ),
            models.CheckConstraint(name="articles_count_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="an_article_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.ordinal

    @property
    def ordinal(self) -> str:
        """``第十二条``."""
        words = {"numeral": numeral(self.number), "number": self.number}
        return gettext("第%(numeral)s条") % words
