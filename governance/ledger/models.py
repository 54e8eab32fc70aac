"""Accounts of a building and their entries, which are only ever appended."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.ledger.lifecycle import EntryState
from louzu.lib.attachments import AbstractAttachment
from residents.models import Flat, User
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address

MAX_FEN = 99_999_999_999
"""The largest amount of one entry: 999,999,999.99 yuan."""


class Account(BuildingOwned):
    """Money that is recorded together: that of one matter, or a small fund of the building."""

    name = models.CharField(_("什么账"), max_length=60)
    about = models.CharField(_("这笔钱从哪来，做什么用"), max_length=300, blank=True)
    opened_on = models.DateField(_("哪天起记"), default=timezone.localdate)
    closed_on = models.DateField(_("哪天结清"), null=True, editable=False)

    objects = BuildingOwnedQuerySet["Account"].as_manager()

    class Meta:
        verbose_name = _("账")
        verbose_name_plural = _("账本")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "name"],
                condition=Q(closed_on=None),
                name="one_open_account_of_a_name",
            ),
            models.CheckConstraint(name="account_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("ledger:account", self.building.slug, self.pk)


class Entry(models.Model):
    """An amount received (positive) or spent (negative). A mistake is reversed by another entry."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    on = models.DateField(_("哪天收付的"))
    purpose = models.CharField(_("为了什么"), max_length=120)
    fen = models.BigIntegerField(_("金额（分）"))
    """In fen. Received amounts are positive, spent ones negative."""
    flat = models.ForeignKey(
        Flat, models.PROTECT, null=True, related_name="+", verbose_name=_("哪一户的")
    )
    """The flat whose share it pays, seen by its people, the leader and the treasurer only."""
    state = models.CharField(
        _("状态"), max_length=10, choices=EntryState, default=EntryState.WAITING, editable=False
    )
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    """Who confirmed or refused it. Never who entered it."""
    settled_at = models.DateTimeField(null=True, editable=False)
    why = models.CharField(_("为什么不算"), max_length=200, blank=True, editable=False)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversal", editable=False
    )
    """The mistaken entry whose amount this one takes back."""

    class Meta:
        verbose_name = verbose_name_plural = _("账目")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="entry_has_an_amount",
                condition=~Q(fen=0) & Q(fen__gte=-MAX_FEN, fen__lte=MAX_FEN),
            ),
            models.CheckConstraint(name="entry_has_a_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="entry_is_settled_by_another",
                condition=Q(state="waiting", settled_by=None, settled_at=None)
                | (
                    Q(settled_at__isnull=False)
                    & ~Q(state="waiting")
                    & ~Q(settled_by=F("entered_by"))
                ),
            ),
            models.CheckConstraint(
                name="refused_entry_says_why", condition=~Q(state="refused") | ~Q(why="")
            ),
        ]
        indexes = [
            models.Index(F("account"), F("on").desc(), F("id").desc(), name="entry_order"),
            models.Index(fields=["flat"], name="entry_by_flat", condition=Q(flat__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.purpose


class Receipt(AbstractAttachment):
    """A photo or PDF that proves an entry."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="receipts")

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("收据")
