"""What text messages an urgent notice would send, and what is left of the month's budget."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from governance.inbox.channels import senders
from governance.inbox.models import ContactWay, DeliveryChannel, SmsMonth
from residents.models import Building
from residents.people.queries.people import members_in


@dataclass(frozen=True, slots=True)
class SmsForecast:
    people: int
    """How many get a text message of what is urgent."""
    left: int
    """Pieces left in this month. A long message takes several."""


def sms_forecast_in(building: Building) -> SmsForecast | None:
    """Return None if text messages are off, or nobody in the building wants any."""
    if DeliveryChannel.SMS not in senders():
        return None
    members = members_in(building).values("user")
    ways = ContactWay.objects.usable().filter(channel=DeliveryChannel.SMS, user__in=members)
    people = ways.count()
    return SmsForecast(people, _left(building)) if people else None


def this_month() -> dt.date:
    return timezone.localdate().replace(day=1)


def _left(building: Building) -> int:
    used = SmsMonth.objects.filter(building=building, month=this_month()).values_list("used")
    return max(0, int(settings.SMS_BUDGET) - sum(pieces for (pieces,) in used))
