"""The story of a matter, its pictures, and the matters that were begun from it."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from governance.matters.durations import took_words
from governance.matters.models import Matter, MatterPhoto
from governance.matters.presets import FREE
from governance.stories.lifecycle import ConsentState, StoryState
from residents.models import Building, User
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address

FIGURES = ("days", "households", "cost_fen", "subsidy_fen", "objections", "objections_met")
"""The columns of a story with its figures, in the order in which they are shown."""


class StoryQuerySet(BuildingOwnedQuerySet["Story"]):
    def published(self) -> Self:
        return self.filter(state=StoryState.PUBLISHED)

    def for_everybody(self) -> Self:
        """Published ones that people who are not signed in may read."""
        return self.published().filter(
            audience=Story.Audience.EVERYBODY,
            building__public_page=True,
            building__in=Building.objects.current(),
        )

    def with_asked(self) -> Self:
        """Annotate ``asked_ids``, which the rules ask for."""
        rows = ShownPerson.objects.filter(story=OuterRef("pk"), user__isnull=False)
        return self.annotate(asked_ids=ArraySubquery(rows.order_by("pk").values("user")))


class Story(BuildingOwned):
    """What a finished matter tells others. The figures are stored when it is published."""

    class Audience(models.TextChoices):
        NEIGHBOURHOOD = "neighbours", _("整个居民区看得到")
        EVERYBODY = "everybody", _("网上谁都看得到")

    matter = models.OneToOneField(
        Matter, models.PROTECT, related_name="story", verbose_name=_("事项"), editable=False
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=StoryState, default=StoryState.DRAFT, editable=False
    )
    audience = models.CharField(
        _("给谁看"), max_length=10, choices=Audience, default=Audience.NEIGHBOURHOOD
    )
    title = models.CharField(_("标题"), max_length=80)
    text = models.TextField(_("正文"), max_length=6000)
    left_out = ArrayField(
        models.CharField(max_length=20, choices=[(name, name) for name in FIGURES]),
        default=list,
        editable=False,
    )
    """The figures that the writer does not want to tell."""
    kind_key = models.CharField(max_length=40, default=FREE, editable=False)
    """These three: the kind of matter as others copy it, with ``parts``."""
    kind_name = models.CharField(_("哪一类事"), max_length=40, blank=True, editable=False)
    has_shares = models.BooleanField(default=False, editable=False)
    days = models.PositiveSmallIntegerField(_("用了几天"), null=True, editable=False)
    households = models.PositiveSmallIntegerField(_("几户人家"), null=True, editable=False)
    cost_fen = models.BigIntegerField(_("一共花了多少分"), null=True, editable=False)
    subsidy_fen = models.BigIntegerField(_("补贴多少分"), null=True, editable=False)
    objections = models.PositiveSmallIntegerField(_("几条异议"), null=True, editable=False)
    objections_met = models.PositiveSmallIntegerField(_("谈拢了几条"), null=True, editable=False)
    asked_on = models.DateField(_("哪天去问的"), null=True, editable=False)
    """The day of the latest asking. No answer that a helper writes down is from before."""
    published_at = models.DateTimeField(_("什么时候发出去的"), null=True, editable=False)
    refused = models.BooleanField(default=False, editable=False)
    """Whether it was taken down because somebody who is named in it does not agree any longer."""
    version = models.PositiveIntegerField(default=1, editable=False)
    """Raised by each change of its words, to detect concurrent edits."""

    asked_ids: list[int]
    """Only ``with_asked`` sets them."""
    takers: int
    """Number of matters begun from it. Annotated by queries of lists only."""
    unanswered: int
    to_visit: int
    """These two: only with ``stories_for_leader_in``."""

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("故事")
        constraints = [
            models.CheckConstraint(
                name="story_says_something", condition=~Q(title="") & ~Q(text="")
            ),
            models.CheckConstraint(
                name="published_story_has_its_time",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="story_subsidy_is_part_of_the_cost",
                condition=Q(subsidy_fen=None) | Q(subsidy_fen__gte=0),
            ),
        ]
        indexes = [
            models.Index(F("published_at").desc(), F("id").desc(), name="story_order"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("stories:page", self.building.slug, self.pk)

    @property
    def took(self) -> str:
        """How long the matter took, or "" if that is not told."""
        return "" if self.days is None else took_words(self.days)

    @property
    def public_url(self) -> str:
        return address("public_stories:page", self.pk)

    @property
    def is_for_everybody(self) -> bool:
        """Whether strangers may read it and link previews may show its title."""
        told = self.audience == self.Audience.EVERYBODY and self.building.public_page
        return told and self.state == StoryState.PUBLISHED and not self.building.closed


class StoryPhotoQuerySet(models.QuerySet["StoryPhoto"]):
    def agreed(self) -> Self:
        """Those on which nobody can be recognised, or everybody who can agreed."""
        people = ShownPerson.objects.filter(photo=OuterRef("pk"))
        missing = people.exclude(state=ConsentState.AGREED)
        return self.filter(Q(shows_nobody=True) | Exists(people), ~Exists(missing))


class StoryPhoto(models.Model):
    """A picture of the matter in its story. It goes when the matter's picture is removed."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="photos")
    photo = models.ForeignKey(MatterPhoto, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    """Pictures are shown in the order of their numbers."""
    caption = models.CharField(_("照片下面的话"), max_length=100, blank=True)
    shows_nobody = models.BooleanField(_("照片上认不出人"), default=False)

    objects = StoryPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("故事里的照片")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["story", "photo"], name="a_photo_is_once_in_a_story")
        ]

    def __str__(self) -> str:
        return self.caption or f"{self.story_id} {self.number}"


