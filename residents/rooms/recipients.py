"""Types of messages by who learns of them, and recipients that several rooms address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from residents.people.models import Membership
from residents.people.queries.offices import leader_office_in
from residents.people.rules import InBuilding, building_of
from residents.places.models import Building
from residents.places.models.spans import SpanQuerySet
from residents.rooms.messages import Because, MessageType, Recipient

T = TypeVar("T")
Inside = TypeVar("Inside", bound=InBuilding)


def _nobody(_thing: object) -> Collection[int]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForEverybody(MessageType[Inside]):
    """A type of which every member of the thing's building learns, and its chat groups."""

    to_groups: ClassVar[bool] = True
    because: Because = Because.EVERYBODY
    excluded: Callable[[Inside], Collection[int]] = _nobody
    """Returns users who learn of it otherwise."""

    def recipients_of(self, thing: Inside) -> Iterator[Recipient]:
        living = Membership.objects.current().exclude(user__in=self.excluded(thing))
        return _recipients(living, self.because, household__building=building_of(thing))


@dataclass(frozen=True, slots=True, kw_only=True)
class ForOne(MessageType[T]):
    """A type of which one person learns, such as the author of the thing."""

    person_of: Callable[[T], int | None]
    """Returns None if there is none."""
    because: Because = Because.AUTHOR

    def recipients_of(self, thing: T) -> Iterator[Recipient]:
        if person := self.person_of(thing):
            yield Recipient(person, self.because)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForSome(MessageType[T]):
    """A type of which those learn whom a function of the room finds."""

    recipients: Callable[[T], Iterable[Recipient]]

    def recipients_of(self, thing: T) -> Iterable[Recipient]:
        return self.recipients(thing)


def members_of(households: Collection[int], because: Because) -> Iterator[Recipient]:
    """Yield every member of these households today."""
    return _recipients(Membership.objects.current(), because, household__in=households)


def answering_members_of(households: Collection[int]) -> Iterator[Recipient]:
    """Yield the members who may answer for these households."""
    answering = Membership.objects.current().filter(may_answer=True)
    return _recipients(answering, Because.ASKED, household__in=households)


def leader_of(building: Building) -> Iterator[Recipient]:
    """Yield the leader of the building today, if there is one."""
    if office := leader_office_in(building):
        yield Recipient(office.user_id, Because.OFFICE)


def _recipients(
    members: SpanQuerySet[Membership], because: Because, **of: object
) -> Iterator[Recipient]:
    for user, household in members.filter(**of).values_list("user", "household"):
        yield Recipient(user, because, household)
