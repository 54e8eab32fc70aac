"""What the room keeps about a person."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.matters.models import Follower, Promise, Steward
from residents.models import User


def stewardships_of(user: User) -> QuerySet[Steward]:
    return Steward.objects.filter(user=user).select_related("matter").order_by("-pk")


def followed_by(user: User) -> QuerySet[Follower]:
    return Follower.objects.filter(user=user).select_related("matter").order_by("-pk")


def promises_kept_by(user: User) -> QuerySet[Promise]:
    return Promise.objects.filter(keeper=user).select_related("matter").order_by("-pk")
