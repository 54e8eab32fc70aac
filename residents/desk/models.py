"""Long lists that are exported in the background."""

from __future__ import annotations

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from residents.people.models import User


class ListExport(models.Model):
    """A list as it was when its export began, and then its file. Only the person who began it gets the
    file."""

    stays_in_cell = "kept for some days, and may hold rows of other neighbourhoods"

    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁导出的"))
    listed = models.CharField(max_length=100)
    """Label of the model, such as "residents.household"."""
    keys = models.JSONField(default=list)
    """Primary keys in the order of the list."""
    cut = models.BooleanField(default=False)
    """Whether the list was longer than a file may be."""
    neighbourhoods = ArrayField(models.BigIntegerField(), null=True)
    """Those that ``by`` served when it began. None for a keeper, who sees all."""
    rows = models.JSONField(default=list)
    """Key and cells of the rows so far, until the file is made."""
    content = models.BinaryField(null=True)
    """The workbook."""
    at = models.DateTimeField(_("什么时候导出的"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导出的清单")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.listed)

    def may_be_read_by(self, user: User) -> bool:
        """Return whether ``user`` still serves all neighbourhoods whose rows may be in it."""
        if self.by_id != user.pk or not user.has_desk:
            return False
        if user.is_superuser:
            return True
        return self.neighbourhoods is not None and set(self.neighbourhoods) <= set(
            user.neighbourhoods_served
        )
