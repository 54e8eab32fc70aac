"""Rows about one person, newest first, for the personal data of ``personal_data``."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.meetings.models import (
    Correction,
    Feed,
    Meeting,
    MeetingQuerySet,
    Minutes,
    Presence,
    Proposal,
    SheetPhoto,
    Task,
)
from residents.models import User


def meetings_of(user: User) -> MeetingQuerySet:
    mine = Q(host=user) | Q(note_taker=user)
    return Meeting.objects.filter(mine).order_by("-starts_at", "-pk")


def replies_by(user: User) -> QuerySet[Presence]:
    return Presence.objects.filter(said_by=user).select_related("meeting").order_by("-pk")


def proposals_by(user: User) -> QuerySet[Proposal]:
    return Proposal.objects.filter(author=user).order_by("-at", "-pk")


def corrections_by(user: User) -> QuerySet[Correction]:
    return Correction.objects.filter(author=user).order_by("-at", "-pk")


def tasks_of(user: User) -> QuerySet[Task]:
    return Task.objects.filter(taken_by=user).select_related("resolution").order_by("-pk")


def editions_by(user: User) -> QuerySet[Minutes]:
    return Minutes.objects.filter(by=user).select_related("meeting").order_by("-pk")


def photos_by(user: User) -> QuerySet[SheetPhoto]:
    return SheetPhoto.objects.filter(by=user).select_related("meeting").order_by("-pk")


def feeds_of(user: User) -> QuerySet[Feed]:
    return Feed.objects.filter(user=user)
