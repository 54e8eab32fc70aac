"""Paper slips, and who joined which household with them. Only keyed hashes of codes are stored."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from residents.people.models import Membership, User
from residents.places.models import Building, Household

ALPHABET = "34679ACDEFHJKMNPQRTUWXY"
"""At most one of each group of similar characters: 0 O, 1 I L, 2 Z, 5 S, 8 B, 6 G, U V."""
LENGTH = 8
STATES = {
    "live": _("能用"),
    "used": _("用完了"),
    "expired": _("过期了"),
    "revoked": _("收回了"),
}
"""States that follow from time and uses; see ``Slip.state``."""


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))


def normalize_code(typed: str) -> str:
    """Normalise a typed code: ``７k4m-9xqd`` gives ``7K4M9XQD``."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())


def digest_of(code: str) -> str:
    return salted_hmac("residents.slip", code, algorithm="sha256").hexdigest()


class SlipQuerySet(models.QuerySet["Slip"]):
    def live(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), used__lt=F("uses"))

    def in_state(self, state: str) -> Self:
        if state == "revoked":
            return self.filter(revoked_at__isnull=False)
        if state == "live":
            return self.live()
        kept = self.filter(revoked_at=None)
        if state == "used":
            return kept.filter(used__gte=F("uses"))
        return kept.filter(used__lt=F("uses"), expires_at__lte=timezone.now())


class Slip(models.Model):
    """A paper with a code that opens one household, or renews one person's key."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", _("入户条")
        FAMILY = "family", _("家人的条")
        KEY = "key", _("重设登录的条")

    kind = models.CharField(_("种类"), max_length=10, choices=Kind, default=Kind.HOUSEHOLD)
    building = models.ForeignKey(
        Building, models.PROTECT, related_name="slips", verbose_name=_("楼组")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="slips", verbose_name=_("户")
    )
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="slips", verbose_name=_("给谁")
    )
    """The person whose key is renewed. None for a slip with which people join."""
    digest = models.CharField(max_length=64, unique=True, editable=False)
    uses = models.PositiveSmallIntegerField(_("能用几次"), default=6)
    used = models.PositiveSmallIntegerField(_("用了几次"), default=0)
    expires_at = models.DateTimeField(_("用到什么时候"))
    printed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁印的"))
    printed_at = models.DateTimeField(_("什么时候印的"), default=timezone.now)
    revoked_at = models.DateTimeField(_("什么时候收回的"), null=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁收回的")
    )

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("入户条")
        constraints = [
            models.CheckConstraint(
                name="only_a_key_slip_is_one_persons_and_it_works_once",
                condition=Q(kind="key", user__isnull=False, uses=1)
                | (Q(kind__in=["household", "family"]) & Q(user=None)),
            ),
            models.CheckConstraint(
                name="slip_is_used_no_more_often_than_allowed", condition=Q(used__lte=F("uses"))
            ),
            models.CheckConstraint(
                name="who_revoked_a_slip_did_it_once",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]
        indexes = [models.Index(F("building"), F("id").desc(), name="slips_of_a_building")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def state(self) -> str:
        if self.revoked_at:
            return "revoked"
        if self.used >= self.uses:
            return "used"
        return "live" if self.expires_at > timezone.now() else "expired"


class Joining(models.Model):
    """A new member of a household. They joined with a slip or through a helper."""

    slip = models.ForeignKey(
        Slip, models.PROTECT, null=True, related_name="joinings", verbose_name=_("入户条")
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="joinings", verbose_name=_("用户"))
    membership = models.OneToOneField(
        Membership, models.PROTECT, related_name="joining", verbose_name=_("住户成员")
    )
    at = models.DateTimeField(_("什么时候"), default=timezone.now)
    helped_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁帮忙开户")
    )
    undone_at = models.DateTimeField(_("什么时候撤销的"), null=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁撤销的")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("入户记录")
        constraints = [
            models.CheckConstraint(
                name="one_joins_by_a_slip_or_a_helper",
                condition=Q(slip__isnull=False) | Q(helped_by__isnull=False),
            ),
            models.CheckConstraint(
                name="who_undid_a_joining_did_it_once",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.user}"

    @property
    def building(self) -> Building:
        return self.membership.household.building
