"""Robots of chat groups, which post news of a building, or of a neighbourhood, into their groups."""

from __future__ import annotations

import json

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.inbox.models.messages import Message
from louzu.lib.encryption import cipher
from louzu.lib.robots import DINGTALK, FEISHU, WECOM, Robot
from residents.models import Neighbourhood
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address

CIPHER = "inbox.robot"


class RobotKind(models.TextChoices):
    WECOM = WECOM, _("企业微信")
    DINGTALK = DINGTALK, _("钉钉")
    FEISHU = FEISHU, _("飞书")


def sealed(webhook: str, secret: str) -> str:
    """Return the credentials of a robot, encrypted."""
    return cipher(CIPHER).encrypt(json.dumps([webhook, secret]).encode()).decode()


class Webhook(models.Model):
    """A robot that a group's owner made in the chat application. Whoever knows its address can post
    there, so the address is encrypted, and deleted when the robot is removed."""

    kind = models.CharField(_("哪家的群"), max_length=10, choices=RobotKind)
    name = models.CharField(_("哪个群"), max_length=40)
    credentials = models.TextField(blank=True)
    """From ``sealed``; empty once the robot is removed."""
    topics = models.JSONField(_("发哪些"), default=list)
    since = models.DateTimeField(_("什么时候接上的"), default=timezone.now)
    """Messages from before are not posted."""
    greeted_at = models.DateTimeField(_("什么时候试发过"), null=True)
    paused_until = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=40, blank=True)
    """The service's code, if it refuses the address, the signature or the keyword."""
    removed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_unreached(self) -> bool:
        """Whether the group was not reached yet, and it is tried again at ``paused_until``."""
        return self.greeted_at is None and self.paused_until is not None

    @property
    def client(self) -> Robot:
        webhook, secret = json.loads(cipher(CIPHER).decrypt(self.credentials.encode()))
        return Robot(self.kind, webhook, secret)

    @property
    def end_of_address(self) -> str:
        return f"…{self.client.address[-4:]}"


class GroupRobot(Webhook, BuildingOwned):
    """A robot of a building's group. Its topics are values of ``Topic``."""

    objects = BuildingOwnedQuerySet["GroupRobot"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("群机器人")
        constraints = [
            models.CheckConstraint(
                name="removed_robot_keeps_no_address",
                condition=models.Q(removed_at=None) | models.Q(credentials=""),
            )
        ]

    def get_absolute_url(self) -> str:
        return address("inbox:robots", self.building.slug)


class CommitteeTopic(models.TextChoices):
    """Topics of a committee's group. There are few, because the group hears of hundreds of buildings."""

    CIRCULARS = "circulars", _("发给各楼的通知，一件只发一次")
    URGENT = "urgent", _("各楼的急事")
    RESULTS = "results", _("各楼征询的结果")


class CommitteeRobot(Webhook):
    """A robot of a committee's own group, about all buildings of the neighbourhood. Its topics are
    values of ``CommitteeTopic``."""

    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, related_name="committee_robots", verbose_name=_("居民区")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("居委的群机器人")
        constraints = [
            models.CheckConstraint(
                name="removed_committee_robot_keeps_no_address",
                condition=models.Q(removed_at=None) | models.Q(credentials=""),
            )
        ]

    def get_absolute_url(self) -> str:
        return address("committee_robots:list", self.neighbourhood_id)


class RobotPost(models.Model):
    """A message that was handed to a robot, or is being handed to it."""

    message_id: int
    robot_id: int
    claimed_at = models.DateTimeField(default=timezone.now)
    """When a worker began. Without ``sent_at`` it is unclear whether the group has it."""
    sent_at = models.DateTimeField(null=True)
    detail = models.CharField(max_length=40, blank=True)
    """The service's code, if it refused the text."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.message_id} · {self.robot_id}"


class GroupPost(RobotPost):
    message = models.ForeignKey(Message, models.CASCADE, related_name="group_posts")
    robot = models.ForeignKey(GroupRobot, models.CASCADE, related_name="posts")

    class Meta:
        verbose_name = verbose_name_plural = _("群里发过的")
        constraints = [
            models.UniqueConstraint(fields=["message", "robot"], name="posted_in_a_group_once")
        ]


class CommitteePost(RobotPost):
    """A message that was handed to a committee's robot. Every building has its own message about a
    circular; only one of them is posted."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="committee_posts")
    robot = models.ForeignKey(CommitteeRobot, models.CASCADE, related_name="posts")

    class Meta:
        verbose_name = verbose_name_plural = _("居委群里发过的")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "robot"], name="posted_in_a_committee_group_once"
            )
        ]
