"""Count text messages against the budget of a building and month."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F

from governance.inbox.channels.base import OutgoingMessage
from governance.inbox.channels.sms import URGENT
from governance.inbox.models import Delivery, DeliveryChannel, SmsMonth
from governance.inbox.queries.sms import this_month


def is_within_budget(delivery: Delivery, message: OutgoingMessage) -> bool:
    """Count a delivery by text message at its first try, in the transaction that claims it. Return
    False if the budget is used up.

    Deliveries on other channels cost nothing.
    """
    building = delivery.message.building
    if delivery.channel != DeliveryChannel.SMS or building is None or delivery.tries > 1:
        return True
    pieces = settings.SMS_TEMPLATES.pieces(URGENT, {"text": message.short})
    month, _created = SmsMonth.objects.get_or_create(building=building, month=this_month())
    within = SmsMonth.objects.filter(pk=month.pk, used__lte=settings.SMS_BUDGET - pieces)
    return bool(within.update(used=F("used") + pieces))
