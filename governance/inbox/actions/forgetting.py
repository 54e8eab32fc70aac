"""Delete what the inbox keeps about a person."""

from __future__ import annotations

from governance.inbox.models import ContactWay, Delivery, DeliverySettings, InboxItem, Mute
from residents.models import User


def forget_messages(user: User) -> None:
    for model in (ContactWay, Delivery, InboxItem, DeliverySettings, Mute):
        model.objects.filter(user=user).delete()
