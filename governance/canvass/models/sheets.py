"""Papers with the answers of many homes, brought in at once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.answers import Answer, Channel, unguessable_path
from governance.canvass.models.canvass import Canvass
from governance.canvass.models.roster import Voice
from louzu.lib.stored_files import StoredFileField
from residents.models import User


def page_path(_page: ScannedPage, name: str) -> str:
    return unguessable_path("pdf" if name.endswith(".pdf") else "jpg")


class Sheet(models.Model):
    """A signed sheet, or the strips of many homes, whose photos a helper brought in."""

    canvass = models.ForeignKey(Canvass, models.PROTECT, related_name="sheets")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.DOOR)
    version = models.PositiveIntegerField()
    """Number of the text on the paper."""
    signed_on = models.DateField(null=True)
    """The day for lines that give none."""
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = _("一张纸上的答复")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="sheet_channel_has_paper",
                condition=Q(channel__in=["door", "meeting", "slip"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.canvass_id} · {self.pk}"

    @property
    def present_pages(self) -> list[ScannedPage]:
        return [page for page in self.pages.all() if page.removed_at is None]


class ScannedPage(models.Model):
    """A photo of a sheet, or a PDF. The answers on the sheet refer to the first one's file."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="pages")
    file = StoredFileField(upload_to=page_path)
    removed_at = models.DateTimeField(null=True)
    """When somebody took it out before the check. It can be put back."""

    class Meta:
        verbose_name = verbose_name_plural = _("纸的照片")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sheet_id} · {self.pk}"

    @property
    def is_photo(self) -> bool:
        return not (self.file.name or "").endswith(".pdf")


class HomeEntry(models.Model):
    """The line of one home on a sheet, as a helper reads it: a draft, until it becomes an answer."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="lines")
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, blank=True)
    """Empty if options are asked about."""
    marks = ArrayField(models.CharField(max_length=12), null=True)
    """The ticked values, out of those of ``choices_for``. NULL in a question without options."""
    reason = models.CharField(max_length=500, blank=True)
    signer = models.CharField(max_length=60, blank=True)
    relation = models.CharField(
        max_length=12, choices=Answer.Relation, default=Answer.Relation.SELF
    )
    signed_on = models.DateField(null=True)
    mandate = StoredFileField(upload_to=page_path, blank=True)
    illegible = models.BooleanField(default=False)
    settles = models.BooleanField(default=False, db_default=False)
    """The household knew of its other answer, and means this one to replace it."""
    answer = models.OneToOneField(Answer, models.PROTECT, null=True, related_name="sheet_line")
    """The answer that was made of the line, the newest one if it was corrected."""
    entered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("一张纸上一家的答复")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "voice"], name="one_entry_a_voice_and_sheet"),
            models.CheckConstraint(
                name="sheet_entry_with_an_answer_is_entered",
                condition=Q(answer=None) | Q(entered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} · {self.voice_id}"

    @property
    def homes(self) -> set[int]:
        """The primary keys of the voice and of the one that signed for it."""
        delegation = self.answer.delegation if self.answer else None
        return {self.voice_id, delegation.proxy_id} if delegation else {self.voice_id}


class LineReading(models.Model):
    """An entered answer as a second person reads it on the paper, where it differs."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("等登记的人再看")
        CORRECTED = "corrected", _("照第二个人读的改了")
        KEPT = "kept", _("再看过了，没有改")

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="readings")
    choice = models.CharField(max_length=10, blank=True)
    marks = ArrayField(models.CharField(max_length=12), null=True)
    """As of ``HomeEntry``. NULL also if they do not differ."""
    reason = models.CharField(max_length=500, blank=True)
    signer = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = _("第二个人读得不一样的")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="line_reading_outcome_is_known",
                condition=Q(outcome__in=["open", "corrected", "kept"]),
            ),
            models.UniqueConstraint(
                fields=["answer"],
                condition=Q(outcome="open"),
                name="one_open_reading_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.by_id}"
