"""A matter: what one building wants done, from the first word to its upkeep."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.ledger.models import Account
from governance.matters.lifecycle import Stage
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address


class Matter(BuildingOwned):
    """Canvasses, meetings, notices and tasks belong to it by the links of the journal."""

    title = models.CharField(_("什么事"), max_length=80)
    sentence = models.CharField(_("用一句话说"), max_length=200, blank=True)
    stage = models.CharField(
        _("到哪一步"), max_length=10, choices=Stage, default=Stage.RAISED, editable=False
    )
    begun_on = models.DateField(_("哪天提出的"), default=timezone.localdate)
    account = models.OneToOneField(
        Account, models.PROTECT, null=True, related_name="matter", editable=False
    )
    """Where its money is recorded."""
    dropped_reason = models.CharField(_("为什么不办了"), max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    """Raised by each change of its fields, to detect concurrent edits."""

    objects = BuildingOwnedQuerySet["Matter"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("事项")
        constraints = [
            models.CheckConstraint(name="matter_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="dropped_matter_says_why",
                condition=(Q(stage="dropped") & ~Q(dropped_reason=""))
                | (~Q(stage="dropped") & Q(dropped_reason="")),
            ),
        ]
        indexes = [
            models.Index(F("building"), F("begun_on").desc(), F("id").desc(), name="matter_order")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("matters:page", self.building.slug, self.pk)
