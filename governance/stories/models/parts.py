"""What others get who begin a matter by a story: steps, names of documents, and articles."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.stories.models.stories import Story
from residents.models import Building


class StoryPart(models.Model):
    """A copy: what changes in the matter or in the charter later does not change the story."""

    class Kind(models.TextChoices):
        STEP = "step", _("步骤")
        DOCUMENT = "document", _("文件")
        ARTICLE = "article", _("公约条文")

    story = models.ForeignKey(Story, models.CASCADE, related_name="parts")
    kind = models.CharField(_("哪一种"), max_length=10, choices=Kind)
    source = models.BigIntegerField()
    """Primary key of the milestone, document or wording that was copied."""
    number = models.PositiveSmallIntegerField()
    heading = models.CharField(_("标题"), max_length=30, blank=True)
    text = models.CharField(_("内容"), max_length=500)
    """Title of the step, name of the document, or text of the article."""
    days = models.PositiveIntegerField(null=True)
    """These five: of a step. Days from the first day of the matter, NULL if the day is open."""
    canvass_kind = models.CharField(max_length=20, blank=True)
    period = models.CharField(max_length=20, blank=True)
    law = models.CharField(_("依据"), max_length=300, blank=True)
    law_date = models.DateField(null=True)
    wants = ArrayField(models.BigIntegerField(), default=list)
    """``source`` of the documents that a step needs."""

    class Meta:
        verbose_name = verbose_name_plural = _("照着做会得到的")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "kind", "source"], name="a_story_copies_a_thing_once"
            )
        ]

    def __str__(self) -> str:
        return self.heading or self.text[:30]

    @property
    def building(self) -> Building:
        return self.story.building

    @property
    def words(self) -> str:
        return "\n".join(words for words in (self.heading, self.text, self.law) if words)
