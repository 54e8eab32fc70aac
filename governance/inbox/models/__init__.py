"""Models of messages, their deliveries and the ways on which people get them."""

from __future__ import annotations

from governance.inbox.models.deliveries import Delivery, Reason
from governance.inbox.models.messages import InboxItem, Message, MessageQuerySet
from governance.inbox.models.robots import GroupPost, GroupRobot, RobotKind
from governance.inbox.models.ways import ContactWay, DeliveryChannel, Frequency

__all__ = [
    "ContactWay",
    "Delivery",
    "DeliveryChannel",
    "Frequency",
    "GroupPost",
    "GroupRobot",
    "InboxItem",
    "Message",
    "MessageQuerySet",
    "Reason",
    "RobotKind",
]
