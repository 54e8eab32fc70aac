"""Accounts of a building and their entries, which are only ever appended."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import BooleanField, Case, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.ledger.lifecycle import EntryState
from governance.ledger.months import format_months
from louzu.lib.attachments import AbstractAttachment
from louzu.lib.money import (
    MAX_FEN,
    in_or_out,
    received_cell,
    received_words,
    spent_cell,
    yuan_size,
)
from residents.models import Building, Flat, User
from residents.people.models.standing import office_name
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address

MIN_TOLD_FLATS = 3
"""Sums of fewer flats do not say of how many."""


def in_office(user: User, office: str | None) -> str:
    """Return office and name. Whoever shows no name is told by the office alone."""
    name = office_name(office or "")
    if not user.shows_name:
        return name or user.known_as
    return f"{name} {user}".strip()


class AccountQuerySet(BuildingOwnedQuerySet["Account"]):
    def open(self) -> Self:
        return self.filter(closed_on=None)

    def with_balance(self) -> Self:
        """Annotate ``balance`` with the sum of the confirmed entries."""
        confirmed = Q(entries__state=EntryState.CONFIRMED)
        return self.annotate(balance=Coalesce(Sum("entries__fen", filter=confirmed), 0))


class Account(BuildingOwned):
    """Money that is recorded together: that of one matter, or a small fund of the building."""

    name = models.CharField(_("什么账"), max_length=60)
    about = models.CharField(_("这笔钱从哪来，做什么用"), max_length=300, blank=True)
    opened_on = models.DateField(_("从哪天记起"), default=timezone.localdate)
    closed_on = models.DateField(_("哪天结清"), null=True, editable=False)

    balance: int
    """In fen. Annotated by ``with_balance`` only."""
    held_back: bool = False
    """Whether ``balance`` leaves out what one or two flats paid. Set by ``show_balances`` only."""
    first_on: dt.date | None
    last_on: dt.date | None
    told_on: dt.date | None
    waiting: int
    """``with_sums`` annotates ``last_on`` and ``waiting``, the queries of what was not posted the days."""

    objects = AccountQuerySet.as_manager()

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
            models.CheckConstraint(
                name="account_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("ledger:account", self.building.slug, self.pk)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class EntryQuerySet(models.QuerySet["Entry"]):
    def confirmed(self) -> Self:
        return self.filter(state=EntryState.CONFIRMED)

    def waiting(self) -> Self:
        return self.filter(state=EntryState.WAITING)

    def locked(self, entry: Entry) -> Entry:
        """Return the same row, fresh and locked until the transaction ends."""
        fresh = self.select_for_update(of=("self",)).select_related("account__building", "flat")
        return fresh.get(pk=entry.pk)

    def with_own_mark(self, flats: frozenset[int]) -> Self:
        """Annotate ``is_own``: whether its flat is one of these."""
        own = When(flat__in=flats, then=Value(True))
        return self.annotate(is_own=Case(own, default=Value(False), output_field=BooleanField()))


class Entry(models.Model):
    """An amount received (positive) or spent (negative). A mistake is reversed by another entry."""

    database_rules = {
        "keep_entry": "Never deleted; only a waiting entry may be changed, once, to say how it was settled.",
        "check_reversal": "A reversal takes back the amount of a confirmed entry of the same account and flat.",
    }

    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    on = models.DateField(_("哪天收付的"))
    purpose = models.CharField(_("为了什么"), max_length=160)
    fen = models.BigIntegerField(_("金额（分）"))
    """In fen. Received amounts are positive, spent ones negative."""
    flat = models.ForeignKey(
        Flat, models.PROTECT, null=True, related_name="+", verbose_name=_("哪一户的")
    )
    """The flat whose share it pays, seen by its people, the leader and the treasurer only."""
    state = models.CharField(
        _("状态"), max_length=10, choices=EntryState, default=EntryState.WAITING, editable=False
    )
    entered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("谁记的")
    )
    entered_at = models.DateTimeField(_("何时记的"), default=timezone.now, editable=False)
    settled_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("谁核对的"),
    )
    """Who confirmed or refused it, never who entered it, or who withdrew it, always who entered it."""
    settled_at = models.DateTimeField(_("何时核对的"), null=True, editable=False)
    why = models.CharField(_("为什么不算"), max_length=300, blank=True, editable=False)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="reversals", editable=False
    )
    """The mistaken entry whose amount this one takes back."""

    entered_office: str | None = None
    settled_office: str | None = None
    """The offices that who entered and who settled it held then. Annotated by ``entries_for_page`` only."""
    is_own: bool = False
    """Whether it is that of the reader's home. Annotated by ``with_own_mark`` only."""
    shown_fen: int
    shown_flats: int
    shown_since: dt.date
    shown_balance: int
    """The amount, the number of flats and the first day of a row of the account's page, which may stand
    for the payments of several flats, and the balance after it. Annotated by ``rows_shown_to`` only."""

    objects = EntryQuerySet.as_manager()

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
                | Q(state="withdrawn", settled_by=F("entered_by"), settled_at__isnull=False)
                | (
                    Q(state__in=["confirmed", "refused"], settled_at__isnull=False)
                    & ~Q(settled_by=F("entered_by"))
                ),
            ),
            models.CheckConstraint(
                name="refused_entry_says_why", condition=~Q(state="refused") | ~Q(why="")
            ),
            models.UniqueConstraint(
                name="one_reversal_of_an_entry",
                fields=["reverses"],
                condition=Q(state__in=["waiting", "confirmed"]),
            ),
        ]
        indexes = [
            models.Index(F("account"), F("on").desc(), F("id").desc(), name="entry_order"),
            models.Index(fields=["flat"], name="entry_by_flat", condition=Q(flat__isnull=False)),
            models.Index(fields=["account"], name="entry_waiting", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.purpose

    def get_absolute_url(self) -> str:
        return address("ledger:entry", self.building.slug, self.pk)

    @property
    def building(self) -> Building:
        return self.account.building

    @property
    def received(self) -> bool:
        return self.fen > 0

    @property
    def who_entered(self) -> str:
        return in_office(self.entered_by, self.entered_office)

    @property
    def who_settled(self) -> str:
        return in_office(self.settled_by, self.settled_office) if self.settled_by else ""

    @property
    def is_payment(self) -> bool:
        """Whether it was received and is no reversal of something that was given back."""
        return self.received and self.reverses_id is None

    @property
    def in_words(self) -> str:
        """Such as ``付出12.50元``, ``退回12.50元`` to a flat, ``冲回12.50元`` for a reversal."""
        if self.reverses_id:
            return str(_("冲回%(yuan)s元") % {"yuan": yuan_size(self.fen)})
        return received_words(self.fen) if self.flat_id else in_or_out(self.fen)

    @property
    def is_income(self) -> bool:
        """Whether it stands in the column of what came in: received amounts, reversals of these, and all
        that flats paid or got back. Its amount there is negative if it takes something back."""
        return self.flat_id is not None or self.received != (self.reverses_id is not None)

    @property
    def shown_in(self) -> int | None:
        """The amount of a row in the column of what came in, in fen."""
        return self.shown_fen if self.is_income else None

    @property
    def shown_out(self) -> int | None:
        """The amount of a row in the column of what went out, in fen. Positive if it went out."""
        return None if self.is_income else -self.shown_fen

    @property
    def in_cell(self) -> str:
        """``shown_in`` on paper, or "". A reversal of one payment is not called a refund."""
        if self.shown_in is None:
            return ""
        taken_back = self.reverses_id and not self.shown_flats
        return spent_cell(self.shown_in) if taken_back else received_cell(self.shown_in)

    @property
    def out_cell(self) -> str:
        """``shown_out`` on paper, or ""."""
        return "" if self.shown_out is None else spent_cell(self.shown_out)

    @property
    def shown_months(self) -> str:
        """The months of a row that stands for payments of several flats."""
        return format_months(self.shown_since, self.on)

    @property
    def told_flats(self) -> int:
        """The number of flats of a row, 0 if they are so few that a sum nearly tells one's share."""
        return self.shown_flats if self.shown_flats >= MIN_TOLD_FLATS else 0

    @property
    def counted_reversals(self) -> list[Entry]:
        """The reversal that waits or counts, if any. There is never more than one."""
        states = {EntryState.WAITING, EntryState.CONFIRMED}
        return [reversal for reversal in self.reversals.all() if reversal.state in states]


class Voucher(AbstractAttachment):
    """A photo or PDF that proves an entry."""

    database_rules = {"refuse_change": "Rows are never changed or deleted."}

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="vouchers")

    class Meta(AbstractAttachment.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("收据")
