"""Handlers of signals from ``residents``."""

from __future__ import annotations

from collections.abc import Collection

from django.dispatch import receiver

from governance.canvass.actions.contributors import replace_contributors
from governance.canvass.actions.forgetting import forget_in_papers
from governance.canvass.models import VoiceBookmark
from residents.models import Building, Owner, User
from residents.people.signals import owner_split, owners_merged, person_forgotten


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
