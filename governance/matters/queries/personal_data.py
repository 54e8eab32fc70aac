"""What the room keeps about a person."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.ledger.models import Entry
from governance.matters.models import (
    DocumentVersion,
    Follower,
    Milestone,
    Promise,
    ShareTable,
    Steward,
)
from louzu.lib.money import yuan_of
from residents.models import User


def stewardships_of(user: User) -> QuerySet[Steward]:
    return Steward.objects.filter(user=user).select_related("matter").order_by("-pk")


def followed_by(user: User) -> QuerySet[Follower]:
    return Follower.objects.filter(user=user).select_related("matter").order_by("-pk")


def promises_kept_by(user: User) -> QuerySet[Promise]:
    return Promise.objects.filter(keeper=user).select_related("matter").order_by("-pk")


def milestones_reported_by(user: User) -> QuerySet[Milestone]:
    return Milestone.objects.filter(done_by=user).select_related("matter").order_by("-pk")


def versions_added_by(user: User) -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.filter(by=user).select_related("document").order_by("-pk")


class PaymentRow:
    """A payment in yuan. Money is never a float."""

    def __init__(self, entry: Entry) -> None:
        self.account, self.flat, self.on = str(entry.account), str(entry.flat), entry.on
        self.yuan = yuan_of(entry.fen) if entry.is_payment else entry.in_words
        self.state, self.get_state_display = entry.state, entry.get_state_display


def share_tables_by(user: User) -> QuerySet[ShareTable]:
    found = ShareTable.objects.filter(Q(written_by=user) | Q(proposed_by=user))
    return found.select_related("matter").order_by("-pk")
