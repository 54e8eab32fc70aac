"""After a restore: messages that may have left already are held back."""

from __future__ import annotations

from django.utils import timezone

from governance.inbox.lifecycle import TO_SEND, TRIED, DeliveryState
from governance.inbox.models import CommitteeRobot, Delivery, GroupRobot, Reason


def hold_back_deliveries() -> None:
    """Mark all deliveries that wait as unclear, so that the keeper can send them again, and let robots
    begin with messages from now on. Better none than two."""
    now = timezone.now()
    waiting = Delivery.objects.filter(state__in=(*TO_SEND, *TRIED))
    waiting.update(state=DeliveryState.UNCLEAR, reason=Reason.LOST, next_try_at=None)
    for robots in (GroupRobot.objects, CommitteeRobot.objects):
        robots.filter(removed_at=None).update(since=now)
