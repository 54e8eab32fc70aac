"""Send deliveries: ask whether they are needed, claim each, hand it over, note the result.

Some are asked together, at most ``MAX_AGE`` before they leave; the claim asks once more whether the
message is valid. Each claim is committed before its message leaves. A worker that is killed in between
leaves one delivery claimed, and ``lose_deliveries`` calls it unclear: nothing is sent twice by mistake.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone, translation

from governance.inbox.actions.deliveries import (
    lose_delivery,
    may_arrive_again,
    put_into_queue,
)
from governance.inbox.actions.sms_budget import is_within_budget
from governance.inbox.actions.ways import end_way_of_bad_address
from governance.inbox.channels import senders
from governance.inbox.channels.base import ChannelSender, OutgoingMessage, SendOutcome, SendResult
from governance.inbox.channels.email import one_connection
from governance.inbox.lifecycle import DELIVERY, TRIED, DeliveryState
from governance.inbox.models import (
    ChannelStop,
    ContactWay,
    Delivery,
    DeliveryChannel,
    DeliveryQuerySet,
    Message,
    Reason,
)
from governance.inbox.outgoing import outgoing_message
from governance.inbox.queries.recheck import RecheckResult, recheck
from residents.rooms.waiting import Thing

logger = logging.getLogger(__name__)

ASKED_TOGETHER = 25
"""Number of deliveries of a job that are asked in one transaction."""
MAX_AGE = 2.0
"""Seconds after which a delivery is asked again before it is claimed."""
MAX_SECONDS = 10.0
"""A job that has sent for longer leaves the rest to another, since a worker gets only seconds to stop."""
STOPPED_FOR = dt.timedelta(hours=1)
"""The time after which one delivery tries a stopped channel again."""
MAX_TRIES = 30
"""About a day."""
MAX_PAUSE_IN_MINUTES = 60
ORDER = [
    SendOutcome.SENT,
    SendOutcome.UNCLEAR,
    SendOutcome.LATER,
    SendOutcome.NOBODY,
    SendOutcome.BAD_TEXT,
    SendOutcome.BAD_ADDRESS,
]
"""The first of them counts, if a person has several devices."""


@dataclass(frozen=True, slots=True)
class ReadyDelivery:
    """A delivery that was needed when it was asked, with what is sent."""

    delivery: Delivery
    sender: ChannelSender
    ways: Sequence[ContactWay]
    message: OutgoingMessage
    asked_at: float = field(default_factory=time.monotonic)

    @property
    def is_stale(self) -> bool:
        return time.monotonic() - self.asked_at > MAX_AGE


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    ready: ReadyDelivery
    claimed_at: dt.datetime


def send_deliveries(pks: Sequence[int]) -> None:
    """Send those of the deliveries that still wait. Call it outside a transaction."""
    begun = time.monotonic()
    with one_connection():
        for at in range(0, len(pks), ASKED_TOGETHER):
            if at and time.monotonic() - begun > MAX_SECONDS:
                put_into_queue(Delivery.objects.filter(pk__in=pks[at:]))
                return
            _send_together(pks[at : at + ASKED_TOGETHER])


def _send_together(pks: Sequence[int]) -> None:
    """Send some deliveries. If asking them fails, each gets a job of its own, so that a faulty one
    does not hold up the others."""
    try:
        ready = prepare_deliveries(pks)
    except Exception:
        if len(pks) == 1:
            raise
        logger.exception("%s deliveries could not be asked together", len(pks))
        put_into_queue(Delivery.objects.filter(pk__in=pks), together=1)
        return
    stopped: set[str] = set()
    for one in ready:
        ask_again = one.is_stale or one.delivery.channel in stopped
        for still in prepare_deliveries([one.delivery.pk]) if ask_again else [one]:
            if claimed := claim_delivery(still):
                results = hand_over(claimed)
                note_result(claimed, results)
                if any(result.outcome == SendOutcome.NOBODY for _way, result in results):
                    stopped.add(one.delivery.channel)


@transaction.atomic
def prepare_deliveries(pks: Sequence[int]) -> list[ReadyDelivery]:
    """Return those that are to be sent now. Of the others it is noted why not, and until when.

    Those that another worker looks at are left out. The number of queries depends on the rooms only.
    """
    now = timezone.now()
    waiting = Delivery.objects.to_send().with_checks().filter(pk__in=pks).order_by("pk")
    deliveries = list(waiting.select_for_update(of=("self",), skip_locked=True))
    ways, things = _ways_of(deliveries), dict[Thing, object]()
    ready = []
    for delivery in deliveries:
        theirs = ways[delivery.user_id, delivery.channel]
        if found := recheck(delivery, theirs, now, things):
            _postpone(delivery, found)
        elif not may_arrive_again(delivery, at=now):
            lose_delivery(delivery, again_at=now)
        elif message := _message_of(delivery, theirs[0], now):
            sender = senders()[delivery.channel]
            ready.append(ReadyDelivery(delivery, sender, theirs, message))
    return ready


def _ways_of(deliveries: Sequence[Delivery]) -> dict[tuple[int, str], list[ContactWay]]:
    found: dict[tuple[int, str], list[ContactWay]] = defaultdict(list)
    users = {delivery.user_id for delivery in deliveries}
    for way in ContactWay.objects.usable().filter(user__in=users).order_by("pk"):
        found[way.user_id, way.channel].append(way)
    return found


def _message_of(delivery: Delivery, way: ContactWay, now: dt.datetime) -> OutgoingMessage | None:
    try:
        return outgoing_message(delivery, way, now)
    except LookupError:
        logger.exception("the texts of message %s lack a value", delivery.message_id)
        DELIVERY.take(delivery, "claim")
        _fail(delivery, Reason.REFUSED_TEXT)
        return None


@transaction.atomic
def claim_delivery(ready: ReadyDelivery) -> ClaimedDelivery | None:
    """Return None if the message became void since it was asked, or if another worker has it."""
    delivery, now = ready.delivery, timezone.now()
    valid = Message.objects.valid().filter(pk=delivery.message_id)
    unchanged = Delivery.objects.to_send().filter(pk=delivery.pk, tries=delivery.tries)
    DELIVERY.take(delivery, "claim")
    delivery.claimed_at, delivery.next_try_at, delivery.reason = now, None, ""
    delivery.tries += 1
    claimed = unchanged.filter(Exists(valid)).update(
        state=delivery.state, claimed_at=now, next_try_at=None, reason="", tries=delivery.tries
    )
    if not claimed:
        prepare_deliveries([delivery.pk])  # notes why
        return None
    if not is_within_budget(delivery, ready.message):
        _fail(delivery, Reason.BUDGET)
        return None
    return ClaimedDelivery(ready, now)


def _postpone(delivery: Delivery, found: RecheckResult) -> None:
    DELIVERY.take(delivery, found.step)
    delivery.reason, delivery.next_try_at = found.reason, found.until
    delivery.save()


def hand_over(claimed: ClaimedDelivery) -> list[tuple[ContactWay, SendResult]]:
    ready = claimed.ready
    with translation.override(ready.delivery.user.language):
        return [(way, _send_to(way, ready)) for way in ready.ways]


def _send_to(way: ContactWay, ready: ReadyDelivery) -> SendResult:
    try:
        return ready.sender.send(way, ready.message)
    except Exception:
        logger.exception("the channel %s failed", way.channel)
        return SendResult(outcome=SendOutcome.UNCLEAR, detail="error")


@transaction.atomic
def note_result(claimed: ClaimedDelivery, results: Sequence[tuple[ContactWay, SendResult]]) -> None:
    """Save what became of the delivery, unless it was deleted or claimed again in the meantime."""
    asked = claimed.ready.delivery
    found = Delivery.objects.filter(pk=asked.pk, claimed_at=claimed.claimed_at)
    for way, result in results:
        if result.outcome == SendOutcome.BAD_ADDRESS:
            end_way_of_bad_address(way, result.detail)
    result = min((result for _way, result in results), key=lambda one: ORDER.index(one.outcome))
    if result.outcome == SendOutcome.SENT:
        _note_sent(found, asked, result)
        return
    delivery = found.select_related("message", "user").select_for_update(of=("self",)).first()
    if delivery is not None:
        _NOTES[result.outcome](delivery, result)


@transaction.atomic
def note_late_failure(
    channel: DeliveryChannel, provider_id: str, *, address_refused: bool, detail: str
) -> None:
    """Save that a message which the provider took did not reach the person. A second time changes
    nothing."""
    sent = Delivery.objects.filter(
        channel=channel, provider_id=provider_id, state=DeliveryState.SENT
    )
    delivery = sent.select_for_update(of=("self",)).select_related("user").first()
    if delivery is None:
        return
    _fail(delivery, Reason.REFUSED_ADDRESS if address_refused else Reason.OUT_OF_ORDER)
    if address_refused:
        for way in ContactWay.objects.usable().filter(user=delivery.user, channel=channel):
            end_way_of_bad_address(way, detail)


def _note_sent(found: DeliveryQuerySet, asked: Delivery, result: SendResult) -> None:
    """One statement, since nearly all end so."""
    DELIVERY.take(asked, "accept")
    found.filter(state__in=TRIED).update(
        state=asked.state,
        sent_at=timezone.now(),
        provider_id=result.provider_id[:100],
        reason="",
    )
    if asked.stopped_until:
        ChannelStop.objects.filter(channel=asked.channel).delete()


def _later(delivery: Delivery, result: SendResult) -> None:
    at = timezone.now() + (result.retry_after or _pause(delivery))
    if not may_arrive_again(delivery, at=at):
        lose_delivery(delivery, again_at=at)
        return
    if delivery.tries >= MAX_TRIES or at >= delivery.message.useful_until:
        _fail(delivery, Reason.OUT_OF_ORDER)
        return
    DELIVERY.take(delivery, "retry")
    delivery.reason, delivery.next_try_at = Reason.OUT_OF_ORDER, at
    delivery.save()


def _pause(delivery: Delivery) -> dt.timedelta:
    return dt.timedelta(minutes=min(MAX_PAUSE_IN_MINUTES, 2 ** (delivery.tries - 1)))


def _nobody(delivery: Delivery, result: SendResult) -> None:
    """Stop the channel. Nothing that waits for it is lost."""
    until = timezone.now() + (result.retry_after or STOPPED_FOR)
    logger.error("the channel %s is refused: %s", delivery.channel, result.detail)
    ChannelStop.objects.update_or_create(
        channel=delivery.channel,
        defaults={"detail": result.detail[:100], "until": until},
    )
    _postpone(delivery, RecheckResult("hold", Reason.STOPPED, until))


def _unclear(delivery: Delivery, _result: SendResult) -> None:
    lose_delivery(delivery, again_at=timezone.now() + _pause(delivery))


def _fail(delivery: Delivery, reason: Reason) -> None:
    logger.warning("delivery %s by %s is given up: %s", delivery.pk, delivery.channel, reason)
    DELIVERY.take(delivery, "fail")
    delivery.reason, delivery.next_try_at = reason, None
    delivery.save()


_NOTES: dict[SendOutcome, Callable[[Delivery, SendResult], None]] = {
    SendOutcome.LATER: _later,
    SendOutcome.NOBODY: _nobody,
    SendOutcome.UNCLEAR: _unclear,
    SendOutcome.BAD_TEXT: lambda delivery, _result: _fail(delivery, Reason.REFUSED_TEXT),
    SendOutcome.BAD_ADDRESS: lambda delivery, _result: _fail(delivery, Reason.REFUSED_ADDRESS),
}
