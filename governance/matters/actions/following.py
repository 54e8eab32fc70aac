"""Hear of a matter, or no longer."""

from __future__ import annotations

from django.db import transaction

from governance.matters.models import Follower, Matter, Steward
from residents.models import Building, Membership, Office, User
from residents.people.actions.content_versions import bump_building, bump_user


@transaction.atomic
def follow_matter(matter: Matter, *, by: User) -> None:
    Follower.objects.get_or_create(matter=matter, user=by)
    bump_user(by)


@transaction.atomic
def unfollow_matter(matter: Matter, *, by: User) -> None:
    Follower.objects.filter(matter=matter, user=by).delete()
    bump_user(by)


def forget_follower(user: User) -> None:
    Follower.objects.filter(user=user).delete()
    Steward.objects.filter(user=user).delete()


@transaction.atomic
def end_stewardship(user: User, building: Building) -> None:
    """Let nobody look after a matter of a building who has left it."""
    homes = Membership.objects.current().filter(user=user, household__building=building)
    offices = Office.objects.current().filter(user=user, building=building)
    if homes.exists() or offices.exists():
        return
    followed = Follower.objects.filter(user=user, matter__building=building)
    if followed.exists():
        followed.delete()
        bump_user(user)
    looked_after = Steward.objects.filter(user=user, matter__building=building)
    if looked_after.exists():
        looked_after.delete()
        bump_building(building)
