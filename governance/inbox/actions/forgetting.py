"""Delete what the inbox keeps about a person."""

from __future__ import annotations

from governance.inbox.models import ContactWay, Delivery, InboxItem
from residents.models import User


def forget_messages(user: User) -> None:
    for model in (ContactWay, Delivery, InboxItem):
        model.objects.filter(user=user).delete()
