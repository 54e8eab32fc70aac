"""Create deliveries and put them into the queue, in the transaction that causes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.utils import timezone

from governance.inbox.channels import senders
from governance.inbox.lifecycle import DELIVERY, DeliveryState
from governance.inbox.models import (
    ChannelStop,
    ContactWay,
    Delivery,
    Frequency,
    Message,
    Reason,
)
from louzu.lib.jobs import defer_many, job_called
from residents.rooms.messages import MessageKind

JOBS = {
    "once": "governance.inbox.jobs.send_once",
    "many": "governance.inbox.jobs.send_repeatable",
}
LEASE = dt.timedelta(minutes=10)
"""The time after which a delivery whose job did not run is put into the queue again."""
MAX_WOKEN = 5000
MAX_TOGETHER = 50
"""Number of deliveries that one job sends."""
MAX_SENDING = dt.timedelta(minutes=5)
"""A worker that sends one delivery for longer was killed."""
MAX_REPEATS = 4
"""Tries of a delivery that is sent again by itself although it is unclear."""


def add_deliveries(
    message: Message, users: Collection[int], channels: Collection[str] | None = None
) -> list[Delivery]:
    """Add a delivery for each person and channel on which they get such messages, and put it into
    the queue. The number of queries does not depend on the users."""
    ways = ContactWay.objects.usable().filter(
        user__in=users, channel__in=senders() if channels is None else channels
    )
    chosen: dict[tuple[int, str], list[str]] = {}
    for user, channel, frequency in ways.values_list("user", "channel", "frequency"):
        chosen.setdefault((user, channel), []).append(frequency)
    made = [
        _new_delivery(message, user, channel, frequencies)
        for (user, channel), frequencies in chosen.items()
        if message.urgent or {*frequencies} != {Frequency.URGENT_ONLY}
    ]
    made = Delivery.objects.bulk_create(made)
    put_into_queue(one for one in made if one.state == DeliveryState.WAITING)
    return made


def repeat_deliveries(message: Message, pairs: Iterable[tuple[int, str]]) -> None:
    """Add a delivery for each of these users and channels, and put it into the queue."""
    at = timezone.now() + LEASE
    made = [
        Delivery(message=message, user_id=user, channel=channel, next_try_at=at)
        for user, channel in pairs
    ]
    put_into_queue(Delivery.objects.bulk_create(made))


def end_waiting_deliveries(messages: Collection[int]) -> None:
    """End what waits of messages that were withdrawn. A job that comes later finds nothing to send."""
    waiting = Delivery.objects.to_send().filter(message__in=messages)
    waiting.update(state=DeliveryState.NOT_NEEDED, reason=Reason.WITHDRAWN, next_try_at=None)


def _new_delivery(
    message: Message, user: int, channel: str, frequencies: Collection[str]
) -> Delivery:
    new = Delivery(message=message, user_id=user, channel=channel)
    at_once = message.urgent or message.kind == MessageKind.DIGEST
    if at_once or Frequency.AT_ONCE in frequencies:
        new.next_try_at = timezone.now() + LEASE
    else:
        new.state, new.reason = DeliveryState.HELD, Reason.DIGEST
    return new


def put_into_queue(deliveries: Iterable[Delivery], *, together: int = MAX_TOGETHER) -> None:
    """Defer jobs that send them, some in each, without changing the rows."""
    in_order = sorted(deliveries, key=attrgetter("channel"))
    for channel, those in groupby(in_order, key=attrgetter("channel")):
        if sender := senders().get(channel):
            pks = [one.pk for one in those]
            parts = (pks[at : at + together] for at in range(0, len(pks), together))
            defer_many(job_called(JOBS[sender.queue]), ({"deliveries": part} for part in parts))


@transaction.atomic
def wake_deliveries() -> int:
    """Put deliveries into the queue whose time has come. Return how many.

    Their time is moved, so that a long queue gets no second job for each of them every minute.
    """
    now = timezone.now()
    due = Delivery.objects.due(now).order_by("next_try_at").select_for_update(skip_locked=True)
    found = list(due[:MAX_WOKEN])
    Delivery.objects.filter(pk__in=[one.pk for one in found]).update(next_try_at=now + LEASE)
    put_into_queue(found)
    return len(found)


@transaction.atomic
def lose_deliveries(*, claimed_before: dt.datetime | None = None) -> int:
    """Mark deliveries as unclear whose worker was killed while it sent them. Return how many.

    Urgent ones, and those of channels that still drop repeats, are sent again. Of others, better none
    than two: the keeper decides.
    """
    before = claimed_before or timezone.now() - MAX_SENDING
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lte=before)
    found = list(lost.select_related("message").select_for_update(of=("self",), skip_locked=True))
    for delivery in found:
        lose_delivery(delivery, again_at=timezone.now())
    return len(found)


def lose_delivery(delivery: Delivery, *, again_at: dt.datetime) -> None:
    """Save a locked delivery as unclear, or to be sent again at ``again_at`` if it may be."""
    DELIVERY.take(delivery, "lose")
    delivery.reason, delivery.next_try_at = Reason.LOST, None
    delivery.unclear_since = delivery.unclear_since or delivery.claimed_at
    if delivery.tries < MAX_REPEATS and may_arrive_again(delivery, at=again_at):
        DELIVERY.take(delivery, "send_again")
        delivery.claimed_at, delivery.next_try_at = None, again_at
    delivery.save()


def may_arrive_again(delivery: Delivery, *, at: dt.datetime) -> bool:
    """Return whether it may be handed over at ``at`` although it may have arrived already. News may
    only as long as the provider drops repeats."""
    if delivery.unclear_since is None or delivery.message.urgent:
        return True
    sender = senders().get(delivery.channel)
    return sender is not None and at < delivery.unclear_since + sender.drops_repeats_for


@transaction.atomic
def send_again(delivery: Delivery) -> None:
    """Send a failed or unclear delivery again, with the same key, because the keeper wants it. Raises
    Refused in other states."""
    found = Delivery.objects.select_for_update().get(pk=delivery.pk)
    DELIVERY.take(found, "send_again")
    found.reason, found.claimed_at, found.unclear_since = "", None, None
    found.next_try_at = timezone.now() + LEASE
    found.save(update_fields=["state", "reason", "claimed_at", "unclear_since", "next_try_at"])
    put_into_queue([found])


@transaction.atomic
def resume_channel(stop: ChannelStop) -> None:
    """Open a stopped channel again, and put into the queue what it holds."""
    held = Delivery.objects.filter(channel=stop.channel, state=DeliveryState.HELD)
    held.filter(reason=Reason.STOPPED).update(next_try_at=timezone.now())
    stop.delete()
