"""Documents of a matter, in versions. A version on which people relied is never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.matters.models.matters import Matter
from louzu.lib.attachments import AbstractAttachment
from residents.models import Building, User


class Document(models.Model):
    """A document of a matter. Without a version it is still to be collected."""

    class Audience(models.TextChoices):
        RESIDENTS = "residents", _("邻居们都能看")
        LEADERS = "leaders", _("只给楼组长、居委看，例如有签名和身份证号的")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="documents")
    number = models.PositiveSmallIntegerField(editable=False)
    """Counts the documents of the matter."""
    name = models.CharField(_("什么文件"), max_length=80)
    audience = models.CharField(
        _("给谁看"), max_length=10, choices=Audience, default=Audience.RESIDENTS
    )
    unneeded = models.BooleanField(_("不用收了"), default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("文件")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="one_document_of_a_number"),
            models.CheckConstraint(name="document_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def building(self) -> Building:
        return self.matter.building


class DocumentVersion(models.Model):
    """A document as it stood on a day, with its files."""

    database_rules = {
        "keep_agreed": "A version that was agreed to or posted is never changed or deleted."
    }

    class Reliance(models.TextChoices):
        AGREED = "agreed", _("大家同意过")
        POSTED = "posted", _("贴出来过")

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    dated_on = models.DateField(_("文件上的日期"))
    said = models.CharField(_("说一句"), max_length=200, blank=True)
    reliance = models.CharField(
        _("大家怎么用过它"), max_length=10, choices=Reliance, blank=True, editable=False
    )
    """Empty as long as nobody relied on it."""
    by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("文件的一版")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="one_document_version_of_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document.name} {self.number}"


class DocumentFile(AbstractAttachment):
    database_rules = {
        "keep_agreed": "Files of a version that was agreed to or posted are never changed or deleted."
    }

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="files")

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("文件的照片和PDF")
