"""Models of messages, their deliveries and the ways on which people get them."""

from __future__ import annotations

from governance.inbox.models.deliveries import Delivery, DeliveryQuerySet, Reason
from governance.inbox.models.messages import InboxItem, Message, MessageQuerySet
from governance.inbox.models.robots import (
    CommitteePost,
    CommitteeRobot,
    CommitteeTopic,
    GroupPost,
    GroupRobot,
    RobotKind,
)
from governance.inbox.models.settings import ChannelStop, DeliverySettings, Mute
from governance.inbox.models.sms import SmsMonth
from governance.inbox.models.ways import ContactWay, DeliveryChannel, Frequency

__all__ = [
    "ChannelStop",
    "CommitteePost",
    "CommitteeRobot",
    "CommitteeTopic",
    "ContactWay",
    "Delivery",
    "DeliveryChannel",
    "DeliveryQuerySet",
    "DeliverySettings",
    "Frequency",
    "GroupPost",
    "GroupRobot",
    "InboxItem",
    "Message",
    "MessageQuerySet",
    "Mute",
    "Reason",
    "RobotKind",
    "SmsMonth",
]
