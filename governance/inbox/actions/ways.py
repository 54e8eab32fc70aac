"""The ways on which a person gets messages: begin, change and end them.

The leader's page of today lists households without any, so beginning and ending one concerns it, too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from governance.inbox.actions.messages import create_message
from governance.inbox.inputs import Hours
from governance.inbox.lifecycle import DeliveryState
from governance.inbox.models import (
    ContactWay,
    Delivery,
    DeliveryChannel,
    DeliverySettings,
    Frequency,
    Mute,
    Reason,
)
from governance.inbox.queries.ways import REFUSED
from governance.inbox.unsubscribing import DIGEST
from residents.models import User
from residents.people.actions.content_versions import bump_buildings_of, bump_user
from residents.privacy.actions.consents import give_consent, withdraw_consent
from residents.rooms.messages import Topic
from residents.rooms.waiting import thing_of

STOPPED_BY_PERSON, REPLACED = "stopped", "replaced"


@transaction.atomic
def add_way(
    user: User,
    channel: DeliveryChannel,
    address: str,
    *,
    secret: Mapping[str, str] | None = None,
    frequency: Frequency = Frequency.DAILY,
) -> ContactWay:
    """Add an address that was verified, with the person's consent. It replaces the former one of the
    channel, except that somebody may have several devices."""
    user = User.objects.select_for_update().get(pk=user.pk)
    former = ContactWay.objects.filter(channel=channel, ended_at=None)
    mine = former.filter(user=user)
    replaced = mine.filter(address=address) if channel == DeliveryChannel.PUSH else mine
    end_ways(replaced, REPLACED)
    if channel != DeliveryChannel.EMAIL:  # a mailbox may be of two, a device or a WeChat is of one
        end_ways(former.filter(address=address), REPLACED)
    give_consent(user, kind=channel)
    way = ContactWay.objects.create(
        user=user,
        channel=channel,
        address=address,
        secret=secret or {},
        frequency=frequency,
        verified_at=timezone.now(),
    )
    bump_buildings_of(user)
    return way


@transaction.atomic
def stop_way(way: ContactWay, *, reason: str = STOPPED_BY_PERSON) -> None:
    """End a way because its person wants it. What waits for it is not needed any longer."""
    end_ways(ContactWay.objects.filter(pk=way.pk, ended_at=None), reason)
    if not ContactWay.objects.filter(user=way.user, channel=way.channel, ended_at=None).exists():
        withdraw_consent(way.user, kind=way.channel)
    bump_buildings_of(way.user)


@transaction.atomic
def stop_channel_of(user: User, channel: str) -> None:
    """End all ways of a channel, because the person withdrew the consent."""
    if end_ways(
        ContactWay.objects.filter(user=user, channel=channel, ended_at=None), STOPPED_BY_PERSON
    ):
        bump_user(user)


@transaction.atomic
def delete_ways(user: User, channel: DeliveryChannel) -> None:
    """Delete all addresses of a channel, also former ones, because they are not the person's any
    longer. The consent ends with them."""
    if ContactWay.objects.filter(user=user, channel=channel).delete()[0]:
        withdraw_consent(user, kind=channel)
        bump_user(user)


@transaction.atomic
def end_way_of_bad_address(way: ContactWay, detail: str) -> None:
    """End a way whose address refuses messages for good, and tell the person in the inbox."""
    if end_ways(ContactWay.objects.filter(pk=way.pk, ended_at=None), f"{REFUSED} {detail}"[:20]):
        create_message("inbox.way_ended", thing_of(way))
        bump_buildings_of(way.user)


def end_ways(ways: QuerySet[ContactWay], reason: str) -> int:
    return ways.update(ended_at=timezone.now(), end_reason=reason)


@transaction.atomic
def choose_frequency(way: ContactWay, frequency: Frequency) -> None:
    """Change how often the way is used. Deliveries held for the digest are tried again now, because
    the new frequency may allow it."""
    ContactWay.objects.filter(pk=way.pk).update(frequency=frequency)
    held = Delivery.objects.filter(user=way.user, channel=way.channel, state=DeliveryState.HELD)
    held.filter(reason=Reason.DIGEST).update(next_try_at=timezone.now())
    bump_user(way.user)


@transaction.atomic
def choose_hours(user: User, hours: Hours) -> None:
    """Set quiet hours and the hour of the digest. What waits for the morning is asked again."""
    DeliverySettings.objects.update_or_create(
        user=user,
        defaults={
            "quiet_from": hours.quiet_from,
            "quiet_until": hours.quiet_until,
            "digest_at": hours.digest_at,
        },
    )
    held = Delivery.objects.filter(user=user, state=DeliveryState.HELD, reason=Reason.QUIET)
    held.update(next_try_at=timezone.now())
    bump_user(user)


@transaction.atomic
def choose_topics(way: ContactWay, wanted: Collection[str]) -> None:
    """Switch off all topics but these on the channel of the way."""
    off = Mute.objects.filter(user=way.user, channel=way.channel)
    off.filter(topic__in=wanted).delete()
    for topic in Topic:
        if topic not in wanted:
            mute_topic(way, topic)
    bump_user(way.user)


@transaction.atomic
def mute_topic(way: ContactWay, topic: Topic) -> None:
    """Switch off a topic on the channel of the way. A second time changes nothing."""
    Mute.objects.get_or_create(user=way.user, channel=way.channel, topic=topic)
    bump_user(way.user)


@transaction.atomic
def unsubscribe(key: UUID, topic: str) -> None:
    """End a topic, or the digests, on the way with this key. A way that is gone gets none anyway."""
    way = ContactWay.objects.select_related("user").filter(key=key).first()
    if way is None:
        return
    if topic == DIGEST:
        choose_frequency(way, Frequency.URGENT_ONLY)
    else:
        mute_topic(way, Topic(topic))
