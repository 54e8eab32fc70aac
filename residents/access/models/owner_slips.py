"""Slips with which an owner who lives elsewhere begins to answer. Only keyed hashes of codes are stored."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from residents.people.models import OwnerAccess, User
from residents.places.models import Building, Owner


class OwnerSlipQuerySet(models.QuerySet["OwnerSlip"]):
    def live(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), access=None)


class OwnerSlip(models.Model):
    """A paper with a code for one owner, sent by letter. It works once."""

    owner = models.ForeignKey(Owner, models.PROTECT, related_name="slips", verbose_name=_("业主"))
    access = models.OneToOneField(
        OwnerAccess, models.PROTECT, null=True, related_name="slip", verbose_name=_("谁用了")
    )
    """NULL until somebody has used it."""
    used_at = models.DateTimeField(_("什么时候用的"), null=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("用到什么时候"))
    printed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁印的"))
    printed_at = models.DateTimeField(_("什么时候印的"), default=timezone.now)
    revoked_at = models.DateTimeField(_("什么时候收回的"), null=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁收回的")
    )

    objects = OwnerSlipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("业主的条")
        constraints = [
            models.CheckConstraint(
                name="used_owner_slip_has_its_person_and_time",
                condition=Q(access=None, used_at=None)
                | Q(access__isnull=False, used_at__isnull=False),
            ),
            models.CheckConstraint(
                name="who_revoked_an_owner_slip_did_it_once",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.pk}"

    @property
    def building(self) -> Building:
        return self.owner.building