class ShownPerson(models.Model):
    """Whether a person agrees to be shown on a picture, or named in the words if ``photo`` is NULL."""

    class Heard(models.TextChoices):
        APP = "app", _("自己在这里点的")
        DOOR = "door", _("当面说的")
        PAPER = "paper", _("纸上签的")
        PHONE = "phone", _("电话里说的")

    story = models.ForeignKey(Story, models.CASCADE, related_name="people")
    photo = models.ForeignKey(StoryPhoto, models.CASCADE, null=True, related_name="people")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("问谁")
    )
    name = models.CharField(_("怎么称呼"), max_length=30, blank=True)
    """The person shown, if that one has no account. A helper asks and writes down the answer."""
    state = models.CharField(
        _("回话"), max_length=10, choices=ConsentState, default=ConsentState.WAITING
    )
    heard = models.CharField(_("怎么回的话"), max_length=10, choices=Heard, blank=True)
    said_by = models.CharField(_("谁说的"), max_length=30, blank=True)
    """Empty for the person, else the adult of the household who agreed for a child."""
    said_on = models.DateField(_("哪天说的"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("故事里写到的人")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "photo", "user"],
                condition=Q(user__isnull=False),
                nulls_distinct=False,
                name="a_person_is_asked_once_about_a_picture",
            ),
            models.CheckConstraint(
                name="consent_is_of_one_person",
                condition=(Q(user=None) & ~Q(name="")) | Q(user__isnull=False, name=""),
            ),
            models.CheckConstraint(
                name="answered_consent_has_its_day",
                condition=Q(state="waiting", said_on=None, heard="", said_by="")
                | (Q(said_on__isnull=False) & ~Q(state="waiting") & ~Q(heard="")),
            ),
        ]
        indexes = [models.Index(fields=["user"], name="shown_person_by_user")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.state}"

    @property
    def building(self) -> Building:
        return self.story.building


class TakenUp(models.Model):
    """A matter that another building began from a story. Withdrawing the story leaves it."""

    story = models.ForeignKey(
        Story, models.PROTECT, related_name="taken_up", verbose_name=_("故事")
    )
    matter = models.OneToOneField(
        Matter, models.PROTECT, related_name="taken_from", verbose_name=_("照着立的事")
    )
    credit = models.CharField(_("照着谁家的"), max_length=60)
    """Name of the story's building at that time."""
    on = models.DateField(_("哪天"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("照着做的")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.story_id} {self.matter_id}"


class TakenArticle(models.Model):
    """What the charter of the story's building says, as a text that this building may suggest."""

    taken = models.ForeignKey(TakenUp, models.CASCADE, related_name="articles")
    heading = models.CharField(_("标题"), max_length=30, blank=True)
    text = models.CharField(_("内容"), max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = _("照着的公约条文")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.heading or self.text[:30]
