"""Recipients of messages that several rooms address."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from residents.people.models import Membership
from residents.places.models.spans import SpanQuerySet
from residents.rooms.messages import Because, Recipient


def everybody_in(building: int, because: Because = Because.EVERYBODY) -> Iterator[Recipient]:
    """Yield every member of a household of the building today."""
    return _recipients(Membership.objects.current(), because, household__building=building)


def members_of(households: Collection[int], because: Because) -> Iterator[Recipient]:
    """Yield every member of these households today."""
    return _recipients(Membership.objects.current(), because, household__in=households)


def answering_members_of(households: Collection[int]) -> Iterator[Recipient]:
    """Yield the members who may answer for these households."""
    answering = Membership.objects.current().filter(may_answer=True)
    return _recipients(answering, Because.ASKED, household__in=households)


def _recipients(
    members: SpanQuerySet[Membership], because: Because, **of: object
) -> Iterator[Recipient]:
    for user, household in members.filter(**of).values_list("user", "household"):
        yield Recipient(user, because, household)
