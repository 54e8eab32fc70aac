"""Handlers of signals from ``residents``."""

from __future__ import annotations

from collections.abc import Collection

from django.dispatch import receiver

from governance.canvass.actions.contributors import replace_contributors
from governance.canvass.actions.forgetting import forget_in_papers
from governance.canvass.actions.lapsing import end_delegations_without_proxy
from governance.canvass.models import VoiceBookmark
from residents.models import Building, Household, Joining, Membership, Owner, OwnerAccess, User
from residents.people.signals import (
    answering_changed,
    household_left,
    household_moved,
    joining_undone,
    moved_out,
    owner_access_ended,
    owner_split,
    owners_merged,
    person_forgotten,
)


@receiver(person_forgotten)
def delete_bookmarks_of_person(user: User, **_kwargs: object) -> None:
    VoiceBookmark.objects.filter(user=user).delete()


@receiver(person_forgotten)
def forget_person_in_papers(
    name: str, phone: str, buildings: list[Building], **_kwargs: object
) -> None:
    forget_in_papers(buildings, name=name, phone=phone)


@receiver(owners_merged)
def replace_merged_contributors(owner: Owner, others: Collection[Owner], **_kwargs: object) -> None:
    """Replace merged owner records by ``owner`` among the contributors."""
    replace_contributors(others, by=[owner])


@receiver(owner_split)
def add_split_contributor(owner: Owner, other: Owner, **_kwargs: object) -> None:
    replace_contributors([owner], by=[owner, other])


@receiver([moved_out, answering_changed])
def end_delegations_to_member(membership: Membership, **_kwargs: object) -> None:
    end_delegations_without_proxy(membership.building)


@receiver(joining_undone)
def end_delegations_to_wrong_member(joining: Joining, **_kwargs: object) -> None:
    end_delegations_without_proxy(joining.membership.building)


@receiver(household_left)
def end_delegations_to_household(household: Household, **_kwargs: object) -> None:
    end_delegations_without_proxy(household.building)


@receiver(household_moved)
def end_delegations_to_moved_household(before: Household, **_kwargs: object) -> None:
    end_delegations_without_proxy(before.building)


@receiver(owner_access_ended)
def end_delegations_to_owner(access: OwnerAccess, **_kwargs: object) -> None:
    end_delegations_without_proxy(access.owner.building)


@receiver(person_forgotten)
def end_delegations_to_forgotten(buildings: list[Building], **_kwargs: object) -> None:
    for building in buildings:
        end_delegations_without_proxy(building)
