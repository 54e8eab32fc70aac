"""Send one delivery: claim it, ask again whether it is needed, hand it over, note the result.

The claim is committed before the message leaves. A worker that is killed in between leaves the
delivery claimed, and ``lose_deliveries`` calls it unclear: nothing is sent twice by mistake.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation

from governance.inbox.actions.deliveries import lose_delivery, may_arrive_again
from governance.inbox.actions.sms_budget import is_within_budget
from governance.inbox.actions.ways import end_way_of_bad_address
from governance.inbox.channels import senders
from governance.inbox.channels.base import ChannelSender, OutgoingMessage, SendOutcome, SendResult
from governance.inbox.lifecycle import DELIVERY, DeliveryState
from governance.inbox.models import ChannelStop, ContactWay, Delivery, DeliveryChannel, Reason
from governance.inbox.outgoing import outgoing_message
from governance.inbox.queries.recheck import RecheckResult, recheck

logger = logging.getLogger(__name__)

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
class ClaimedDelivery:
    pk: int
    claimed_at: dt.datetime
    sender: ChannelSender
    ways: Sequence[ContactWay]
    message: OutgoingMessage
    language: str


def send_delivery(pk: int) -> None:
    """Send a delivery if it still waits. Call it outside a transaction."""
    if claimed := claim_delivery(pk):
        note_result(claimed, hand_over(claimed))


@transaction.atomic
def claim_delivery(pk: int) -> ClaimedDelivery | None:
    """Return None if it is not needed, or not now, or if another worker has it."""
    now = timezone.now()
    waiting = Delivery.objects.to_send().with_checks().filter(pk=pk)
    delivery = waiting.select_for_update(of=("self",), skip_locked=True).first()
    if delivery is None:
        return None
    usable = ContactWay.objects.usable()
    ways = list(usable.filter(user=delivery.user, channel=delivery.channel).order_by("pk"))
    if found := recheck(delivery, ways, now):
        _postpone(delivery, found)
        return None
    if not may_arrive_again(delivery, at=now):
        lose_delivery(delivery, again_at=now)
        return None
    _claim(delivery, now)
    try:
        message = outgoing_message(delivery, ways[0], now)
    except LookupError:
        logger.exception("the texts of message %s lack a value", delivery.message_id)
        _fail(delivery, Reason.REFUSED_TEXT)
        return None
    if not is_within_budget(delivery, message):
        _fail(delivery, Reason.BUDGET)
        return None
    delivery.save()
    sender, language = senders()[delivery.channel], delivery.user.language
    return ClaimedDelivery(pk, now, sender, ways, message, language)


def _claim(delivery: Delivery, now: dt.datetime) -> None:
    DELIVERY.take(delivery, "claim")
    delivery.claimed_at, delivery.next_try_at, delivery.reason = now, None, ""
    delivery.tries += 1


def _postpone(delivery: Delivery, found: RecheckResult) -> None:
    DELIVERY.take(delivery, found.step)
    delivery.reason, delivery.next_try_at = found.reason, found.until
    delivery.save()


def hand_over(claimed: ClaimedDelivery) -> list[tuple[ContactWay, SendResult]]:
    with translation.override(claimed.language):
        return [(way, _send_to(way, claimed)) for way in claimed.ways]


def _send_to(way: ContactWay, claimed: ClaimedDelivery) -> SendResult:
    try:
        return claimed.sender.send(way, claimed.message)
    except Exception:
        logger.exception("the channel %s failed", way.channel)
        return SendResult(outcome=SendOutcome.UNCLEAR, detail="error")


@transaction.atomic
def note_result(claimed: ClaimedDelivery, results: Sequence[tuple[ContactWay, SendResult]]) -> None:
    """Save what became of the delivery, unless it was deleted or claimed again in the meantime."""
    found = Delivery.objects.select_for_update(of=("self",)).select_related("message", "user")
    delivery = found.filter(pk=claimed.pk, claimed_at=claimed.claimed_at).first()
    for way, result in results:
        if result.outcome == SendOutcome.BAD_ADDRESS:
            end_way_of_bad_address(way, result.detail)
    if delivery is None:
        return
    result = min((result for _way, result in results), key=lambda one: ORDER.index(one.outcome))
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


def _sent(delivery: Delivery, result: SendResult) -> None:
    DELIVERY.take(delivery, "accept")
    delivery.sent_at, delivery.provider_id = timezone.now(), result.provider_id[:100]
    delivery.reason = ""
    delivery.save()
    ChannelStop.objects.filter(channel=delivery.channel).delete()


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
    SendOutcome.SENT: _sent,
    SendOutcome.LATER: _later,
    SendOutcome.NOBODY: _nobody,
    SendOutcome.UNCLEAR: _unclear,
    SendOutcome.BAD_TEXT: lambda delivery, _result: _fail(delivery, Reason.REFUSED_TEXT),
    SendOutcome.BAD_ADDRESS: lambda delivery, _result: _fail(delivery, Reason.REFUSED_ADDRESS),
}
