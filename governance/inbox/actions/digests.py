"""Write the daily digests, each for one person and local day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from governance.inbox.actions.deliveries import add_deliveries
from governance.inbox.lifecycle import DELIVERY, DeliveryState
from governance.inbox.models import Delivery, Message, Reason
from governance.inbox.queries.recheck import reason_to_skip, settings_of
from governance.inbox.quiet_hours import last_digest_time
from governance.inbox.rendering import DIGEST
from louzu.lib.jobs import run_each
from residents.models import User
from residents.rooms.messages import MessageKind

USEFUL_FOR = dt.timedelta(days=1)


def write_due_digests() -> None:
    """Write the digests whose hour has come since something was held for them.

    That also finds those whose hour passed while no worker ran.
    """
    now = timezone.now()
    held = Delivery.objects.filter(state=DeliveryState.HELD, reason=Reason.DIGEST)
    oldest = dict(held.values_list("user").annotate(oldest=Min("message__created_at")))
    users = User.objects.filter(pk__in=oldest).select_related("delivery_settings")
    due = [user for user in users if oldest[user.pk] <= last_digest_time(settings_of(user), now)]
    run_each(write_digest, due)


@transaction.atomic
def write_digest(user: User) -> Message | None:
    """Put into one message what is held for the person's digest. Return None if nothing of it is
    needed any longer, or if the digest of that day was written before."""
    now = timezone.now()
    day = timezone.localdate(last_digest_time(settings_of(user), now))
    held = Delivery.objects.filter(user=user, state=DeliveryState.HELD, reason=Reason.DIGEST)
    found = list(held.with_checks().select_for_update(of=("self",), skip_locked=True))
    needed = []
    for delivery in found:
        delivery.user = user  # one object, which keeps its standings
        if reason := reason_to_skip(delivery, now):
            _set_aside(delivery, reason, None)
        else:
            needed.append(delivery)
    if not needed:
        return None
    digest, created = Message.objects.get_or_create(
        type=DIGEST,
        thing_type=User._meta.label_lower,
        thing_id=user.pk,
        version=day.isoformat(),
        defaults={
            "kind": MessageKind.DIGEST,
            "url": reverse("front"),
            "useful_until": now + USEFUL_FOR,
        },
    )
    if not created:
        return None
    for delivery in needed:
        _set_aside(delivery, Reason.IN_DIGEST, digest)
    add_deliveries(digest, [user.pk], {delivery.channel for delivery in needed})
    return digest


def _set_aside(delivery: Delivery, reason: Reason, digest: Message | None) -> None:
    DELIVERY.take(delivery, "skip")
    delivery.reason, delivery.digest, delivery.next_try_at = reason, digest, None
    delivery.save()
