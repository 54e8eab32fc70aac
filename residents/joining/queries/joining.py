"""Queries of households, their members and new members."""

from __future__ import annotations

import datetime as dt
import re

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from residents.access.models import Joining
from residents.people.models import Membership, Standing, User
from residents.places.models import Building, Household

MAX_BASE_LENGTH = 20
NEWS_PERIOD = dt.timedelta(days=30)


def households_living_in(building: Building) -> QuerySet[Household]:
    return Household.objects.living_in(building).select_related("flat", "building")


def members_with_households_in(building: Building) -> QuerySet[Membership]:
    members = Membership.objects.current().filter(household__building=building)
    return members.select_related("user", "household__flat", "household__building")


def members_of_household(household: Household) -> list[Membership]:
    members = Membership.objects.current().filter(household=household).select_related("user")
    return list(members.order_by("since", "pk"))


def unseen_joinings(user: User, standing: Standing) -> list[Joining]:
    """Return joinings in the user's households of the last month that the user has not seen."""
    own = Membership.objects.current().filter(
        user=user, household=OuterRef("membership__household")
    )
    found = Joining.objects.filter(
        ~Q(user=user),
        undone_at=None,
        at__gte=timezone.now() - NEWS_PERIOD,
        membership__household__in=standing.households,
        pk__gt=Subquery(own.values("joinings_seen")[:1]),
    )
    return list(found.select_related("user", "membership").order_by("pk"))


def newest_joining(household: Household) -> int:
    joinings = Joining.objects.filter(membership__household=household).order_by("-pk")
    return joinings.values_list("pk", flat=True).first() or 0


def unclaimed_accounts_of(household: Household) -> QuerySet[User]:
    """Return accounts opened by a helper that were never used, which a slip of the household can
    claim. Used ones can only be renewed by a key slip of their owner."""
    helped = Joining.objects.filter(helped_by__isnull=False, undone_at=None, slip=None)
    members = Membership.objects.current().filter(household=household, joining__in=helped)
    never_used = User.objects.filter(last_login=None, is_active=True, devices=None)
    return never_used.filter(memberships__in=members).order_by("pk")


def free_username(shown_name: str) -> str:
    """Return a username that is not taken: the shown name, with a number if necessary."""
    base = re.sub(r"[^\w.+-]", "", shown_name)[:MAX_BASE_LENGTH]
    if not base or base.isdecimal():
        base = f"n{base}"
    taken = {
        name.lower()
        for name in User.objects.filter(username__istartswith=base).values_list(
            "username", flat=True
        )
    }
    numbered = (f"{base}{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (base, *numbered) if name.lower() not in taken)


def is_taken(username: str) -> bool:
    return User.objects.filter(username__iexact=username).exists()
