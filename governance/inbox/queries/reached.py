"""Persons and chat groups that may have got an urgent message about a thing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from governance.inbox.lifecycle import DeliveryState
from governance.inbox.models import CommitteePost, Delivery, GroupPost, InboxItem, Message
from governance.inbox.models.deliveries import DeliveryQuerySet
from governance.inbox.models.messages import MessageQuerySet
from governance.inbox.queries.types import retracting_types
from residents.rooms.waiting import Thing

MAY_HAVE_IT = (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Reached:
    by_channel: Collection[tuple[int, str]]
    """Pairs of user and channel."""
    readers: Collection[int]
    """Users who read it in the inbox."""
    in_groups: bool

    def __bool__(self) -> bool:
        return bool(self.by_channel or self.readers or self.in_groups)

    @property
    def users(self) -> set[int]:
        return {user for user, _channel in self.by_channel} | {*self.readers}


def reached_about(thing: Thing) -> Reached:
    pairs = may_have_got(thing).order_by().values_list("user", "channel").distinct()
    said = _urgent_about(thing)
    read = InboxItem.objects.filter(message__in=said, read_at__isnull=False).order_by()
    return Reached(
        by_channel=list(pairs),
        readers=list(read.values_list("user", flat=True).distinct()),
        in_groups=any(
            posts.objects.filter(message__in=said).exists() for posts in (GroupPost, CommitteePost)
        ),
    )


def may_have_got(thing: Thing) -> DeliveryQuerySet:
    """Deliveries of what was said of the thing, that arrived as far as anybody knows."""
    return Delivery.objects.filter(message__in=_urgent_about(thing), state__in=MAY_HAVE_IT)


def _urgent_about(thing: Thing) -> MessageQuerySet:
    said = Message.objects.about(thing).filter(urgent=True)
    return said.exclude(type__in=retracting_types())
